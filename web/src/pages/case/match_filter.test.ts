import { describe, expect, it } from 'vitest';
import type { Match } from '../../api/types';
import { filtered, lists_of, signals_of, with_open } from './match_filter';

const match = (id: string, state: Match['state'], found_at: string, signal = 'pdq', list = 'list-1'): Match =>
  ({ match: id, state, found_at, signal, list, list_name: `name of ${list}` }) as Match;

const kMatches = [
  match('a', 'rejected', '2026-01-03'), match('b', 'open', '2026-01-01'),
  match('c', 'open', '2026-01-02', 'text', 'list-2'), match('d', 'confirmed', '2026-01-04'),
];
const ids = (matches: Match[]): string => matches.map((one) => one.match).join('');

describe('matches of a case', () => {
  it('come with those to review first, then the newest', () => {
    expect(ids(filtered(kMatches, { signal: '', list: '' }))).toBe('cbda');
  });
  it('hold those to review also where the list of all ends before them', () => {
    const far = match('e', 'open', '2025-01-01');
    expect(ids(with_open([kMatches[1]!, far], kMatches))).toBe('abcde');
    expect(ids(with_open([], []))).toBe('');
  });
  it('are chosen by signal and list', () => {
    expect(ids(filtered(kMatches, { signal: 'pdq', list: '' }))).toBe('bda');
    expect(ids(filtered(kMatches, { signal: '', list: 'list-2' }))).toBe('c');
    expect(ids(filtered(kMatches, { signal: 'pdq', list: 'list-2' }))).toBe('');
    expect(signals_of(kMatches)).toEqual(['pdq', 'text']);
    expect(lists_of(kMatches)).toEqual([{ id: 'list-1', name: 'name of list-1' }, { id: 'list-2', name: 'name of list-2' }]);
  });
});
