import { describe, expect, it } from 'vitest';
import { cursor_before } from './entries';

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
