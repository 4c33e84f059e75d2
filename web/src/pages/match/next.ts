import type { Match } from '../../api/types';

// The match to review after this one: the next of those that wait, in their order, and from the
// beginning again after the last, so that what was left aside comes back only at the end. The
// order is that of the server, newest first and then by identifier, and holds a reviewed one as well.
export function next_open(open: readonly Match[], current: Pick<Match, 'match' | 'found_at'>): string | undefined {
  const comes_after = (one: Match): boolean =>
    one.found_at === current.found_at ? one.match > current.match : one.found_at < current.found_at;
  const others = open.filter((one) => one.match !== current.match);
  return (others.find(comes_after) ?? others[0])?.match;
}
