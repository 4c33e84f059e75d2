// Pieces of pictures and recordings, some open and some closed: what the ledger must say of a redaction, of
// whatever it is, and the proof that covers the pieces (docs/formats/redaction.md).
import { fromHex, sameBytes, toHex, toUtf8 } from "./bytes.js";
import { formatCanonical, isCount, isList, isObject, isText } from "./canonical.js";
import { GrowingTree } from "./excerpts.js";
import { leafHash } from "./note.js";
import { sha256 } from "./sha2.js";

export const MAX_COVER_BYTES = 64 * 2 ** 20;
export const OPEN_PIECE = 0xffff;
const SEED_LABEL = toUtf8("sanad-seed-1\n");
const MAX_COVER_REASONS = 50;
const MAX_COVER_REASON_BYTES = 500;

export const sameValue = (a, b) => formatCanonical(a ?? null) === formatCanonical(b ?? null);

function isCoverReason(value) {
  return isText(value) && /[^ \t\r\n]/.test(value) && toUtf8(value).length <= MAX_COVER_REASON_BYTES;
}

export function areReasons(reasons) {
  return isList(isCoverReason)(reasons) && reasons.length <= MAX_COVER_REASONS && new Set(reasons).size === reasons.length;
}

export function countPieces(mask, reasons) {
  const closed = new Array(reasons.length).fill(0);
  let open = 0;
  for (const piece of mask) {
    if (piece === OPEN_PIECE) open++;
    else closed[piece]++;
  }
  return { open, closed };
}

export function isOfExhibit(context, entry, kind, exhibit) {
  return entry !== undefined && entry.kind === kind && entry.case === context.index.case.id &&
    isObject(entry.data) && entry.data.exhibit === exhibit;
}

export function entryBefore(context, index, kind, exhibit, before) {
  if (!isCount(index) || index >= before) return null;
  const entry = context.entries.get(index);
  return isOfExhibit(context, entry, kind, exhibit) ? entry : null;
}

function wasSealed(context, exhibit, name, digest) {
  for (const entry of context.entries.values()) {
    const names = isOfExhibit(context, entry, "exhibit.sealed", exhibit) ||
      isOfExhibit(context, entry, "exhibit.files", exhibit);
    if (names && Array.isArray(entry.data.files) &&
        entry.data.files.some((file) => (isText(file?.name) ? file.name : "") === name &&
          (isText(file?.sha256) ? file.sha256 : "") === digest)) {
      return true;
    }
  }
  return false;
}

// Whether the entry is of a file as it was sealed, or of a part of the list that the ledger has.
export function namesItsSource(context, data, exhibit, before) {
  if (!isText(data.file)) return false;
  const [page, part, parts] = [data.page ?? null, data.part ?? null, data.parts ?? null];
  if (page !== null && (!isCount(page) || page === 0)) return false;
  if (part === null) {
    return parts === null && wasSealed(context, exhibit, data.file, isText(data.sha256) ? data.sha256 : "");
  }
  const list = entryBefore(context, parts, "exhibit.parts", exhibit, before);
  return list !== null && isCount(part) && isCount(list.data.parts) && part < list.data.parts &&
    (data.sha256 ?? null) === null;
}

export const inFourBytes = (value) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

// The largest perfect subtree that begins at a piece and is wholly open or wholly closed.
function levelAt(mask, from) {
  const isOpen = mask[from] === OPEN_PIECE;
  for (let level = 0, end = from + 1; ; level++) {
    const size = 2 ** (level + 1);
    if (from % size !== 0 || from + size > mask.length) return level;
    for (; end < from + size; end++) if ((mask[end] === OPEN_PIECE) !== isOpen) return level;
  }
}

async function addOpen(tree, bytesOf, seed, level, number) {
  if (level === 0) {
    const { head: [label, place], rows } = await bytesOf(number);
    tree.add(0, leafHash(sha256(label, seed, place, ...rows)));
    return;
  }
  const half = 2 ** (level - 1);
  await addOpen(tree, bytesOf, sha256(SEED_LABEL, Uint8Array.of(0), seed), level - 1, number);
  await addOpen(tree, bytesOf, sha256(SEED_LABEL, Uint8Array.of(1), seed), level - 1, number + half);
}

// The code of what is wrong with a proof; null where nothing is. bytesOf: what is shown of a piece, as
// {head: [label, place], rows}, or the promise of it; it is asked for piece after piece. codes: {line, blank, root}.
export async function problemOfCover({ mask, root }, proof, bytesOf, codes) {
  const tree = new GrowingTree();
  let at = 0;
  for (let from = 0; from < mask.length;) {
    const level = levelAt(mask, from);
    const isOpen = mask[from] === OPEN_PIECE;
    const head = isOpen ? `{"from":${from},"open":${2 ** level},"seed":"` : `{"closed":${2 ** level},"from":${from},"hash":"`;
    const begin = at + head.length;
    const digest = String.fromCharCode(...proof.subarray(begin, begin + 64));
    const value = fromHex(digest);
    const line = toUtf8(`${head}${digest}"}\n`);
    if (value?.length !== 32 || !sameBytes(proof.subarray(at, at + line.length), line)) return codes.line;
    at += line.length;
    if (isOpen) {
      await addOpen(tree, bytesOf, value, level, from);
    } else {
      for (let number = from; number < from + 2 ** level; number++) {
        if ((await bytesOf(number)).rows.some((bytes) => bytes.some((byte) => byte !== 0))) return codes.blank;
      }
      tree.add(level, value);
    }
    from += 2 ** level;
  }
  if (at !== proof.length) return codes.line;
  return toHex(tree.root()) === toHex(root) ? null : codes.root;
}
