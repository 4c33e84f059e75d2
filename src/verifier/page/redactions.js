// Pictures and recordings that are shown redacted (docs/formats/redaction.md).
import { fromHex, joinBytes, toHex, toUtf8 } from "./bytes.js";
import { isCount, isList } from "./canonical.js";
import { isDigest } from "./excerpts.js";
import { MAX_COVER_BYTES, OPEN_PIECE, areReasons, countPieces, entryBefore, inFourBytes, isOfExhibit, namesItsSource, problemOfCover, sameValue } from "./cover.js";
import { digestOfDocument } from "./document.js";
import { problemOfFilm, recordedFilm } from "./film.js";
import { isPictureSize, readPicture, unpackPicture } from "./picture.js";
import { problemOfSound, recordedSound } from "./sound.js";

const TILE_ALGORITHM = "sanad-tile-1";
const TILE_LABEL = toUtf8("sanad-tile-1\n");
const TILE_SIDE = 16;
const MAX_BOXES = 1_000;
const MAX_BOX_NUMBER = 65_535;
const PICTURE_CODES = { line: "redaction-line", blank: "redaction-not-black", root: "redaction-root" };
const MAX_PNG_BYTES = 256 * 2 ** 20;

// For each tile the number of its reason, that of the first box which holds it; null where the boxes
// and reasons are not of the form.
function maskOf({ boxes, reasons }, grid) {
  const isBox = (box) => isList((n) => isCount(n) && n <= MAX_BOX_NUMBER)(box) && box.length === 5;
  if (!isList(isBox)(boxes) || boxes.length > MAX_BOXES) return null;
  if (!areReasons(reasons)) return null;
  if (new Set(boxes.map((box) => box[4])).size !== reasons.length) return null;
  const mask = new Uint16Array(grid.columns * grid.rows).fill(OPEN_PIECE);
  for (const [column, row, columns, rows, reason] of boxes) {
    if (columns === 0 || rows === 0 || column + columns > grid.columns || row + rows > grid.rows) return null;
    if (reason >= reasons.length) return null;
    for (let y = row; y < row + rows; y++) {
      for (let x = column; x < column + columns; x++) {
        if (mask[y * grid.columns + x] === OPEN_PIECE) mask[y * grid.columns + x] = reason;
      }
    }
  }
  return mask;
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
  const counts = countPieces(mask, data.reasons);
  if (data.open !== counts.open || !sameValue(data.closed, counts.closed)) return null;
  return { grid, mask, counts, root: fromHex(of.root), reasons: data.reasons, size: data.picture.size, sha256: data.picture.sha256 };
}

function tileBytes({ width, height, columns }, number, pixels) {
  const [column, row] = [number % columns, Math.floor(number / columns)];
  const [x, y] = [column * TILE_SIDE, row * TILE_SIDE];
  const [wide, high] = [Math.min(TILE_SIDE, width - x), Math.min(TILE_SIDE, height - y)];
  const lines = [];
  for (let line = y; line < y + high; line++) lines.push(pixels.subarray((line * width + x) * 3, (line * width + x + wide) * 3));
  return { place: joinBytes(inFourBytes(column), inFourBytes(row), Uint8Array.of(wide, high)), lines };
}

async function problemOfPicture(context, id, recorded) {
  const file = context.files.get(`data/redactions/${id}.png`);
  const lines = context.files.get(`data/redactions/${id}.jsonl`);
  if (file.size > MAX_PNG_BYTES || lines.size > MAX_COVER_BYTES) return "redaction-large";
  if (file.size !== recorded.size || file.sha256 !== recorded.sha256) return "redaction-other";
  const picture = readPicture(await context.source.read(file.start, file.size));
  if (picture === null) return "redaction-form";
  if (picture.width !== recorded.grid.width || picture.height !== recorded.grid.height) return "redaction-size";
  const { grid } = recorded;
  const bytesOf = (number) => {
    const { place, lines: rows } = tileBytes(grid, number, picture.pixels);
    return { head: [TILE_LABEL, place], rows };
  };
  return problemOfCover(recorded, await context.source.read(lines.start, lines.size), bytesOf, PICTURE_CODES);
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

// How each kind is checked, and what its closed pieces are told by.
const REDACTION_KINDS = {
  picture: { recordedOf: recordedRedaction, problemOf: problemOfPicture, told: "redaction-closed", sum: "redactions-pass" },
  sound: { recordedOf: recordedSound, problemOf: problemOfSound, told: "redaction-muted", sum: "redactions-sound" },
  film: { recordedOf: recordedFilm, problemOf: problemOfFilm, told: "redaction-covered", sum: "redactions-film" },
};

export async function checkRedactions(context) {
  const problems = [];
  const details = [];
  const totals = { picture: [0, 0, 0], sound: [0, 0, 0], film: [0, 0, 0] };
  for (const { exhibit, redactions = [] } of context.index.exhibits) {
    for (const indexed of redactions) {
      const { of = "picture" } = indexed;
      const { recordedOf, problemOf, told } = REDACTION_KINDS[of];
      const total = totals[of];
      total[0]++;
      const recorded = recordedOf(context, exhibit, indexed);
      const problem = recorded === null ? "redaction-entry" : await problemOf(context, indexed.redaction, recorded);
      if (problem !== null) {
        problems.push([problem, indexed.redaction]);
        continue;
      }
      total[1] += recorded.counts.open;
      total[2] += recorded.mask.length - recorded.counts.open;
      recorded.reasons.forEach((reason, i) =>
        details.push([told, indexed.redaction, recorded.counts.closed[i], recorded.mask.length, reason]));
    }
  }
  if (problems.length === 0) await checkDocuments(context, problems, details);
  if (problems.length > 0) return { status: "fail", code: "redactions-fail", details: problems };
  const shown = Object.keys(totals).filter((of) => totals[of][0] > 0);
  if (shown.length === 0) return { status: "pass", code: "redactions-none" };
  if (shown.length === 1) return { status: "pass", code: REDACTION_KINDS[shown[0]].sum, args: totals[shown[0]], details };
  return { status: "pass", code: `redactions-${shown.join("-")}`, args: shown.flatMap((of) => totals[of]), details };
}
