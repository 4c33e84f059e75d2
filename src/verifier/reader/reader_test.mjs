// The reader's folding, search, and reading of lines, without a browser:  node --test reader_test.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findTerms, foldQuery, foldText } from "./fold.js";
import { describeExhibit, readPartLine, searchableTexts } from "./model.js";
import { mayBeLinked, mediaKind } from "./media.js";
import { recordText } from "./record_words.js";
import { Room, fileSource } from "../page/room.js";
import { pieceReader } from "../page/sound.js";
import { readAhead } from "./search.js";
import { Chunks, ZipStore } from "./store.js";
import { readerWord, readerWordCodes, readerWordPair } from "./words.js";

const nearby = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

// A string of C++ as its text.
function plainOf(literal) {
  return JSON.parse(`"${literal.replace(/\\U([0-9a-fA-F]{8})/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))}"`);
}

test("texts are folded as the search of a case folds them", () => {
  const rows = [...nearby("../../text/fold_test.cc").matchAll(/^ {4}\{"([^"]+)",\s+"((?:[^"\\]|\\.)*)",\s+"((?:[^"\\]|\\.)*)"\},$/gm)];
  assert.ok(rows.length >= 40, `only ${rows.length} rows were found`);
  for (const [, what, text, folded] of rows) assert.equal(foldText(plainOf(text)).letters, plainOf(folded), what);
  assert.equal(foldText("علماءء شيءء").letters, "علما شيء");
});

test("the tables are those of the search", () => {
  const source = nearby("../../text/fold_table.cc");
  const own = nearby("fold_table.js");
  const blocks = [...source.matchAll(/\{0x([0-9A-F]+), "([^"]*)"\}/g)].map(([, code, text]) => `[${parseInt(code, 16)}, "${text}"],`);
  assert.ok(blocks.length > 100);
  for (const block of blocks) assert.ok(own.includes(block), block);
  const ranges = [...source.matchAll(/\{0x([0-9A-F]+), 0x([0-9A-F]+)\}/g)].map(([, a, b]) => `[${parseInt(a, 16)}, ${parseInt(b, 16)}],`);
  assert.ok(ranges.length > 100);
  for (const range of ranges) assert.ok(own.includes(range), range);
});

test("each folded letter knows its letters in the text", () => {
  const text = "«كِتَاب» 𝓣𝓲𝓻!";
  const { letters, from, to } = foldText(text);
  assert.equal(letters, "كتاب tir");
  assert.equal(from.length, letters.length);
  assert.equal(text.slice(from[0], to[0]), "كِ");
  assert.equal(text.slice(from[5], to[7]), "𝓣𝓲𝓻");
});

test("words match where a word begins, all of them, and phrases in a row", () => {
  const found = (text, query) => findTerms(text, foldQuery(query))?.map(([from, to]) => text.slice(from, to)) ?? null;
  assert.deepEqual(found("The HARVEST is near the river", "harv near"), ["HARV", "near"]);
  assert.deepEqual(found("The HARVEST is near", "vest"), null);
  assert.deepEqual(found("first rain, then first light", "“first light”"), ["first light"]);
  assert.deepEqual(found("علی کی کتاب", "علي كتاب"), ["علی", "کتاب"]);
  assert.deepEqual(found("rain rain", "rain"), ["rain", "rain"]);
  assert.deepEqual(foldQuery(" ! … "), []);
});

test("lines of an excerpt are read, with masks by their places", () => {
  assert.deepEqual(readPartLine({ closed: 8, from: 24, hash: "", reason: "a bystander" }), { closed: 8, from: 24, reason: "a bystander" });
  const shown = readPartLine({
    number: 17, salt: "", part: { file: "original-1", way: "", record: { kind: "message", text: null, author: null, other: { note: "kept" } } },
    masked: [{ at: "/record/text", runs: ["shown words ", { words: 2, as: "Person 3", reason: "a bystander" }, "tail"] },
      { at: "/record/author", as: "Person 3", reason: "a bystander" }], seeds: [], hidden: [],
  });
  const texts = searchableTexts(shown);
  assert.deepEqual(texts, ["shown words ", "Person 3", "tail", "Person 3", "kept"]);
});

test("a number leads to the chunk that holds it", () => {
  const chunks = new Chunks(null, "exhibit-x", [0, 250, 601]);
  assert.deepEqual([0, 249, 250, 600, 601, 9999].map((number) => chunks.chunkOf(number)), [0, 0, 1, 1, 2, 2]);
});

test("a zip gives the text of a script, and refuses what is no such script", async () => {
  const scripts = { good: 'sanadReader("good","a\\n\\"b\\" </script> \\u0001");\n', bad: 'alert(1);sanadReader("bad","x");\n' };
  let at = 0;
  const files = new Map();
  for (const [name, script] of Object.entries(scripts)) {
    files.set(`data/reader/${name}.js`, { start: at, size: script.length });
    at += script.length;
  }
  const store = new ZipStore(new Blob(Object.values(scripts)), files);
  assert.equal(await store.text("good"), 'a\n"b" </script> \u0001');
  await assert.rejects(store.text("bad"));
  await assert.rejects(store.text("absent"));
});

test("the next lines are on their way while some are used, and no others", async () => {
  const asked = [];
  const chunks = { lines: async (chunk) => (asked.push(chunk), chunk === 2 ? Promise.reject(new Error("it is not there")) : [`line ${chunk}`]) };
  const stretches = [0, 1, 2, 3].map((chunk) => ["exhibit-x", chunks, chunk]);
  const seen = [];
  await assert.rejects(async () => {
    for await (const [lines, exhibit, chunk] of readAhead(stretches)) seen.push([...lines, exhibit, chunk, [...asked]]);
  }, /not there/);
  assert.deepEqual(seen, [["line 0", "exhibit-x", 0, [0, 1]], ["line 1", "exhibit-x", 1, [0, 1, 2]]]);
  for await (const [, , chunk] of readAhead(stretches.slice(1))) if (chunk === 1) break;  // what nobody waits for may fail
});

test("a long recording is read piece by piece, and gives the same bytes", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i * 7 % 251);
  const source = fileSource(new Blob([Uint8Array.of(9, 9), bytes, Uint8Array.of(9)]));
  for (const size of [1, 7, 64, 999, 1000, 5000]) {
    let most = 0;
    const counted = { read: (offset, length) => (most = Math.max(most, length), source.read(offset, length)) };
    const read = pieceReader(counted, { start: 2, size: bytes.length }, size);
    for (const step of [1, 10, 33, 64, 1000]) {
      for (let at = 0; at < bytes.length; at += step) {
        const end = Math.min(at + step, bytes.length);
        assert.deepEqual(await read(at, end), bytes.subarray(at, end), `${size}, ${at} to ${end}`);
      }
      assert.ok(most <= Math.min(Math.max(size, step), bytes.length), `${most} at once`);
    }
  }
});

