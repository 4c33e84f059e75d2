// Checks a WACZ file with a zip reader (yauzl), a WARC reader and indexer (warcio) and a packager
// (js-wacz) that Sanad's authors did not write. Exit status 0: nothing to complain about; 1: the
// reasons are printed; 2: it could not be checked.
//
//   node tests/conformance/check_wacz.mjs FILE.wacz
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { WACZ } from "@harvard-lil/js-wacz";
import { AsyncIterReader, CDXIndexer, WARCParser } from "warcio";
import yauzl from "yauzl";

const complaints = [];
const complain = (text) => complaints.push(text);
const sha256 = (bytes) => "sha256:" + createHash("sha256").update(bytes).digest("hex");
const lines = (bytes) => bytes.toString("utf8").split("\n").filter((line) => line !== "");

async function readZip(path) {
  const zip = await yauzl.openPromise(path, { strictFileNames: true });
  const files = new Map();
  for await (const entry of zip.eachEntry()) {
    if (files.has(entry.fileName)) complain(`${entry.fileName} is there twice`);
    const chunks = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    files.set(entry.fileName, {
      bytes: Buffer.concat(chunks),
      stored: entry.compressionMethod === 0,
    });
  }
  return files;
}

function checkDescription(files) {
  const description = JSON.parse(files.get("datapackage.json").bytes);
  if (description.profile !== "data-package") complain("the profile is not data-package");
  if (description.wacz_version !== "1.1.1") complain("wacz_version is not 1.1.1");
  for (const field of ["created", "software"])
    if (typeof description[field] !== "string") complain(`${field} is missing`);
  if (Number.isNaN(Date.parse(description.created))) complain("created is not a time");
  const listed = new Set(["datapackage.json", "datapackage-digest.json"]);
  const names = new Set();
  for (const { name, path, hash, bytes } of description.resources) {
    listed.add(path);
    if (!/^[-a-z0-9._/]+$/.test(name) || names.has(name)) complain(`the name ${name} is not usable`);
    names.add(name);
    const file = files.get(path);
    if (file === undefined) complain(`${path} is listed but not there`);
    else if (sha256(file.bytes) !== hash) complain(`${path} has another digest than listed`);
    else if (file.bytes.length !== bytes) complain(`${path} has another size than listed`);
  }
  for (const path of files.keys())
    if (!listed.has(path)) complain(`${path} is there but not listed`);
  const digest = JSON.parse(files.get("datapackage-digest.json").bytes);
  if (digest.path !== "datapackage.json") complain("the digest is of another file");
  if (digest.hash !== sha256(files.get("datapackage.json").bytes))
    complain("datapackage.json has another digest than stated");
}

function checkLayout(files) {
  const wanted = ["datapackage.json", "datapackage-digest.json", "pages/pages.jsonl",
                  "archive/data.warc.gz", "indexes/index.cdx"];
  for (const path of wanted) if (!files.has(path)) complain(`${path} is missing`);
  for (const [path, { stored }] of files) {
    if (path.includes("/") && !wanted.includes(path)) complain(`${path} does not belong there`);
    if (path.startsWith("archive/") && !stored) complain(`${path} is compressed a second time`);
  }
  return complaints.length === 0;
}

function checkPages(files) {
  const [form, ...pages] = lines(files.get("pages/pages.jsonl").bytes).map((line) => JSON.parse(line));
  if (form?.format !== "json-pages-1.0") complain("the list of pages does not state its form");
  for (const page of pages)
    if (!page.url || Number.isNaN(Date.parse(page.ts))) complain("a page has no address or no time");
}

// The whole block, as it lies in the record.
async function checkBlocks(warc) {
  let count = 0;
  for await (const record of new WARCParser([warc], { parseHttp: false })) {
    const block = Buffer.from(await record.readFully(false));
    const id = record.warcHeader("WARC-Record-ID");
    ++count;
    if (block.length !== record.warcContentLength) complain(`${id} is cut`);
    if (sha256(block) !== record.warcBlockDigest) complain(`${id} has another block digest`);
    if (!/^<urn:uuid:[0-9a-f-]{36}>$/.test(id)) complain(`${id} is not the id of a record`);
    if (Number.isNaN(Date.parse(record.warcDate))) complain(`${id} has no time`);
  }
  return count;
}

