// Exhibits of which some parts are shown and the others closed (docs/formats/excerpt.md).
import { AttachmentCheck } from "./attachments.js";
import { fromHex, joinBytes, sameBytes, toUtf8Briefly } from "./bytes.js";
import { formatCanonical, hasShape, isCount, isObject, isText, parseCanonical } from "./canonical.js";
import { leafHash } from "./note.js";
import { sha256 } from "./sha2.js";
import { commitmentByWords, isMaskedLine, readMasked } from "./words.js";

// By algorithm: how long salts are, and what commits to a part.
const PART_ALGORITHMS = new Map([
  ["sanad-part-1", {
    saltBytes: 32,
    canMask: false,
    commitment: (part, salt) => sha256("sanad-part-1\n", fromHex(salt), formatCanonical(part)),
  }],
  ["sanad-part-2", { saltBytes: 16, canMask: true, commitment: commitmentByWords }],
]);
const MAX_REASON_BYTES = 500;
const EXCERPT_PIECE = 1 << 20;
const MAX_EXCERPT_LINE = (64 << 20) + 256;
const LINE_FEED = 10;

const isBytes = (count) => (value) => isText(value) && fromHex(value)?.length === count;
export const isDigest = isBytes(32);

function isReason(value) {
  return isText(value) && value !== "" && toUtf8Briefly(value).length <= MAX_REASON_BYTES;
}

// The power of two that a count is; null where it is none.
function levelOf(count) {
  let level = 0;
  while (2 ** level < count) level++;
  return 2 ** level === count ? level : null;
}

// A tree that grows by leaves and by perfect subtrees, from left to right.
export class GrowingTree {
  size = 0;
  #edge = [];  // {level, hash}, largest first

  add(level, hash) {
    this.size += 2 ** level;
    let node = { level, hash };
    while (this.#edge.at(-1)?.level === node.level) {
      node = { level: node.level + 1, hash: sha256(Uint8Array.of(1), this.#edge.pop().hash, node.hash) };
    }
    this.#edge.push(node);
  }

  root() {
    const hashes = this.#edge.map((node) => node.hash);
    if (hashes.length === 0) return sha256(new Uint8Array());
    return hashes.reduceRight((right, left) => sha256(Uint8Array.of(1), left, right));
  }
}

// One line into the tree: {shown, closed, wordsFor}; null where it is of no excerpt.
function takeLine(value, tree, total, algorithm) {
  const isShown = hasShape(value, { number: isCount, part: isObject, salt: isBytes(algorithm.saltBytes) });
  const isMasked = algorithm.canMask && isMaskedLine(value);
  if (isShown || isMasked) {
    const read = isShown ? { commitment: algorithm.commitment(value.part, value.salt) } : readMasked(value);
    if (read === null || value.number !== tree.size || tree.size >= total) return null;
    tree.add(0, leafHash(read.commitment));
    return { shown: 1, closed: 0, wordsFor: read.wordsFor ?? new Map() };
  }
  if (!hasShape(value, { closed: isCount, from: isCount, hash: isDigest, reason: isReason })) return null;
  const level = value.closed > 0 ? levelOf(value.closed) : null;
  if (level === null || value.from !== tree.size || value.from % value.closed !== 0 ||
      value.closed > total - value.from) {
    return null;
  }
  tree.add(level, fromHex(value.hash));
  return { shown: 0, closed: value.closed, wordsFor: new Map() };
}

async function* linesOf(source, file) {
  let rest = new Uint8Array();
  for (let done = 0; done < file.size; done += EXCERPT_PIECE) {
    const piece = await source.read(file.start + done, Math.min(EXCERPT_PIECE, file.size - done));
    let bytes = rest.length === 0 ? piece : joinBytes(rest, piece);
    for (let feed = bytes.indexOf(LINE_FEED); feed !== -1; feed = bytes.indexOf(LINE_FEED)) {
      yield bytes.subarray(0, feed);
      bytes = bytes.subarray(feed + 1);
    }
    if (bytes.length > MAX_EXCERPT_LINE) break;
    rest = bytes;
  }
  if (rest.length > 0) yield null;
}

// {shown, closed: Map(reason -> count), masked: Map(reason -> {words, parts})}, or the code of what
// is wrong.
async function readExcerpt(source, file, algorithm, parts, root, attachments) {
  const tree = new GrowingTree();
  const closed = new Map();
  const masked = new Map();
  let shown = 0;
  for await (const bytes of linesOf(source, file)) {
    const value = bytes === null ? undefined : parseCanonical(bytes);
    const taken = value === undefined ? null : takeLine(value, tree, parts, algorithm);
    if (taken === null) return "excerpt-line";
    shown += taken.shown;
    if (taken.shown === 1) attachments.part(value.number, value.part, Object.hasOwn(value, "masked"));
    if (taken.closed > 0) closed.set(value.reason, (closed.get(value.reason) ?? 0) + taken.closed);
    for (const [reason, words] of taken.wordsFor) {
      const before = masked.get(reason) ?? { words: 0, parts: 0 };
      masked.set(reason, { words: before.words + words, parts: before.parts + 1 });
    }
  }
  if (tree.size !== parts) return "excerpt-short";
  return sameBytes(tree.root(), root) ? { shown, closed, masked } : "excerpt-root";
}

export async function checkExcerpts(context) {
  const problems = [];
  const details = [];
  let [excerpts, shown, closed] = [0, 0, 0];
  for (const indexed of context.index.exhibits) {
    if (indexed.excerpt === undefined) continue;
    excerpts++;
    const { kind, case: ofCase, data = {} } = context.entries.get(indexed.excerpt) ?? {};
    if (kind !== "exhibit.parts" || ofCase !== context.index.case.id || data.exhibit !== indexed.exhibit ||
        !PART_ALGORITHMS.has(data.algorithm) || !isCount(data.parts) || !isDigest(data.root)) {
      problems.push(["excerpt-entry", indexed.exhibit]);
      continue;
    }
    const file = context.files.get(`data/excerpts/${indexed.exhibit}.jsonl`);
    const algorithm = PART_ALGORITHMS.get(data.algorithm);
    const attachments = new AttachmentCheck(context, indexed);
    const read = await readExcerpt(context.source, file, algorithm, data.parts, fromHex(data.root), attachments);
    if (isText(read)) {
      problems.push([read, indexed.exhibit]);
      continue;
    }
    problems.push(...attachments.finish());
    if (attachments.list.length > 0) details.push(["excerpt-attachments", indexed.exhibit, attachments.list.length]);
    shown += read.shown;
    for (const [reason, count] of read.closed) {
      closed += count;
      details.push(["excerpt-closed", indexed.exhibit, count, reason]);
    }
    for (const [reason, { words, parts }] of read.masked) {
      details.push(["excerpt-masked", indexed.exhibit, words, parts, reason]);
    }
  }
  if (problems.length > 0) return { status: "fail", code: "excerpts-fail", details: problems };
  if (excerpts === 0) return { status: "pass", code: "excerpts-none" };
  return { status: "pass", code: "excerpts-pass", args: [excerpts, shown, closed], details };
}
