import { expect, test } from 'vitest';
import { empty_form, entries_in, excerpts_of, masks_in } from './excerpt_form';

test('masks are read a line each, and a line that says too little is named', () => {
  expect(masks_in('Samira = Person 3\n\n a = b = c \nPier Nine\n= x\ny =')).toEqual({
    masks: [{ words: 'Samira', as: 'Person 3' }, { words: 'a = b', as: 'c' }],
    wrong: ['Pier Nine', '= x', 'y ='],
  });
});

test('third parties are named only where the officer says so', () => {
  const form = { ...empty_form(), parts: { e1: '0-5, 9', e2: ' ' }, why_closed: ' a bystander ', why_named: 'ordered' };
  expect(excerpts_of(['e1', 'e2', 'e3'], form)).toEqual([
    { exhibit: 'e1', parts: '0-5,9', reason: 'a bystander', why_people_shown: '', masks: [], attachments: '', why_attachments: '' },
  ]);
  expect(excerpts_of(['e1'], { ...form, names_people: true })[0]?.why_people_shown).toBe('ordered');
});

test('bytes are shown of the exhibits alone for which they are asked, with the reason', () => {
  const form = { ...empty_form(), parts: { e1: 'all', e2: 'all' }, attachments: { e1: '3, 7', e3: 'all' }, why_attachments: ' ordered ' };
  expect(excerpts_of(['e1', 'e2', 'e3'], form).map((one) => [one.exhibit, one.attachments, one.why_attachments])).toEqual([
    ['e1', '3,7', 'ordered'], ['e2', '', ''],
  ]);
});

test('numbers of entries are read however they are set apart, each once', () => {
  expect(entries_in(' 17, 23 17\n4')).toEqual([17, 23, 4]);
  expect(entries_in('')).toEqual([]);
});
