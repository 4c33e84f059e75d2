// Inflate (RFC 1951) in a zlib stream (RFC 1950), into exactly as many bytes as are expected; and in such
// or a gzip stream (RFC 1952) into at most so many. Nothing may stand behind the stream, and every code
// must be whole. Answers null for anything else.
import { sameBytes } from "./bytes.js";
import { crc32 } from "./sha2.js";

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_CODE_BITS = 15;
const END_OF_BLOCK = 256;
const ZLIB_HEAD = Uint8Array.of(0x78, 0x9c);
const GZIP_HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0);

class NotDeflate extends Error {}

class BitReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.held = 0;
    this.count = 0;
  }

  bits(wanted) {
    while (this.count < wanted) {
      if (this.at >= this.bytes.length) throw new NotDeflate("it ends early");
      this.held |= this.bytes[this.at++] << this.count;
      this.count += 8;
    }
    const value = this.held & ((1 << wanted) - 1);
    this.held >>>= wanted;
    this.count -= wanted;
    return value;
  }

  // Fewer than eight bits are held after each read, so what is left of the byte goes.
  toByte() {
    this.held = 0;
    this.count = 0;
  }
}

// A canonical Huffman code: how many codes there are of each length, and the symbols in their order.
// isSingle: whether a lone code of one bit may stand, as it may for symbols and distances.
function huffmanCode(lengths, isSingle) {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (const length of lengths) counts[length]++;
  const used = lengths.length - counts[0];
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    left = left * 2 - counts[length];
    if (left < 0) throw new NotDeflate("too many codes");
  }
  const isLone = isSingle && (used === 0 || (used === 1 && counts[1] === 1));
  if (left > 0 && !isLone) throw new NotDeflate("too few codes");
  const starts = new Uint16Array(MAX_CODE_BITS + 2);
  for (let length = 1; length <= MAX_CODE_BITS; length++) starts[length + 1] = starts[length] + counts[length];
  const symbols = new Uint16Array(used);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    if (lengths[symbol] > 0) symbols[starts[lengths[symbol]]++] = symbol;
  }
  return { counts, symbols };
}

function readSymbol(reader, { counts, symbols }) {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    code |= reader.bits(1);
    const count = counts[length];
    if (code - count < first) return symbols[index + (code - first)];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new NotDeflate("no such code");
}

function fixedCodes() {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288);
  return [huffmanCode(lengths, false), huffmanCode(new Uint8Array(32).fill(5), false)];
}

function dynamicCodes(reader) {
  const [symbols, distances, codes] = [reader.bits(5) + 257, reader.bits(5) + 1, reader.bits(4) + 4];
  if (symbols > 286 || distances > 30) throw new NotDeflate("too many symbols");
  const codeLengths = new Uint8Array(19);
  for (let i = 0; i < codes; i++) codeLengths[CODE_ORDER[i]] = reader.bits(3);
  const code = huffmanCode(codeLengths, false);
  const lengths = new Uint8Array(symbols + distances);
  for (let at = 0; at < lengths.length;) {
    const symbol = readSymbol(reader, code);
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    if (symbol === 16 && at === 0) throw new NotDeflate("nothing to repeat");
    const value = symbol === 16 ? lengths[at - 1] : 0;
    const times = symbol === 16 ? 3 + reader.bits(2) : symbol === 17 ? 3 + reader.bits(3) : 11 + reader.bits(7);
    if (at + times > lengths.length) throw new NotDeflate("too many lengths");
    lengths.fill(value, at, at + times);
    at += times;
  }
  if (lengths[END_OF_BLOCK] === 0) throw new NotDeflate("no end of a block");
  return [huffmanCode(lengths.subarray(0, symbols), true), huffmanCode(lengths.subarray(symbols), true)];
}

function copyStored(reader, out, done) {
  reader.toByte();
  const { bytes, at } = reader;
  if (at + 4 > bytes.length) throw new NotDeflate("it ends early");
  const length = bytes[at] | (bytes[at + 1] << 8);
  if ((length ^ 0xffff) !== (bytes[at + 2] | (bytes[at + 3] << 8))) throw new NotDeflate("a length is wrong");
  if (at + 4 + length > bytes.length || done + length > out.length) throw new NotDeflate("it has another length");
  out.set(bytes.subarray(at + 4, at + 4 + length), done);
  reader.at = at + 4 + length;
  return done + length;
}

