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

/** Another program may take the free port before the house does; then it is opened again. */
const ATTEMPTS = 3;

/** The demo, with so many tickets of history. */
export async function openHouse({ tickets = 60 } = {}) {
  const house = await opened((data, listen) => ['demo', '--data', data, '--listen', listen, '--tickets', String(tickets)]);
  const { cast } = JSON.parse(await readFile(path.join(house.data, 'orderly-demo.json'), 'utf8'));
  return { ...house, cast };
}

/** A house that nobody has come into yet, with the link that its console prints for the first owner. */
export async function openEmptyHouse() {
  const house = await opened((data, listen) => ['serve', '--data', data, '--listen', listen]);
  const link = await until('the console prints a link', () => house.said().match(/\/first\/\S+/)?.[0]);
  return { ...house, link };
}

async function opened(args) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open(args);
    } catch (error) {
      if (attempt === ATTEMPTS || !/port|in use/i.test(error.message)) throw error;
    }
  }
}

async function open(args) {
  const directory = await mkdtemp(path.join(tmpdir(), 'orderly-journeys-'));
  const data = path.join(directory, 'data');
  const port = await freePort();
  const said = [];
  const server = spawn(BINARY, args(data, `127.0.0.1:${port}`), { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
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
    return { origin, data, close, said: () => said.join('') };
  } catch (error) {
    await close();
    throw error;
  }
}
