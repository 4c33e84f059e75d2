// An archive read with programs that Sanad's authors did not write: yauzl for the package, warcio for the records,
// Node's zlib for bodies.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

const readers = createRequire(new URL("../conformance/package.json", import.meta.url));
const { AsyncIterReader, WARCParser } = await import(pathToFileURL(readers.resolve("warcio")));
const yauzl = readers("yauzl");

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const CODINGS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
const MAX_BODY_BYTES = 256 * 1024 * 1024;

export async function readArchive(path) {
  const zip = await yauzl.openPromise(path);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== "archive/data.warc.gz") continue;
    const chunks = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  throw new Error("there is no archive/data.warc.gz in the package");
}

async function withoutChunks(bytes, headers) {
  const coding = headers.filter(([name]) => name.toLowerCase() === "transfer-encoding").at(-1)?.[1];
  if (bytes.length === 0 || !/chunked\s*$/i.test(coding ?? "")) return bytes;
  return Buffer.from(await new AsyncIterReader([bytes], null, true).readFully());
}

// The digest after content decoding; null where the coded body is cut.
function digestOfDecoded(body, headers) {
  const coding = headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1];
  const decode = CODINGS[coding?.trim().toLowerCase()];
  if (!decode || body.length === 0) return sha256(body);
  try {
    return sha256(decode(body, { maxOutputLength: MAX_BODY_BYTES }));
  } catch {
    return null;
  }
}

// The messages in the bytes that follow a switch to WebSocket, which are frames and no body (RFC 6455, 5.2).
// A server's frames have no mask, and the range agrees to no extension.
function messagesOf(bytes) {
  const messages = [];
  let parts = [];
  let type = "";
  for (let at = 0; at + 2 <= bytes.length;) {
    const [head, short] = [bytes[at], bytes[at + 1]];
    const lengthBytes = short === 126 ? 2 : short === 127 ? 6 : 0;
    const from = at + (short === 127 ? 4 : 2);
    const size = lengthBytes > 0 ? bytes.readUIntBE(from, lengthBytes) : short;
    const start = from + lengthBytes;
    at = start + size;
    if ((head & 0x0f) > 2) continue;
    if ((head & 0x0f) > 0) type = (head & 0x0f) === 1 ? "text" : "binary";
    parts.push(bytes.subarray(start, at));
    if ((head & 0x80) === 0) continue;
    messages.push(`to_client ${type} ${sha256(Buffer.concat(parts))}`);
    parts = [];
  }
  return messages;
}

// A field's bytes stand for themselves, one character each, as in the range's own log.
async function readMessage(record, block) {
  const end = block.indexOf("\r\n\r\n");
  const head = block.subarray(0, end < 0 ? block.length : end).toString("latin1");
  const [start, ...lines] = head.split("\r\n");
  const [, status, reason] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(start) ?? [];
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "")];
  });
  const body = await withoutChunks(end < 0 ? Buffer.alloc(0) : block.subarray(end + 4), headers);
  return {
    url: record.warcTargetURI, type: record.warcType, status: Number(status), reason, headers,
    size: body.length, coded: sha256(body), decoded: digestOfDecoded(body, headers),
    truncated: record.warcHeader("WARC-Truncated") ?? null,
    messages: Number(status) === 101 ? messagesOf(body) : null,
  };
}

const concurrent = (record) =>
  [...record.warcHeaders.headers]
    .filter(([name]) => name.toLowerCase() === "warc-concurrent-to")
    .map(([, id]) => id);

export async function readRecords(warc) {
  const responses = [];
  const others = new Map();
  for await (const record of new WARCParser([warc], { parseHttp: false, keepHeadersCase: true })) {
    const block = Buffer.from(await record.readFully(false));
    const kept = { id: record.warcHeader("WARC-Record-ID"), beside: concurrent(record) };
    if (record.warcType === "response" || record.warcType === "revisit")
      responses.push({ ...kept, ...(await readMessage(record, block)) });
    else
      others.set(kept.id, { ...kept, type: record.warcType, url: record.warcTargetURI, block });
  }
  return { responses, others };
}
