export type FileProblem = 'long' | 'coding';

// The text of a file, exactly: bytes that are not UTF-8 are refused, since what a decoder puts in
// their place would be taken for the file's own words.
export function text_of(bytes: ArrayBuffer, max_bytes: number): { text: string } | { problem: FileProblem } {
  if (bytes.byteLength > max_bytes) return { problem: 'long' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: 'coding' };
  }
}
