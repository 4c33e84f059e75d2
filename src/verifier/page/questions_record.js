// Questions that the acquisition record answers: the agency's own word, sealed at the time. And the record itself.
import { fromUtf8 } from "./bytes.js";
import { formatCanonical, isObject, isText } from "./canonical.js";
import { boolOr, byEntries, byFile, cannotAnswer, cannotForCheck, memberOf, recordedAnswer, textOr, textsOf, wholeOr } from "./questions_ledger.js";

const MAX_LISTED = 20;
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

// True if an object in the text names a member twice; text is JSON that was parsed already.
function repeatsAName(text) {
  const open = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") open.push(new Set());
    else if (text[at] === "[") open.push(null);
    else if (text[at] === "}" || text[at] === "]") open.pop();
    else if (text[at] === "\"") {
      let end = at + 1;
      while (text[end] !== "\"") end += text[end] === "\\" ? 2 : 1;
      let next = end + 1;
      while (" \t\r\n".includes(text[next] ?? "x")) next++;
      const names = text[next] === ":" ? open.at(-1) : null;
      const name = names ? JSON.parse(text.slice(at, end + 1)) : "";
      if (names?.has(name)) return true;
      names?.add(name);
      at = end;
    }
  }
  return false;
}

// JSON as strictly as I-JSON (RFC 7493) asks; undefined where it is not that.
export function parseStrict(bytes) {
  const text = fromUtf8(bytes);
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text);
    formatCanonical(value);
    return repeatsAName(text) ? undefined : value;
  } catch {
    return undefined;
  }
}

// {value, path, act, problem}: the acquisition record of an exhibit, or the code of why it cannot be read.
export async function readRecord(context, indexed, sealed) {
  const act = isText(memberOf(sealed.data, "import")) ? "import" : "capture";
  const lacking = (problem) => ({ value: null, path: "", act, problem });
  const files = memberOf(sealed.data, "files");
  const listed = Array.isArray(files)
    ? files.find((file) => memberOf(file, "role") === "acquisition" && isText(memberOf(file, "name"))) : undefined;
  if (listed === undefined) return lacking("no-record");
  if (!indexed.files.includes(listed.name)) return lacking("record-withheld");
  const path = `data/exhibits/${indexed.exhibit}/${listed.name}`;
  const file = context.files.get(path);
  if (!file || file.sha256 !== memberOf(listed, "sha256")) return lacking("check:exhibits");
  const value = file.size > MAX_RECORD_BYTES ? undefined : parseStrict(await context.bytesOf(path));
  return isObject(value) ? { value, path, act, problem: null } : lacking("record-unreadable");
}

const sizeOr = (value) => (Array.isArray(value) ? value.length : null);
const doesNotApply = () => ({ answer: "not_applicable", basis: "none", because: null, facts: {}, proof: [] });

// Asks only if the record can be read.
function withRecord(ask, mayBeImport = true) {
  return (asked) => {
    const { record, chain } = asked;
    if (record.act === "import" && !mayBeImport) return doesNotApply();
    if (record.problem !== null) {
      return record.problem.startsWith("check:")
        ? cannotForCheck(record.problem.slice(6)) : cannotAnswer(record.problem);
    }
    const { proof = [], ...answer } = ask(record.value, asked);
    return { ...answer, proof: [...proof, ...byFile(record.path), ...byEntries(chain.sealed)] };
  };
}

export function askComplete({ chain, record }) {
  const completeness = memberOf(chain.sealed.data, "completeness");
  const status = memberOf(completeness, "status");
  const notKept = memberOf(record.value, "not_kept");
  const facts = {
    errors: sizeOr(memberOf(record.value, "errors")), not_kept: sizeOr(notKept),
    not_kept_first: (Array.isArray(notKept) ? notKept : []).filter((one) => isText(memberOf(one, "url")))
      .slice(0, MAX_LISTED).map((one) => ({ reason: textOr(memberOf(one, "reason")), url: one.url })),
    reasons: textsOf(memberOf(completeness, "reasons")), truncated: sizeOr(memberOf(record.value, "truncated")),
    unexplained: sizeOr(memberOf(record.value, "reconciliation", "b_only")),
  };
  if (status !== "complete" && status !== "incomplete") return cannotAnswer("not-recorded", facts);
  return recordedAnswer(status === "complete" ? "yes" : "no", facts,
    [...byEntries(chain.sealed), ...(record.value === null ? [] : byFile(record.path))]);
}

