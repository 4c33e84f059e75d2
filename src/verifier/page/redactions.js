// Pictures that are shown redacted (docs/formats/redaction.md).
import { fromHex, joinBytes, sameBytes, toHex, toUtf8 } from "./bytes.js";
import { formatCanonical, isCount, isList, isObject, isText } from "./canonical.js";
import { GrowingTree, isDigest } from "./excerpts.js";
import { leafHash } from "./note.js";
import { digestOfDocument } from "./document.js";
import { isPictureSize, readPicture, unpackPicture } from "./picture.js";
import { sha256 } from "./sha2.js";

const TILE_ALGORITHM = "sanad-tile-1";
const TILE_LABEL = toUtf8("sanad-tile-1\n");
const SEED_LABEL = toUtf8("sanad-seed-1\n");
const TILE_SIDE = 16;
const MAX_BOXES = 1_000;
const MAX_BOX_REASONS = 50;
const MAX_BOX_REASON_BYTES = 500;
const MAX_BOX_NUMBER = 65_535;
const MAX_PNG_BYTES = 256 * 2 ** 20;
const MAX_TILE_PROOF_BYTES = 64 * 2 ** 20;
const OPEN_TILE = 0xffff;

const sameValue = (a, b) => formatCanonical(a ?? null) === formatCanonical(b ?? null);

function isBoxReason(value) {
  return isText(value) && /[^ \t\r\n]/.test(value) && toUtf8(value).length <= MAX_BOX_REASON_BYTES;
}

// For each tile the number of its reason, that of the first box which holds it; null where the boxes
// and reasons are not of the form.
function maskOf({ boxes, reasons }, grid) {
  const isBox = (box) => isList((n) => isCount(n) && n <= MAX_BOX_NUMBER)(box) && box.length === 5;
  if (!isList(isBox)(boxes) || boxes.length > MAX_BOXES) return null;
  if (!isList(isBoxReason)(reasons) || reasons.length > MAX_BOX_REASONS) return null;
  if (new Set(reasons).size !== reasons.length) return null;
  if (new Set(boxes.map((box) => box[4])).size !== reasons.length) return null;
  const mask = new Uint16Array(grid.columns * grid.rows).fill(OPEN_TILE);
  for (const [column, row, columns, rows, reason] of boxes) {
    if (columns === 0 || rows === 0 || column + columns > grid.columns || row + rows > grid.rows) return null;
    if (reason >= reasons.length) return null;
    for (let y = row; y < row + rows; y++) {
      for (let x = column; x < column + columns; x++) {
        if (mask[y * grid.columns + x] === OPEN_TILE) mask[y * grid.columns + x] = reason;
      }
    }
  }
  return mask;
}

function countTiles(mask, reasons) {
  const closed = new Array(reasons.length).fill(0);
  let open = 0;
  for (const tile of mask) {
    if (tile === OPEN_TILE) open++;
    else closed[tile]++;
  }
  return { open, closed };
}

function isOfExhibit(context, entry, kind, exhibit) {
  return entry !== undefined && entry.kind === kind && entry.case === context.index.case.id &&
    isObject(entry.data) && entry.data.exhibit === exhibit;
}

