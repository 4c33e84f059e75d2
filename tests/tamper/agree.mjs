// Has verify.html's own code judge the changes that tamper_test.cc wrote, and compares.
//   node agree.mjs FOLDER     FOLDER: trust.json, base.zip, changes.json and the files that it names
// Exit status 0 only if every verdict, every check's status and every answer for cross-examination is the
// same, byte for byte. One exception: where the accompanying files were found altered ("tags"), an altered
// timestamp may be unreadable to one of two readers of DER and not to the other, so its three checks, and the
// answers that rest on it, are then not compared.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const page = join(here, "../../src/verifier/page/verify.js");
const { verifyBundle } = await import(pathToFileURL(page));
const { formatCanonical } = await import(pathToFileURL(join(here, "../../src/verifier/page/canonical.js")));

const folder = process.argv[2];
const readJson = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));

function sourceOf(bytes) {
  return { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
}

function applyEdits(base, edits) {
  let bytes = base;
  for (const [offset, removed, inserted] of edits) {
    const added = fromBase64(inserted);
    const next = new Uint8Array(bytes.length - removed + added.length);
    next.set(bytes.subarray(0, offset));
    next.set(added, offset);
    next.set(bytes.subarray(offset + removed), offset + added.length);
    bytes = next;
  }
  return bytes;
}

function summaryOf(report) {
  const others = report.checks.filter((check) => check.status !== "pass");
  return [report.verdict, ...others.map((check) => `${check.id} ${check.status}`)].join("; ");
}

function comparable(summary) {
  if (!summary.includes("; tags fail")) return summary;
  return summary.replace(/; (timestamp|timestamp-authority|time-order) \w+/g, "");
}

const ON_TIMESTAMP = ["latest", "rewritten"];

// The answers as text, without those that are not compared.
function comparableAnswers(answers, summary) {
  const kept = summary.includes("; tags fail") ? answers?.filter(({ id }) => !ON_TIMESTAMP.includes(id)) : answers;
  return formatCanonical(kept ?? null);
}

const { key, root, reader } = readJson("trust.json");
const trust = { keys: [fromBase64(key)], roots: [fromBase64(root)], reader };
const base = new Uint8Array(readFileSync(join(folder, "base.zip")));
let differences = 0;

async function compare(name, bytes, expected, answers, edits) {
  let found;
  let told = null;
  try {
    const report = await verifyBundle(sourceOf(bytes), trust);
    found = summaryOf(report);
    told = report.answers;
  } catch (error) {
    found = `threw ${error.stack}`;
  }
  const same = comparableAnswers(told, expected) === comparableAnswers(answers, expected);
  if (comparable(found) === comparable(expected) && same) return;
  differences++;
  if (!same) console.log(`${name}\n  answers: ${formatCanonical(answers)}\n  page:    ${formatCanonical(told)}`);
  console.log(`${name}\n  sanad-verify: ${expected}\n  verify.html:  ${found}`);
  if (edits) console.log(`  edits: ${JSON.stringify(edits)}`);
}

const changes = readJson("changes.json");
for (const change of changes) {
  const bytes = change.file
    ? new Uint8Array(readFileSync(join(folder, change.file)))
    : applyEdits(base, change.edits);
  await compare(change.name, bytes, change.summary, change.answers, change.edits);
}
console.log(`${changes.length} changes, ${differences} differences`);
process.exit(differences === 0 && changes.length > 0 ? 0 : 1);
