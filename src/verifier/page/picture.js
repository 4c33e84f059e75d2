// PNG of the one strict form in which a redacted picture stands (docs/formats/redaction.md).
import { fromUtf8, joinBytes, sameBytes } from "./bytes.js";
import { inflateZlib } from "./inflate.js";
import { crc32 } from "./sha2.js";

export const MAX_PICTURE_PIXELS = 50_000_000;
export const MAX_PICTURE_SIDE = 65_535;
const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const PNG_FORM = Uint8Array.of(8, 2, 0, 0, 0);  // bits, RGB, deflate, filters, not interlaced
const PNG_PIECE = 65_536;
const FILTER_UP = 2;

const word = (bytes, at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;

export function isPictureSize(width, height) {
  return width > 0 && height > 0 && width <= MAX_PICTURE_SIDE && height <= MAX_PICTURE_SIDE &&
    width * height <= MAX_PICTURE_PIXELS;
}

// [[type, data]…] of all chunks; null where the file does not consist of whole ones.
function chunksOf(file) {
  const chunks = [];
  for (let at = PNG_SIGNATURE.length; at < file.length;) {
    if (file.length - at < 12) return null;
    const size = word(file, at);
    if (size > file.length - at - 12) return null;
    if (crc32(0, file.subarray(at + 4, at + 8 + size)) >>> 0 !== word(file, at + 8 + size)) return null;
    chunks.push([fromUtf8(file.subarray(at + 4, at + 8)), file.subarray(at + 8, at + 8 + size)]);
    at += 12 + size;
  }
  return chunks;
}

function packedOf(pieces) {
  const isWhole = pieces.every(([type, data], i) => type === "IDAT" &&
    (i === pieces.length - 1 ? data.length > 0 && data.length <= PNG_PIECE : data.length === PNG_PIECE));
  return pieces.length > 0 && isWhole ? joinBytes(...pieces.map(([, data]) => data)) : null;
}

// {width, height, packed}, the samples as they stand in the file; null for any other form.
export function unpackPicture(file) {
  if (!sameBytes(file.subarray(0, 8), PNG_SIGNATURE)) return null;
  const chunks = chunksOf(file);
  if (chunks === null || chunks.length < 3) return null;
  const [headType, head] = chunks[0];
  const [endType, end] = chunks.at(-1);
  if (headType !== "IHDR" || head.length !== 13 || !sameBytes(head.subarray(8), PNG_FORM)) return null;
  if (endType !== "IEND" || end.length !== 0) return null;
  const [width, height] = [word(head, 0), word(head, 4)];
  const packed = packedOf(chunks.slice(1, -1));
  return packed === null || !isPictureSize(width, height) ? null : { width, height, packed };
}

// {width, height, pixels}, or null for any other form.
export function readPicture(file) {
  const whole = unpackPicture(file);
  if (whole === null) return null;
  const { width, height, packed } = whole;
  const stride = width * 3;
  const rows = inflateZlib(packed, (stride + 1) * height);
  if (rows === null) return null;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    if (rows[y * (stride + 1)] !== FILTER_UP) return null;
    const from = y * (stride + 1) + 1;
    const to = y * stride;
    for (let i = 0; i < stride; i++) pixels[to + i] = rows[from + i] + (y > 0 ? pixels[to + i - stride] : 0);
  }
  return { width, height, pixels };
}
