// Certificates of training: Open Badges 3.0 as Verifiable Credentials 2.0, signed with eddsa-jcs-2022, and
// the issuer's list of revocations (docs/formats/credential.md). Whatever cannot be read as a certificate is
// null; of the rest, what speaks against it is told apart by code.
import { fromBase64, fromUtf8, joinBytes, parseDecimal, toUtf8 } from "./bytes.js";
import { formatCanonical, isObject } from "./canonical.js";
import { verifyEd25519 } from "./ed25519.js";
import { inflateAtMost } from "./inflate.js";
import { parseStrict } from "./questions_record.js";
import { sha256 } from "./sha2.js";

const CREDENTIAL_CONTEXT = "https://www.w3.org/ns/credentials/v2";
const BADGE_CONTEXTS = "https://purl.imsglobal.org/spec/ob/v3p0/context";
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MAX_BASE58 = 256;
const COMPACT_MARK = "SC1:";
const SKILL_URL = "urn:sanad:activity:";
const MAX_CREDENTIAL_BYTES = 64 * 1024;
const MAX_LIST_BYTES = 1 << 20;
const MIN_LIST_BYTES = 131_072 / 8;
const PROOF_MEMBERS = ["@context", "id", "type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"];

const memberIn = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
const textOf = (value, name) => {
  const found = memberIn(value, name);
  return typeof found === "string" ? found : "";
};
const itemsOf = (value) => (Array.isArray(value) ? value : []);

function fromBase58(text) {
  if (text.length > MAX_BASE58) return null;
  const zeros = /^1*/.exec(text)[0].length;
  let value = 0n;
  for (const character of text) {
    const digit = BASE58.indexOf(character);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const bytes = [];
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 255n));
  return Uint8Array.from([...new Array(zeros).fill(0), ...bytes]);
}

function fromBase64Url(text) {
  if (/[+/=]/.test(text)) return null;
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4));
}

