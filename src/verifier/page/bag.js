// The bag (RFC 8493): every file is listed, every listed file is there, and nothing was altered.
import { fromUtf8, sameBytes, toHex } from "./bytes.js";
import { Sha256, Sha512, crc32 } from "./sha2.js";

export const SIGNED_MANIFEST = "tagmanifest-sha256.txt";
export const SIGNATURE_FILE = "tagmanifest-sha256.txt.sig";
const SLICE_BYTES = 1024 * 1024;
const BAGIT_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

// Computes sha256, sha512 and intact (CRC-32) of each file, one after another, reading once.
export async function digestFiles(source, files, progress) {
  let total = 0;
  for (const file of files.values()) total += file.size;
  let done = 0;
  for (const file of files.values()) {
    const sha256 = new Sha256();
    const sha512 = new Sha512();
    let crc = 0;
    for (let offset = 0; offset < file.size; offset += SLICE_BYTES) {
      const part = await source.read(file.start + offset, Math.min(SLICE_BYTES, file.size - offset));
      sha256.update(part);
      sha512.update(part);
      crc = crc32(crc, part);
      done += part.length;
      progress?.(done, total, file.path);
    }
    file.sha256 = toHex(sha256.finish());
    file.sha512 = toHex(sha512.finish());
    file.intact = crc === file.crc32;
  }
}

export function isBagDeclaration(bytes) {
  return fromUtf8(bytes) === BAGIT_TEXT;
}

// Map from path to digest; null unless each line is "digest, two spaces, path", in ascending order.
function parseManifest(bytes, digits) {
  const text = fromUtf8(bytes);
  if (text === null || !text.endsWith("\n")) return null;
  const pattern = new RegExp(`^([0-9a-f]{${digits}})  ([\\x20-\\x7e]+)$`);
  const listed = new Map();
  let previous = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const parts = pattern.exec(line);
    if (!parts || !(previous < parts[2])) return null;
    previous = parts[2];
    listed.set(previous, parts[1]);
  }
  return listed;
}

// One detail for each way in which a manifest and the files that it must list disagree.
function compareManifest(listed, files, algorithm) {
  const details = [];
  for (const file of files) {
    const digest = listed.get(file.path);
    if (digest === undefined) details.push(["file-unlisted", file.path]);
    else if (digest !== file[algorithm]) details.push(["file-altered", file.path]);
  }
  const paths = new Set(files.map((file) => file.path));
  for (const path of listed.keys()) if (!paths.has(path)) details.push(["file-missing", path]);
  return details;
}

async function checkManifests(context, prefix, files) {
  const details = files.filter((file) => !file.intact).map((file) => ["file-crc", file.path]);
  for (const [algorithm, digits] of [["sha256", 64], ["sha512", 128]]) {
    const name = `${prefix}-${algorithm}.txt`;
    const bytes = await context.bytesOf(name);
    const listed = bytes && parseManifest(bytes, digits);
    if (!bytes) details.push(["file-missing", name]);
    else if (!listed) details.push(["file-unreadable", name]);
    else details.push(...compareManifest(listed, files, algorithm));
  }
  return details;
}

function isPayload(file) {
  return file.path.startsWith("data/");
}

// "Payload-Oxum: bytes.files" of bag-info.txt, once.
async function checkOxum(context, files) {
  const bytes = await context.bytesOf("bag-info.txt");
  const text = bytes && fromUtf8(bytes);
  const lines = (text ?? "").split("\n").filter((line) => line.startsWith("Payload-Oxum: "));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const good = lines.length === 1 && lines[0] === `Payload-Oxum: ${total}.${files.length}`;
  return good ? [] : [["oxum"]];
}

export async function checkPayload(context) {
  const files = [...context.files.values()].filter(isPayload);
  const details = await checkManifests(context, "manifest", files);
  details.push(...await checkOxum(context, files));
  if (details.length > 0) return { status: "fail", code: "payload-fail", details };
  return { status: "pass", code: "payload-pass", args: [files.length] };
}

export function isUnlistedTag(path) {
  return path.startsWith("tagmanifest-");
}

export async function checkTags(context) {
  const all = [...context.files.values()].filter((file) => !isPayload(file));
  const files = all.filter((file) => !isUnlistedTag(file.path));
  const details = await checkManifests(context, "tagmanifest", files);
  for (const file of all) {
    if (isUnlistedTag(file.path) && !file.intact) details.push(["file-crc", file.path]);
  }
  if (details.length > 0) return { status: "fail", code: "tags-fail", details };
  return { status: "pass", code: "tags-pass", args: [files.length] };
}

export function sameKey(a, b) {
  return a !== null && b !== null && sameBytes(a, b);
}
