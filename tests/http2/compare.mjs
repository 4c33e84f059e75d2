// Compares a capture with what an HTTP/2 server, nghttpd, says in its log that it sent.
//
//   node tests/http2/compare.mjs FOLDER      with server.log, site/, capture.wacz and acquisition.json
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readArchive, readRecords, sha256 } from "../truth/archive.mjs";

const ORIGIN = "https://forum.tirazan.example";
const UPLOADED = "seven words are sent to this server";
const folder = process.argv[2];

// One exchange for each stream, in the order in which they were opened. Headers of a frame stand on the indented
// lines below it; the first block of an answer is its head, a later one its trailers.
function readLog(text) {
  const streams = new Map();
  let into = null;
  const stream = (connection, number) => {
    const name = `${connection}/${number}`;
    if (!streams.has(name)) streams.set(name, { request: [], head: null, trailers: null, bytes: 0 });
    return streams.get(name);
  };
  for (const line of text.split("\n")) {
    const received = /^\[id=(\d+)\] \[[^\]]*\] recv \(stream_id=(\d+)\) (:?[^:]+): (.*)$/.exec(line);
    const sent = /^\[id=(\d+)\] \[[^\]]*\] send (HEADERS|DATA) frame <length=(\d+), flags=\w+, stream_id=(\d+)>/.exec(line);
    const field = /^ {10}(:?[^:;(]+): (.*)$/.exec(line);
    if (field && into) into.push([field[1], field[2]]);
    if (!line.startsWith("[")) continue;
    into = null;
    if (received) stream(received[1], received[2]).request.push([received[3], received[4]]);
    if (!sent) continue;
    const one = stream(sent[1], sent[4]);
    if (sent[2] === "DATA") one.bytes += Number(sent[3]);
    else if (one.head === null) into = one.head = [];
    else into = one.trailers = [];
  }
  return [...streams.values()].filter((one) => one.head !== null);
}

const valueOf = (fields, name) => fields.find(([one]) => one === name)?.[1];

function servedBody(path, status) {
  if (path === "/upload") return Buffer.from(UPLOADED);
  const file = join(folder, "site", path === "/" ? "index.html" : path);
  return status === 200 && existsSync(file) ? readFileSync(file) : null;
}

function differencesOf(served, kept) {
  const found = [];
  const status = Number(valueOf(served.head, ":status"));
  const headers = served.head.filter(([name]) => !name.startsWith(":"));
  const body = servedBody(valueOf(served.request, ":path"), status);
  if (kept.status !== status) found.push(`status ${kept.status}, served ${status}`);
  if (JSON.stringify(kept.headers) !== JSON.stringify(headers))
    found.push(`headers ${JSON.stringify(kept.headers)}, served ${JSON.stringify(headers)}`);
  if (kept.size !== served.bytes) found.push(`${kept.size} bytes, served ${served.bytes}`);
  if (body !== null && kept.coded !== sha256(body)) found.push("other bytes than those of the file");
  if (kept.truncated !== null) found.push(`marked as cut: ${kept.truncated}`);
  return found;
}

const record = JSON.parse(readFileSync(join(folder, "acquisition.json"), "utf8"));
const served = readLog(readFileSync(join(folder, "server.log"), "utf8"));
const { responses } = await readRecords(await readArchive(join(folder, "capture.wacz")));
const problems = [];
const check = (holds, words) => holds || problems.push(words);

const left = [...responses];
for (const one of served) {
  const url = ORIGIN + valueOf(one.request, ":path");
  const at = left.findIndex((kept) => kept.url === url);
  check(at >= 0, `${url} is not in the archive`);
  if (at < 0) continue;
  problems.push(...differencesOf(one, left.splice(at, 1)[0]).map((what) => `${url}: ${what}`));
}
for (const kept of left) problems.push(`${kept.url} is in the archive, but was not served`);

const told = (path) => record.exchanges.find(({ url }) => url === ORIGIN + path);
// The page and its icon, a style sheet, 60 items, a large, an empty and a missing one, an upload.
check(served.length === 67, `${served.length} exchanges in the server's log, 67 expected`);
check(record.exchanges.filter(({ party }) => party === "page").every(({ protocol }) => protocol === "h2"), "an exchange is not said to be HTTP/2");
// Which services its maker's browser asks for changes with its version: docs/known-limits.md.
for (const { url, party } of record.exchanges)
  if (party !== "page" && /^https?:/.test(url) && !new URL(url).hostname.endsWith(".invalid"))
    console.log(`   of its own accord the browser asked for ${url}`);
check(told("/upload")?.trailers?.[0] === "x-lantern: lit", "the trailers of the upload's answer are not told");
check(record.completeness.status === "complete", `the capture is ${record.completeness.status}: ${record.completeness.reasons.join("; ")}`);
if (problems.length > 0) {
  console.log(problems.slice(0, 20).join("\n"));
  process.exit(1);
}
console.log(`${served.length} exchanges over HTTP/2 as the server sent them: status, headers in order, bytes, trailers`);