test("the browser is asked to collect whenever so much was taken, and not before", () => {
  const asked = [];
  let at = 0;
  const room = new Room(100, () => asked.push(at));
  for (const bytes of [60, 40, 1, 99, 1, 5000, 1, 99]) {
    at++;
    room.take(bytes);
  }
  assert.deepEqual(asked, [3, 5, 6, 7]);
  new Room(0).take(1);
});

test("what could run a script is never linked, and never a picture", () => {
  for (const name of ["dom.html", "page.mhtml", "x.svg", "x.xhtml", "x.xml", "original-1", "x.png.html", "x.js", "x.htm", "a/x.png", "capture.wacz"]) {
    assert.equal(mayBeLinked(name), false, name);
  }
  for (const name of ["screenshot.png", "page.pdf"]) assert.equal(mayBeLinked(name), true, name);
  for (const type of ["image/svg+xml", "text/html", "application/xhtml+xml", "application/pdf", "", undefined]) {
    assert.equal(mediaKind({ media_type: type }), null, String(type));
  }
  assert.equal(mediaKind({ media_type: "image/png" }), "picture");
});

test("an exhibit is what its entries say, and nothing is taken from a member that is not its own", () => {
  const record = {
    entries: [{ index: 4, kind: "exhibit.sealed", actor: "o", at: "", data: { exhibit: "exhibit-a", title: "T", import: "i", source: "S",
      files: [{ name: "f", size: 3, sha256: "d" }] } },
    { index: 5, kind: "exhibit.viewed", actor: "o", at: "", data: { exhibit: "exhibit-a", file: "f" } }],
  };
  const indexed = { exhibit: "exhibit-a", number: 7, sealed: 4, files: ["f"], withheld: [{ name: "g", reason: "r" }] };
  const exhibit = describeExhibit(record, indexed);
  assert.equal(exhibit.number, "7");
  assert.deepEqual(exhibit.files, [{ name: "f", size: 3, sha256: "d" }]);
  assert.deepEqual(exhibit.withheld, [{ name: "g", reason: "r" }]);
  assert.equal(exhibit.custody.length, 2);
  assert.equal(recordText("en", { kind: "exhibit.sealed", data: { number: "TZ-1", files: [1, 2] } }), "Exhibit TZ-1 was sealed, 2 files");
  assert.equal(recordText("en", { kind: "constructor", data: {} }), "constructor");
});

test("each sentence is there in both languages, with the same places", () => {
  const places = (text) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join();
  for (const code of readerWordCodes()) {
    const pair = readerWordPair(code);
    assert.equal(pair.length, 2, code);
    assert.equal(places(pair[0]), places(pair[1]), code);
    assert.match(pair[1], /[\u0600-\u06ff]/, code);
  }
});

test("a word of the other direction keeps its own order in a sentence", () => {
  assert.equal(readerWord("ur", "from-to", ["2026-11-30 16:24:42 UTC", "کل"]), "\u20682026-11-30 16:24:42 UTC\u2069 سے کل تک");
  assert.equal(readerWord("en", "by-at", ["علی", "2026"]), "\u2068علی\u2069, 2026");
  assert.equal(recordText("ur", { kind: "capture.started", data: { url: "https://a.example/" } }), "\u2068https://a.example/\u2069 کو محفوظ کرنا شروع ہوا");
});
