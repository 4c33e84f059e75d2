// The index (bundle.json), the signatures over it, and the checkpoint that all proofs lead to.
import { fromBase64, fromUtf8, parseTime, sameBytes } from "./bytes.js";
import { SIGNATURE_FILE, SIGNED_MANIFEST, isBagDeclaration, sameKey } from "./bag.js";
import { hasShape, isCount, isList, isObject, isText, parseCanonical } from "./canonical.js";
import { verifyEd25519 } from "./ed25519.js";
import { isSignedBy, parseCheckpoint, parsePemKey, parseVkey } from "./note.js";
import { areAttachments, attachmentPath } from "./attachments.js";
import { areCertificates, certificatePaths } from "./certificates.js";
import { schedulesOf } from "./schedules.js";
import { isOfCorroborations } from "./corroborations.js";
import { isOfReader } from "./reader_files.js";

const ALWAYS = [
  "README.txt", "bag-info.txt", "bagit.txt", "bundle.json", "data/case.jsonld", "keys/agency.pem",
  "keys/agency.vkey", "keys/log.pem", "keys/log.vkey", "ledger/checkpoint", "manifest-sha256.txt",
  "manifest-sha512.txt", SIGNED_MANIFEST, SIGNATURE_FILE, "tagmanifest-sha512.txt", "verify.html",
];
const WITH_TIMESTAMP = ["ledger/timestamp.tsq", "ledger/timestamp.tsr", "ledger/tsa.pem"];
const REPORT_PAGES = ["en.html", "en.pdf", "ur.html", "ur.pdf"].map((end) => `data/report/report.${end}`);
const ENTRY_FILES = ["body", "leaf", "salt", "tlog-proof"];

export function isId(prefix) {
  const pattern = new RegExp(`^${prefix}-[0-9a-hjkmnp-tv-z]{16}$`);
  return (value) => isText(value) && pattern.test(value);
}

function isAscending(list) {
  return list.every((value, i) => i === 0 || list[i - 1] < value);
}

const isNumber = (value) => isText(value) || isCount(value);

const isSoundWord = (value) => value === "sound";

function areIndexedRedactions(list) {
  const shape = { entry: isCount, redaction: isId("redaction") };
  return isList((item) => hasShape(item, shape) || hasShape(item, { ...shape, of: isSoundWord }))(list) &&
    list.length > 0 && isAscending(list.map((item) => item.redaction));
}

// Documents of redacted pages: ascending by the first, each page among the redactions, none twice.
function areDocuments(list, redactions) {
  if (!isList((pages) => isList(isText)(pages) && pages.length > 0)(list) || list.length === 0) return false;
  const pages = list.flat();
  return isAscending(list.map(([first]) => first)) && new Set(pages).size === pages.length &&
    pages.every((page) => redactions.some((one) => one.redaction === page));
}

function isIndexedExhibit(value) {
  const shape = {
    exhibit: isId("exhibit"), number: isNumber, sealed: isCount, files: isList(isText),
    withheld: isList((item) => hasShape(item, { name: isText, reason: isText })),
  };
  if (isObject(value) && Object.hasOwn(value, "excerpt")) shape.excerpt = isCount;
  if (isObject(value) && Object.hasOwn(value, "attachments")) {
    shape.attachments = (list) => Object.hasOwn(value, "excerpt") && areAttachments(list);
  }
  if (isObject(value) && Object.hasOwn(value, "redactions")) shape.redactions = areIndexedRedactions;
  if (isObject(value) && Object.hasOwn(value, "documents")) {
    shape.documents = (list) => areIndexedRedactions(value.redactions) && areDocuments(list, value.redactions);
  }
  return hasShape(value, shape) && isAscending(value.files) && isAscending(value.withheld.map((item) => item.name));
}

const isSchedules = (value) => hasShape(value, {
  build: (build) => build === "operational" || build === "disclosable", entry: isCount,
});

function isIndex(value) {
  const shape = {
    v: (v) => v === 1, bundle: isId("bundle"), agency: isText, created_by: isText, origin: isText,
    case: (c) => hasShape(c, { id: isId("case"), reference: isText, title: isText }),
    created_at: (at) => parseTime(at) !== null, timestamp: (t) => typeof t === "boolean",
    checkpoint: (c) => hasShape(c, { size: isCount, root: (r) => isText(r) && fromBase64(r) !== null }),
    entries: (list) => isList(isCount)(list) && isAscending(list),
    exhibits: (list) => isList(isIndexedExhibit)(list) && isAscending(list.map((e) => e.exhibit)),
  };
  if (isObject(value) && Object.hasOwn(value, "certificates")) shape.certificates = areCertificates;
  return hasShape(value, shape) || hasShape(value, { ...shape, schedules: isSchedules });
}

// Stops the verification (verdict "unusable") unless the bag and its index are of versions we know.
export async function checkFormat(context) {
  const declaration = await context.bytesOf("bagit.txt");
  if (!declaration || !isBagDeclaration(declaration)) return { status: "fail", code: "format-bag" };
  const bytes = await context.bytesOf("bundle.json");
  const index = bytes ? parseCanonical(bytes) : undefined;
  if (!isObject(index)) return { status: "fail", code: "format-index" };
  if (index.v !== 1) return { status: "fail", code: "format-version" };
  context.index = index;
  return { status: "pass", code: "format-pass" };
}

