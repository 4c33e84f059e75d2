import { describe, expect, it } from 'vitest';
import type { Match } from '../../api/types';
import { next_open } from './next';

const match = (id: string, found_at: string): Match => ({ match: id, found_at }) as Match;
const [a, b, c, d] = [match('a', '3'), match('b', '2'), match('c', '2'), match('d', '1')] as const;

describe('next_open', () => {
  it('goes through all that wait, and begins again', () => {
    expect([a, b, c, d].map((one) => next_open([a, b, c, d], one))).toEqual(['b', 'c', 'd', 'a']);
  });
  it('goes on from one that was reviewed', () => {
    expect(next_open([a, d], b)).toBe('d');
    expect(next_open([a, b], d)).toBe('a');
  });
  it('ends where nothing else waits', () => {
    expect(next_open([b], b)).toBeUndefined();
    expect(next_open([], b)).toBeUndefined();
  });
});
