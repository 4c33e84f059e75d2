// The reader that a bundle brings with it: what it shows is what the other checks have proven
// (docs/formats/reader.md).
import { fromUtf8, toHex, toUtf8Briefly } from "./bytes.js";
import { formatCanonical } from "./canonical.js";
import { READER_DIGEST } from "./reader_digest.js";
import { sha256 } from "./sha2.js";

const READER_VERSION = 1;
const READER_PAGE = "index.html";
const READER_FOLDER = "data/reader/";
const READER_LINES = 250;
const READER_BYTES = 256 * 1024;
const READER_PIECE = 1 << 20;

export const isOfReader = (path) => path === READER_PAGE || path.startsWith(READER_FOLDER);

// Lines that follow each other, as scripts of many lines each.
class ScriptCutter {
  firsts = [];
  #stem;
  #give;
  #lines = [];
  #bytes = 0;

  constructor(stem, give) {
    this.#stem = stem;
    this.#give = give;
  }

  // line: text with its line feed; number() is what it is about.
  add(line, byteLength, number) {
    if (this.#lines.length === 0) this.firsts.push(number());
    this.#lines.push(line);
    this.#bytes += byteLength;
    if (this.#lines.length >= READER_LINES || this.#bytes >= READER_BYTES) this.finish();
  }

  finish() {
    if (this.#lines.length === 0) return;
    const name = `${this.#stem}-${String(this.firsts.length - 1).padStart(6, "0")}`;
    this.#give(name, this.#lines.join(""));
    this.#lines = [];
    this.#bytes = 0;
  }
}

async function cutEntries(context, give) {
  const cutter = new ScriptCutter("entries", give);
  for (const index of context.index.entries) {
    const leaf = fromUtf8(await context.bytesOf(`entries/${index}.leaf`));
    const body = fromUtf8(await context.bytesOf(`entries/${index}.body`));
    const line = `{"body":${body},"index":${index},"leaf":${leaf}}\n`;
    cutter.add(line, toUtf8Briefly(line).length, () => index);
  }
  cutter.finish();
  return cutter.firsts;
}

// The lines of a file, each with its line feed, as bytes.
async function* readLines(context, file) {
  let parts = [];
  for (let done = 0; done < file.size; done += READER_PIECE) {
    const piece = await context.source.read(file.start + done, Math.min(READER_PIECE, file.size - done));
    let from = 0;
    for (let feed = piece.indexOf(10); feed !== -1; feed = piece.indexOf(10, from)) {
      parts.push(piece.subarray(from, feed + 1));
      yield parts.length === 1 ? parts[0] : new Uint8Array(await new Blob(parts).arrayBuffer());
      parts = [];
      from = feed + 1;
    }
    if (from < piece.length) parts.push(piece.subarray(from));
  }
}

async function cutExcerpt(context, exhibit, give) {
  const cutter = new ScriptCutter(exhibit, give);
  for await (const bytes of readLines(context, context.files.get(`data/excerpts/${exhibit}.jsonl`))) {
    const line = fromUtf8(bytes);
    cutter.add(line, bytes.length, () => {
      const value = JSON.parse(line);
      return value.number ?? value.from;
    });
  }
  cutter.finish();
  return cutter.firsts;
}

// Gives each script that the reader must have to give(name, text).
async function cutAll(context, give) {
  const firsts = { entries: await cutEntries(context, give) };
  for (const { exhibit, excerpt } of context.index.exhibits) {
    if (excerpt !== undefined) firsts[exhibit] = await cutExcerpt(context, exhibit, give);
  }
  give("bundle", fromUtf8(await context.bytesOf("bundle.json")));
  give("chunks", formatCanonical(firsts));
}

// True if the page says that it is of a later version than this program knows.
function isLater(bytes) {
  const version = /^<!doctype html>\n<!-- Sanad reader ([1-9][0-9]{0,8}) -->\n/.exec(fromUtf8(bytes.subarray(0, 64)) ?? "");
  return version !== null && Number(version[1]) > READER_VERSION;
}

export async function checkReader(context) {
  if (![...context.files.keys()].some(isOfReader)) return { status: "pass", code: "reader-none" };
  const expected = new Set();
  const details = [];
  await cutAll(context, (name, text) => {
    const path = `${READER_FOLDER}${name}.js`;
    expected.add(path);
    const script = `sanadReader(${formatCanonical(name)},${formatCanonical(text)});\n`;
    const file = context.files.get(path);
    if (!file) details.push(["file-missing", path]);
    else if (file.sha256 !== toHex(sha256(script))) details.push(["reader-altered", path]);
  });
  for (const path of context.files.keys()) {
    if (path.startsWith(READER_FOLDER) && !expected.has(path)) details.push(["reader-foreign", path]);
  }
  const page = context.files.get(READER_PAGE);
  const digest = context.trust.reader ?? READER_DIGEST;
  const known = page !== undefined && page.sha256 === digest;
  const later = page !== undefined && !known && isLater(await context.bytesOf(READER_PAGE));
  if (!page) details.push(["file-missing", READER_PAGE]);
  else if (!known && !later && digest !== "") details.push(["reader-page", READER_PAGE]);
  if (details.length > 0) return { status: "fail", code: "reader-fail", details };
  if (digest === "") return { status: "warn", code: "reader-self" };
  return known ? { status: "pass", code: "reader-pass" } : { status: "warn", code: "reader-later" };
}