// The payload: without chunked framing, but still compressed if it was.
async function checkPayloads(warc) {
  let count = 0;
  for await (const record of new WARCParser([warc], { keepHeadersCase: true })) {
    ++count;
    if (record.warcType !== "response" && record.warcType !== "request") continue;
    const id = record.warcHeader("WARC-Record-ID");
    let chunked = false;
    for (const [name, value] of record.httpHeaders.headers)
      if (name.toLowerCase() === "transfer-encoding") chunked = /chunked$/i.test(value);
    const reader = new AsyncIterReader(record.reader, null, chunked);
    const payload = Buffer.from(await reader.readFully());
    const stated = record.warcPayloadDigest;
    if (stated && sha256(payload) !== stated) complain(`${id} has another payload digest`);
  }
  return count;
}

const plainDigest = (digest) => (digest ?? "").replace(/^sha256:/, "");

async function checkIndex(files, warc) {
  const ours = new Map();
  const index = lines(files.get("indexes/index.cdx").bytes);
  if (index.some((line, at) => at > 0 && index[at - 1] > line)) complain("the index is not sorted");
  for (const line of index) {
    const [, urlkey, timestamp, json] = /^(\S+) (\d{14}) (\{.*\})$/.exec(line) ?? [];
    if (json === undefined) complain(`not a line of an index: ${line}`);
    else ours.set(JSON.parse(json).offset, { urlkey, timestamp, ...JSON.parse(json) });
  }
  let count = 0;
  const indexer = new CDXIndexer({ format: "cdxj" });
  for await (const theirs of indexer.iterIndex([{ reader: [warc], filename: "data.warc.gz" }])) {
    ++count;
    const entry = ours.get(String(theirs.offset));
    if (entry === undefined) {
      complain(`the record at ${theirs.offset} is not in the index`);
      continue;
    }
    for (const field of ["urlkey", "timestamp", "url", "mime", "status", "length", "filename",
                         "method", "requestBody"])
      if (String(entry[field] ?? "") !== String(theirs[field] ?? ""))
        complain(`index of ${theirs.url}: ${field} is ${entry[field]}, warcio says ${theirs[field]}`);
    if (plainDigest(entry.digest) !== plainDigest(theirs.digest))
      complain(`index of ${theirs.url}: another digest than warcio's`);
    const record = warc.subarray(Number(entry.offset), Number(entry.offset) + Number(entry.length));
    if (sha256(record) !== entry.recordDigest) complain(`index of ${theirs.url}: recordDigest`);
  }
  if (count !== ours.size) complain(`the index has ${ours.size} lines, warcio finds ${count}`);
  return count;
}

// js-wacz packs the same records again and must index as many.
async function checkRepacked(warc, indexed) {
  const folder = await mkdtemp(join(tmpdir(), "sanad-conformance-"));
  try {
    const input = join(folder, "data.warc.gz");
    const output = join(folder, "again.wacz");
    await writeFile(input, warc);
    await new WACZ({ input, output }).process(false);
    const again = await readZip(output);
    if (sha256(again.get("archive/data.warc.gz").bytes) !== sha256(warc))
      complain("js-wacz did not keep the records");
    const index = again.get("indexes/index.cdx");
    if (index === undefined || lines(index.bytes).length !== indexed)
      complain("js-wacz indexes another number of records");
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function check(path) {
  const files = await readZip(path);
  if (!checkLayout(files)) return 0;
  checkDescription(files);
  checkPages(files);
  const warc = files.get("archive/data.warc.gz").bytes;
  const blocks = await checkBlocks(warc);
  if ((await checkPayloads(warc)) !== blocks) complain("two readings find other numbers of records");
  await checkRepacked(warc, await checkIndex(files, warc));
  return blocks;
}

if (process.argv.length !== 3) {
  console.error("Usage: node check_wacz.mjs FILE.wacz");
  process.exit(2);
}
try {
  const records = await check(process.argv[2]);
  for (const complaint of complaints) console.error(complaint);
  console.log(complaints.length === 0
    ? `${records} records: nothing to complain about`
    : `${complaints.length} complaints`);
  process.exit(complaints.length === 0 ? 0 : 1);
} catch (error) {
  console.error(`The file could not be checked: ${error.stack}`);
  process.exit(2);
}
