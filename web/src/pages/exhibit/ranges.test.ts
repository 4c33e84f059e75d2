import { describe, expect, it } from 'vitest';
import { format_tenths, is_covered_at, is_muted_at, parse_time, range_between, range_for_key, type Range } from './ranges';

const range = (first: number, end: number): Range => ({ first, end, reason: 'a name' });

describe('times of a recording', () => {
  it('lie on whole tenths, whichever place is first', () => {
    expect(range_between(250, 401, 9_000, 'a name')).toEqual(range(2, 5));
    expect(range_between(401, 250, 9_000, 'a name')).toEqual(range(2, 5));
    expect(range_between(300, 300, 9_000, 'a name')).toEqual(range(3, 4));
    expect(range_between(0, 100, 9_000, 'a name')).toEqual(range(0, 1));
  });
  it('end with the recording', () => {
    expect(range_between(-50, 90_000, 1_045, 'a name')).toEqual(range(0, 11));
    expect(range_between(5_000, 9_000, 1_045, 'a name')).toEqual(range(10, 11));
  });
  it('move by a tenth or a second, and stay within', () => {
    expect(range_for_key('ArrowRight', false, range(2, 5), 9_000)).toEqual(range(3, 6));
    expect(range_for_key('ArrowLeft', false, range(0, 3), 9_000)).toEqual(range(0, 3));
    expect(range_for_key('PageUp', false, range(2, 5), 9_000)).toEqual(range(12, 15));
    expect(range_for_key('ArrowRight', false, range(87, 90), 9_000)).toEqual(range(87, 90));
    expect(range_for_key('Enter', false, range(2, 5), 9_000)).toBeUndefined();
  });
  it('grow and shrink to a tenth with Shift', () => {
    expect(range_for_key('ArrowRight', true, range(2, 5), 9_000)).toEqual(range(2, 6));
    expect(range_for_key('ArrowLeft', true, range(2, 3), 9_000)).toEqual(range(2, 3));
    expect(range_for_key('ArrowRight', true, range(2, 90), 9_000)).toEqual(range(2, 90));
  });
  it('say what is muted where', () => {
    const ranges = [range(2, 5), range(10, 11)];
    expect([199, 200, 499, 500, 1_050].map((at) => is_muted_at(ranges, at))).toEqual([false, true, true, false, true]);
  });
  it('cover pictures by whole seconds', () => {
    const ranges = [range(12, 15), range(30, 31)];
    expect([999, 1_000, 1_999, 2_000, 3_000, 3_999, 4_000].map((at) => is_covered_at(ranges, at))).toEqual([false, true, true, false, true, true, false]);
  });
  it('are written and read', () => {
    expect(format_tenths(625)).toBe('1:02.5');
    expect(format_tenths(0)).toBe('0:00.0');
    expect(['62.5', '1:02.5', '1:01:02', '0', ' 90:00 '].map(parse_time)).toEqual([62_500, 62_500, 3_662_000, 0, 5_400_000]);
    for (const text of ['', ':', '1:60', '1:60:00', '-1', '1.0000', 'a', '1:2:3:4']) expect(parse_time(text)).toBeUndefined();
  });
});
