import { expect, test } from 'vitest';
import { lines_of } from './lines';

test('blank lines and space at the ends do not count', () => {
  expect(lines_of(' not for the press \n\n\r\n  ask first\n')).toEqual(['not for the press', 'ask first']);
  expect(lines_of(' \n ')).toEqual([]);
});