function copyBlock(reader, [symbolCode, distanceCode], out, from) {
  let done = from;
  for (;;) {
    const symbol = readSymbol(reader, symbolCode);
    if (symbol === END_OF_BLOCK) return done;
    if (symbol < END_OF_BLOCK) {
      if (done === out.length) throw new NotDeflate("it is longer");
      out[done++] = symbol;
      continue;
    }
    const which = symbol - 257;
    if (which >= LENGTH_BASE.length) throw new NotDeflate("no such length");
    const length = LENGTH_BASE[which] + reader.bits(LENGTH_BITS[which]);
    const far = readSymbol(reader, distanceCode);
    if (far >= DISTANCE_BASE.length) throw new NotDeflate("no such distance");
    const distance = DISTANCE_BASE[far] + reader.bits(DISTANCE_BITS[far]);
    if (distance > done || done + length > out.length) throw new NotDeflate("it points outside");
    for (let i = 0; i < length; i++, done++) out[done] = out[done - distance];
  }
}

function adler32(bytes) {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + 3800, bytes.length);
    for (; at < end; at++) b += (a += bytes[at]);
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

// The blocks from there to the end of packed: how many bytes they made.
function inflateBlocks(packed, from, out) {
  const reader = new BitReader(packed);
  reader.at = from;
  let done = 0;
  for (let isLast = false; !isLast;) {
    isLast = reader.bits(1) === 1;
    const kind = reader.bits(2);
    if (kind === 3) throw new NotDeflate("no such block");
    if (kind === 0) done = copyStored(reader, out, done);
    else done = copyBlock(reader, kind === 1 ? fixedCodes() : dynamicCodes(reader), out, done);
  }
  if (reader.at !== packed.length) throw new NotDeflate("something follows");
  return done;
}

const bigEndian = (bytes) => bytes.reduce((value, byte) => value * 256 + byte, 0);

function inflateInto(packed, out) {
  if (packed.length < 6 || !sameBytes(packed.subarray(0, 2), ZLIB_HEAD)) throw new NotDeflate("another header");
  const end = packed.length - 4;
  const done = inflateBlocks(packed.subarray(0, end), 2, out);
  if (done !== out.length || bigEndian(packed.subarray(end)) !== adler32(out)) throw new NotDeflate("it has another length or sum");
}

export function inflateZlib(packed, size) {
  const out = new Uint8Array(size);
  try {
    inflateInto(packed, out);
    return out;
  } catch (error) {
    if (error instanceof NotDeflate) return null;
    throw error;
  }
}

function inflatePacked(packed, isGzip, most) {
  const out = new Uint8Array(most);
  const [head, tail] = isGzip ? [10, 8] : [2, 4];
  if (packed.length < head + tail) throw new NotDeflate("it ends early");
  const isHead = isGzip ? sameBytes(packed.subarray(0, 4), GZIP_HEAD)
    : packed[0] === 0x78 && (packed[0] * 256 + packed[1]) % 31 === 0 && (packed[1] & 0x20) === 0;
  if (!isHead) throw new NotDeflate("another header");
  const end = packed.length - tail;
  const bytes = out.subarray(0, inflateBlocks(packed.subarray(0, end), head, out));
  const behind = packed.subarray(end);
  const isWhole = isGzip
    ? bigEndian(Uint8Array.from(behind.subarray(0, 4)).reverse()) === crc32(0, bytes) >>> 0 &&
      bigEndian(Uint8Array.from(behind.subarray(4)).reverse()) === bytes.length
    : bigEndian(behind) === adler32(bytes);
  if (!isWhole) throw new NotDeflate("it has another length or sum");
  return bytes;
}

// What a zlib or gzip stream without a dictionary, name or other additions unpacks to.
export function inflateAtMost(packed, isGzip, most) {
  try {
    return inflatePacked(packed, isGzip, most);
  } catch (error) {
    if (error instanceof NotDeflate) return null;
    throw error;
  }
}
