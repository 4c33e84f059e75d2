// Questions that the ledger and its proofs answer (docs/formats/cross-examination.md). Each takes what it is asked
// of, {context, indexed, chain, record}, and answers {answer, basis, because, facts, proof}.
import { isCount, isObject, isText } from "./canonical.js";
import { sameBytes } from "./bytes.js";

const MIN_ANSWER_ACCURACY_MS = 1000;
const MAX_ANSWER_ACCURACY_MS = 1e9;

// A member of that type, or null; only what the value itself has.
export function memberOf(value, ...names) {
  let found = value;
  for (const name of names) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return null;
    found = found[name];
  }
  return found ?? null;
}
export const textOr = (value) => (isText(value) ? value : null);
export const wholeOr = (value) => (Number.isSafeInteger(value) ? value : null);
export const boolOr = (value) => (typeof value === "boolean" ? value : null);
export const textsOf = (value, most = Infinity) => (Array.isArray(value) ? value.filter(isText).slice(0, most) : []);
const timeOf = (entry) => new Date(entry.timeMs).toISOString();

export const provenAnswer = (answer, facts, proof) => ({ answer, basis: "proof", because: null, facts, proof });
export const recordedAnswer = (answer, facts, proof) => ({ answer, basis: "record", because: null, facts, proof });
export const cannotAnswer = (because, facts = {}, proof = []) =>
  ({ answer: "cannot_be_shown", basis: "none", because, facts, proof });
export const cannotForCheck = (id) => cannotAnswer(`check:${id}`, {}, byChecks(id));

export const byEntries = (...entries) => entries.filter(Boolean).map(({ index }) => ({ kind: "entry", ref: String(index) }));
export const byFile = (ref) => [{ kind: "file", ref }];
export const byChecks = (...ids) => ids.map((ref) => ({ kind: "check", ref }));

// An officer, with the name that the ledger gave them before that entry; null where it is not told here.
function officerOf(context, before, officer) {
  let name = null;
  for (const entry of context.entries.values()) {
    if (entry.index < before.index && entry.kind === "officer.added" && memberOf(entry.data, "officer") === officer) {
      name = textOr(memberOf(entry.data, "name"));
    }
  }
  return { name, officer };
}

function speaksOf({ data }, exhibit) {
  const list = memberOf(data, "exhibits");
  return memberOf(data, "exhibit") === exhibit || (Array.isArray(list) && list.includes(exhibit));
}

export function askAltered({ indexed, chain }) {
  const inPart = indexed.excerpt !== undefined;
  const ids = ["payload", "tags", "signature", "checkpoint", "entries", "inclusion", "exhibits"];
  return provenAnswer("no", { files: indexed.files.length, in_part: inPart },
    [...byChecks(...ids), ...(inPart ? byChecks("excerpts") : []), ...byEntries(chain.sealed)]);
}

export function askLatest({ context, chain }) {
  const { timestamp, statuses } = context;
  if (!timestamp) return cannotAnswer("no-timestamp");
  if (statuses.get("time-order") === "fail") return cannotForCheck("time-order");
  const accuracy = Math.ceil(Math.min(timestamp.accuracyMs, MAX_ANSWER_ACCURACY_MS));
  const facts = {
    accuracy_ms: Math.max(accuracy, MIN_ANSWER_ACCURACY_MS), at: new Date(timestamp.genTimeMs).toISOString(),
  };
  return provenAnswer("shown", facts, [...byChecks("checkpoint", "inclusion", "timestamp"),
    ...byFile("ledger/timestamp.tsr"), ...byEntries(chain.sealed)]);
}

export function askEarliest({ chain: { sealed, started } }) {
  if (!started) return cannotAnswer("no-start");
  return recordedAnswer("shown", { sealed_at: timeOf(sealed), started_at: timeOf(started) }, byEntries(started, sealed));
}

export function askCollector({ context, chain: { started } }) {
  if (!started) return cannotAnswer("no-start");
  return recordedAnswer("shown", { collector: officerOf(context, started, started.actor) }, byEntries(started));
}

export function askAuthority({ context, chain }) {
  const { requested, approved, started, problem } = chain;
  if (problem !== null) return cannotForCheck("authority");
  const asked = (name) => textOr(memberOf(requested.data, name));
  const id = asked("authorisation");
  const revoked = [...context.entries.values()].find(({ kind, data }) =>
    kind === "authorisation.revoked" && memberOf(data, "authorisation") === id);
  const targets = memberOf(requested.data, "targets");
  const facts = {
    activities: textsOf(memberOf(requested.data, "activities")), address: textOr(memberOf(chain.sealed.data, "url")),
    targets: (Array.isArray(targets) ? targets : []).filter((one) => isText(memberOf(one, "value")))
      .map((one) => ({ kind: textOr(memberOf(one, "kind")), value: one.value })), approved_at: timeOf(approved),
    approved_by: officerOf(context, approved, approved.actor), authorisation: id,
    emergency: textOr(memberOf(started.data, "permit", "emergency")), instrument: asked("instrument"),
    issuing_authority: asked("issuing_authority"), papers: textsOf(memberOf(started.data, "permit", "papers")),
    reference: asked("instrument_reference"), requested_at: timeOf(requested),
    requested_by: officerOf(context, requested, requested.actor), revoked_at: revoked ? timeOf(revoked) : null,
    started_at: timeOf(started), valid_from: asked("valid_from"), valid_to: asked("valid_to"),
  };
  return provenAnswer("yes", facts, [...byChecks("inclusion"), ...byEntries(requested, approved, started)]);
}

