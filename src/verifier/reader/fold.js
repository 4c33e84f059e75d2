// Texts folded as searches in Sanad fold them (docs/text-folding.md), with the place of each letter.
import { FOLD_BLOCKS, FOLD_REMOVED, FOLD_SEPARATORS } from "./fold_table.js";

const FOLD_SIZE = 0x20000;
const [FOLD_KEPT, FOLD_MAPPED, FOLD_SEPARATOR, FOLD_GONE] = [0, 1, 2, 3];
const FOLD_APOSTROPHES = new Set([0x27, 0x60, 0xb4, 0x2018, 0x2019, 0x201b]);
const FOLD_ASPIRATED = "بپتٹجچدڈڑكگ";
const FOLD_HAMZA = "ء";
const FOLD_LETTERS_BEFORE_HAMZA = 3;

const foldKind = new Uint8Array(FOLD_SIZE);
const foldResult = new Map();

function fillFoldTables() {
  const fill = (ranges, kind) => ranges.forEach(([first, last]) => foldKind.fill(kind, first, last + 1));
  fill(FOLD_SEPARATORS, FOLD_SEPARATOR);
  for (const [first, results] of FOLD_BLOCKS) {
    let code = first;
    for (const [, several, single] of results.matchAll(/\(([^)]*)\)|([^(])/gu)) {
      const result = several ?? single;
      if (result !== String.fromCodePoint(code)) {
        foldKind[code] = FOLD_MAPPED;
        foldResult.set(code, result);
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

// {letters, from, to}: the folded text, and for each UTF-16 unit of it where its letter begins and
// ends in the text.
export function foldText(text) {
  let letters = "";
  const from = [];
  const to = [];
  let word = -1;  // where the present word begins in letters
  const put = (letter, start, end) => {
    for (let i = 0; i < letter.length; i++) {
      from.push(start);
      to.push(end);
    }
    letters += letter;
  };
  const endWord = () => {
    while (word >= 0 && letters.endsWith(FOLD_HAMZA) && [...letters.slice(word)].length > FOLD_LETTERS_BEFORE_HAMZA) {
      letters = letters.slice(0, -1);
      from.pop();
      const end = to.pop();
      to[to.length - 1] = end;
    }
    word = -1;
  };
  const add = (letter, start, end) => {
    const inWord = word >= 0;
    if (!inWord) {
      if (letters !== "") put(" ", Math.min(to.at(-1), start), start);
      word = letters.length;
    }
    const plain = letter === "ھ" && !(inWord && FOLD_ASPIRATED.includes(letters.at(-1))) ? "ه" : letter;
    put(plain, start, end);
  };
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at);
    const end = at + (code > 0xffff ? 2 : 1);
    const kind = foldKindOf(code);
    if (kind === FOLD_KEPT) {
      add(String.fromCodePoint(code), at, end);
    } else if (kind === FOLD_MAPPED) {
      for (const letter of foldResult.get(code)) {
        if (letter === " ") endWord();
        else add(letter, at, end);
      }
    } else if (kind === FOLD_GONE) {
      if (word >= 0) to[to.length - 1] = end;
    } else if (!FOLD_APOSTROPHES.has(code) || word < 0 || !isFoldLetter(text.codePointAt(end))) {
      endWord();
    }
    at = end;
  }
  endWord();
  return { letters, from, to };
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
  const folded = foldText(text);
  const hay = ` ${folded.letters}`;
  const found = [];
  for (const term of terms) {
    let at = hay.indexOf(` ${term}`);
    if (at === -1) return null;
    for (; at !== -1; at = hay.indexOf(` ${term}`, at + 1)) {
      found.push([folded.from[at], folded.to[at + term.length - 1]]);
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
