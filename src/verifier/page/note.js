// The transparency-log formats of C2SP: note keys, signed checkpoints, inclusion proofs; and the
// Merkle tree of RFC 6962. Every parser answers null where the text is not of the format.
import { fromBase64, fromHex, fromUtf8, parseDecimal, sameBytes, toUtf8 } from "./bytes.js";
import { sha256 } from "./sha2.js";

const NOTE_ED25519 = 1;
const NOTE_MAX_SIGNATURES = 64;
const PROOF_MAX_HASHES = 63;
const SPKI_ED25519_PREFIX = fromHex("302a300506032b6570032100");

function isKeyName(name) {
  return name !== "" && !/[\s+\u0000-\u001f\u007f]/u.test(name);
}

function noteKeyId(name, key) {
  return sha256(toUtf8(name + "\n"), Uint8Array.of(NOTE_ED25519), key).subarray(0, 4);
}

// "name+1a2b3c4d+base64" to {name, id, key}; key: 32 bytes of Ed25519.
export function parseVkey(text) {
  const parts = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (!parts || !isKeyName(parts[1])) return null;
  const data = fromBase64(parts[3]);
  if (data === null || data.length !== 33 || data[0] !== NOTE_ED25519) return null;
  const key = data.slice(1);
  const id = noteKeyId(parts[1], key);
  return sameBytes(id, fromHex(parts[2])) ? { name: parts[1], id, key } : null;
}

// The contents of each PEM block with this label, in order; null if the text has none or is broken.
// Text between blocks is for people and is passed over.
export function parsePem(text, label) {
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const blocks = [];
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at)) {
    const stop = text.indexOf(end, at);
    if (stop < 0) return null;
    const bytes = fromBase64(text.slice(at + begin.length, stop).replace(/[ \t\r\n]/g, ""));
    if (bytes === null) return null;
    blocks.push(bytes);
    at = stop + end.length;
  }
  return blocks.length > 0 ? blocks : null;
}

// The 32 bytes of an Ed25519 key from one PEM block "PUBLIC KEY".
export function parsePemKey(text) {
  const blocks = parsePem(text, "PUBLIC KEY");
  if (blocks === null || blocks.length !== 1 || blocks[0].length !== 44) return null;
  if (!sameBytes(blocks[0].subarray(0, 12), SPKI_ED25519_PREFIX)) return null;
  return blocks[0].slice(12);
}

function parseSignatureLine(line) {
  const parts = /^\u2014 (\S+) (\S+)$/u.exec(line);
  if (!parts || !isKeyName(parts[1])) return null;
  const data = fromBase64(parts[2]);
  if (data === null || data.length < 5) return null;
  return { name: parts[1], id: data.slice(0, 4), signature: data.slice(4) };
}

// A signed note: {text, signatures}; text is what is signed, with its last line feed.
export function parseNote(bytes) {
  const whole = fromUtf8(bytes);
  if (whole === null || /[\u0000-\u0009\u000b-\u001f]/.test(whole)) return null;
  const split = whole.lastIndexOf("\n\n");
  if (split < 0 || !whole.endsWith("\n")) return null;
  const lines = whole.slice(split + 2, -1).split("\n");
  if (lines.length > NOTE_MAX_SIGNATURES) return null;
  const signatures = lines.map(parseSignatureLine);
  if (signatures.includes(null)) return null;
  return { text: whole.slice(0, split + 1), signatures };
}

// {origin, size, root, note} of a signed checkpoint.
export function parseCheckpoint(bytes) {
  const note = parseNote(bytes);
  if (note === null) return null;
  const lines = note.text.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("")) return null;
  const size = parseDecimal(lines[1]);
  const root = fromBase64(lines[2]);
  if (size === null || root === null || root.length !== 32) return null;
  return { origin: lines[0], size, rootText: lines[2], root, note };
}

// {index, hashes, checkpoint} of a .tlog-proof file; checkpoint: the bytes as they stand.
export function parseProof(bytes) {
  const text = fromUtf8(bytes);
  const split = text === null ? -1 : text.indexOf("\n\n");
  if (split < 0) return null;
  const lines = text.slice(0, split).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") return null;
  if (lines[0]?.startsWith("extra ") && fromBase64(lines.shift().slice(6)) === null) return null;
  const indexLine = /^index (\d+)$/.exec(lines.shift() ?? "");
  const index = indexLine ? parseDecimal(indexLine[1]) : null;
  if (index === null || lines.length > PROOF_MAX_HASHES) return null;
  const hashes = lines.map(fromBase64);
  if (hashes.some((hash) => hash === null || hash.length !== 32)) return null;
  return { index, hashes, checkpoint: toUtf8(text.slice(split + 2)) };
}

export function leafHash(leaf) {
  return sha256(Uint8Array.of(0), leaf);
}

// RFC 9162 section 2.1.3.2.
export function provesInclusion(leaf, index, size, hashes, root) {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leafHash(leaf);
  const half = (n) => Math.floor(n / 2);
  for (const sibling of hashes) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = sha256(Uint8Array.of(1), sibling, hash);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      hash = sha256(Uint8Array.of(1), hash, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameBytes(hash, root);
}

// True if at least one signature is by the key and none of its is wrong.
export async function isSignedBy(note, vkey, verifyEd25519) {
  const own = note.signatures.filter((s) => s.name === vkey.name && sameBytes(s.id, vkey.id));
  if (own.length === 0) return false;
  for (const { signature } of own) {
    if (!(await verifyEd25519(vkey.key, toUtf8(note.text), signature))) return false;
  }
  return true;
}
