// Recordings that are shown redacted (docs/formats/redaction.md).
import { fromHex, joinBytes, sameBytes, toUtf8 } from "./bytes.js";
import { isCount, isList } from "./canonical.js";
import { MAX_COVER_BYTES, OPEN_PIECE, areReasons, countPieces, entryBefore, inFourBytes, isOfExhibit, namesItsSource, problemOfCover, sameValue } from "./cover.js";
import { isDigest } from "./excerpts.js";

const SOUND_ALGORITHM = "sanad-segment-1";
const SEGMENT_LABEL = toUtf8("sanad-segment-1\n");
const [LEAST_RATE, MOST_RATE] = [8_000, 48_000];
const MAX_SAMPLE_BYTES = 256 * 2 ** 20;
const MAX_RANGES = 1_000;
const WAV_HEAD = 44;
const SOUND_PIECE = 2 ** 20;
const SOUND_CODES = { line: "redaction-sound-line", blank: "redaction-not-silent", root: "redaction-sound-root" };

// {rate, channels, samples, segments}; null beyond the limits.
function trackOf(rate, channels, samples) {
  if (![rate, channels, samples].every(isCount)) return null;
  if (rate < LEAST_RATE || rate > MOST_RATE || channels === 0 || channels > 2 || samples === 0) return null;
  if (samples > Math.floor(MAX_SAMPLE_BYTES / (channels * 2))) return null;
  return { rate, channels, samples, segments: Math.ceil((samples * 10) / rate) };
}

// Of a segment, in bytes of the samples.
function stretchOf({ rate, channels, samples }, segment) {
  const begin = Math.floor((segment * rate) / 10);
  const end = Math.min(Math.floor(((segment + 1) * rate) / 10), samples);
  return { begin: begin * channels * 2, end: end * channels * 2 };
}

function maskOfRanges({ ranges, reasons }, segments) {
  const isRange = (range) => isList(isCount)(range) && range.length === 3;
  if (!isList(isRange)(ranges) || ranges.length === 0 || ranges.length > MAX_RANGES || !areReasons(reasons)) return null;
  if (new Set(ranges.map((range) => range[2])).size !== reasons.length) return null;
  const mask = new Uint16Array(segments).fill(OPEN_PIECE);
  for (const [first, count, reason] of ranges) {
    if (count === 0 || first + count > segments || reason >= reasons.length) return null;
    for (let at = first; at < first + count; at++) if (mask[at] === OPEN_PIECE) mask[at] = reason;
  }
  return mask;
}

// What the ledger says of one redaction; null where it says nothing, or contradicts itself.
export function recordedSound(context, exhibit, indexed) {
  const entry = context.entries.get(indexed.entry);
  if (!isOfExhibit(context, entry, "exhibit.redacted", exhibit)) return null;
  const { data } = entry;
  const segments = entryBefore(context, data.segments, "exhibit.segments", exhibit, indexed.entry);
  if (segments === null || data.redaction !== indexed.redaction) return null;
  const of = segments.data;
  if (!["file", "part"].every((name) => sameValue(data[name], of[name]))) return null;
  const track = trackOf(of.rate, of.channels, of.samples);
  if (of.algorithm !== SOUND_ALGORITHM || (of.page ?? null) !== null || track === null || of.segments !== track.segments ||
      !isDigest(of.root) || !namesItsSource(context, of, exhibit, data.segments)) {
    return null;
  }
  const mask = maskOfRanges(data, track.segments);
  if (mask === null || !isCount(data.sound?.size)) return null;
  const counts = countPieces(mask, data.reasons);
  if (data.open !== counts.open || !sameValue(data.closed, counts.closed)) return null;
  return { track, mask, counts, root: fromHex(of.root), reasons: data.reasons, size: data.sound.size, sha256: data.sound.sha256 };
}

const smallEndian = (value, bytes) => Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);

function wavHead({ rate, channels, samples }) {
  const bytes = samples * channels * 2;
  return joinBytes(toUtf8("RIFF"), smallEndian(WAV_HEAD - 8 + bytes, 4), toUtf8("WAVEfmt "), smallEndian(16, 4),
    smallEndian(1, 2), smallEndian(channels, 2), smallEndian(rate, 4), smallEndian(rate * channels * 2, 4),
    smallEndian(channels * 2, 2), smallEndian(16, 2), toUtf8("data"), smallEndian(bytes, 4));
}

// The track of a file of that size which begins so; null where it is not of the one form that there is.
export function readWavHead(head, size) {
  if (size <= WAV_HEAD) return null;
  const channels = head[22] + head[23] * 256;
  const rate = head[24] + head[25] * 2 ** 8 + head[26] * 2 ** 16 + head[27] * 2 ** 24;
  const bytes = size - WAV_HEAD;
  if (channels === 0 || channels > 2 || bytes % (channels * 2) !== 0) return null;
  const track = trackOf(rate, channels, bytes / (channels * 2));
  return track !== null && sameBytes(head, wavHead(track)) ? track : null;
}

// Answers the bytes of a file from begin to end, for a reader who goes on from where it was: of a long recording only
// a piece is held.
export function pieceReader(source, file, pieceBytes = SOUND_PIECE) {
  let [from, piece] = [0, new Uint8Array()];
  return async (begin, end) => {
    if (begin < from || end > from + piece.length) {
      from = begin;
      piece = await source.read(file.start + begin, Math.min(Math.max(pieceBytes, end - begin), file.size - begin));
    }
    return piece.subarray(begin - from, end - from);
  };
}

export async function problemOfSound(context, id, recorded) {
  const file = context.files.get(`data/redactions/${id}.wav`);
  const lines = context.files.get(`data/redactions/${id}.jsonl`);
  if (file.size > MAX_SAMPLE_BYTES + WAV_HEAD || lines.size > MAX_COVER_BYTES) return "redaction-large";
  if (file.size !== recorded.size || file.sha256 !== recorded.sha256) return "redaction-sound-other";
  const read = pieceReader(context.source, file);
  const track = readWavHead(await read(0, Math.min(WAV_HEAD, file.size)), file.size);
  if (track === null) return "redaction-sound-form";
  if (!sameValue(track, recorded.track)) return "redaction-sound-track";
  const bytesOf = async (segment) => {
    const { begin, end } = stretchOf(track, segment);
    const length = (end - begin) / (track.channels * 2);
    const place = joinBytes(inFourBytes(segment), inFourBytes(length));
    return { head: [SEGMENT_LABEL, place], rows: [await read(WAV_HEAD + begin, WAV_HEAD + end)] };
  };
  return problemOfCover(recorded, await context.source.read(lines.start, lines.size), bytesOf, SOUND_CODES);
}
