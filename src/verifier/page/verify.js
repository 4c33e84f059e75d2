// Verifies a bundle: all checks of docs/formats/bundle.md in their order, and the verdict.
//
//   const report = await verifyBundle(source, trust, progress);
//   source    {size, read(offset, length) -> Promise<Uint8Array>}
//   trust     {keys: [32 bytes], roots: [DER]}: what the reader trusts; reader: the SHA-256 of
//             index.html, where it is another than that which belongs to this page
//   progress  (bytes done, bytes in all, file) -> void, or absent
//
// It opens no file and no connection of its own, and needs memory for the list of files only.
import { fromUtf8 } from "./bytes.js";
import { checkPayload, checkTags, digestFiles } from "./bag.js";
import { checkAuthority, checkCompleteness, checkEntries, checkExhibits, checkInclusion } from "./chain.js";
import { checkCheckpoint, checkFormat, checkIndex, checkSignature, checkSigner } from "./contents.js";
import { checkExcerpts } from "./excerpts.js";
import { checkSchedules } from "./schedules.js";
import { checkReader } from "./reader_files.js";
import { messageIn } from "./messages.js";
import { parsePem, parsePemKey, parseVkey } from "./note.js";
import { checkRedactions } from "./redactions.js";
import { checkTimestamp } from "./timestamp.js";
import { ContainerProblem, readDirectory } from "./zip.js";
import { checkAnswers } from "./questions.js";
import { leadsToRoot, parseCertificate } from "./x509.js";

const CLOCK_TOLERANCE_MS = 10 * 60 * 1000;
const MIN_ACCURACY_MS = 1000;

async function checkContainer(context) {
  try {
    const { folder, files } = await readDirectory(context.source);
    context.folder = folder;
    context.files = files;
    return { status: "pass", code: "container-pass", args: [files.size] };
  } catch (error) {
    if (!(error instanceof ContainerProblem)) throw error;
    return { status: "fail", code: "container-fail", details: [[error.code, ...error.args]] };
  }
}

async function checkTimestampOf(context) {
  if (!context.index.timestamp) return { status: "warn", code: "timestamp-none" };
  const pem = fromUtf8(await context.bytesOf("ledger/tsa.pem"));
  if (pem === null || parsePem(pem, "CERTIFICATE") === null) return { status: "fail", code: "timestamp-unreadable" };
  const result = await checkTimestamp(await context.bytesOf("ledger/timestamp.tsq"),
    await context.bytesOf("ledger/timestamp.tsr"), await context.bytesOf("ledger/checkpoint"));
  if (result.problem) return { status: "fail", code: result.problem };
  context.timestamp = result;
  const time = new Date(result.genTimeMs).toISOString();
  return { status: "pass", code: "timestamp-pass", args: [time, result.certificate.name] };
}

async function checkTimestampAuthority(context) {
  const { certificate, pool, genTimeMs } = context.timestamp;
  const { roots } = context.trust;
  const args = [certificate.name];
  if (roots.length === 0) return { status: "warn", code: "tsa-no-trust", args };
  const anchors = roots.map(parseCertificate);
  const known = await leadsToRoot(certificate, pool, anchors, genTimeMs);
  return { status: known ? "pass" : "warn", code: known ? "tsa-pass" : "tsa-unknown", args };
}

function checkTimeOrder(context) {
  const { genTimeMs, accuracyMs } = context.timestamp;
  let last = -Infinity;
  for (const entry of context.entries.values()) last = Math.max(last, entry.timeMs);
  const early = last - (genTimeMs + Math.max(accuracyMs, MIN_ACCURACY_MS));
  if (early <= 0) return { status: "pass", code: "time-order-pass" };
  const seconds = Math.ceil(early / 1000);
  if (early <= CLOCK_TOLERANCE_MS) return { status: "warn", code: "time-order-warn", args: [seconds] };
  return { status: "fail", code: "time-order-fail", args: [seconds] };
}

