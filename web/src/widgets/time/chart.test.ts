import { describe, expect, it } from 'vitest';
import { bars_of, greatest_of, index_at, joined, labelled, round_up, stretch_of, type TimeBucket } from './chart';

const buckets: TimeBucket[] = [
  { start_ms: 0, end_ms: 100, certain: 4, possible: 0 },
  { start_ms: 100, end_ms: 400, certain: 0, possible: 2 },
  { start_ms: 400, end_ms: 500, certain: 5, possible: 3 },
];

describe('bars', () => {
  it('stand where their time is, as wide as it is long', () => {
    expect(bars_of(buckets).map(({ x, width }) => [x, width])).toEqual([[0, 0.2], [0.2, 0.6], [0.8, 0.2]]);
  });
  it('are as high as what is and may be in them', () => {
    expect(greatest_of(buckets)).toBe(8);
    expect(bars_of(buckets).map(({ certain, possible }) => [certain, possible])).toEqual([[0.5, 0], [0, 0.25], [0.625, 0.375]]);
    expect(bars_of([])).toEqual([]);
  });
  it('are joined without losing a certain document or counting a possible one twice', () => {
    expect(joined(buckets, 2)).toEqual([
      { start_ms: 0, end_ms: 400, certain: 4, possible: 2 }, { start_ms: 400, end_ms: 500, certain: 5, possible: 3 },
    ]);
    expect(joined(buckets, 3)).toEqual(buckets);
    const many = Array.from({ length: 1000 }, (_, i) => ({ start_ms: i, end_ms: i + 1, certain: i % 3, possible: 0 }));
    const few = joined(many, 70);
    expect(few.length).toBeLessThanOrEqual(70);
    expect(few.reduce((sum, { certain }) => sum + certain, 0)).toBe(999);
  });
});

describe('a brush', () => {
  it('finds the bucket below the pointer', () => {
    expect([0, 0.19, 0.2, 0.5, 0.8, 1].map((share) => index_at(buckets, share))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(index_at([], 0.5)).toBe(0);
  });
  it('covers from one end to the other, drawn either way', () => {
    expect(stretch_of(buckets, 2, 1)).toEqual({ from_ms: 100, until_ms: 500 });
    expect(stretch_of(buckets, 0, 0)).toEqual({ from_ms: 0, until_ms: 100 });
    expect(stretch_of([], 0, 0)).toBeUndefined();
  });
});

describe('the scale', () => {
  it('ends at a round number', () => {
    expect([0, 1, 3, 8, 11, 21, 500, 501].map(round_up)).toEqual([1, 1, 5, 10, 20, 50, 500, 1000]);
  });
  it('has words that do not touch', () => {
    expect(labelled(10, 300, 100)).toEqual([0, 4, 8]);
    expect(labelled(2, 300, 100)).toEqual([0, 1]);
    expect(labelled(0, 300, 100)).toEqual([]);
    expect(labelled(5, 10, 100)).toEqual([0]);
  });
});
