// A cursor after which an entry comes on the first page: entries are sorted by identifier and a
// page begins after its cursor, so the identifier without its last character leads to it, unless a
// hundred others differ from it in that character only.
export const cursor_before = (entry: string): string => Array.from(entry).slice(0, -1).join('');

// An entry is looked for until it expires, or its list does. Times of the API sort as text.
export const sooner = (entry: string | null, list: string | null): string | null =>
  entry === null || list === null ? entry ?? list : entry < list ? entry : list;
