import { describe, expect, it } from 'vitest';
import { cite_of, cite_text, empty_cite, typed } from './report';

describe('a citation as it is typed', () => {
  it('is not used without an exhibit', () => expect(cite_of(empty_cite())).toBeUndefined());
  it('is of a part where its place is a number, and of a file else', () => {
    expect(cite_of({ ...empty_cite(), exhibit: 'exhibit-1', place: ' 17 ' })).toEqual({ exhibit: 'exhibit-1', part: 17 });
    expect(cite_of({ ...empty_cite(), exhibit: 'exhibit-1', place: 'dom.html' })).toEqual({ exhibit: 'exhibit-1', file: 'dom.html' });
  });
  it('has an offset and a length, or neither', () => {
    expect(cite_of({ ...empty_cite(), exhibit: 'exhibit-1', place: '2', length: '9' })).toEqual({ exhibit: 'exhibit-1', part: 2, offset: 0, length: 9 });
  });
  it('comes back as it was', () => {
    const cite = { exhibit: 'exhibit-1', exhibit_number: 'TZ-1', file: '', part: 3, offset: 4, length: 5, uncover: 'the flag' };
    expect(cite_of(typed(cite))).toEqual({ exhibit: 'exhibit-1', part: 3, offset: 4, length: 5, uncover: 'the flag' });
    expect(cite_text(cite)).toBe('TZ-1 / 3 @ 4–9');
  });
});
