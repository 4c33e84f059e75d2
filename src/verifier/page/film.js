// Videos of which pictures are covered (docs/formats/redaction.md). No picture is decoded.
import { fromHex, joinBytes, sameBytes, toHex, toUtf8 } from "./bytes.js";
import { isCount } from "./canonical.js";
import { MAX_COVER_BYTES, countPieces, entryBefore, inFourBytes, isOfExhibit, namesItsSource, problemOfCover, sameValue } from "./cover.js";
import { isDigest } from "./excerpts.js";
import { sha256 } from "./sha2.js";
import { maskOfRanges, pieceReader } from "./sound.js";

const FILM_ALGORITHM = "sanad-frames-1";
const FRAMES_LABEL = toUtf8("sanad-frames-1\n");
const SECOND_MS = 1_000;
const MOST_FILM_SIDE = 640;
const MOST_FILM_MS = 3_600_000;
const MOST_FILM_PICTURES = 16;
const MAX_FILM_BYTES = 256 * 2 ** 20;
const MAX_CLUSTER_BYTES = 16 * 2 ** 20;
const CLUSTER_HEAD = 8;
const FILM_CODES = { line: "redaction-film-line", blank: "redaction-not-grey", root: "redaction-film-root" };

// {width, height, length_ms}; null beyond the limits.
function filmOf(width, height, length) {
  if (![width, height, length].every(isCount)) return null;
  if (width === 0 || height === 0 || width > MOST_FILM_SIDE || height > MOST_FILM_SIDE) return null;
  return length === 0 || length > MOST_FILM_MS ? null : { width, height, length_ms: length };
}

const secondsOf = ({ length_ms: length }) => Math.ceil(length / SECOND_MS);

// What the ledger says of one redaction; null where it says nothing, or contradicts itself.
export function recordedFilm(context, exhibit, indexed) {
  const entry = context.entries.get(indexed.entry);
  if (!isOfExhibit(context, entry, "exhibit.redacted", exhibit)) return null;
  const { data } = entry;
  const frames = entryBefore(context, data.frames, "exhibit.frames", exhibit, indexed.entry);
  if (frames === null || data.redaction !== indexed.redaction) return null;
  const of = frames.data;
  if (!["file", "part"].every((name) => sameValue(data[name], of[name]))) return null;
  const film = filmOf(of.width, of.height, of.length_ms);
  if (of.algorithm !== FILM_ALGORITHM || (of.page ?? null) !== null || film === null || of.segments !== secondsOf(film) ||
      !isDigest(of.root) || !namesItsSource(context, of, exhibit, data.frames)) {
    return null;
  }
  const mask = maskOfRanges(data, secondsOf(film));
  if (mask === null || !isCount(data.film?.size)) return null;
  const counts = countPieces(mask, data.reasons);
  if (data.open !== counts.open || !sameValue(data.closed, counts.closed)) return null;
  return { film, mask, counts, root: fromHex(of.root), reasons: data.reasons, size: data.film.size, sha256: data.film.sha256 };
}

const inBytes = (value, bytes) => Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * (bytes - 1 - i))) % 256);
const wide = (value) => joinBytes(Uint8Array.of(0x10 + Math.floor(value / 2 ** 24)), inBytes(value, 3)); // a length in four bytes
const element = (mark, content) => joinBytes(Uint8Array.from(mark), Uint8Array.of(0x80 + content.length), content);

