// SHA-256, SHA-512 (FIPS 180-4) and CRC-32 over data that comes in pieces; WebCrypto digests only
// whole buffers, and a bundle may be larger than memory.
import { toUtf8Briefly } from "./bytes.js";

function firstPrimes(count) {
  const primes = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes;
}

// The first 64 bits of the fraction of the root-th root of n, by whole-number search.
function rootFraction(n, root) {
  const scaled = BigInt(n) << BigInt(64 * root);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= scaled) low = middle;
    else high = middle;
  }
  return low & 0xffffffffffffffffn;
}

const SHA2_K = firstPrimes(80).map((prime) => rootFraction(prime, 3));
const SHA2_H = firstPrimes(8).map((prime) => rootFraction(prime, 2));
const SHA256_H = Int32Array.from(SHA2_H, (h) => Number(h >> 32n) | 0);
const SHA2_K_HIGH = Int32Array.from(SHA2_K, (k) => Number(k >> 32n) | 0);
const SHA2_K_LOW = Int32Array.from(SHA2_K, (k) => Number(k & 0xffffffffn) | 0);

// Collects bytes into blocks and appends the padding of FIPS 180-4 section 5.1.
class BlockHash {
  constructor(blockSize) {
    this.block = new Uint8Array(blockSize);
    this.blockView = new DataView(this.block.buffer);
    this.used = 0;
    this.length = 0;
  }

  // Of small pieces bytes are copied one by one: a view of an array makes a browser give it a buffer of its own.
  update(data) {
    const size = this.block.length;
    let offset = 0;
    this.length += data.length;
    if (this.used > 0) {
      while (offset < data.length && this.used < size) this.block[this.used++] = data[offset++];
      if (this.used < size) return this;
      this.compress(this.block, 0, 1);
      this.used = 0;
    }
    const blocks = Math.floor((data.length - offset) / size);
    if (blocks > 0) this.compress(data, offset, blocks);
    for (offset += blocks * size; offset < data.length; offset++) this.block[this.used++] = data[offset];
    return this;
  }

  pad(lengthBytes) {
    const size = this.block.length;
    this.block[this.used] = 0x80;
    this.block.fill(0, this.used + 1);
    if (this.used + 1 > size - lengthBytes) {
      this.compress(this.block, 0, 1);
      this.block.fill(0);
    }
    this.blockView.setBigUint64(size - 8, BigInt(this.length) * 8n);
    this.compress(this.block, 0, 1);
  }
}

export class Sha256 extends BlockHash {
  constructor() {
    super(64);
    this.state = Int32Array.from(SHA256_H);
    this.words = new Int32Array(64);
  }

  // As if it were new.
  clear() {
    this.state.set(SHA256_H);
    this.used = 0;
    this.length = 0;
    return this;
  }

  expand(data, start) {
    const w = this.words;
    for (let t = 0, p = start; t < 16; t++, p += 4) {
      w[t] = (data[p] << 24) | (data[p + 1] << 16) | (data[p + 2] << 8) | data[p + 3];
    }
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15];
      const y = w[t - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
    }
  }

  compress(data, start, blocks) {
    const state = this.state;
    const w = this.words;
    const k = SHA2_K_HIGH;
    for (let n = 0; n < blocks; n++) {
      this.expand(data, start + 64 * n);
      let a = state[0], b = state[1], c = state[2], d = state[3];
      let e = state[4], f = state[5], g = state[6], h = state[7];
      for (let t = 0; t < 64; t++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[t] + w[t]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0;
        d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      state[0] += a; state[1] += b; state[2] += c; state[3] += d;
      state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    }
  }

  finish() {
    this.pad(8);
    const out = new Uint8Array(32);
    for (let i = 0; i < 32; i++) out[i] = this.state[i >> 2] >>> (24 - 8 * (i & 3));
    return out;
  }
}

export class Sha512 extends BlockHash {
  constructor() {
    super(128);
    this.high = Int32Array.from(SHA2_H, (h) => Number(h >> 32n) | 0);
    this.low = Int32Array.from(SHA2_H, (h) => Number(h & 0xffffffffn) | 0);
    this.wordsHigh = new Int32Array(80);
    this.wordsLow = new Int32Array(80);
  }

