// Bytes and their textual forms, strictly: one text for one value. Every decoder answers null where
// the text is not the one that an encoder would have written.

const HEX_DIGITS = "0123456789abcdef";

export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX_DIGITS[byte >> 4] + HEX_DIGITS[byte & 15];
  return text;
}

export function fromHex(text) {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function toBase64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function fromBase64(text) {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  let binary;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : null;
}

const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function fromUtf8(bytes) {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return null;
  }
}

const UTF8 = new TextEncoder();

export function toUtf8(text) {
  return UTF8.encode(text);
}

const BRIEF_LETTERS = 1024 * 1024;
let briefRoom = new Uint8Array(1024);

// The same in a room that the next call uses again: for what is looked at and not kept. A browser takes long to
// collect many small buffers, and holds far more than they have.
export function toUtf8Briefly(text) {
  if (text.length > BRIEF_LETTERS) return toUtf8(text);
  if (briefRoom.length < 3 * text.length) briefRoom = new Uint8Array(6 * text.length);
  return briefRoom.subarray(0, UTF8.encodeInto(text, briefRoom).written);
}

export function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function joinBytes(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

// "0", "7", "42": a whole number without sign or leading zeros, at most 2^53 - 1.
export function parseDecimal(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

// "2026-11-24T16:50:00.123Z" to milliseconds since 1970; exactly that form, and a day that exists.
export function parseTime(text) {
  if (typeof text !== "string") return null;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== text) return null;
  return ms;
}
