// A ledger's proof, checked with nothing of the house: SHA-256 and Ed25519 as Node has them, the tree of RFC 6962 and the
// notes of c2sp.org/tlog-checkpoint.
import { createHash, createPublicKey, verify } from 'node:crypto';

const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const bytes = (base64) => Buffer.from(base64, 'base64');
/** What stands before the 32 bytes of an Ed25519 key in a public key file (RFC 8410). */
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether the hashes lead from the entry to the root of the checkpoint (RFC 9162, 2.1.3.2). */
export function includes({ index, salt, body, inclusion_proof: proof, checkpoint }) {
  const [, size, root] = checkpoint.split('\n');
  let [at, last, here] = [index, Number(size) - 1, hash(Buffer.from([0]), bytes(salt), Buffer.from(body))];
  if (at > last) return false;
  for (const beside of proof.map(bytes)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      here = hash(Buffer.from([1]), beside, here);
      while (at % 2 === 0 && at !== 0) [at, last] = [at >> 1, last >> 1];
    } else here = hash(Buffer.from([1]), here, beside);
    [at, last] = [at >> 1, last >> 1];
  }
  return last === 0 && here.equals(bytes(root));
}

/** Whether the checkpoint is signed with the key as it is published: name, id, and a type with the key. */
export function signedBy(checkpoint, published) {
  const [name, , ...key] = published.trim().split('+');
  const [body, signatures] = checkpoint.split('\n\n');
  const line = signatures.split('\n').find((one) => one.startsWith(`— ${name} `));
  const der = Buffer.concat([ED25519, bytes(key.join('+')).subarray(1)]);
  const signature = bytes(line.split(' ')[2]).subarray(4);
  return verify(null, Buffer.from(`${body}\n`), createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}
