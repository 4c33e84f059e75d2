// What a person wrote on several lines: each that is not blank, without space at its ends.
export function lines_of(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
