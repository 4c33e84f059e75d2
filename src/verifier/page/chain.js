// What the disclosed ledger entries say, and whether they bear the exhibits out (docs/formats/entries.md).
import { fromHex, parseTime, sameBytes, toHex } from "./bytes.js";
import { formatCanonical, hasShape, isCount, isObject, isText, parseCanonical } from "./canonical.js";
import { isPlainName } from "./zip.js";
import { corroborationProblems } from "./corroborations.js";
import { parseProof, provesInclusion } from "./note.js";
import { sha256 } from "./sha2.js";

const SALT_BYTES = 32;
const MAX_BODY_BYTES = 65535;
const MAX_KIND_LENGTH = 64;
const KIND = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/;

function isLeaf(value) {
  return hasShape(value, {
    v: (v) => v === 1, at: (at) => parseTime(at) !== null,
    kind: (kind) => isText(kind) && kind.length <= MAX_KIND_LENGTH && KIND.test(kind),
    commitment: (c) => isText(c) && fromHex(c)?.length === 32,
  });
}

function isBody(value) {
  return hasShape(value, { v: (v) => v === 1, kind: isText, actor: isText, case: isText, data: isObject });
}

// The opened entry {index, kind, time, actor, case, data, leafBytes}, or the code of what is wrong.
async function openEntry(context, index) {
  const part = (kind) => context.bytesOf(`entries/${index}.${kind}`);
  const [leafBytes, salt, bodyBytes] = [await part("leaf"), await part("salt"), await part("body")];
  const leaf = parseCanonical(leafBytes);
  if (!isLeaf(leaf)) return "entry-leaf";
  if (salt.length !== SALT_BYTES || toHex(sha256(salt, bodyBytes)) !== leaf.commitment) {
    return "entry-commitment";
  }
  const body = bodyBytes.length <= MAX_BODY_BYTES ? parseCanonical(bodyBytes) : undefined;
  if (!isBody(body) || body.kind !== leaf.kind) return "entry-body";
  return {
    index, kind: leaf.kind, timeMs: parseTime(leaf.at), actor: body.actor, case: body.case,
    data: body.data, leafBytes,
  };
}

export async function checkEntries(context) {
  const details = [];
  const entries = new Map();
  for (const index of context.index.entries) {
    const entry = await openEntry(context, index);
    if (typeof entry === "string") details.push([entry, String(index)]);
    else entries.set(index, entry);
  }
  if (details.length > 0) return { status: "fail", code: "entries-fail", details };
  context.entries = entries;
  return { status: "pass", code: "entries-pass", args: [entries.size] };
}

export async function checkInclusion(context) {
  const { checkpoint } = context;
  const details = [];
  for (const { index, leafBytes } of context.entries.values()) {
    const proof = parseProof(await context.bytesOf(`entries/${index}.tlog-proof`));
    if (proof === null) details.push(["proof-unreadable", String(index)]);
    else if (!sameBytes(proof.checkpoint, context.checkpointBytes)) {
      details.push(["proof-other-checkpoint", String(index)]);
    } else if (proof.index !== index ||
        !provesInclusion(leafBytes, index, checkpoint.size, proof.hashes, checkpoint.root)) {
      details.push(["proof-wrong", String(index)]);
    }
  }
  details.push(...await corroborationProblems(context));
  if (details.length > 0) return { status: "fail", code: "inclusion-fail", details };
  return { status: "pass", code: "inclusion-pass", args: [context.entries.size] };
}

function findBefore(context, limit, kind, test) {
  for (const entry of context.entries.values()) {
    if (entry.index < limit && entry.kind === kind && entry.case === context.index.case.id &&
        test(entry.data)) {
      return entry;
    }
  }
  return null;
}

// How the exhibit was acquired: "capture" or "import"; null unless the entry names just one.
function actOf({ capture, import: imported }) {
  if (isText(capture) === isText(imported)) return null;
  return isText(capture) ? "capture" : "import";
}

// The entries that lead to an exhibit, as far as they are there: {sealed, started, approved, requested, problem};
// problem is the code of the first link that is missing or wrong, or null. Without sealed, the named entry does
// not seal this exhibit.
export function chainOf(context, indexed) {
  const sealed = context.entries.get(indexed.sealed);
  const { authorisation } = sealed.data;
  const act = actOf(sealed.data);
  if (sealed.kind !== "exhibit.sealed" || sealed.data.exhibit !== indexed.exhibit ||
      sealed.case !== context.index.case.id || !isText(authorisation) || act === null) {
    return { problem: "chain-sealed" };
  }
  const about = (data) => data.authorisation === authorisation;
  const started = findBefore(context, sealed.index, `${act}.started`, (data) =>
    about(data) && data[act] === sealed.data[act] && data.exhibit === indexed.exhibit);
  if (!started) return { sealed, problem: "chain-started" };
  const approved = findBefore(context, started.index, "authorisation.approved", about);
  if (!approved) return { sealed, started, problem: "chain-approved" };
  const requested = findBefore(context, approved.index, "authorisation.requested", about);
  if (!requested) return { sealed, started, approved, problem: "chain-requested" };
  const chain = { sealed, started, approved, requested };
  const { requester, valid_from: from, valid_to: to } = requested.data;
  const { approver } = approved.data;
  if (!isText(requester) || requester !== requested.actor || !isText(approver) ||
      approver !== approved.actor || approver === requester) {
    return { ...chain, problem: "chain-four-eyes" };
  }
  const [fromMs, toMs] = [parseTime(from), parseTime(to)];
  if (fromMs === null || toMs === null || started.timeMs < fromMs || started.timeMs >= toMs) {
    return { ...chain, problem: "chain-validity" };
  }
  if (findBefore(context, started.index, "authorisation.revoked", about)) {
    return { ...chain, problem: "chain-revoked" };
  }
  return { ...chain, problem: null };
}

