// Timestamps: the request and the response of RFC 3161, and the CMS signature in it (RFC 5652).
import { sameBytes, toHex } from "./bytes.js";
import { DerProblem, DerReader, derInteger, derList, derOid, derOnly, derReader, derSmall, derTime } from "./der.js";
import { hashName, mayTimestamp, parseCertificate, signatureScheme, subjectKeyId, verifySignature } from "./x509.js";

const OID_SIGNED_DATA = "1.2.840.113549.1.7.2";
const OID_TST_INFO = "1.2.840.113549.1.9.16.1.4";
const OID_CONTENT_TYPE = "1.2.840.113549.1.9.3";
const OID_MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const OID_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
const OID_SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

async function digestOf(hash, bytes) {
  return new Uint8Array(await crypto.subtle.digest(hash, bytes));
}

function readImprint(element) {
  const fields = new DerReader(element);
  const hash = hashName(fields.take(0x30));
  const digest = fields.take(4).body;
  fields.end();
  return { hash, digest };
}

// TimeStampReq: {imprint, policy, nonce}; the last two are null where absent.
function parseRequest(der) {
  const fields = derReader(der);
  if (derSmall(fields.take(2)) !== 1) throw new DerProblem("version");
  const imprint = readImprint(fields.take(0x30));
  const policy = fields.maybe(6);
  const nonce = fields.maybe(2);
  fields.maybe(1);
  fields.maybe(0xa0);
  fields.end();
  return { imprint, policy: policy && derOid(policy), nonce: nonce && derInteger(nonce) };
}

function readAccuracyMs(element) {
  if (element === null) return 0;
  const fields = new DerReader(element);
  const part = (tag) => {
    const found = fields.maybe(tag);
    return found ? derSmall(found, tag) : 0;
  };
  return part(2) * 1000 + part(0x80) + part(0x81) / 1000;
}

function parseTstInfo(der) {
  const fields = derReader(der);
  if (derSmall(fields.take(2)) !== 1) throw new DerProblem("version");
  const policy = derOid(fields.take(6));
  const imprint = readImprint(fields.take(0x30));
  const serial = derInteger(fields.take(2));
  const genTimeMs = derTime(fields.take(0x18));
  const accuracyMs = readAccuracyMs(fields.maybe(0x30));
  fields.maybe(1);
  const nonce = fields.maybe(2);
  fields.maybe(0xa0);
  fields.maybe(0xa1);
  fields.end();
  return { policy, imprint, serial, genTimeMs, accuracyMs, nonce: nonce && derInteger(nonce) };
}

function readStatus(element) {
  const fields = new DerReader(element);
  if (derSmall(fields.take(2)) > 1) throw new DerProblem("not granted");
  fields.maybe(0x30);
  fields.maybe(3);
  fields.end();
}

// The SignedData of a granted TimeStampResp: {content, certificates, signer}.
function parseResponse(der) {
  const response = derReader(der);
  readStatus(response.take(0x30));
  const content = new DerReader(response.take(0x30));
  response.end();
  if (derOid(content.any()) !== OID_SIGNED_DATA) throw new DerProblem("not signed data");
  const data = new DerReader(derOnly(content.take(0xa0).body, 0x30));
  data.take(2);
  const digests = derList(data.take(0x31)).map(hashName);
  const encapsulated = new DerReader(data.take(0x30));
  if (derOid(encapsulated.any()) !== OID_TST_INFO) throw new DerProblem("not a timestamp");
  const tstInfo = derOnly(encapsulated.take(0xa0).body, 4).body;
  const certificates = data.maybe(0xa0);
  data.maybe(0xa1);
  const signers = derList(data.take(0x31));
  for (const reader of [content, encapsulated, data]) reader.end();
  if (signers.length !== 1) throw new DerProblem("one signer is expected");
  return {
    tstInfo, signer: parseSigner(signers[0]),
    certificates: certificates ? derList(certificates).map((item) => item.whole) : [],
  };
}

