// Buckets of time as bars. What is certain stands below; what may be there (the zone or the order of day
// and month is not known) is drawn above it, lighter.
export interface TimeBucket { start_ms: number; end_ms: number; certain: number; possible: number }
export interface Bar { x: number; width: number; certain: number; possible: number }  // heights, 0 to 1
export interface Stretch { from_ms: number; until_ms: number }

// Joins neighbours so that at most `most` bars are left. Certain counts add up; of possible ones the greatest
// stays, since one document may be counted in several buckets.
export function joined(buckets: readonly TimeBucket[], most: number): TimeBucket[] {
  const each = Math.max(1, Math.ceil(buckets.length / Math.max(1, most)));
  if (each === 1) return [...buckets];
  const bars: TimeBucket[] = [];
  for (let i = 0; i < buckets.length; i += each) {
    const part = buckets.slice(i, i + each);
    bars.push({
      start_ms: part[0]!.start_ms,
      end_ms: part.at(-1)!.end_ms,
      certain: part.reduce((sum, { certain }) => sum + certain, 0),
      possible: Math.max(...part.map(({ possible }) => possible)),
    });
  }
  return bars;
}

export const greatest_of = (buckets: readonly TimeBucket[]): number =>
  buckets.reduce((most, { certain, possible }) => Math.max(most, certain + possible), 0);

// Places along the time, not by number: a month of 31 days is wider than one of 28.
export function bars_of(buckets: readonly TimeBucket[]): Bar[] {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return [];
  const span = Math.max(1, last.end_ms - first.start_ms);
  const most = Math.max(1, greatest_of(buckets));
  return buckets.map(({ start_ms, end_ms, certain, possible }) => ({
    x: (start_ms - first.start_ms) / span, width: (end_ms - start_ms) / span, certain: certain / most, possible: possible / most,
  }));
}

// The bucket at a share of the width.
export function index_at(buckets: readonly TimeBucket[], share: number): number {
  const bars = bars_of(buckets);
  const found = bars.findIndex(({ x, width }) => share < x + width);
  return found === -1 ? Math.max(0, bars.length - 1) : found;
}

// From one bucket to another, whichever comes first.
export function stretch_of(buckets: readonly TimeBucket[], one: number, other: number): Stretch | undefined {
  const first = buckets[Math.min(one, other)];
  const last = buckets[Math.max(one, other)];
  return first && last ? { from_ms: first.start_ms, until_ms: last.end_ms } : undefined;
}

// A round number at or above the greatest count, for the scale: 1, 2 or 5 and zeros.
export function round_up(value: number): number {
  if (value <= 1) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 2, 5, 10].find((times) => times * unit >= value) ?? 10);
}

// Which bars get words below them: about one each `apart` pixels, the first and no two that touch.
export function labelled(count: number, width: number, apart: number): number[] {
  const fit = Math.max(1, Math.floor(width / apart));
  const every = Math.max(1, Math.ceil(count / fit));
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
}
