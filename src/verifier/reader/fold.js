// Texts folded as searches in Sanad fold them (docs/text-folding.md), with the place of each letter.
import { FOLD_BLOCKS, FOLD_REMOVED, FOLD_SEPARATORS } from "./fold_table.js";

const FOLD_SIZE = 0x20000;
const [FOLD_KEPT, FOLD_MAPPED, FOLD_SEPARATOR, FOLD_GONE] = [0, 1, 2, 3];
const FOLD_APOSTROPHES = new Set([0x27, 0x60, 0xb4, 0x2018, 0x2019, 0x201b]);
const FOLD_ASPIRATED = new Set(Array.from("بپتٹجچدڈڑكگ", (letter) => letter.charCodeAt(0)));
const [FOLD_SPACE, FOLD_HAMZA, FOLD_ASPIRATION, FOLD_HEH] = Array.from(" ءھه", (letter) => letter.charCodeAt(0));
const FOLD_LETTERS_BEFORE_HAMZA = 3;
const FOLD_AT_ONCE = 8192;

const foldKind = new Uint8Array(FOLD_SIZE);
const foldResult = new Map();  // code points

function fillFoldTables() {
  const fill = (ranges, kind) => ranges.forEach(([first, last]) => foldKind.fill(kind, first, last + 1));
  fill(FOLD_SEPARATORS, FOLD_SEPARATOR);
  for (const [first, results] of FOLD_BLOCKS) {
    let code = first;
    for (const [, several, single] of results.matchAll(/\(([^)]*)\)|([^(])/gu)) {
      const result = several ?? single;
      if (result !== String.fromCodePoint(code)) {
        foldKind[code] = FOLD_MAPPED;
        foldResult.set(code, Array.from(result, (letter) => letter.codePointAt(0)));
      }
      code++;
    }
  }
  fill(FOLD_REMOVED, FOLD_GONE);
}
fillFoldTables();

function foldKindOf(code) {
  if (code < FOLD_SIZE) return foldKind[code];
  return code >= 0xe0000 && code < 0xe0200 ? FOLD_GONE : FOLD_KEPT;
}

function isFoldLetter(code) {
  const kind = code === undefined ? FOLD_SEPARATOR : foldKindOf(code);
  return kind === FOLD_KEPT || kind === FOLD_MAPPED;
}

// The text that was folded last: its UTF-16 units, and where the letter of each begins and ends in the text. They are kept
// for the next, since a search folds every text of a bundle.
class Folded {
  length = 0;
  #size = 1024;
  #units = new Uint16Array(this.#size);
  #from = new Uint32Array(this.#size);
  #to = new Uint32Array(this.#size);
  #word = -1;  // where the present word begins

  clear() {
    this.length = 0;
    this.#word = -1;
  }

  get inWord() {
    return this.#word >= 0;
  }

