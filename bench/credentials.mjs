// The part of credentials.sh that Digital Bazaar's libraries do.
//   node credentials.mjs PEERS ISSUER GOOD REVOKED ATTENDANCE CHANGED LIST
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [peers, issuer, ...files] = process.argv.slice(2);
const { resolve } = createRequire(join(peers, "x.js"));
const load = (name) => import(pathToFileURL(resolve(name)));
const vc = await load("@digitalbazaar/vc");
const { DataIntegrityProof } = await load("@digitalbazaar/data-integrity");
const { cryptosuite } = await load("@digitalbazaar/eddsa-jcs-2022-cryptosuite").then((one) =>
  ({ cryptosuite: one.cryptosuite ?? one.createVerifyCryptosuite() }));
const jsonld = (await load("jsonld")).default;

const [good, revoked, attendance, changed, list] = files.map((file) => JSON.parse(readFileSync(file, "utf8")));
const contexts = new Map([
  ["https://www.w3.org/ns/credentials/v2", join(peers, "node_modules/@digitalbazaar/credentials-context/contexts/v2.jsonld")],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", join(peers, "openbadges-specification/ob_v3p0/context-3.0.3.json")],
]);

// A did:key is its own document; nothing is fetched.
async function documentLoader(url) {
  const did = url.split("#")[0];
  if (did.startsWith("did:key:")) {
    const key = { "@context": "https://w3id.org/security/multikey/v1", id: `${did}#${did.slice(8)}`, type: "Multikey", controller: did, publicKeyMultibase: did.slice(8) };
    const document = url.includes("#") ? key
      : { "@context": ["https://www.w3.org/ns/did/v1"], id: did, verificationMethod: [key], assertionMethod: [key.id] };
    return { contextUrl: null, documentUrl: url, document };
  }
  if (!contexts.has(url)) throw new Error(`asked for ${url}`);
  return { contextUrl: null, documentUrl: url, document: JSON.parse(readFileSync(contexts.get(url), "utf8")) };
}

async function verify(credential) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const checkStatus = async () => {
    const listed = await vc.verifyCredential({ credential: structuredClone(list), suite: new DataIntegrityProof({ cryptosuite }), documentLoader });
    const { statusListCredential, statusListIndex } = credential.credentialStatus;
    const bits = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), "base64url"));
    const index = Number(statusListIndex);
    const isRevoked = ((bits[index >> 3] >> (7 - (index & 7))) & 1) === 1;
    return { verified: listed.verified && list.id === statusListCredential && list.issuer === credential.issuer.id && !isRevoked };
  };
  const answer = await vc.verifyCredential({ credential: structuredClone(credential), suite, documentLoader, checkStatus });
  return answer.verified ? "accepted" : "refused";
}

let wrong = 0;
function expect(what, found, wanted) {
  console.log(`   ${what}: ${found}`);
  if (found !== wanted) { console.error(`${what}: ${found}, not ${wanted}`); wrong++; }
}
expect("an honest one", await verify(good), "accepted");
expect("one of attendance", await verify(attendance), "accepted");
expect("with one byte changed", await verify(changed), "refused");
expect("under another issuer", await verify({ ...good, issuer: { ...good.issuer, id: "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2" } }), "refused");
expect("one that was revoked", await verify(revoked), "refused");
expect("the issuer", good.issuer.id, issuer);
for (const [name, document] of [["a competency", good], ["attendance", attendance], ["the list", list]]) {
  const expanded = await jsonld.expand(document, { documentLoader, safe: true }).then((one) => (one.length === 1 ? "defined" : "empty"), (error) => `${error.message} ${JSON.stringify(error.details?.event ?? "")}`);
  expect(`every word of ${name}`, expanded, "defined");
}
const [expanded] = await jsonld.expand(good, { documentLoader, safe: true });
const types = expanded["@type"].join(" ");
expect("its type", types.includes("https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential") ? "an Open Badge" : types, "an Open Badge");
process.exit(wrong === 0 ? 0 : 1);
