// The directory of a bundle: a zip of one plain form (docs/formats/bundle.md). Every header follows
// from name, size, CRC-32 and offset, so this writes what it must be and compares.
import { fromUtf8, joinBytes, sameBytes } from "./bytes.js";

const ZIP_MAX16 = 0xffff;
const ZIP_MAX32 = 0xffffffff;
const ZIP_MAX_FILES = 200000;
const ZIP_MAX_DIRECTORY_BYTES = 128 * 1024 * 1024;
const ZIP_MAX_NAME_BYTES = 1024;
const ZIP_MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
const ZIP_MAX_ENTRY_BYTES = 1024 * 1024;
const ZIP_MAX_TAG_BYTES = 16 * 1024 * 1024;
const ZIP_MAX_TAG_BYTES_TOGETHER = 512 * 1024 * 1024;

export class ContainerProblem extends Error {
  constructor(code, ...args) {
    super(code);
    this.code = code;
    this.args = args;
  }
}

function numbers(...pairs) {
  const bytes = new Uint8Array(pairs.reduce((sum, [width]) => sum + width, 0));
  let offset = 0;
  for (const [width, value] of pairs) {
    let rest = value;
    for (let i = 0; i < width; i++) {
      bytes[offset++] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
  return bytes;
}

function numberAt(bytes, offset, width) {
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + bytes[offset + i];
  return value;
}

function formatLocal(file) {
  const large = file.size >= ZIP_MAX32;
  const size = large ? ZIP_MAX32 : file.size;
  const extra = large ? numbers([2, 1], [2, 16], [8, file.size], [8, file.size]) : new Uint8Array();
  return joinBytes(
    numbers([4, 0x04034b50], [2, large ? 45 : 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21],
      [4, file.crc32], [4, size], [4, size], [2, file.nameBytes.length], [2, extra.length]),
    file.nameBytes, extra);
}

function formatCentral(file) {
  const large = file.size >= ZIP_MAX32;
  const far = file.offset >= ZIP_MAX32;
  const size = large ? ZIP_MAX32 : file.size;
  const fields = [];
  if (large) fields.push([8, file.size], [8, file.size]);
  if (far) fields.push([8, file.offset]);
  const extra = fields.length ? numbers([2, 1], [2, 8 * fields.length], ...fields) : new Uint8Array();
  return joinBytes(
    numbers([4, 0x02014b50], [2, fields.length ? 0x032d : 0x0314], [2, large ? 45 : 20],
      [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, file.crc32], [4, size], [4, size],
      [2, file.nameBytes.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0o100644 * 65536],
      [4, far ? ZIP_MAX32 : file.offset]),
    file.nameBytes, extra);
}

function formatEnd(count, size, offset) {
  const large = count >= ZIP_MAX16 || size >= ZIP_MAX32 || offset >= ZIP_MAX32;
  const count16 = Math.min(count, ZIP_MAX16);
  return joinBytes(
    large ? numbers([4, 0x06064b50], [8, 44], [2, 0x032d], [2, 45], [4, 0], [4, 0], [8, count],
      [8, count], [8, size], [8, offset], [4, 0x07064b50], [4, 0], [8, offset + size], [4, 1])
      : new Uint8Array(),
    numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count16], [2, count16],
      [4, Math.min(size, ZIP_MAX32)], [4, Math.min(offset, ZIP_MAX32)], [2, 0]));
}

// {count, size, offset} of the central directory.
async function readEnd(source) {
  if (source.size < 22) throw new ContainerProblem("zip-not");
  const tail = await source.read(source.size - Math.min(source.size, 98), Math.min(source.size, 98));
  const end = tail.subarray(tail.length - 22);
  if (numberAt(end, 0, 4) !== 0x06054b50) throw new ContainerProblem("zip-end");
  let directory = {
    count: numberAt(end, 10, 2), size: numberAt(end, 12, 4), offset: numberAt(end, 16, 4),
  };
  const large = directory.count === ZIP_MAX16 || directory.size === ZIP_MAX32 ||
    directory.offset === ZIP_MAX32;
  if (large) {
    if (tail.length < 98) throw new ContainerProblem("zip-end");
    directory = {
      count: numberAt(tail, 32, 8), size: numberAt(tail, 40, 8), offset: numberAt(tail, 48, 8),
    };
  }
  const { count, size, offset } = directory;
  if (count > ZIP_MAX_FILES || size > ZIP_MAX_DIRECTORY_BYTES) throw new ContainerProblem("zip-many");
  const expected = formatEnd(count, size, offset);
  if (offset + size + expected.length !== source.size ||
      !sameBytes(expected, tail.subarray(tail.length - expected.length))) {
    throw new ContainerProblem("zip-end");
  }
  return directory;
}

