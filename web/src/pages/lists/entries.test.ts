import { describe, expect, it } from 'vitest';
import { cursor_before, sooner } from './entries';

describe('cursor_before', () => {
  it('sorts before the entry and after all that do not begin like it', () => {
    for (const entry of ['poster-1', 'p', 'pdq-4f1c']) {
      expect(cursor_before(entry) < entry).toBe(true);
      expect(entry.startsWith(cursor_before(entry))).toBe(true);
    }
    expect(cursor_before('p')).toBe('');
    expect(cursor_before('')).toBe('');
  });
});

describe('sooner', () => {
  it('is when the entry or its list expires, whichever comes first', () => {
    expect(sooner(null, null)).toBeNull();
    expect(sooner('2027-01-01T00:00:00.000Z', null)).toBe('2027-01-01T00:00:00.000Z');
    expect(sooner(null, '2027-01-01T00:00:00.000Z')).toBe('2027-01-01T00:00:00.000Z');
    expect(sooner('2028-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')).toBe('2027-01-01T00:00:00.000Z');
  });
});