  expand(data, start) {
    const wh = this.wordsHigh;
    const wl = this.wordsLow;
    for (let t = 0, p = start; t < 16; t++, p += 8) {
      wh[t] = (data[p] << 24) | (data[p + 1] << 16) | (data[p + 2] << 8) | data[p + 3];
      wl[t] = (data[p + 4] << 24) | (data[p + 5] << 16) | (data[p + 6] << 8) | data[p + 7];
    }
    for (let t = 16; t < 80; t++) {
      const xh = wh[t - 15], xl = wl[t - 15], yh = wh[t - 2], yl = wl[t - 2];
      const s0h = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7);
      const s0l = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25));
      const s1h = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6);
      const s1l = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26));
      const low = (s0l >>> 0) + (s1l >>> 0) + (wl[t - 7] >>> 0) + (wl[t - 16] >>> 0);
      wl[t] = low | 0;
      wh[t] = (s0h + s1h + wh[t - 7] + wh[t - 16] + ((low / 4294967296) | 0)) | 0;
    }
  }

  compress(data, start, blocks) {
    const wh = this.wordsHigh, wl = this.wordsLow, sh = this.high, sl = this.low;
    for (let n = 0; n < blocks; n++) {
      this.expand(data, start + 128 * n);
      let ah = sh[0], bh = sh[1], ch = sh[2], dh = sh[3], eh = sh[4], fh = sh[5], gh = sh[6], hh = sh[7];
      let al = sl[0], bl = sl[1], cl = sl[2], dl = sl[3], el = sl[4], fl = sl[5], gl = sl[6], hl = sl[7];
      for (let t = 0; t < 80; t++) {
        const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
        const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
        const t1w = (hl >>> 0) + (s1l >>> 0) + (((el & fl) ^ (~el & gl)) >>> 0) +
          (SHA2_K_LOW[t] >>> 0) + (wl[t] >>> 0);
        const t1l = t1w | 0;
        const t1h = (hh + s1h + ((eh & fh) ^ (~eh & gh)) + SHA2_K_HIGH[t] + wh[t] +
          ((t1w / 4294967296) | 0)) | 0;
        const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
        const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
        const dw = (dl >>> 0) + (t1l >>> 0);
        const aw = (t1l >>> 0) + (s0l >>> 0) + (((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0);
        const newAh = (t1h + s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + ((aw / 4294967296) | 0)) | 0;
        hh = gh; hl = gl; gh = fh; gl = fl; fh = eh; fl = el;
        eh = (dh + t1h + ((dw / 4294967296) | 0)) | 0; el = dw | 0;
        dh = ch; dl = cl; ch = bh; cl = bl; bh = ah; bl = al;
        ah = newAh; al = aw | 0;
      }
      this.add(0, ah, al); this.add(1, bh, bl); this.add(2, ch, cl); this.add(3, dh, dl);
      this.add(4, eh, el); this.add(5, fh, fl); this.add(6, gh, gl); this.add(7, hh, hl);
    }
  }

  add(i, high, low) {
    const sum = (this.low[i] >>> 0) + (low >>> 0);
    this.low[i] = sum | 0;
    this.high[i] = (this.high[i] + high + ((sum / 4294967296) | 0)) | 0;
  }

  finish() {
    this.pad(16);
    const out = new DataView(new ArrayBuffer(64));
    for (let i = 0; i < 8; i++) {
      out.setInt32(8 * i, this.high[i]);
      out.setInt32(8 * i + 4, this.low[i]);
    }
    return new Uint8Array(out.buffer);
  }
}

// One for all, since what a hash works with is more than what is hashed.
const SHA256_AT_ONCE = new Sha256();

// parts: bytes, or texts, which are taken in UTF-8.
export function sha256(...parts) {
  SHA256_AT_ONCE.clear();
  for (const part of parts) SHA256_AT_ONCE.update(typeof part === "string" ? toUtf8Briefly(part) : part);
  return SHA256_AT_ONCE.finish();
}

// Four tables, so that four bytes are taken at a step ("slicing").
const CRC_TABLES = [0, 1, 2, 3].map(() => new Int32Array(256));
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  CRC_TABLES[0][n] = c;
}
for (let table = 1; table < 4; table++) {
  for (let n = 0; n < 256; n++) {
    const c = CRC_TABLES[table - 1][n];
    CRC_TABLES[table][n] = CRC_TABLES[0][c & 255] ^ (c >>> 8);
  }
}

// CRC-32 of what crc stands for, followed by data. Start with 0.
export function crc32(crc, data) {
  const [t0, t1, t2, t3] = CRC_TABLES;
  let c = ~crc;
  let i = 0;
  for (; i + 4 <= data.length; i += 4) {
    c ^= data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24);
    c = t3[c & 255] ^ t2[(c >>> 8) & 255] ^ t1[(c >>> 16) & 255] ^ t0[c >>> 24];
  }
  for (; i < data.length; i++) c = t0[(c ^ data[i]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}
