// Exhibits of which some parts are shown and the others closed (docs/formats/excerpt.md).
import { fromHex, joinBytes, sameBytes, toUtf8 } from "./bytes.js";
import { formatCanonical, hasShape, isCount, isObject, isText, parseCanonical } from "./canonical.js";
import { leafHash } from "./note.js";
import { sha256 } from "./sha2.js";

const PART_ALGORITHM = "sanad-part-1";
const MAX_REASON_BYTES = 500;
const EXCERPT_PIECE = 1 << 20;
const MAX_EXCERPT_LINE = (64 << 20) + 256;
const LINE_FEED = 10;

export const isDigest = (value) => isText(value) && fromHex(value)?.length === 32;

function isReason(value) {
  return isText(value) && value !== "" && toUtf8(value).length <= MAX_REASON_BYTES;
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

// One line into the tree; the number of parts that it closes, -1 where it is of no excerpt.
function takeLine(value, tree, total) {
  if (hasShape(value, { number: isCount, part: isObject, salt: isDigest })) {
    if (value.number !== tree.size || tree.size >= total) return -1;
    const line = toUtf8(formatCanonical(value.part));
    tree.add(0, leafHash(sha256(toUtf8(`${PART_ALGORITHM}\n`), fromHex(value.salt), line)));
    return 0;
  }
  if (!hasShape(value, { closed: isCount, from: isCount, hash: isDigest, reason: isReason })) return -1;
  const level = value.closed > 0 ? levelOf(value.closed) : null;
  if (level === null || value.from !== tree.size || value.from % value.closed !== 0 ||
      value.closed > total - value.from) {
    return -1;
  }
  tree.add(level, fromHex(value.hash));
  return value.closed;
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

// {shown, closed: Map(reason -> count)}, or the code of what is wrong.
async function readExcerpt(source, file, parts, root) {
  const tree = new GrowingTree();
  const closed = new Map();
  let shown = 0;
  for await (const bytes of linesOf(source, file)) {
    const value = bytes === null ? undefined : parseCanonical(bytes);
    const count = value === undefined ? -1 : takeLine(value, tree, parts);
    if (count < 0) return "excerpt-line";
    if (count === 0) shown++;
    else closed.set(value.reason, (closed.get(value.reason) ?? 0) + count);
  }
  if (tree.size !== parts) return "excerpt-short";
  return sameBytes(tree.root(), root) ? { shown, closed } : "excerpt-root";
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
        data.algorithm !== PART_ALGORITHM || !isCount(data.parts) || !isDigest(data.root)) {
      problems.push(["excerpt-entry", indexed.exhibit]);
      continue;
    }
    const file = context.files.get(`data/excerpts/${indexed.exhibit}.jsonl`);
    const read = await readExcerpt(context.source, file, data.parts, fromHex(data.root));
    if (isText(read)) {
      problems.push([read, indexed.exhibit]);
      continue;
    }
    shown += read.shown;
    for (const [reason, count] of read.closed) {
      closed += count;
      details.push(["excerpt-closed", indexed.exhibit, count, reason]);
    }
  }
  if (problems.length > 0) return { status: "fail", code: "excerpts-fail", details: problems };
  if (excerpts === 0) return { status: "pass", code: "excerpts-none" };
  return { status: "pass", code: "excerpts-pass", args: [excerpts, shown, closed], details };
}