// Name, size, CRC-32 and offset of the central header at position; the rest is compared.
function parseCentral(bytes, position) {
  if (bytes.length - position < 46) throw new ContainerProblem("zip-directory");
  const nameLength = numberAt(bytes, position + 28, 2);
  const extraLength = numberAt(bytes, position + 30, 2);
  const end = position + 46 + nameLength + extraLength;
  if (bytes.length < end) throw new ContainerProblem("zip-directory");
  const nameBytes = bytes.slice(position + 46, position + 46 + nameLength);
  const extra = position + 46 + nameLength;
  const file = {
    nameBytes, crc32: numberAt(bytes, position + 16, 4), size: numberAt(bytes, position + 24, 4),
    offset: numberAt(bytes, position + 42, 4),
  };
  let field = extra + 4;
  const fields = Math.floor((extraLength - 4) / 8);
  if (file.size === ZIP_MAX32 && fields >= 2) {
    file.size = numberAt(bytes, field, 8);
    field += 16;
  }
  if (file.offset === ZIP_MAX32 && field + 8 <= end) file.offset = numberAt(bytes, field, 8);
  if (!sameBytes(formatCentral(file), bytes.subarray(position, end))) {
    throw new ContainerProblem("zip-header", showName(nameBytes));
  }
  return { file, end };
}

function showName(bytes) {
  return (fromUtf8(bytes) ?? "?").replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}

// Printable ASCII that every file system keeps; parts neither empty nor dots nor ending in dot or
// space.
export function isPlainName(name) {
  if (name.length > ZIP_MAX_NAME_BYTES || !/^[\x20-\x7e]+$/.test(name)) return false;
  if (/["%*:<>?\\|]/.test(name)) return false;
  return name.split("/").every((part) => part !== "" && !/^ |[. ]$/.test(part));
}

function maxSize(path) {
  if (path.startsWith("data/")) return Number.MAX_SAFE_INTEGER;
  if (/^(entries|keys|ledger)\//.test(path)) return ZIP_MAX_ENTRY_BYTES;
  return /^(tag)?manifest-/.test(path) ? ZIP_MAX_MANIFEST_BYTES : ZIP_MAX_TAG_BYTES;
}

class NameRules {
  constructor() {
    this.folded = new Set();
    this.folders = new Set();
    this.previous = null;
    this.folder = null;
    this.tagBytes = 0;
  }

  // Answers the path below the top folder.
  take(file) {
    const name = fromUtf8(file.nameBytes);
    const shown = showName(file.nameBytes);
    if (name === null || !isPlainName(name)) throw new ContainerProblem("zip-name", shown);
    if (this.previous !== null && !(this.previous < name)) throw new ContainerProblem("zip-order", shown);
    this.previous = name;
    const slash = name.indexOf("/");
    const folder = name.slice(0, Math.max(slash, 0));
    this.folder ??= folder;
    if (folder !== this.folder || !/^bundle-[0-9a-hjkmnp-tv-z]{16}$/.test(folder)) {
      throw new ContainerProblem("zip-folder", shown);
    }
    const folded = name.toLowerCase();
    for (let at = folded.indexOf("/"); at >= 0; at = folded.indexOf("/", at + 1)) {
      this.folders.add(folded.slice(0, at));
    }
    if (this.folded.has(folded)) throw new ContainerProblem("zip-twice", shown);
    this.folded.add(folded);
    const path = name.slice(slash + 1);
    if (!path.startsWith("data/")) this.tagBytes += file.size;
    if (file.size > maxSize(path) || this.tagBytes > ZIP_MAX_TAG_BYTES_TOGETHER) {
      throw new ContainerProblem("zip-large", shown);
    }
    return path;
  }

  finish() {
    for (const folder of this.folders) {
      if (this.folded.has(folder)) throw new ContainerProblem("zip-twice", folder);
    }
  }
}

// source: {size, read(offset, length) -> Promise<Uint8Array>}.
// Answers {folder, files}: files is a Map from path below the folder to {path, size, crc32, start}.
export async function readDirectory(source) {
  const directory = await readEnd(source);
  const bytes = await source.read(directory.offset, directory.size);
  const rules = new NameRules();
  const files = new Map();
  let position = 0;
  let offset = 0;
  for (let i = 0; i < directory.count; i++) {
    const { file, end } = parseCentral(bytes, position);
    position = end;
    const path = rules.take(file);
    const local = formatLocal(file);
    const start = offset + local.length;
    if (file.offset !== offset || start + file.size > directory.offset) {
      throw new ContainerProblem("zip-gap", showName(file.nameBytes));
    }
    if (!sameBytes(local, await source.read(offset, local.length))) {
      throw new ContainerProblem("zip-header", showName(file.nameBytes));
    }
    files.set(path, { path, size: file.size, crc32: file.crc32, start });
    offset = start + file.size;
  }
  if (position !== bytes.length || offset !== directory.offset) {
    throw new ContainerProblem("zip-directory");
  }
  if (files.size === 0) throw new ContainerProblem("zip-not");
  rules.finish();
  return { folder: rules.folder, files };
}