function entryBefore(context, index, kind, exhibit, before) {
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

// Whether the tiles are of a file as it was sealed, or of a part of the list that the ledger has.
function namesItsSource(context, data, exhibit, before) {
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

// What the ledger says of one redaction; null where it says nothing, or contradicts itself.
function recordedRedaction(context, exhibit, indexed) {
  const entry = context.entries.get(indexed.entry);
  if (!isOfExhibit(context, entry, "exhibit.redacted", exhibit)) return null;
  const { data } = entry;
  const tiles = entryBefore(context, data.tiles, "exhibit.tiles", exhibit, indexed.entry);
  if (tiles === null || data.redaction !== indexed.redaction) return null;
  const of = tiles.data;
  if (!["file", "part", "page"].every((name) => sameValue(data[name], of[name]))) return null;
  if (of.algorithm !== TILE_ALGORITHM || !isCount(of.width) || !isCount(of.height) || !isDigest(of.root) ||
      !isPictureSize(of.width, of.height) || !namesItsSource(context, of, exhibit, data.tiles)) {
    return null;
  }
  const grid = {
    width: of.width, height: of.height,
    columns: Math.ceil(of.width / TILE_SIDE), rows: Math.ceil(of.height / TILE_SIDE),
  };
  if (of.tiles !== grid.columns * grid.rows) return null;
  const mask = maskOf(data, grid);
  if (mask === null || !isCount(data.picture?.size)) return null;
  const counts = countTiles(mask, data.reasons);
  if (data.open !== counts.open || !sameValue(data.closed, counts.closed)) return null;
  return { grid, mask, counts, root: fromHex(of.root), reasons: data.reasons, size: data.picture.size, sha256: data.picture.sha256 };
}

const bigEndian = (value) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

function tileBytes({ width, height, columns }, number, pixels) {
  const [column, row] = [number % columns, Math.floor(number / columns)];
  const [x, y] = [column * TILE_SIDE, row * TILE_SIDE];
  const [wide, high] = [Math.min(TILE_SIDE, width - x), Math.min(TILE_SIDE, height - y)];
  const lines = [];
  for (let line = y; line < y + high; line++) lines.push(pixels.subarray((line * width + x) * 3, (line * width + x + wide) * 3));
  return { place: joinBytes(bigEndian(column), bigEndian(row), Uint8Array.of(wide, high)), lines };
}

// The largest perfect subtree that begins at a tile and is wholly open or wholly closed.
function levelAt(mask, from) {
  const isOpen = mask[from] === OPEN_TILE;
  for (let level = 0, end = from + 1; ; level++) {
    const size = 2 ** (level + 1);
    if (from % size !== 0 || from + size > mask.length) return level;
    for (; end < from + size; end++) if ((mask[end] === OPEN_TILE) !== isOpen) return level;
  }
}

function addOpen(tree, grid, pixels, seed, level, number) {
  if (level === 0) {
    const { place, lines } = tileBytes(grid, number, pixels);
    tree.add(0, leafHash(sha256(TILE_LABEL, seed, place, ...lines)));
    return;
  }
  const half = 2 ** (level - 1);
  addOpen(tree, grid, pixels, sha256(SEED_LABEL, Uint8Array.of(0), seed), level - 1, number);
  addOpen(tree, grid, pixels, sha256(SEED_LABEL, Uint8Array.of(1), seed), level - 1, number + half);
}

// The code of what is wrong with a proof; null where nothing is.
function problemOfProof({ grid, mask, root }, pixels, proof) {
  const tree = new GrowingTree();
  let at = 0;
  for (let from = 0; from < mask.length;) {
    const level = levelAt(mask, from);
    const isOpen = mask[from] === OPEN_TILE;
    const head = isOpen ? `{"from":${from},"open":${2 ** level},"seed":"` : `{"closed":${2 ** level},"from":${from},"hash":"`;
    const begin = at + head.length;
    const digest = String.fromCharCode(...proof.subarray(begin, begin + 64));
    const value = fromHex(digest);
    const line = toUtf8(`${head}${digest}"}\n`);
    if (value?.length !== 32 || !sameBytes(proof.subarray(at, at + line.length), line)) return "redaction-line";
    at += line.length;
    if (isOpen) {
      addOpen(tree, grid, pixels, value, level, from);
    } else {
      for (let number = from; number < from + 2 ** level; number++) {
        if (tileBytes(grid, number, pixels).lines.some((bytes) => bytes.some((byte) => byte !== 0))) return "redaction-not-black";
      }
      tree.add(level, value);
    }
    from += 2 ** level;
  }
  if (at !== proof.length) return "redaction-line";
  return toHex(tree.root()) === toHex(root) ? null : "redaction-root";
}

async function problemOfPicture(context, id, recorded) {
  const file = context.files.get(`data/redactions/${id}.png`);
  const lines = context.files.get(`data/redactions/${id}.jsonl`);
  if (file.size > MAX_PNG_BYTES || lines.size > MAX_TILE_PROOF_BYTES) return "redaction-large";
  if (file.size !== recorded.size || file.sha256 !== recorded.sha256) return "redaction-other";
  const picture = readPicture(await context.source.read(file.start, file.size));
  if (picture === null) return "redaction-form";
  if (picture.width !== recorded.grid.width || picture.height !== recorded.grid.height) return "redaction-size";
  return problemOfProof(recorded, picture.pixels, await context.source.read(lines.start, lines.size));
}

// The numbers of a document's pages; null where they are not of one document, each once and in order.
function pagesInOrder(context, exhibit, pages) {
  const tiles = pages.map((page) => {
    const { entry } = exhibit.redactions.find((one) => one.redaction === page);
    return context.entries.get(context.entries.get(entry).data.tiles).data;
  });
  const isPage = ({ page, pages: of }) => isCount(page) && isCount(of) && page >= 1 && page <= of;
  const [first] = tiles;
  const areOfOne = tiles.every((one, i) => isPage(one) && ["file", "part", "pages"].every((name) => sameValue(one[name], first[name])) &&
    (i === 0 || tiles[i - 1].page < one.page));
  return areOfOne ? { numbers: tiles.map(({ page }) => page).join(", "), of: first.pages } : null;
}

// Of a document whose pictures were checked.
async function problemOfDocument(context, exhibit, pages, details) {
  const told = pagesInOrder(context, exhibit, pages);
  if (told === null) return "document-pages";
  const made = await digestOfDocument(pages.length, async (i) => {
    const { start, size } = context.files.get(`data/redactions/${pages[i]}.png`);
    return unpackPicture(await context.source.read(start, size));
  });
  const file = context.files.get(`data/redactions/${pages[0]}.pdf`);
  if (made === null || file.size !== made.size || file.sha256 !== toHex(made.sha256)) return "document-other";
  details.push(["document-pages-told", pages[0], told.numbers, told.of]);
  return null;
}

async function checkDocuments(context, problems, details) {
  for (const exhibit of context.index.exhibits) {
    for (const pages of exhibit.documents ?? []) {
      const problem = await problemOfDocument(context, exhibit, pages, details);
      if (problem !== null) problems.push([problem, pages[0]]);
    }
  }
}

export async function checkRedactions(context) {
  const problems = [];
  const details = [];
  let [pictures, open, closed] = [0, 0, 0];
  for (const { exhibit, redactions = [] } of context.index.exhibits) {
    for (const indexed of redactions) {
      pictures++;
      const recorded = recordedRedaction(context, exhibit, indexed);
      const problem = recorded === null ? "redaction-entry" : await problemOfPicture(context, indexed.redaction, recorded);
      if (problem !== null) {
        problems.push([problem, indexed.redaction]);
        continue;
      }
      open += recorded.counts.open;
      closed += recorded.mask.length - recorded.counts.open;
      recorded.reasons.forEach((reason, i) =>
        details.push(["redaction-closed", indexed.redaction, recorded.counts.closed[i], recorded.mask.length, reason]));
    }
  }
  if (problems.length === 0) await checkDocuments(context, problems, details);
  if (problems.length > 0) return { status: "fail", code: "redactions-fail", details: problems };
  if (pictures === 0) return { status: "pass", code: "redactions-none" };
  return { status: "pass", code: "redactions-pass", args: [pictures, open, closed], details };
}
