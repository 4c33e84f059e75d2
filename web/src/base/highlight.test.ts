import { describe, expect, it } from 'vitest';
import { pieces_of } from './highlight';

describe('pieces_of', () => {
  it('cuts at bytes, whatever the script', () => {
    expect(pieces_of('of رشید!', [{ offset: 3, length: 8, how: 'transliterated' }])).toEqual([
      { text: 'of ', how: undefined }, { text: 'رشید', how: 'transliterated' }, { text: '!', how: undefined },
    ]);
  });
  it('gives the whole text back, and passes over marks that overlap or lie outside', () => {
    const marks = [{ offset: 4, length: 3, how: 'near' }, { offset: 0, length: 5, how: 'exact' }, { offset: 6, length: 9, how: 'exact' }];
    const pieces = pieces_of('one two', marks);
    expect(pieces.map((piece) => piece.text).join('')).toBe('one two');
    expect(pieces).toHaveLength(2);
    expect(pieces_of('', [])).toEqual([]);
  });
});
