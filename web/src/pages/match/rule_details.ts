// What a rule's match carries (docs/formats/term-rules.md, yara-rules.md), read without trust in its form.
type Data = Readonly<Record<string, unknown>>;

export interface Place { offset: number; length: number; excerpt: string }
export interface RuleString { name: string; count: number; places: Place[] }
export interface Phrase { term: string; begin: number; before: string; text: string; after: string }
export interface RuleDetails {
  version: string;
  why: string;
  tags: string[];
  meta: { name: string; value: string }[];
  strings: RuleString[];
  phrases: Phrase[];
  count: number;  // of phrases in the text, shown or not
  cut: boolean;
}

const words = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
const figure = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const is_data = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Data[] => (Array.isArray(value) ? value.filter(is_data) : []);

// The passage around a phrase in three pieces. Its places are bytes of UTF-8, of the whole text.
function phrase_of(data: Data): Phrase {
  const bytes = new TextEncoder().encode(words(data.passage));
  const from = figure(data.begin) - figure(data.passage_begin);
  const to = figure(data.end) - figure(data.passage_begin);
  const piece = (begin: number, end?: number): string => new TextDecoder().decode(bytes.slice(Math.max(0, begin), end));
  return { term: words(data.term), begin: figure(data.begin), before: piece(0, Math.max(0, from)), text: piece(from, Math.max(0, to)), after: piece(to) };
}

export function rule_details(details: Data): RuleDetails {
  const phrases = objects(details.phrases).map(phrase_of);
  return {
    version: words(details.version),
    why: words(details.why),
    tags: Array.isArray(details.tags) ? details.tags.map(words).filter((tag) => tag !== '') : [],
    meta: objects(details.meta).map((one) => ({ name: words(one.name), value: words(one.value) })),
    strings: objects(details.strings).map((one) => ({
      name: words(one.name),
      count: figure(one.count),
      places: objects(one.places).map((place) => ({ offset: figure(place.offset), length: figure(place.length), excerpt: words(place.excerpt) })),
    })),
    phrases,
    count: Math.max(figure(details.count), phrases.length),
    cut: details.cut === true,
  };
}

// Bytes as they are read in an editor of bytes: what is no printable ASCII is a dot.
export const letters_of = (hex: string): string =>
  (hex.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => parseInt(pair, 16)).map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
