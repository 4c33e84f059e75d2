import { describe, expect, it } from 'vitest';
import { letters_of, rule_details } from './rule_details';

describe('rule_details', () => {
  it('marks a phrase by its bytes, whatever its script', () => {
    const passage = 'آج نہر کھولو!';
    const begin = new TextEncoder().encode('آج ').length;
    const end = begin + new TextEncoder().encode('نہر کھولو').length;
    const read = rule_details({ version: '2', why: 'w', count: 30, phrases: [{ term: 'نہر کھولو', begin: 100 + begin, end: 100 + end, passage, passage_begin: 100 }] });
    expect(read.phrases).toEqual([{ term: 'نہر کھولو', begin: 100 + begin, before: 'آج ', text: 'نہر کھولو', after: '!' }]);
    expect(read).toMatchObject({ version: '2', why: 'w', count: 30, strings: [], cut: false });
  });
  it('reads the places of strings', () => {
    const read = rule_details({
      tags: ['paper'], meta: [{ name: 'level', value: 3 }, { name: 'old', value: false }], cut: true,
      strings: [{ name: '$a', count: 2, places: [{ offset: 7, length: 2, excerpt: '4c00' }] }],
    });
    expect(read.strings).toEqual([{ name: '$a', count: 2, places: [{ offset: 7, length: 2, excerpt: '4c00' }] }]);
    expect(read).toMatchObject({ tags: ['paper'], meta: [{ name: 'level', value: '3' }, { name: 'old', value: 'false' }], cut: true });
  });
  it('makes nothing of what is malformed', () => {
    const read = rule_details({ tags: 'x', meta: [1, null], strings: {}, phrases: [{ begin: -5, end: -9, passage: {} }] });
    expect(read).toMatchObject({ tags: [], meta: [], strings: [] });
    expect(read.phrases).toEqual([{ term: '', begin: -5, before: '', text: '', after: '' }]);
  });
});

describe('letters_of', () => {
  it('shows what can be read', () => {
    expect(letters_of('4c616e00ff7e')).toBe('Lan··~');
    expect(letters_of('')).toBe('');
  });
});
