// The six digits that a telephone would show (RFC 6238), and never the same ones twice: the house takes each once.
import { createHmac } from 'node:crypto';
import { until } from './until.js';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const used = new Map();

function bytes(base32) {
  let bits = '';
  for (const letter of base32.replace(/[\s=]/g, '').toUpperCase()) {
    bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  }
  return Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
}

function digits(seed, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytes(seed)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code of this seed that counts now and was not given before; waits for the next when it must. */
export async function freshCode(seed) {
  const step = await until('the authenticator shows a code that was not used yet', () => {
    const now = Math.floor(Date.now() / STEP_MS);
    return now > (used.get(seed) ?? 0) ? now : null;
  });
  used.set(seed, step);
  return digits(seed, step);
}