export const askSignedIn = withRecord((record) => {
  const logins = wholeOr(memberOf(record, "scope", "logins"));
  const fresh = boolOr(memberOf(record, "env", "profile_fresh"));
  const identity = textOr(memberOf(record, "virtual_identity_id"));
  const facts = { logins, profile_fresh: fresh, virtual_identity: identity };
  if (logins === null || fresh === null) return cannotAnswer("not-recorded", facts);
  if (logins > 0 || identity !== null) return recordedAnswer("yes", facts);
  return fresh ? recordedAnswer("no", facts) : cannotAnswer("profile-not-fresh", facts);
}, false);

export const askSoftware = withRecord((record) => {
  const list = memberOf(record, "software");
  const software = (Array.isArray(list) ? list : []).filter((one) => isText(memberOf(one, "name")))
    .slice(0, MAX_LISTED).map((one) => ({ name: one.name, version: textOr(memberOf(one, "version")) }));
  return software.length > 0 ? recordedAnswer("shown", { software }) : cannotAnswer("not-recorded");
});

// The disclosed entry that records this validation, if it is there and says the same digest.
function validationEntry(context, newest) {
  const index = memberOf(newest, "entry");
  const sha256 = memberOf(newest, "sha256");
  const entry = isText(sha256) && Number.isSafeInteger(index) ? context.entries.get(index) : undefined;
  return entry?.kind === "validation.recorded" && memberOf(entry.data, "sha256") === sha256 ? entry : null;
}

export const askValidated = withRecord((record, { context }) => {
  const newest = memberOf(record, "validation", "newest");
  const said = (name) => textOr(memberOf(newest, name));
  const verdict = said("verdict");
  if (verdict === null) return cannotAnswer("no-validation");
  const state = textOr(memberOf(record, "validation", "state"));
  const entry = validationEntry(context, newest);
  const facts = {
    at: said("recorded_at"), entry_disclosed: entry !== null, sha256: said("sha256"), state,
    validation: said("validation"), verdict, version: said("version"),
  };
  const proof = byEntries(entry);
  if (verdict !== "passed") return recordedAnswer("no", facts, proof);
  return state === "current" ? recordedAnswer("yes", facts, proof) : cannotAnswer("validated-otherwise", facts, proof);
});

// A self-test: when, whether it passed, and the names of what did not.
function selfTest(test) {
  const checks = memberOf(test, "checks");
  const failed = (Array.isArray(checks) ? checks : [])
    .filter((one) => memberOf(one, "passed") === false && isText(memberOf(one, "name"))).map((one) => one.name);
  return {
    at: textOr(memberOf(test, "at")), failed: failed.slice(0, MAX_LISTED), passed: boolOr(memberOf(test, "passed")),
  };
}

export const askHealth = withRecord((record) => {
  const [before, after] = ["before", "after"].map((when) => selfTest(memberOf(record, "health", when)));
  if (before.passed === null || after.passed === null) return cannotAnswer("no-health-record");
  return recordedAnswer(before.passed && after.passed ? "yes" : "no", { after, before });
});

function clockReading(clock) {
  return {
    checked_at: textOr(memberOf(clock, "checked_at")), max_error_ms: wholeOr(memberOf(clock, "max_error_ms")),
    offset_ms: wholeOr(memberOf(clock, "offset_ms")), synchronised: boolOr(memberOf(clock, "synchronised")),
  };
}

export const askClock = withRecord((record) => {
  const [before, after] = ["clock", "clock_after"].map((name) => clockReading(memberOf(record, name)));
  const facts = { after, before, source: textOr(memberOf(record, "clock", "source")) };
  if (before.synchronised === null || after.synchronised === null) return cannotAnswer("not-recorded", facts);
  if (!before.synchronised || !after.synchronised) return cannotAnswer("clock-not-synchronised", facts);
  return recordedAnswer("yes", facts);
});

export const askServer = withRecord((record) => {
  const said = (name) => textOr(memberOf(record, name));
  const facts = {
    addresses: textsOf(memberOf(record, "target_ips"), MAX_LISTED), certificate_sha256: said("tls_chain_sha256"),
    final_address: said("url_final"), http_status: wholeOr(memberOf(record, "http_status")),
    look_up_sha256: said("dns_sha256"),
  };
  const isSecure = [said("url_requested"), said("url_final")].some((address) => /^https:\/\//.test(address ?? ""));
  if (facts.addresses.length === 0) return cannotAnswer("not-recorded", facts);
  if (isSecure && facts.certificate_sha256 === null) return cannotAnswer("no-certificate", facts);
  return recordedAnswer("shown", facts);
}, false);
