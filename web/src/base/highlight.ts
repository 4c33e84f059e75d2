// A text cut where the server's marks begin and end. The marks count bytes of UTF-8, as evidence is
// cited; what is cut here are whole characters.
export interface Mark { offset: number; length: number; how: string }
export interface Piece { text: string; how: string | undefined }

export function pieces_of(text: string, marks: readonly Mark[]): Piece[] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const pieces: Piece[] = [];
  let at = 0;
  const add = (end: number, how: string | undefined): void => {
    if (end > at) pieces.push({ text: decoder.decode(bytes.subarray(at, end)), how });
    at = Math.max(at, end);
  };
  for (const mark of [...marks].sort((a, b) => a.offset - b.offset)) {
    if (mark.offset < at || mark.offset + mark.length > bytes.length) continue;
    add(mark.offset, undefined);
    add(mark.offset + mark.length, mark.how);
  }
  add(bytes.length, undefined);
  return pieces;
}
