// Certificates (RFC 5280) and the signatures of timestamp authorities, checked by WebCrypto.
import { sameBytes, toHex, fromUtf8, joinBytes } from "./bytes.js";
import { DerProblem, DerReader, derList, derOid, derOnly, derReader, derSmall, derTime } from "./der.js";

const HASHES = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const SIGNATURES = {
  "1.2.840.113549.1.1.11": ["RSA", "SHA-256"],
  "1.2.840.113549.1.1.12": ["RSA", "SHA-384"],
  "1.2.840.113549.1.1.13": ["RSA", "SHA-512"],
  "1.2.840.10045.4.3.2": ["EC", "SHA-256"],
  "1.2.840.10045.4.3.3": ["EC", "SHA-384"],
  "1.2.840.10045.4.3.4": ["EC", "SHA-512"],
  "1.3.101.112": ["ED", null],
};
const CURVES = {
  "1.2.840.10045.3.1.7": ["P-256", 32],
  "1.3.132.0.34": ["P-384", 48],
  "1.3.132.0.35": ["P-521", 66],
};
const OID_RSA = "1.2.840.113549.1.1.1";
const OID_PSS = "1.2.840.113549.1.1.10";
const OID_EC = "1.2.840.10045.2.1";
const OID_EKU = "2.5.29.37";
const OID_KEY_USAGE = "2.5.29.15";
const OID_BASIC = "2.5.29.19";
const OID_SUBJECT_KEY_ID = "2.5.29.14";
const OID_TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
// Critical extensions whose meaning is applied here or does not restrict this use.
const KNOWN_CRITICAL = new Set([OID_EKU, OID_KEY_USAGE, OID_BASIC]);
const MAX_CHAIN = 8;

export function hashName(algorithm) {
  const name = HASHES[derOid(new DerReader(algorithm).any())];
  if (!name) throw new DerProblem("hash algorithm");
  return name;
}

// What an AlgorithmIdentifier says: {kind, hash, salt}. digest: for rsaEncryption, which names none.
export function signatureScheme(algorithm, digest) {
  const reader = new DerReader(algorithm);
  const oid = derOid(reader.any());
  if (oid === OID_RSA && digest) return { kind: "RSA", hash: digest };
  if (oid === OID_PSS) {
    const fields = new DerReader(reader.take(0x30));
    const hash = hashName(derOnly(fields.take(0xa0).body, 0x30));
    fields.take(0xa1);
    return { kind: "PSS", hash, salt: derSmall(derOnly(fields.take(0xa2).body, 2)) };
  }
  if (!SIGNATURES[oid]) throw new DerProblem("signature algorithm");
  const [kind, hash] = SIGNATURES[oid];
  return { kind, hash };
}

// DER's SEQUENCE {r, s} as the two fixed-size numbers that WebCrypto takes.
function flatEcSignature(signature, width) {
  return joinBytes(...derList(derOnly(signature, 0x30)).map((number) => {
    const digits = number.body[0] === 0 ? number.body.subarray(1) : number.body;
    if (number.tag !== 2 || digits.length > width) throw new DerProblem("signature");
    const padded = new Uint8Array(width);
    padded.set(digits, width - digits.length);
    return padded;
  }));
}

export async function verifySignature(spki, scheme, message, signature) {
  const parts = derList(derOnly(spki, 0x30));
  const keyAlgorithm = derList(parts[0]);
  let importAs = { name: "Ed25519" };
  let verifyAs = importAs;
  let value = signature;
  if (scheme.kind === "EC") {
    if (derOid(keyAlgorithm[0]) !== OID_EC) return false;
    const [namedCurve, width] = CURVES[derOid(keyAlgorithm[1])] ?? [null, 0];
    if (namedCurve === null) throw new DerProblem("curve");
    importAs = { name: "ECDSA", namedCurve };
    verifyAs = { name: "ECDSA", hash: scheme.hash };
    value = flatEcSignature(signature, width);
  } else if (scheme.kind !== "ED") {
    const name = scheme.kind === "RSA" ? "RSASSA-PKCS1-v1_5" : "RSA-PSS";
    importAs = { name, hash: scheme.hash };
    verifyAs = { name, saltLength: scheme.salt };
  }
  const key = await crypto.subtle.importKey("spki", spki, importAs, false, ["verify"]);
  return crypto.subtle.verify(verifyAs, key, value, message);
}