// How many parts there are, and of what kind the differences are.
const COMPARED_PARTS = ["context", "dynamic", "missing_here", "missing_there", "parts", "same", "unexplained"];

export function askCorroborated({ context, indexed }) {
  const found = [...context.entries.values()].filter((entry) =>
    entry.kind === "corroboration.recorded" && speaksOf(entry, indexed.exhibit));
  if (found.length === 0) return cannotAnswer("no-second-capture");
  const compared = found.map(({ data }) =>
    Object.fromEntries(COMPARED_PARTS.map((name) => [name, wholeOr(memberOf(data, name))])));
  const files = found.map(({ data }) => `data/corroboration/${textOr(memberOf(data, "corroboration"))}.json`)
    .filter((path) => context.files.has(path));
  return recordedAnswer("shown", { compared, count: found.length }, [...byEntries(...found), ...files.flatMap(byFile)]);
}

const countsIn = (value) => (Array.isArray(value) ? value.filter(isCount) : []);

// Of each redaction that is shown, how much of it is closed and how much is open, as recorded.
function redactionsOf(context, indexed) {
  const told = (indexed.redactions ?? []).map(({ redaction, entry }) => ({ redaction, entry: context.entries.get(entry) }))
    .filter(({ entry }) => entry !== undefined);
  return {
    entries: told.map(({ entry }) => entry),
    facts: told.map(({ redaction, entry }) => ({
      closed: countsIn(memberOf(entry.data, "closed")).reduce((sum, count) => sum + count, 0),
      open: wholeOr(memberOf(entry.data, "open")), redaction,
    })),
  };
}

export function askWithheld({ context, indexed, chain }) {
  const inPart = indexed.excerpt !== undefined;
  const told = inPart ? context.entries.get(indexed.excerpt) : undefined;
  const files = indexed.withheld.map(({ name, reason }) => ({ name, reason }));
  const redacted = redactionsOf(context, indexed);
  const facts = { files, in_part: inPart, parts: told ? wholeOr(memberOf(told.data, "parts")) : null, redactions: redacted.facts };
  const { attachments = [] } = indexed;
  if (attachments.length > 0) facts.attachments = { items: told ? wholeOr(memberOf(told.data, "items")) : null, shown: attachments.length };
  const excerpt = inPart ? [...byChecks("excerpts"), ...byFile(`data/excerpts/${indexed.exhibit}.jsonl`)] : [];
  const hides = files.length > 0 || inPart || (indexed.redactions ?? []).length > 0;
  const pictures = redacted.entries.length > 0 ? [...byChecks("redactions"), ...byEntries(...redacted.entries)] : [];
  return provenAnswer(hides ? "yes" : "no", facts,
    [...byChecks("exhibits"), ...byFile("bundle.json"), ...excerpt, ...pictures, ...byEntries(chain.sealed, told)]);
}

export function askSince({ context, indexed, chain }) {
  const after = [...context.entries.values()].filter((entry) =>
    entry.index > chain.sealed.index && speaksOf(entry, indexed.exhibit));
  const byKind = new Map();
  for (const entry of after) {
    const { count = 0, first = timeOf(entry) } = byKind.get(entry.kind) ?? {};
    byKind.set(entry.kind, { count: count + 1, first, kind: entry.kind, last: timeOf(entry) });
  }
  const acts = [...byKind.keys()].sort().map((kind) => byKind.get(kind));
  const size = context.index.checkpoint.size;
  const disclosed = context.entries.size;
  const facts = { acts, disclosed, not_disclosed: Math.max(0, size - disclosed), tree_size: size };
  return recordedAnswer("shown", facts, byEntries(...after));
}

export function askRewritten({ context }) {
  const { checkpoint, logKey, timestamp } = context;
  const others = checkpoint.note.signatures.filter(({ name, id }) =>
    name !== logKey.name || !sameBytes(id, logKey.id)).length;
  const facts = {
    other_signatures: others, timestamp_at: timestamp ? new Date(timestamp.genTimeMs).toISOString() : null,
  };
  const stamp = timestamp ? [...byChecks("timestamp"), ...byFile("ledger/timestamp.tsr")] : [];
  return cannotAnswer(others === 0 ? "no-witness" : "witness-unknown", facts,
    [...byChecks("checkpoint"), ...stamp, ...byFile("ledger/checkpoint")]);
}