function expectedPaths(index) {
  const required = new Set(ALWAYS);
  const optional = new Set(REPORT_PAGES);
  if (index.timestamp) for (const path of WITH_TIMESTAMP) required.add(path);
  for (const entry of index.entries) {
    for (const kind of ENTRY_FILES) required.add(`entries/${entry}.${kind}`);
  }
  for (const { exhibit, files, excerpt, attachments = [], redactions = [], documents = [] } of index.exhibits) {
    for (const { number } of attachments) required.add(attachmentPath(exhibit, number));
    for (const [first] of documents) required.add(`data/redactions/${first}.pdf`);
    for (const { redaction, of } of redactions) {
      for (const ending of ["jsonl", of === "sound" ? "wav" : "png"]) required.add(`data/redactions/${redaction}.${ending}`);
    }
    if (excerpt !== undefined) required.add(`data/excerpts/${exhibit}.jsonl`);
    for (const name of files) required.add(`data/exhibits/${exhibit}/${name}`);
    required.add(`data/reports/${exhibit}.html`);
    optional.add(`data/reports/${exhibit}.pdf`);
  }
  for (const path of certificatePaths(index)) required.add(path);
  for (const name of schedulesOf(index)) {
    required.add(`data/schedules/${name}.json`);
    required.add(`data/schedules/${name}.html`);
  }
  for (const ending of ["html", "json", "pdf"]) optional.add(`data/cross-examination.${ending}`);
  return { required, optional };
}

export async function checkIndex(context) {
  const { index } = context;
  if (!isIndex(index)) return { status: "fail", code: "index-shape" };
  const { required, optional } = expectedPaths(index);
  const details = [];
  if (index.bundle !== context.folder) details.push(["index-folder", context.folder]);
  for (const path of required) if (!context.files.has(path)) details.push(["file-missing", path]);
  for (const path of context.files.keys()) {
    // Which files the reader has is for the check "reader" to say.
    if (!required.has(path) && !optional.has(path) && !isOfReader(path) && !isOfCorroborations(path)) details.push(["file-not-indexed", path]);
  }
  const disclosed = new Set(index.entries);
  for (const { exhibit, sealed } of index.exhibits) {
    if (!disclosed.has(sealed)) details.push(["index-sealed", exhibit]);
  }
  if (details.length > 0) return { status: "fail", code: "index-fail", details };
  return { status: "pass", code: "index-pass", args: [index.exhibits.length, index.entries.length] };
}

// {vkey, same} of keys/NAME.pem and keys/NAME.vkey.
async function readKeyPair(context, name) {
  const pem = fromUtf8(await context.bytesOf(`keys/${name}.pem`) ?? new Uint8Array());
  const note = fromUtf8(await context.bytesOf(`keys/${name}.vkey`) ?? new Uint8Array());
  const vkey = note?.endsWith("\n") ? parseVkey(note.slice(0, -1)) : null;
  return { vkey, same: vkey !== null && pem !== null && sameKey(parsePemKey(pem), vkey.key) };
}

export async function checkSignature(context) {
  const agency = await readKeyPair(context, "agency");
  const log = await readKeyPair(context, "log");
  context.logKey = log.same ? log.vkey : null;
  if (!agency.same || !log.same) return { status: "fail", code: "signature-keys" };
  context.agencyKey = agency.vkey;
  const manifest = await context.bytesOf(SIGNED_MANIFEST);
  const signature = await context.bytesOf(SIGNATURE_FILE);
  if (!manifest || !signature || signature.length !== 64) {
    return { status: "fail", code: "signature-absent" };
  }
  if (!(await verifyEd25519(agency.vkey.key, manifest, signature))) {
    return { status: "fail", code: "signature-fail" };
  }
  return { status: "pass", code: "signature-pass", args: [agency.vkey.name] };
}

export function checkSigner(context) {
  const { keys } = context.trust;
  const name = context.agencyKey.name;
  if (keys.length === 0) return { status: "warn", code: "signer-no-trust", args: [name] };
  if (!keys.some((key) => sameBytes(key, context.agencyKey.key))) {
    return { status: "warn", code: "signer-unknown", args: [name] };
  }
  return { status: "pass", code: "signer-pass", args: [name] };
}

export async function checkCheckpoint(context) {
  const { index, logKey } = context;
  context.checkpointBytes = await context.bytesOf("ledger/checkpoint");
  const checkpoint = parseCheckpoint(context.checkpointBytes);
  if (checkpoint === null) return { status: "fail", code: "checkpoint-unreadable" };
  if (checkpoint.origin !== index.origin || checkpoint.size !== index.checkpoint.size ||
      checkpoint.rootText !== index.checkpoint.root) {
    return { status: "fail", code: "checkpoint-index" };
  }
  if (logKey === null || logKey.name !== checkpoint.origin ||
      !(await isSignedBy(checkpoint.note, logKey, verifyEd25519))) {
    return { status: "fail", code: "checkpoint-signature" };
  }
  context.checkpoint = checkpoint;
  return { status: "pass", code: "checkpoint-pass", args: [checkpoint.origin, checkpoint.size] };
}
