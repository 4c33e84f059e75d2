import { fromUtf8 } from "./bytes.js";

// Canonical JSON (RFC 8785): parse only the one text that stands for a value.

const MAX_JSON_DEPTH = 128;

function isWellFormed(text) {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
    i++;
  }
  return true;
}

// The canonical text, or a RangeError where the value has none.
export function formatCanonical(value, depth = 0) {
  if (typeof value === "string") {
    if (!isWellFormed(value)) throw new RangeError("half of a surrogate pair");
    return JSON.stringify(value);
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("not a number");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (depth >= MAX_JSON_DEPTH) throw new RangeError("nested too deeply");
  if (Array.isArray(value)) {
    return "[" + value.map((item) => formatCanonical(item, depth + 1)).join(",") + "]";
  }
  const members = Object.keys(value).sort().map((name) =>
    formatCanonical(name, depth) + ":" + formatCanonical(value[name], depth + 1));
  return "{" + members.join(",") + "}";
}

// The value of canonical bytes; undefined where they are anything else.
export function parseCanonical(bytes) {
  const text = fromUtf8(bytes);
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text);
    return formatCanonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

// True if value is an object with exactly these members: {name: test}.
export function hasShape(value, tests) {
  if (!isObject(value)) return false;
  const names = Object.keys(tests);
  return Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name) && tests[name](value[name]));
}

export const isText = (value) => typeof value === "string";
export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
export const isList = (test) => (value) => Array.isArray(value) && value.every(test);
