// Where the reader's data and the exhibits' bytes come from: the folder that index.html lies in, or
// the zip that a person chose. Both give the same texts (docs/formats/reader.md).
import { fromUtf8 } from "../page/bytes.js";
import { Room } from "../page/room.js";

const DATA_FOLDER = "data/reader/";
const LOAD_SLICE_LIMIT = 512 * 1024 * 1024;
// Of texts, about a fifth of what the browser holds for them.
const ROOM_AFTER_LETTERS = 3 * 1024 * 1024;

// The folder, by scripts that call sanadReader(name, text) when they are loaded.
export class FolderStore {
  kind = "folder";
  #waiting = new Map();
  #room = new Room(ROOM_AFTER_LETTERS);

  constructor(page) {
    this.page = page;
    page.defaultView.sanadReader = (name, text) => this.#waiting.get(name)?.(text);
  }

  // The text of that name; an Error if its script is not there.
  async text(name) {
    const text = await this.#load(name);
    this.#room.take(text.length);
    return text;
  }

  #load(name) {
    return new Promise((resolve, reject) => {
      const script = this.page.createElement("script");
      const end = (act) => {
        this.#waiting.delete(name);
        script.remove();
        act();
      };
      this.#waiting.set(name, (text) => end(() => resolve(text)));
      script.addEventListener("error", () => end(() => reject(new Error(name))));
      script.addEventListener("load", () => this.#waiting.has(name) && end(() => reject(new Error(name))));
      script.src = `${DATA_FOLDER}${name}.js`;
      this.page.head.append(script);
    });
  }

  // An address for <img>, <video> and <audio>, and for links to what cannot run scripts.
  address(path) {
    return path.split("/").map(encodeURIComponent).join("/");
  }

  release() {}
}

// A zip whose directory was read; slices of it are read when they are needed.
export class ZipStore {
  kind = "zip";
  #addresses = new Set();
  #room = new Room(ROOM_AFTER_LETTERS);

  constructor(file, files) {
    this.file = file;
    this.files = files;
  }

  slice(path) {
    const entry = this.files.get(path);
    if (!entry) throw new Error(path);
    return this.file.slice(entry.start, entry.start + entry.size);
  }

  async text(name) {
    const slice = this.slice(`${DATA_FOLDER}${name}.js`);
    if (slice.size > LOAD_SLICE_LIMIT) throw new Error(name);
    this.#room.take(slice.size);
    const script = fromUtf8(new Uint8Array(await slice.arrayBuffer()));
    const head = `sanadReader(${JSON.stringify(name)},`;
    if (script === null || !script.startsWith(head) || !script.endsWith(");\n")) throw new Error(name);
    return JSON.parse(script.slice(head.length, -3));
  }

  address(path, type) {
    const address = URL.createObjectURL(this.slice(path).slice(0, undefined, type));
    this.#addresses.add(address);
    return address;
  }

  release() {
    for (const address of this.#addresses) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }
}

// Texts in lines of JSON, chunk by chunk, the last few kept.
export class Chunks {
  #kept = new Map();

  constructor(store, stem, firsts) {
    this.store = store;
    this.stem = stem;
    this.firsts = firsts;
  }

  get count() {
    return this.firsts.length;
  }

  async lines(chunk) {
    if (!this.#kept.has(chunk)) {
      const text = await this.store.text(`${this.stem}-${String(chunk).padStart(6, "0")}`);
      this.#kept.set(chunk, text.slice(0, -1).split("\n").map((line) => JSON.parse(line)));
      if (this.#kept.size > 3) this.#kept.delete(this.#kept.keys().next().value);
    }
    return this.#kept.get(chunk);
  }

  // The chunk that holds the part of that number.
  chunkOf(number) {
    let chunk = this.firsts.findIndex((first) => first > number) - 1;
    if (chunk === -2) chunk = this.firsts.length - 1;
    return Math.max(chunk, 0);
  }
}
