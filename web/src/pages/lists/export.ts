// What an exported list lost, and the name under which it is saved, as the answer's headers say.
//
// X-Sanad-Loss comes once for each kind of loss; a browser joins them with ", ". Each begins with
// how many there were, so a comma before a number parts two of them.
export const losses_of = (header: string | null): string[] =>
  (header ?? '').split(/,\s*(?=\d)/).map((one) => one.trim()).filter((one) => one !== '');

export function file_name_of(disposition: string | null, otherwise: string): string {
  return /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? otherwise;
}

// Hands the bytes to the browser, as if a link had been followed.
export function save_as(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
