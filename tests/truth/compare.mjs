// Compares a capture with what the range knows that it served.
//
//   node tests/truth/compare.mjs FOLDER      with truth.json, capture.wacz and acquisition.json
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readArchive, readRecords, sha256 } from "./archive.mjs";

const mismatches = [];

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