function fromBase45(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((character) => BASE45.indexOf(character));
    if (digits.length === 1 || digits.includes(-1)) return null;
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (value >= (digits.length === 3 ? 65_536 : 256)) return null;
    if (digits.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

// The Ed25519 key that a did:key names.
export function keyOfDid(did) {
  if (!did.startsWith("did:key:z")) return null;
  const bytes = fromBase58(did.slice("did:key:z".length));
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 1 ? bytes.subarray(2) : null;
}

// In UTC, with or without a fraction, cut to milliseconds.
function timeIn(text) {
  const parts = typeof text === "string" ? /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(text) : null;
  if (parts === null) return null;
  const whole = `${parts[1]}.${(parts[2] ?? "").padEnd(3, "0").slice(0, 3)}Z`;
  const ms = Date.parse(whole);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== whole ? null : ms;
}

// {proof, did}: what can be said of the document's proof, and whose key it is.
async function checkProofOf(document) {
  const proof = memberIn(document, "proof");
  if (proof === undefined) return { proof: "absent" };
  if (!isObject(proof)) return { proof: "not-taken" };
  if (textOf(proof, "type") !== "DataIntegrityProof") return { proof: "unknown-type" };
  if (textOf(proof, "cryptosuite") !== "eddsa-jcs-2022") return { proof: "unknown-cryptosuite" };
  if (textOf(proof, "proofPurpose") !== "assertionMethod") return { proof: "wrong-purpose" };
  if (!Object.keys(proof).every((name) => PROOF_MEMBERS.includes(name))) return { proof: "not-taken" };
  const [did, fragment] = textOf(proof, "verificationMethod").split("#");
  const key = keyOfDid(did);
  if (key === null || textOf(proof, "verificationMethod") !== `${did}#${did.slice("did:key:".length)}` || fragment === undefined) {
    return { proof: "unknown-key" };
  }
  if (Object.hasOwn(proof, "created") && timeIn(proof.created) === null) return { proof: "malformed" };
  const value = textOf(proof, "proofValue");
  const signature = value.startsWith("z") ? fromBase58(value.slice(1)) : null;
  if (signature?.length !== 64) return { proof: "malformed" };
  if (Object.hasOwn(proof, "@context") &&
      (!Object.hasOwn(document, "@context") || formatCanonical(proof["@context"]) !== formatCanonical(document["@context"]))) {
    return { proof: "malformed" };
  }
  const { proofValue: _, ...configuration } = proof;
  const { proof: __, ...words } = document;
  const message = joinBytes(sha256(toUtf8(formatCanonical(configuration))), sha256(toUtf8(formatCanonical(words))));
  return { proof: (await verifyEd25519(key, message, signature)) ? "holds" : "broken", did };
}

const oneOf = (value) => (isObject(value) ? value : Array.isArray(value) && value.length === 1 ? value[0] : null);
const holdsWord = (value, word) => value === word || itemsOf(value).includes(word);

function readCredentialStatus(document) {
  if (!Object.hasOwn(document, "credentialStatus")) return null;
  const status = oneOf(document.credentialStatus);
  const index = parseDecimal(textOf(status, "statusListIndex"));
  const list = textOf(status, "statusListCredential");
  const isKnown = textOf(status, "type") === "BitstringStatusListEntry" && textOf(status, "statusPurpose") === "revocation";
  if (!isKnown || list === "" || index === null || index > 0xffffffff) return undefined;
  return { list, index };
}

function achievedBy(achievement, skills) {
  const type = textOf(achievement, "achievementType");
  if (type === "ext:Attendance") return "attendance";
  return type === "Competency" && skills.length > 0 ? "competency" : "other";
}

// What a certificate says; null where it is none.
function readCertificate(document) {
  const contexts = itemsOf(memberIn(document, "@context"));
  const types = memberIn(document, "type");
  if (contexts[0] !== CREDENTIAL_CONTEXT) return null;
  if (!contexts.some((one) => typeof one === "string" && one.startsWith(BADGE_CONTEXTS))) return null;
  if (!holdsWord(types, "VerifiableCredential")) return null;
  if (!holdsWord(types, "OpenBadgeCredential") && !holdsWord(types, "AchievementCredential")) return null;
  const given = memberIn(document, "issuer");
  const issuer = typeof given === "string" ? given : textOf(given, "id");
  const validFrom = timeIn(memberIn(document, "validFrom"));
  const end = memberIn(document, "validUntil") ?? null;
  const validUntil = end === null ? null : timeIn(end);
  const status = readCredentialStatus(document);
  const subject = oneOf(memberIn(document, "credentialSubject"));
  const achievement = subject === null ? null : oneOf(memberIn(subject, "achievement"));
  if (textOf(document, "id") === "" || keyOfDid(issuer) === null || validFrom === null) return null;
  if ((end !== null && validUntil === null) || status === undefined || achievement === null) return null;
  const needed = [textOf(achievement, "id"), textOf(achievement, "name"), textOf(achievement, "description"),
    textOf(memberIn(achievement, "criteria"), "narrative")];
  if (needed.includes("")) return null;
  let holder = "";
  for (const one of itemsOf(memberIn(subject, "identifier"))) {
    if (textOf(one, "identityType") === "name" && memberIn(one, "hashed") === false) holder = textOf(one, "identityHash");
  }
  const skills = itemsOf(memberIn(achievement, "alignment")).filter((one) => textOf(one, "targetCode") !== "" &&
    textOf(one, "targetUrl") === SKILL_URL + textOf(one, "targetCode"));
  return { credential: textOf(document, "id"), issuer, issuerName: typeof given === "string" ? "" : textOf(given, "name"),
    holder, name: needed[1], criteria: needed[3], skills, achieved: achievedBy(achievement, skills), validFrom, validUntil, status };
}

// The issuer's list of revocations; null where it is not one that can be taken.
async function readList(bytes, now) {
  const document = bytes.length > MAX_LIST_BYTES ? undefined : parseStrict(bytes);
  const subject = memberIn(document, "credentialSubject");
  const isList = itemsOf(memberIn(document, "@context"))[0] === CREDENTIAL_CONTEXT &&
    itemsOf(memberIn(document, "type")).includes("BitstringStatusListCredential") &&
    textOf(subject, "type") === "BitstringStatusList" && textOf(subject, "statusPurpose") === "revocation";
  const given = memberIn(document, "issuer");
  const issuer = typeof given === "string" ? given : textOf(given, "id");
  const [id, at, encoded] = [textOf(document, "id"), timeIn(memberIn(document, "validFrom")), textOf(subject, "encodedList")];
  if (!isList || id === "" || issuer === "" || at === null || now < at || !encoded.startsWith("u")) return null;
  const packed = fromBase64Url(encoded.slice(1));
  const bits = packed === null ? null : inflateAtMost(packed, true, MAX_LIST_BYTES);
  if (bits === null || bits.length < MIN_LIST_BYTES) return null;
  const { proof, did } = await checkProofOf(document);
  return proof === "holds" && did === issuer ? { id, issuer, at, bits } : null;
}

async function lookForRevocation(badge, revocations, now) {
  if (badge.status === null) return { revocation: "no-status" };
  if (revocations === null) return { revocation: "not-looked" };
  const list = await readList(revocations, now);
  if (list === null) return { revocation: "list-not-taken" };
  if (list.issuer !== badge.issuer || list.id !== badge.status.list) return { revocation: "other-list" };
  const { index } = badge.status;
  const isRevoked = index >= list.bits.length * 8 || ((list.bits[Math.floor(index / 8)] >> (7 - (index % 8))) & 1) === 1;
  return { revocation: isRevoked ? "revoked" : "not-revoked", at: list.at };
}

function against({ proof, isIssuers, issuerIs, validity, revocation }) {
  const codes = [];
  if (proof !== "holds") codes.push(`proof-${proof}`);
  else if (!isIssuers) codes.push("wrong-key");
  if (issuerIs === "other") codes.push("other-issuer");
  if (validity !== "valid") codes.push(validity);
  if (revocation === "revoked") codes.push("revoked");
  if (revocation === "other-list") codes.push("list-other-list");
  if (revocation === "list-not-taken") codes.push("list-not-taken");
  return codes;
}

export function looksLikeCredential(head) {
  const text = String.fromCharCode(...head.subarray(0, COMPACT_MARK.length));
  return text.startsWith("{") || text === COMPACT_MARK;
}

// The report of sanad-verify; null where it is no certificate. expected: {now, issuers, revocations}; revocations
// are bytes or null.
export async function checkCredential(bytes, { now, issuers, revocations }) {
  let whole = bytes;
  const text = fromUtf8(bytes) ?? "";
  if (text.startsWith(COMPACT_MARK)) {
    const packed = fromBase45(text.slice(COMPACT_MARK.length));
    whole = packed === null ? null : inflateAtMost(packed, false, MAX_CREDENTIAL_BYTES);
  }
  if (whole === null || whole.length > MAX_CREDENTIAL_BYTES) return null;
  const document = parseStrict(whole);
  const badge = isObject(document) ? readCertificate(document) : null;
  if (badge === null) return null;
  const { proof, did } = await checkProofOf(document);
  const validity = badge.validUntil !== null && badge.validUntil <= now ? "expired" : now < badge.validFrom ? "not-yet-valid" : "valid";
  const issuerIs = issuers.length === 0 ? "not-compared" : issuers.includes(badge.issuer) ? "expected" : "other";
  const { revocation, at } = await lookForRevocation(badge, revocations, now);
  const codes = against({ proof, isIssuers: did === badge.issuer, issuerIs, validity, revocation });
  const time = (ms) => new Date(ms).toISOString();
  return { format: "sanad-credential-report/1", verdict: codes.length === 0 ? "valid" : "not valid", against: codes, proof, validity,
    issuer_is: issuerIs, revocation, achieved: badge.achieved, credential: badge.credential, issuer: badge.issuer,
    issuer_name: badge.issuerName, holder: badge.holder, name: badge.name, skills: badge.skills.map((one) => one.targetCode),
    valid_from: time(badge.validFrom), ...(badge.validUntil === null ? {} : { valid_until: time(badge.validUntil) }),
    ...(at === undefined ? {} : { revocations_at: time(at) }) };
}
