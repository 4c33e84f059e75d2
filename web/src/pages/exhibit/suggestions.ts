// Boxes that a program suggests, and what becomes of them.
import type { SuggestedBox } from '../../api/types';
import { box_between, type Box, type Extent } from './boxes';

const kKinds = ['face', 'plate', 'text'] as const;

export function kinds_of(suggestions: readonly SuggestedBox[]): { kind: SuggestedBox['kind']; of: SuggestedBox[] }[] {
  return kKinds.map((kind) => ({ kind, of: suggestions.filter((one) => one.kind === kind) })).filter(({ of }) => of.length > 0);
}

// What is hidden where a suggestion is taken: the whole tiles that it touches.
export const box_of = ({ x, y, width, height }: SuggestedBox, extent: Extent, reason: string): Box =>
  box_between({ x, y }, { x: x + width, y: y + height }, extent, reason);

export const without = (suggestions: readonly SuggestedBox[], gone: readonly SuggestedBox[]): SuggestedBox[] =>
  suggestions.filter((one) => !gone.includes(one));
