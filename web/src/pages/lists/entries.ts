// A cursor after which an entry comes on the first page: entries are sorted by identifier and a
// page begins after its cursor, so the identifier without its last character leads to it, unless a
// hundred others differ from it in that character only.
export const cursor_before = (entry: string): string => Array.from(entry).slice(0, -1).join('');