function readExtensions(reader) {
  const extensions = new Map();
  const wrapper = reader.maybe(0xa3);
  if (wrapper === null) return extensions;
  for (const item of derList(derOnly(wrapper.body, 0x30))) {
    const fields = new DerReader(item);
    const oid = derOid(fields.any());
    const critical = fields.maybe(1)?.body[0] === 0xff;
    extensions.set(oid, { critical, value: fields.take(4).body });
  }
  return extensions;
}

// The common name, for people; else the first text in the name.
function nameText(name) {
  let first = "";
  for (const set of derList(name)) {
    for (const pair of derList(set)) {
      const [type, value] = derList(pair);
      const text = fromUtf8(value.body) ?? "";
      if (derOid(type) === "2.5.4.3") return text;
      first ||= text;
    }
  }
  return first;
}

export function parseCertificate(der) {
  const outer = derReader(der);
  const tbs = outer.take(0x30);
  const algorithm = outer.take(0x30);
  const signature = outer.take(3).body.subarray(1);
  outer.end();
  const fields = new DerReader(tbs);
  fields.maybe(0xa0);
  const serial = toHex(fields.take(2).body);
  fields.take(0x30);
  const issuer = fields.take(0x30);
  const validity = derList(fields.take(0x30));
  const subject = fields.take(0x30);
  const spki = fields.take(0x30).whole;
  fields.maybe(0x81);
  fields.maybe(0x82);
  return {
    der, tbs: tbs.whole, algorithm, signature, serial, issuer: issuer.whole, subject: subject.whole,
    name: nameText(subject), notBefore: derTime(validity[0]), notAfter: derTime(validity[1]), spki,
    extensions: readExtensions(fields),
  };
}

export function subjectKeyId(certificate) {
  const extension = certificate.extensions.get(OID_SUBJECT_KEY_ID);
  return extension ? derOnly(extension.value, 4).body : null;
}

function keyUsageAllows(certificate, bits) {
  const extension = certificate.extensions.get(OID_KEY_USAGE);
  return !extension || (derOnly(extension.value, 3).body[1] & bits) !== 0;
}

// RFC 3161 section 2.3: for time stamping only, and critically so.
export function mayTimestamp(certificate) {
  const usage = certificate.extensions.get(OID_EKU);
  if (!usage || !usage.critical) return false;
  const purposes = derList(derOnly(usage.value, 0x30)).map(derOid);
  return purposes.length === 1 && purposes[0] === OID_TIME_STAMPING && keyUsageAllows(certificate, 0xc0);
}

// below: how many certificates of authorities stand between this one and the signer's.
function mayIssue(certificate, below) {
  const basic = certificate.extensions.get(OID_BASIC);
  if (!basic || !keyUsageAllows(certificate, 0x04)) return false;
  const fields = derReader(basic.value);
  if (fields.maybe(1)?.body[0] !== 0xff) return false;
  return fields.done || below <= derSmall(fields.take(2));
}

function usableAt(certificate, at) {
  for (const [oid, { critical }] of certificate.extensions) {
    if (critical && !KNOWN_CRITICAL.has(oid)) return false;
  }
  return certificate.notBefore <= at && at <= certificate.notAfter;
}

async function isIssuedBy(certificate, issuer) {
  if (!sameBytes(certificate.issuer, issuer.subject)) return false;
  try {
    const scheme = signatureScheme(certificate.algorithm, null);
    return await verifySignature(issuer.spki, scheme, certificate.tbs, certificate.signature);
  } catch {
    return false;
  }
}

// True if certificate leads to one of roots through pool, every link valid at the time given.
export async function leadsToRoot(certificate, pool, roots, at, below = 0) {
  if (below >= MAX_CHAIN || !usableAt(certificate, at)) return false;
  if (roots.some((root) => sameBytes(root.der, certificate.der))) return true;
  for (const issuer of [...roots, ...pool]) {
    if (sameBytes(issuer.der, certificate.der) || !mayIssue(issuer, below)) continue;
    if (!(await isIssuedBy(certificate, issuer))) continue;
    if (await leadsToRoot(issuer, pool, roots, at, below + 1)) return true;
  }
  return false;
}