// In order; a check is skipped unless all that it needs have passed.
const CHECKS = [
  ["container", checkContainer, []],
  ["format", checkFormat, ["container"]],
  ["payload", checkPayload, ["format"]],
  ["tags", checkTags, ["format"]],
  ["index", checkIndex, ["format"]],
  ["signature", checkSignature, ["format"]],
  ["signer", checkSigner, ["signature"]],
  ["checkpoint", checkCheckpoint, ["index"]],
  ["entries", checkEntries, ["index"]],
  ["inclusion", checkInclusion, ["checkpoint", "entries"]],
  ["authority", checkAuthority, ["entries"]],
  ["exhibits", checkExhibits, ["entries"]],
  ["excerpts", checkExcerpts, ["entries"]],
  ["schedules", checkSchedules, ["entries"]],
  ["reader", checkReader, ["excerpts"]],
  ["redactions", checkRedactions, ["entries"]],
  ["completeness", checkCompleteness, ["entries"]],
  ["timestamp", checkTimestampOf, ["index"]],
  ["timestamp-authority", checkTimestampAuthority, ["timestamp"]],
  ["time-order", checkTimeOrder, ["timestamp", "entries"]],
  ["answers", checkAnswers, ["index"]],
];

function verdictOf(checks) {
  const failed = checks.filter((check) => check.status === "fail").map((check) => check.id);
  if (failed.includes("container") || failed.includes("format")) return "unusable";
  if (failed.length > 0) return "tampered";
  return checks.some((check) => check.status === "warn") ? "intact with warnings" : "intact";
}

// What no reader may take from the verdict, as codes of sentences.
function notChecked(context, checks) {
  const passed = (id) => checks.some((check) => check.id === id && check.status === "pass");
  const list = ["not-truth", "not-other-entries", "not-scope", "not-derived"];
  if (!passed("signer")) list.push("not-signer");
  if (!passed("timestamp")) list.push("not-time");
  else list.push("not-revocation");
  if (context.index?.exhibits?.some?.((exhibit) => exhibit?.withheld?.length > 0)) list.push("not-withheld");
  return list.map((code) => [code]);
}

function describeExhibits(context) {
  return context.index.exhibits.map((indexed) => {
    const data = context.entries?.get(indexed.sealed)?.data ?? {};
    const text = (value) => (typeof value === "string" ? value : "");
    return {
      exhibit: indexed.exhibit, number: indexed.number, title: text(data.title), url: text(data.url),
      started_at: text(data.started_at), ended_at: text(data.ended_at), withheld: indexed.withheld,
      files: indexed.files.map((name) => {
        const file = context.files.get(`data/exhibits/${indexed.exhibit}/${name}`);
        return { name, size: file?.size, sha256: file?.sha256, sha512: file?.sha512 };
      }),
    };
  });
}

function makeReport(context, checks) {
  const status = (id) => checks.find((check) => check.id === id).status;
  const indexed = status("index") === "pass";
  return {
    v: 1, verdict: verdictOf(checks), checks, not_checked: notChecked(context, checks),
    bundle: indexed ? context.index.bundle : "", agency: indexed ? context.index.agency : "",
    case: indexed ? context.index.case : null, exhibits: indexed ? describeExhibits(context) : [],
    checkpoint: context.checkpoint
      ? { origin: context.checkpoint.origin, size: context.checkpoint.size, root: context.checkpoint.rootText }
      : null,
    timestamp: context.timestamp
      ? { time: new Date(context.timestamp.genTimeMs).toISOString(), authority: context.timestamp.certificate.name }
      : null,
    answers: context.answers?.answers ?? null,
  };
}

export async function verifyBundle(source, trust, progress) {
  const context = { source, trust, statuses: new Map() };
  context.bytesOf = async (path) => {
    const file = context.files.get(path);
    return file ? source.read(file.start, file.size) : null;
  };
  const status = context.statuses;
  const checks = [];
  for (const [id, run, needs] of CHECKS) {
    const ready = needs.every((need) => status.get(need) === "pass");
    const result = ready ? await run(context) : { status: "skipped", code: "skipped" };
    status.set(id, result.status);
    const { code, args = [], details = [] } = result;
    checks.push({ id, status: result.status, code, args, details, message: messageIn("en", code, args) });
    if (id === "format" && result.status === "pass") {
      await digestFiles(source, context.files, progress);
    }
  }
  return makeReport(context, checks);
}

// The key (32 bytes) in a file that the reader trusts: PEM or note key; null if it is neither.
export function readTrustedKey(text) {
  return parsePemKey(text) ?? parseVkey(text.trim())?.key ?? null;
}

// The certificates (DER) in a PEM file that the reader trusts; null if it has none.
export function readTrustedRoots(text) {
  const roots = parsePem(text, "CERTIFICATE");
  try {
    roots?.forEach(parseCertificate);
    return roots;
  } catch {
    return null;
  }
}