// The only head that a file of this film has (RFC 8794, RFC 9559).
function filmHead({ width, height, length_ms: length }, clusterBytes) {
  const number = (mark, value, bytes = 1) => element(mark, inBytes(value, bytes));
  const text = (mark, value) => element(mark, toUtf8(value));
  const duration = new Uint8Array(8);
  new DataView(duration.buffer).setFloat64(0, length);
  const ebml = element([0x1a, 0x45, 0xdf, 0xa3], joinBytes(number([0x42, 0x86], 1), number([0x42, 0xf7], 1), number([0x42, 0xf2], 4),
    number([0x42, 0xf3], 8), text([0x42, 0x82], "webm"), number([0x42, 0x87], 2), number([0x42, 0x85], 2)));
  const info = element([0x15, 0x49, 0xa9, 0x66], joinBytes(number([0x2a, 0xd7, 0xb1], 1_000_000, 3), element([0x44, 0x89], duration),
    text([0x4d, 0x80], "Sanad"), text([0x57, 0x41], "Sanad")));
  const video = element([0xe0], joinBytes(number([0xb0], width, 2), number([0xba], height, 2)));
  const track = joinBytes(number([0xd7], 1), number([0x73, 0xc5], 1), number([0x83], 1), number([0x9c], 0), text([0x86], "V_VP8"), video);
  const about = joinBytes(info, element([0x16, 0x54, 0xae, 0x6b], element([0xae], track)));
  return joinBytes(ebml, Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0x01), inBytes(about.length + clusterBytes, 7), about);
}

// Where sides and length stand in a head.
const FILM_HEAD = filmHead({ width: 0, height: 0, length_ms: 0 }, 0);
function placeBehind(mark) {
  for (let at = 0; at < FILM_HEAD.length; at++) {
    if (mark.every((byte, i) => FILM_HEAD[at + i] === byte)) return at + mark.length;
  }
  return -1;
}
const WIDTH_AT = placeBehind([0xb0, 0x82]);
const HEIGHT_AT = placeBehind([0xba, 0x82]);
const LENGTH_AT = placeBehind([0x44, 0x89, 0x88]);

function readFilmHead(head, clusterBytes) {
  if (head.length !== FILM_HEAD.length) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const film = filmOf(view.getUint16(WIDTH_AT), view.getUint16(HEIGHT_AT), view.getFloat64(LENGTH_AT));
  return film !== null && sameBytes(filmHead(film, clusterBytes), head) ? film : null;
}

const clusterHead = (number, bytes) =>
  joinBytes(Uint8Array.of(0x1f, 0x43, 0xb6, 0x75), wide(bytes), Uint8Array.of(0xe7, 0x84), inBytes(number * SECOND_MS, 4));

// The boolean encoder of VP8 (RFC 6386, section 7.3), behind a head of which each field is 0 but that
// macroblocks can be skipped, 1, and the probability that one is not, 1.
function greyModes(blocks) {
  const out = [0, 0, 0, 0];
  let [range, bottom, waits] = [192, 0xc2c0, 5];
  const carry = () => {
    let at = out.length - 1;
    for (; out[at] === 255; at--) out[at] = 0;
    out[at]++;
  };
  const put = (probability, bit) => {
    const split = 1 + (((range - 1) * probability) >> 8);
    if (bit) {
      bottom += split;
      if (bottom >= 2 ** 32) {
        carry();
        bottom -= 2 ** 32;
      }
      range -= split;
    } else {
      range = split;
    }
    for (; range < 128; range *= 2) {
      if (bottom >= 2 ** 31) carry();
      bottom = (bottom * 2) % 2 ** 32;
      if (--waits > 0) continue;
      out.push(Math.floor(bottom / 2 ** 24));
      bottom %= 2 ** 24;
      waits = 8;
    }
  };
  for (let block = 0; block < blocks; block++) {
    put(1, true); // skipped
    put(145, true); // luma: not of sixteen parts,
    put(156, false); // DC or vertical,
    put(163, false); // DC
    put(142, false); // chroma: DC
  }
  for (let i = 0; i < 32; i++) put(128, false);
  return Uint8Array.from(out);
}

// A key frame in which each sample is 128.
function greyFrame({ width, height }) {
  const modes = greyModes(Math.ceil(width / 16) * Math.ceil(height / 16));
  const tag = 16 + modes.length * 32;
  return joinBytes(Uint8Array.of(tag % 256, Math.floor(tag / 256) % 256, Math.floor(tag / 65_536), 0x9d, 0x01, 0x2a, width % 256, width >> 8,
    height % 256, height >> 8), modes, new Uint8Array(4));
}

export function greySegment(film, number) {
  const frame = greyFrame(film);
  const block = joinBytes(Uint8Array.of(0xa3), wide(frame.length + 4), Uint8Array.of(0x81, 0, 0, 0x80), frame);
  return joinBytes(clusterHead(number, block.length + 6), block);
}

