// Compares a capture with what the range knows that it served. The archive is read with programs that
// Sanad's authors did not write: yauzl for the package, warcio for the records, Node's zlib for bodies.
//
//   node tests/truth/compare.mjs FOLDER      with truth.json, capture.wacz and acquisition.json
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

const readers = createRequire(new URL("../conformance/package.json", import.meta.url));
const { AsyncIterReader, WARCParser } = await import(pathToFileURL(readers.resolve("warcio")));
const yauzl = readers("yauzl");

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const CODINGS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
const MAX_BODY_BYTES = 256 * 1024 * 1024;

const mismatches = [];

async function readArchive(path) {
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

const servedMessages = (served) =>
  (served.messages ?? []).map(({ direction, type, payload }) => `${direction} ${type} ${payload.sha256}`);

const toldMessages = ({ messages }) =>
  messages.map(({ direction, opcode, payload, payload_bytes }) => {
    const [type, coding] = opcode === 1 ? ["text", "utf8"] : ["binary", "base64"];
    const way = direction === "received" ? "to_client" : "to_server";
    const bytes = Buffer.from(payload, coding);
    const size = bytes.length === payload_bytes ? "" : ` said to have ${payload_bytes} bytes`;
    return `${way} ${type} ${sha256(bytes)}${size}`;
  });

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

async function readRecords(warc) {
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

// The server's certificate beside a response: in a record of its own, which the response or the record of
// its connection names.
function certificateOf(response, others, depth = 2) {
  for (const id of response.beside) {
    const beside = others.get(id);
    if (beside === undefined) continue;
    if (beside.url?.startsWith("urn:sanad:certificates:")) {
      const first = /-----BEGIN CERTIFICATE-----([^-]*)-----END/.exec(beside.block.toString("latin1"));
      return first && sha256(Buffer.from(first[1], "base64"));
    }
    const found = beside.type === "metadata" && depth > 0 && certificateOf(beside, others, depth - 1);
    if (found) return found;
  }
  return null;
}

const urlOf = (served) => `${served.tls ? "https" : "http"}://${served.host}${served.target}`;
// The log writes addresses of sockets as such.
const sameUrl = (archived, url) => archived.replace(/^ws/, "http") === url;
const nameOf = (url, status) => `${url} (${status})`;

function bodyAgrees(served, kept) {
  if (!served.open && served.decoded_body && kept.decoded === served.decoded_body.sha256) return true;
  if (!served.open && kept.coded === served.body.sha256) return true;
  // What the range handed over and what came are not the same where one side gave up.
  return kept.truncated !== null && kept.size <= served.body.size;
}

// Each way has an order; which of two ways was first, the ends of a connection see differently.
const sameMessages = (told, served) =>
  ["to_client", "to_server"].every((way) => {
    const going = (list) => list.filter((one) => one.startsWith(way)).join();
    return going(told) === going(served);
  });

// What the server sent stands in the archive as it came; what went both ways, in a record beside it.
function webSocketDifferences(served, kept, others) {
  const wanted = servedMessages(served);
  const found = [];
  const sent = wanted.filter((one) => one.startsWith("to_client"));
  if (kept.messages.join() !== sent.join()) found.push(`messages ${kept.messages.join()}, served ${sent.join()}`);
  const told = [...others.values()]
    .filter((one) => one.type === "metadata" && one.url === kept.url)
    .map((one) => toldMessages(JSON.parse(one.block)));
  if (!told.some((one) => sameMessages(one, wanted))) found.push(`no record holds the messages ${wanted.join()}`);
  return found;
}

function differencesOf(served, kept, others) {
  const found = [];
  if (kept.status !== served.status) found.push(`status ${kept.status}, served ${served.status}`);
  if (kept.reason !== served.reason) found.push(`reason "${kept.reason}", served "${served.reason}"`);
  if (JSON.stringify(kept.headers) !== JSON.stringify(served.response_headers))
    found.push(`headers ${JSON.stringify(kept.headers)}, served ${JSON.stringify(served.response_headers)}`);
  if (kept.status === 101) found.push(...webSocketDifferences(served, kept, others));
  else if (!bodyAgrees(served, kept))
    found.push(`body of ${kept.size} bytes (${kept.truncated ? "marked as cut" : "not marked as cut"}), ` +
               `served ${served.body.size}${served.complete ? "" : ", not completely"}`);
  if (served.tls) {
    const certificate = certificateOf(kept, others);
    if (certificate !== served.server_certificate_sha256)
      found.push(`certificate ${certificate}, served ${served.server_certificate_sha256}`);
  }
  return found;
}

// Each served response takes the one of the archive that is most like it.
function match(served, left, others) {
  let best = null;
  for (const kept of left) {
    if (!sameUrl(kept.url, urlOf(served))) continue;
    const found = differencesOf(served, kept, others);
    if (best === null || found.length < best.found.length) best = { kept, found };
    if (found.length === 0) break;
  }
  return best;
}

function compareAll(truth, { responses, others }, record) {
  const left = new Set(responses);
  const excused = new Map(record.not_kept.map(({ url, reason }) => [url, reason]));
  const count = { served: 0, archived: 0, cut: 0, excused: 0 };
  // Exact ones first, so that no inexact one takes the place of another.
  const served = truth.exchanges.filter((one) => one.status);
  const inexact = served.filter((one) => {
    const best = match(one, left, others);
    if (best?.found.length !== 0) return true;
    left.delete(best.kept);
    ++count.archived;
    if (best.kept.truncated) ++count.cut;
    return false;
  });
  for (const one of inexact) {
    const url = urlOf(one);
    const best = match(one, left, others);
    if (best !== null) {
      left.delete(best.kept);
      mismatches.push(`${nameOf(url, one.status)}: ${best.found.join("; ")}`);
    } else if (excused.get(url)) ++count.excused;
    else mismatches.push(`${nameOf(url, one.status)} is neither in the archive nor listed as not kept`);
  }
  for (const kept of left)
    mismatches.push(`${nameOf(kept.url, kept.status)} is in the archive, but the range did not serve it`);
  return { ...count, served: served.length };
}

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const truth = read("truth.json");
const record = read("acquisition.json");
if (truth.dropped !== 0) mismatches.push(`the range forgot ${truth.dropped} exchanges`);
const count = compareAll(truth, await readRecords(await readArchive(join(folder, "capture.wacz"))), record);
if (mismatches.length > 0) {
  console.log(mismatches.join("\n"));
  process.exit(1);
}
console.log(`${count.served} served: ${count.archived} in the archive (${count.cut} cut and marked), ` +
            `${count.excused} listed as not kept; ${record.completeness.status}`);