export function checkAuthority(context) {
  const details = [];
  for (const indexed of context.index.exhibits) {
    const { problem } = chainOf(context, indexed);
    if (problem !== null) details.push([problem, indexed.exhibit]);
  }
  if (details.length > 0) return { status: "fail", code: "authority-fail", details };
  return { status: "pass", code: "authority-pass", args: [context.index.exhibits.length] };
}

const SEALED_FILE = {
  name: (name) => isText(name) && isPlainName(name) && !name.includes("/"), role: isText,
  media_type: isText, size: isCount, sha256: isText, sha512: isText,
};
const IMPORTED_FILE = { ...SEALED_FILE, path: isText, modified_at: isText, same_as: isText };

// All files of the exhibit: those that its sealing names, and those that were imported before it. Null if they
// cannot be read, or are not as many as the sealing says.
function allSealedFiles(context, sealed, exhibit) {
  const listed = [[sealed.data.files, SEALED_FILE]];
  for (const { index, kind, case: ofCase, data } of context.entries.values()) {
    if (index < sealed.index && kind === "exhibit.files" && ofCase === context.index.case.id &&
        data.exhibit === exhibit) {
      listed.push([data.files, IMPORTED_FILE]);
    }
  }
  if (!listed.every(([files, shape]) => Array.isArray(files) && files.every((file) => hasShape(file, shape)))) {
    return null;
  }
  const { further_files: further = 0 } = sealed.data;
  const files = listed.flatMap(([some]) => some);
  return isCount(further) && files.length === sealed.data.files.length + further ? files : null;
}

function compareFile(context, indexed, sealed) {
  const where = `${indexed.exhibit}/${sealed.name}`;
  if (!indexed.files.includes(sealed.name)) {
    const said = indexed.withheld.some((item) => item.name === sealed.name);
    return said ? [] : [["exhibit-missing", where]];
  }
  const file = context.files.get(`data/exhibits/${where}`);
  const same = file.size === sealed.size && file.sha256 === sealed.sha256 && file.sha512 === sealed.sha512;
  return same ? [] : [["exhibit-altered", where]];
}

function compareExhibit(context, indexed) {
  const sealed = context.entries.get(indexed.sealed);
  const { kind, data } = sealed;
  const files = allSealedFiles(context, sealed, indexed.exhibit);
  if (kind !== "exhibit.sealed" || data.exhibit !== indexed.exhibit || files === null) {
    return [["exhibit-record", indexed.exhibit]];
  }
  const details = files.flatMap((sealed) => compareFile(context, indexed, sealed));
  const names = new Set(files.map((file) => file.name));
  const known = [...indexed.files, ...indexed.withheld.map((item) => item.name)];
  for (const name of known) {
    if (!names.has(name)) details.push(["exhibit-unsealed", `${indexed.exhibit}/${name}`]);
  }
  if (known.length !== files.length || names.size !== files.length || new Set(known).size !== known.length) {
    details.push(["exhibit-count", indexed.exhibit]);
  }
  const sameNumber = data.number !== undefined &&
    formatCanonical(data.number) === formatCanonical(indexed.number);
  if (!sameNumber) details.push(["exhibit-number", indexed.exhibit]);
  return details;
}

export function checkExhibits(context) {
  const details = context.index.exhibits.flatMap((indexed) => compareExhibit(context, indexed));
  if (details.length > 0) return { status: "fail", code: "exhibits-fail", details };
  const withheld = context.index.exhibits.reduce((sum, { withheld: list }) => sum + list.length, 0);
  const files = context.index.exhibits.reduce((sum, { files: list }) => sum + list.length, 0);
  return { status: "pass", code: "exhibits-pass", args: [files, withheld] };
}

export function checkCompleteness(context) {
  const details = [];
  for (const indexed of context.index.exhibits) {
    const { completeness } = context.entries.get(indexed.sealed).data;
    if (isObject(completeness) && completeness.status === "complete") continue;
    const reasons = Array.isArray(completeness?.reasons) ? completeness.reasons.filter(isText) : [];
    details.push(["capture-incomplete", indexed.exhibit, reasons.join("; ")]);
  }
  if (details.length > 0) return { status: "warn", code: "completeness-warn", details };
  return { status: "pass", code: "completeness-pass", args: [] };
}
