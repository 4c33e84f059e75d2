// Parts whose words have commitments of their own (docs/formats/part-list.md, sanad-part-2), and
// those of which some words are masked (docs/formats/excerpt.md).
import { fromHex, toUtf8Briefly } from "./bytes.js";
import { formatCanonical, hasShape, isCount, isList, isObject, isText } from "./canonical.js";
import { sha256 } from "./sha2.js";

const MAX_PSEUDONYM_BYTES = 100;
const MAX_MASK_REASON_BYTES = 500;
const SEED_BYTES = 16;

const isHexOf = (bytes) => (value) => isText(value) && fromHex(value)?.length === bytes;
const isShort = (most) => (value) => isText(value) && value !== "" && toUtf8Briefly(value).length <= most;
const isPseudonym = isShort(MAX_PSEUDONYM_BYTES);
const isMaskReason = isShort(MAX_MASK_REASON_BYTES);

const gapAt = (text, at) => (text[at] === " " ? 1 : text[at] === "\\" && text[at + 1] === "n" ? 2 : 0);

// The words of a text as it stands in canonical JSON: each ends behind its spaces and line feeds.
function cutWords(text) {
  const words = [];
  let begin = 0;
  for (let at = 0; at < text.length;) {
    let gap = gapAt(text, at);
    if (gap === 0) {
      at += text[at] === "\\" ? 2 : 1;
      continue;
    }
    for (; gap !== 0; gap = gapAt(text, at)) at += gap;
    words.push(text.slice(begin, at));
    begin = at;
  }
  if (begin < text.length) words.push(text.slice(begin));
  return words;
}

const wordsOf = (text) => cutWords(formatCanonical(text).slice(1, -1));

// A part in leaves: its frame, and its words; null where they are masked. told: what the excerpt
// says of masked fields, in the order in which they stand in the part.
class Cut {
  words = [];
  wordsFor = new Map();  // reason -> number
  #told;
  #at = 0;

  constructor(part, told) {
    this.#told = told;
    this.frame = this.#framed(part, "");
    this.isWhole = this.#at === told.length;
  }

  #hide(count, reason) {
    this.wordsFor.set(reason, (this.wordsFor.get(reason) ?? 0) + count);
    for (let n = 0; n < count; n++) this.words.push(null);
  }

  #takeText(runs) {
    const before = this.words.length;
    for (const run of runs) {
      if (isText(run)) this.words.push(...wordsOf(run));
      else this.#hide(run.words, run.reason);
    }
    return `"${this.words.length - before}"`;
  }

  #scalar(value, pointer) {
    const told = this.#told[this.#at];
    if (value === null && told?.at === pointer) {
      this.#at++;
      if (told.runs !== undefined) return this.#takeText(told.runs);
      this.#hide(1, told.reason);
      return "0";
    }
    if (isText(value)) return this.#takeText([value]);
    this.words.push(formatCanonical(value));
    return "0";
  }

  #framed(value, pointer) {
    if (Array.isArray(value)) return "[" + value.map((item, n) => this.#framed(item, `${pointer}/${n}`)).join(",") + "]";
    if (!isObject(value)) return this.#scalar(value, pointer);
    const members = Object.keys(value).sort().map((name) => {
      const token = name.replaceAll("~", "~0").replaceAll("/", "~1");
      return formatCanonical(name) + ":" + this.#framed(value[name], `${pointer}/${token}`);
    });
    return "{" + members.join(",") + "}";
  }
}

// A leaf's commitment, by its salt.
const commitmentOf = (salt, leaf) => sha256(Uint8Array.of(3), salt, leaf);

function depthOf(leaves) {
  let depth = 0;
  while (2 ** depth < leaves) depth++;
  return depth;
}

// Walks the tree of seeds from left to right and gathers commitments. seed: of the subtree, null
// while it is not known; source: where seeds and hidden commitments come from then.
class Opening {
  commitments = [];

  constructor(leaves, source) {
    this.leaves = leaves;  // texts; null where masked
    this.masked = [0];     // masked[n]: how many of the first n are
    for (const leaf of leaves) this.masked.push(this.masked.at(-1) + (leaf === null ? 1 : 0));
    this.source = source;
  }

  walk(level, first, seed) {
    if (first >= this.leaves.length) return true;
    const end = Math.min(first + 2 ** level, this.leaves.length);
    if (seed === null && this.masked[end] === this.masked[first]) {
      seed = this.source.nextSeed();
      if (seed === null) return false;
    }
    if (level === 0) {
      const commitment = seed === null ? this.source.nextHidden() : commitmentOf(seed, this.leaves[first]);
      if (commitment === null) return false;
      this.commitments.push(commitment);
      return true;
    }
    const children = seed === null ? null : sha256(Uint8Array.of(2), seed);
    const half = 2 ** (level - 1);
    return this.walk(level - 1, first, children?.slice(0, SEED_BYTES) ?? null) &&
      this.walk(level - 1, first + half, children?.slice(SEED_BYTES) ?? null);
  }
}

class Sources {
  #seeds;
  #hidden;

  constructor(seeds, hidden) {
    this.#seeds = seeds.map(fromHex);
    this.#hidden = hidden.map(fromHex);
  }

  nextSeed() { return this.#seeds.shift() ?? null; }
  nextHidden() { return this.#hidden.shift() ?? null; }
  isUsedUp() { return this.#seeds.length === 0 && this.#hidden.length === 0; }
}

function commitmentFrom(cut, source) {
  const leaves = [cut.frame, ...cut.words];
  const opening = new Opening(leaves, source);
  if (!opening.walk(depthOf(leaves.length), 0, null) || !source.isUsedUp()) return null;
  return sha256("sanad-part-2\n", ...opening.commitments);
}

// The commitment of a part that is shown whole.
export function commitmentByWords(part, salt) {
  return commitmentFrom(new Cut(part, []), new Sources([salt], []));
}

const isMaskedWords = (run) => hasShape(run, { as: isPseudonym, reason: isMaskReason, words: isCount }) && run.words > 0;

function isRuns(runs) {
  if (!Array.isArray(runs)) return false;
  return runs.some(isObject) && runs.every((run, n) =>
    isText(run) ? run !== "" && !isText(runs[n - 1]) : isMaskedWords(run));
}

const isMaskedField = (field) => hasShape(field, { at: isText, runs: isRuns }) ||
  hasShape(field, { as: isPseudonym, at: isText, reason: isMaskReason });

export const isMaskedLine = (value) => hasShape(value, {
  hidden: isList(isHexOf(32)), masked: isList(isMaskedField), number: isCount, part: isObject,
  seeds: isList(isHexOf(SEED_BYTES)),
}) && value.masked.length > 0;

// {commitment, wordsFor: Map(reason -> number)} of such a line; null where it does not fit together.
export function readMasked(line) {
  const told = line.masked.flatMap((field) => field.runs ?? [{ words: 1 }]);
  const words = told.reduce((sum, run) => sum + (run.words ?? 0), 0);
  if (words !== line.hidden.length) return null;
  const cut = new Cut(line.part, line.masked);
  if (!cut.isWhole) return null;
  const commitment = commitmentFrom(cut, new Sources(line.seeds, line.hidden));
  return commitment === null ? null : { commitment, wordsFor: cut.wordsFor };
}
