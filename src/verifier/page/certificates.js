// The certificates that a bundle holds (docs/formats/certificate.md).
import { toHex } from "./bytes.js";
import { hasShape, isCount, isText } from "./canonical.js";
import { sha256 } from "./sha2.js";

const MAX_CERTIFICATE_BYTES = 64 << 20;
const CERTIFICATE_ENDINGS = ["en.html", "en.pdf", "json", "ur.html", "ur.pdf"];

const isIndexedCertificate = (value) => hasShape(value, {
  build: (build) => build === "operational" || build === "disclosable",
  certificate: (id) => isText(id) && /^certificate-[0-9a-hjkmnp-tv-z]{16}$/.test(id), entry: isCount,
});

export function areCertificates(list) {
  return Array.isArray(list) && list.length > 0 && list.every(isIndexedCertificate) &&
    list.every(({ certificate }, n) => n === 0 || list[n - 1].certificate < certificate);
}

function pagesOf({ build, certificate }) {
  const stem = build === "disclosable" ? "disclosable" : "certificate";
  return CERTIFICATE_ENDINGS.map((end) => ({ name: `${stem}.${end}`, path: `data/certificates/${certificate}/${stem}.${end}` }));
}

export function certificatePaths({ certificates = [] }) {
  return certificates.flatMap((one) => pagesOf(one).map(({ path }) => path));
}

// What is wrong with them, as details of a check.
export async function certificateProblems(context) {
  const { certificates = [], case: ofCase } = context.index;
  const problems = [];
  for (const { kind, data } of context.entries.values()) {
    if (kind !== "certificate.made") continue;
    if (!certificates.some(({ certificate }) => certificate === data?.certificate)) {
      problems.push(["certificate-gone", String(data?.certificate ?? "")]);
    }
  }
  for (const one of certificates) {
    const { kind, case: inCase, data = {} } = context.entries.get(one.entry) ?? {};
    if (kind !== "certificate.made" || inCase !== ofCase.id || data.certificate !== one.certificate) {
      problems.push(["certificate-entry", one.certificate]);
      continue;
    }
    const documents = Array.isArray(data.documents) ? data.documents : [];
    for (const { name, path } of pagesOf(one)) {
      if (context.files.get(path).size > MAX_CERTIFICATE_BYTES) {
        problems.push(["certificate-long", path]);
        continue;
      }
      const said = documents.find((document) => document?.name === name)?.sha256;
      if (toHex(sha256(await context.bytesOf(path))) !== said) problems.push(["certificate-other", path]);
    }
  }
  return problems;
}