  letters() {
    let letters = "";
    for (let at = 0; at < this.length; at += FOLD_AT_ONCE) {
      letters += String.fromCharCode.apply(null, this.#units.subarray(at, Math.min(at + FOLD_AT_ONCE, this.length)));
    }
    return letters;
  }

  from(at) {
    return this.#from[at];
  }

  to(at) {
    return this.#to[at];
  }

  #put(unit, start, end) {
    if (this.length === this.#size) this.#grow();
    this.#units[this.length] = unit;
    this.#from[this.length] = start;
    this.#to[this.length++] = end;
  }

  #grow() {
    this.#size *= 2;
    const larger = (kind, before) => {
      const after = new kind(this.#size);
      after.set(before);
      return after;
    };
    this.#units = larger(Uint16Array, this.#units);
    this.#from = larger(Uint32Array, this.#from);
    this.#to = larger(Uint32Array, this.#to);
  }

  add(code, start, end) {
    if (this.#word < 0) {
      if (this.length > 0) this.#put(FOLD_SPACE, Math.min(this.#to[this.length - 1], start), start);
      this.#word = this.length;
    }
    const isPlain = code === FOLD_ASPIRATION && !(this.length > this.#word && FOLD_ASPIRATED.has(this.#units[this.length - 1]));
    const letter = isPlain ? FOLD_HEH : code;
    if (letter > 0xffff) {
      this.#put(0xd800 + ((letter - 0x10000) >> 10), start, end);
      this.#put(0xdc00 + ((letter - 0x10000) & 0x3ff), start, end);
    } else {
      this.#put(letter, start, end);
    }
  }

  // What is dropped after a letter belongs to it.
  reach(end) {
    if (this.#word >= 0) this.#to[this.length - 1] = end;
  }

  endWord() {
    while (this.#word >= 0 && this.#units[this.length - 1] === FOLD_HAMZA && this.#lettersOfWord() > FOLD_LETTERS_BEFORE_HAMZA) {
      const end = this.#to[--this.length];
      this.#to[this.length - 1] = end;
    }
    this.#word = -1;
  }

  #lettersOfWord() {
    let count = 0;
    for (let at = this.#word; at < this.length; at++, count++) {
      const isPair = (this.#units[at] & 0xfc00) === 0xd800 && at + 1 < this.length && (this.#units[at + 1] & 0xfc00) === 0xdc00;
      if (isPair) at++;
    }
    return count;
  }
}

function foldInto(folded, text) {
  folded.clear();
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at);
    const end = at + (code > 0xffff ? 2 : 1);
    const kind = foldKindOf(code);
    if (kind === FOLD_KEPT) {
      folded.add(code, at, end);
    } else if (kind === FOLD_MAPPED) {
      for (const letter of foldResult.get(code)) {
        if (letter === FOLD_SPACE) folded.endWord();
        else folded.add(letter, at, end);
      }
    } else if (kind === FOLD_GONE) {
      folded.reach(end);
    } else if (!FOLD_APOSTROPHES.has(code) || !folded.inWord || !isFoldLetter(text.codePointAt(end))) {
      folded.endWord();
    }
    at = end;
  }
  folded.endWord();
  return folded;
}

const foldedLast = new Folded();

// {letters, from, to}: the folded text, and for each UTF-16 unit of it where its letter begins and
// ends in the text.
export function foldText(text) {
  const folded = foldInto(foldedLast, text);
  const places = Array.from({ length: folded.length }, (_, at) => at);
  return { letters: folded.letters(), from: places.map((at) => folded.from(at)), to: places.map((at) => folded.to(at)) };
}

// What a reader types, as folded words and phrases: a phrase stands in quotation marks.
export function foldQuery(query) {
  const terms = [];
  for (const [, phrase, word] of query.matchAll(/["“”«»„]([^"“”«»„]*)["“”«»„]|([^\s"“”«»„]+)/g)) {
    const { letters } = foldText(phrase ?? word);
    if (letters !== "") terms.push(letters);
  }
  return terms;
}

// The stretches of text, [from, to] and in their order, where a term begins a word; null unless each
// term stands somewhere.
export function findTerms(text, terms) {
  const folded = foldInto(foldedLast, text);
  const hay = ` ${folded.letters()}`;
  const found = [];
  for (const term of terms) {
    let at = hay.indexOf(` ${term}`);
    if (at === -1) return null;
    for (; at !== -1; at = hay.indexOf(` ${term}`, at + 1)) {
      found.push([folded.from(at), folded.to(at + term.length - 1)]);
    }
  }
  return joinStretches(found);
}

// Stretches in their order, those that touch joined.
function joinStretches(stretches) {
  const joined = [];
  for (const [from, to] of stretches.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (joined.length > 0 && from <= joined.at(-1)[1]) joined.at(-1)[1] = Math.max(to, joined.at(-1)[1]);
    else joined.push([from, to]);
  }
  return joined;
}

// The same for whichever of the terms stand in the text.
export function findAnyTerm(text, terms) {
  return joinStretches(terms.flatMap((term) => findTerms(text, [term]) ?? []));
}