function parseSigner(element) {
  const fields = new DerReader(element);
  fields.take(2);
  const identifier = fields.any();
  const digest = hashName(fields.take(0x30));
  const attributes = fields.take(0xa0);
  const algorithm = fields.take(0x30);
  const signature = fields.take(4).body;
  fields.maybe(0xa1);
  fields.end();
  return { identifier, digest, attributes, signature, scheme: signatureScheme(algorithm, digest) };
}

// Attributes by object identifier; each may stand once, with one value.
function readAttributes(element) {
  const attributes = new Map();
  for (const item of derList(element)) {
    const fields = new DerReader(item);
    const oid = derOid(fields.any());
    const values = derList(fields.take(0x31));
    if (attributes.has(oid) || values.length !== 1) throw new DerProblem("attribute");
    attributes.set(oid, values[0]);
  }
  return attributes;
}

function isNamedBy(certificate, identifier) {
  if (identifier.tag === 0x80) {
    const own = subjectKeyId(certificate);
    return own !== null && sameBytes(own, identifier.body);
  }
  const fields = new DerReader(identifier);
  return sameBytes(fields.take(0x30).whole, certificate.issuer) &&
    toHex(fields.take(2).body) === certificate.serial;
}

// RFC 5035: the signed attributes name the certificate by its digest.
async function isBoundTo(certificate, attributes) {
  const second = attributes.get(OID_SIGNING_CERTIFICATE_V2);
  const first = attributes.get(OID_SIGNING_CERTIFICATE);
  if (!second && !first) return false;
  const list = new DerReader(second ?? first).take(0x30);
  const id = new DerReader(new DerReader(list).take(0x30));
  const algorithm = second ? id.maybe(0x30) : null;
  const hash = second ? (algorithm ? hashName(algorithm) : "SHA-256") : "SHA-1";
  return sameBytes(await digestOf(hash, certificate.der), id.take(4).body);
}

async function checkTokenSignature(response, certificate) {
  const { signer, tstInfo } = response;
  const attributes = readAttributes(signer.attributes);
  const type = attributes.get(OID_CONTENT_TYPE);
  const digest = attributes.get(OID_MESSAGE_DIGEST);
  if (!type || derOid(type) !== OID_TST_INFO || !digest || digest.tag !== 4) return false;
  if (!sameBytes(digest.body, await digestOf(signer.digest, tstInfo))) return false;
  if (!mayTimestamp(certificate) || !(await isBoundTo(certificate, attributes))) return false;
  const message = Uint8Array.from(signer.attributes.whole);
  message[0] = 0x31;
  return verifySignature(certificate.spki, signer.scheme, message, signer.signature);
}

function sameImprint(a, b) {
  return a.hash === "SHA-256" && b.hash === "SHA-256" && sameBytes(a.digest, b.digest);
}

// Checks that response answers request, both over covered, and that its signature is valid.
// Answers {problem} or {genTimeMs, accuracyMs, serial, certificate, pool}; pool: the certificates in
// the response.
export async function checkTimestamp(requestDer, responseDer, covered) {
  try {
    const request = parseRequest(requestDer);
    const response = parseResponse(responseDer);
    const info = parseTstInfo(response.tstInfo);
    if (!sameImprint(request.imprint, info.imprint) ||
        (request.nonce !== null && request.nonce !== info.nonce) ||
        (request.policy !== null && request.policy !== info.policy)) {
      return { problem: "timestamp-other-request" };
    }
    const digest = await digestOf(info.imprint.hash, covered);
    if (!sameBytes(digest, info.imprint.digest)) return { problem: "timestamp-other-checkpoint" };
    const pool = response.certificates.map(parseCertificate);
    const certificate = pool.find((one) => isNamedBy(one, response.signer.identifier));
    if (!certificate) return { problem: "timestamp-no-certificate" };
    if (!(await checkTokenSignature(response, certificate))) return { problem: "timestamp-signature" };
    return {
      genTimeMs: info.genTimeMs, accuracyMs: info.accuracyMs, serial: info.serial, certificate, pool,
    };
  } catch (error) {
    return { problem: "timestamp-unreadable", reason: String(error.message) };
  }
}
