// DER (X.690): one definite-length reading of tag, length and content. Throws DerProblem.
import { toHex } from "./bytes.js";

export class DerProblem extends Error {}

// {tag, whole, body} at offset, and the offset after it.
function readElement(bytes, offset) {
  if (bytes.length - offset < 2) throw new DerProblem("cut off");
  const tag = bytes[offset];
  if ((tag & 31) === 31) throw new DerProblem("long tag");
  let length = bytes[offset + 1];
  let start = offset + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4 || bytes.length - start < count) throw new DerProblem("length");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[start++];
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerProblem("long length");
  }
  const end = start + length;
  if (end > bytes.length) throw new DerProblem("cut off");
  return { tag, whole: bytes.subarray(offset, end), body: bytes.subarray(start, end), end };
}

// The one element that fills bytes, with the expected tag.
export function derOnly(bytes, tag) {
  const element = readElement(bytes, 0);
  if (element.end !== bytes.length || element.tag !== tag) throw new DerProblem("unexpected");
  return element;
}

// A cursor over the elements in a constructed element's body.
export class DerReader {
  constructor(element) {
    this.bytes = element.body;
    this.offset = 0;
  }

  get done() {
    return this.offset === this.bytes.length;
  }

  peek() {
    return this.done ? -1 : this.bytes[this.offset];
  }

  any() {
    const element = readElement(this.bytes, this.offset);
    this.offset = element.end;
    return element;
  }

  take(tag) {
    const element = this.any();
    if (element.tag !== tag) throw new DerProblem("unexpected tag");
    return element;
  }

  // The next element if it has this tag, else null.
  maybe(tag) {
    return this.peek() === tag ? this.any() : null;
  }

  end() {
    if (!this.done) throw new DerProblem("more than expected");
  }
}

export function derReader(bytes, tag = 0x30) {
  return new DerReader(derOnly(bytes, tag));
}

export function derList(element) {
  const reader = new DerReader(element);
  const items = [];
  while (!reader.done) items.push(reader.any());
  return items;
}

export function derOid(element) {
  if (element.tag !== 6 || element.body.length === 0) throw new DerProblem("object identifier");
  const arcs = [];
  let value = 0;
  for (const byte of element.body) {
    value = value * 128 + (byte & 127);
    if (value > Number.MAX_SAFE_INTEGER) throw new DerProblem("object identifier");
    if (byte & 128) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      arcs.push(first, value - 40 * first);
    } else {
      arcs.push(value);
    }
    value = 0;
  }
  return arcs.join(".");
}

// A whole number as hexadecimal of its content.
export function derInteger(element, tag = 2) {
  if (element.tag !== tag || element.body.length === 0) throw new DerProblem("number");
  return toHex(element.body);
}

export function derSmall(element, tag = 2) {
  const hex = derInteger(element, tag);
  const value = parseInt(hex, 16);
  if (hex.length > 12 || element.body[0] & 0x80) throw new DerProblem("number");
  return value;
}

// GeneralizedTime or UTCTime to milliseconds since 1970.
export function derTime(element) {
  const text = String.fromCharCode(...element.body);
  let parts = null;
  if (element.tag === 0x18) parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text);
  if (element.tag === 0x17) parts = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()Z$/.exec(text);
  if (!parts) throw new DerProblem("time");
  const [, year, month, day, hour, minute, second, fraction] = parts;
  let full = Number(year);
  if (element.tag === 0x17) full += full < 50 ? 2000 : 1900;
  const ms = Math.floor(Number("0." + (fraction || "0")) * 1000);
  const at = new Date(0);
  at.setUTCFullYear(full, month - 1, day);
  at.setUTCHours(hour, minute, second, ms);
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== Number(day)) throw new DerProblem("time");
  return at.getTime();
}
