import { describe, expect, it } from 'vitest';
import type { SuggestedBox } from '../../api/types';
import { box_of, kinds_of, without } from './suggestions';

const found = (kind: SuggestedBox['kind'], x: number): SuggestedBox => ({ kind, by: 'a program', x, y: 17, width: 20, height: 10 });

describe('suggested boxes', () => {
  const [text, face, other] = [found('text', 0), found('face', 30), found('face', 60)];
  it('stand by their kind, and a kind of which there is none does not', () => {
    expect(kinds_of([text, face, other])).toEqual([{ kind: 'face', of: [face, other] }, { kind: 'text', of: [text] }]);
    expect(kinds_of([])).toEqual([]);
  });
  it('become boxes of whole tiles that cover them, with the reason of the officer', () => {
    const of = { width: 100, height: 50, tile: 16 };
    expect(box_of(face, of, 'a bystander')).toEqual({ x: 16, y: 16, width: 48, height: 16, reason: 'a bystander' });
    expect(box_of(found('face', 90), of, '')).toEqual({ x: 80, y: 16, width: 20, height: 16, reason: '' });
  });
  it('go once they are taken or left', () => {
    expect(without([text, face, other], [face])).toEqual([text, other]);
  });
});
