// A house to visit: the demo, started on a free port with a directory of its own, and stopped at the end.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const BINARY = path.resolve(process.env.ORDERLY_BIN ?? path.join(here, '../../target/debug/orderly'));
/** Making the demo in a build without optimization takes a while on a busy machine. */
const READY_MS = 300_000;

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the demo with so many tickets of history. */
export async function openHouse({ tickets = 60 } = {}) {
  const directory = await mkdtemp(path.join(tmpdir(), 'orderly-journeys-'));
  const data = path.join(directory, 'data');
  const port = await freePort();
  const said = [];
  const args = ['demo', '--data', data, '--listen', `127.0.0.1:${port}`, '--tickets', String(tickets)];
  const server = spawn(BINARY, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  let ended = null;
  const gone = new Promise((resolve) => {
    server.once('error', (error) => { ended = error.message; resolve(); });
    server.once('exit', (code, signal) => { ended ??= `it ended with ${signal ?? code}`; resolve(); });
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => said.push(text));
  }
  const close = async () => {
    if (ended === null) {
      server.kill('SIGTERM');
      const patience = setTimeout(() => server.kill('SIGKILL'), 30_000);
      await gone;
      clearTimeout(patience);
    }
    await rm(directory, { recursive: true, force: true });
  };
  const origin = `http://localhost:${port}`;
  try {
    await until('the house is open', async () => {
      if (ended !== null) throw new Error(`${BINARY}: ${ended}\n${said.join('')}`);
      return (await fetch(`${origin}/healthz`).catch(() => null))?.ok;
    }, READY_MS);
    const { cast } = JSON.parse(await readFile(path.join(data, 'orderly-demo.json'), 'utf8'));
    return { origin, cast, close, said: () => said.join('') };
  } catch (error) {
    await close();
    throw error;
  }
}
