// Which pages of a chat are asked for and held.
export const kPage = 60;
export const kHeld = 12;  // pages

// Those with the rows first to last, and then the one before and the one after.
export function pages_of(first: number, last: number, total: number): number[] {
  const end = Math.floor(Math.max(0, total - 1) / kPage);
  const [from, to] = [Math.floor(Math.max(0, first) / kPage), Math.min(end, Math.floor(Math.max(0, last) / kPage))];
  const seen = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return [...seen, to + 1, from - 1].filter((page) => page >= 0 && page <= end);
}

// What of the held pages has to go: those that are farthest from what is wanted.
export function too_far(held: readonly number[], wanted: readonly number[]): number[] {
  const middle = wanted.length === 0 ? 0 : (Math.min(...wanted) + Math.max(...wanted)) / 2;
  return [...held].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(kHeld).filter((page) => !wanted.includes(page));
}