const isKeyFrame = (frame, { width, height }) => frame.length > 10 && (frame[0] & 0x1f) === 0x10 && frame[3] === 0x9d &&
  frame[4] === 0x01 && frame[5] === 0x2a && frame[6] + frame[7] * 256 === width && frame[8] + frame[9] * 256 === height;
const isOtherFrame = (frame) => frame.length > 3 && (frame[0] & 0x11) === 0x11;

// Whether a cluster has its pictures in order, and nothing beside them.
function isSegment(film, number, cluster) {
  const head = clusterHead(number, cluster.length - CLUSTER_HEAD);
  if (cluster.length <= head.length || !sameBytes(head, cluster.subarray(0, head.length))) return false;
  const most = Math.min(SECOND_MS, film.length_ms - number * SECOND_MS);
  let [pictures, latest] = [0, 0];
  for (let at = head.length; at < cluster.length; pictures++) {
    if (pictures === MOST_FILM_PICTURES || cluster.length - at < 9 || cluster[at] !== 0xa3) return false;
    const size = (cluster[at + 1] - 0x10) * 2 ** 24 + cluster[at + 2] * 2 ** 16 + cluster[at + 3] * 2 ** 8 + cluster[at + 4];
    if (size < 4 || size > cluster.length - at - 5) return false;
    const time = cluster[at + 6] * 256 + cluster[at + 7];
    const isFirst = pictures === 0;
    if (cluster[at + 5] !== 0x81 || cluster[at + 8] !== (isFirst ? 0x80 : 0)) return false;
    if (isFirst ? time !== 0 : time <= latest || time >= most) return false;
    const frame = cluster.subarray(at + 9, at + 5 + size);
    if (isFirst ? !isKeyFrame(frame, film) : !isOtherFrame(frame)) return false;
    latest = time;
    at += 5 + size;
  }
  return true;
}

// {film, segments} with the digest of each, of the one form that there is; null for any other. read: of a
// place in the file; one cluster at a time.
export async function readFilm(read, size) {
  const headBytes = FILM_HEAD.length;
  if (size < headBytes || size > headBytes + MAX_FILM_BYTES) return null;
  const film = readFilmHead(await read(0, headBytes), size - headBytes);
  if (film === null) return null;
  const segments = [];
  let at = headBytes;
  for (let number = 0; number < secondsOf(film); number++) {
    if (size - at < CLUSTER_HEAD) return null;
    const mark = await read(at, CLUSTER_HEAD);
    const bytes = (mark[4] - 0x10) * 2 ** 24 + mark[5] * 2 ** 16 + mark[6] * 2 ** 8 + mark[7];
    if (bytes < 0 || bytes > MAX_CLUSTER_BYTES || bytes > size - at - CLUSTER_HEAD) return null;
    const cluster = await read(at, CLUSTER_HEAD + bytes);
    if (!isSegment(film, number, cluster)) return null;
    segments.push(sha256(cluster));
    at += cluster.length;
  }
  return at === size ? { film, segments } : null;
}

export async function problemOfFilm(context, id, recorded) {
  const file = context.files.get(`data/redactions/${id}.webm`);
  const lines = context.files.get(`data/redactions/${id}.jsonl`);
  if (lines.size > MAX_COVER_BYTES) return "redaction-large";
  if (file.size !== recorded.size || file.sha256 !== recorded.sha256) return "redaction-film-other";
  const read = pieceReader(context.source, file);
  const shown = await readFilm((at, bytes) => read(at, at + bytes), file.size);
  if (shown === null) return "redaction-film-form";
  if (!sameValue(shown.film, recorded.film)) return "redaction-film-size";
  const { film, segments } = shown;
  const bytesOf = (number) => ({ head: [FRAMES_LABEL, inFourBytes(number)], rows: [segments[number]] });
  const isGrey = (number) => toHex(segments[number]) === toHex(sha256(greySegment(film, number)));
  return problemOfCover(recorded, await context.source.read(lines.start, lines.size), bytesOf, FILM_CODES, isGrey);
}
