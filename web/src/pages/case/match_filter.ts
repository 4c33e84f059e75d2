// Which matches are shown: those to review first, then the newest; by signal and list on demand.
import type { Match } from '../../api/types';

export interface MatchFilter { signal: string; list: string }

export function filtered(matches: readonly Match[], filter: MatchFilter): Match[] {
  return matches
    .filter((match) => (filter.signal === '' || match.signal === filter.signal) && (filter.list === '' || match.list === filter.list))
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open') || (a.found_at < b.found_at ? 1 : a.found_at > b.found_at ? -1 : 0));
}

// The values that can be chosen, as the matches have them.
export const signals_of = (matches: readonly Match[]): string[] => [...new Set(matches.map((match) => match.signal))].sort();
export const lists_of = (matches: readonly Match[]): { id: string; name: string }[] =>
  [...new Map(matches.map((match) => [match.list, match.list_name]))].map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));

// Each once; what was learnt of it together with all others counts.
export function with_open(open: readonly Match[], all: readonly Match[]): Match[] {
  const known = new Set(all.map((match) => match.match));
  return [...all, ...open.filter((match) => !known.has(match.match))];
}
