import { describe, expect, it } from 'vitest';
import * as format from './format';

describe('format_size', () => {
  it('uses three significant digits and moves up before 1000 is shown', () => {
    const table: [number, string][] = [
      [0, '0 B'], [-5, '0 B'], [999, '999 B'], [1000, '1 kB'], [1234, '1.23 kB'], [999_499, '999 kB'],
      [999_500, '1 MB'], [1_500_000_000, '1.5 GB'], [2e18, '2000 PB'],
    ];
    for (const [bytes, text] of table) expect(format.format_size(bytes)).toBe(text);
  });
});

describe('times', () => {
  const at = new Date('2026-03-14T09:26:53.589Z');
  it('name their zone and stay in Latin digits', () => {
    expect(format.format_time(at, 'en', 'utc')).toBe('14 Mar 2026, 09:26:53 UTC');
    expect(format.format_time(at, 'ur', 'utc')).toMatch(/2026/);
    expect(format.format_time(at, 'ur', 'utc')).toMatch(/UTC/);
    expect(format.format_date(at, 'en', 'utc')).toBe('14 Mar 2026');
  });
  it('show a dash for what is no time', () => {
    expect(format.format_time(new Date('x'), 'en', 'utc')).toBe('–');
    expect(format.format_date(new Date('x'), 'en', 'local')).toBe('–');
    expect(format.format_relative(new Date('x'), at, 'en')).toBe('–');
  });
  it('say how far away they are in the largest unit that fills two', () => {
    const after = (ms: number) => format.format_relative(new Date(at.getTime() + ms), at, 'en');
    expect(after(0)).toBe('now');
    expect(after(90_000)).toBe('in 90 seconds');
    expect(after(-119 * 60_000)).toBe('119 minutes ago');
    expect(after(47 * 3_600_000)).toBe('in 47 hours');
    expect(after(49 * 3_600_000)).toBe('in 2 days');
  });
});

describe('remaining', () => {
  const now = new Date(0);
  it('adds up to the time that is left, never rounding down to nothing', () => {
    for (const ms of [1, 999, 1000, 59_001, 3_600_000, 86_399_999, 86_400_000, 1e9 + 1]) {
      const span = format.remaining(new Date(ms), now);
      expect(span).toBeDefined();
      const { days, hours, minutes, seconds } = span!;
      expect(((days * 24 + hours) * 60 + minutes) * 60 + seconds).toBe(Math.ceil(ms / 1000));
      expect(hours < 24 && minutes < 60 && seconds < 60).toBe(true);
    }
  });
  it('ends at the moment itself: validity excludes its end', () => {
    expect(format.remaining(new Date(0), now)).toBeUndefined();
    expect(format.remaining(new Date(-1), now)).toBeUndefined();
    expect(format.remaining(new Date('x'), now)).toBeUndefined();
  });
});

describe('input times', () => {
  it('come back as they went, in either zone', () => {
    const at = new Date('2026-03-14T09:26:00.000Z');
    for (const zone of ['utc', 'local'] as const) {
      expect(format.from_input_time(format.to_input_time(at, zone), zone)).toEqual(at);
    }
    expect(format.from_input_time('', 'utc')).toBeUndefined();
    expect(format.from_input_time('2026-13-40T99:99', 'utc')).toBeUndefined();
  });
});

describe('shorten and format_duration', () => {
  it('keep what is short and cut what is long', () => {
    expect(format.shorten('abc')).toBe('abc');
    expect(format.shorten('a'.repeat(15))).toBe('a'.repeat(15));
    expect(format.shorten('0123456789abcdef')).toBe('01234567…abcdef');
    expect(format.format_duration(0)).toBe('00:00');
    expect(format.format_duration(3_725_999)).toBe('1:02:05');
  });
});
