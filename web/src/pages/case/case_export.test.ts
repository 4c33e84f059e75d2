import { expect, test } from 'vitest';
import type { Exhibit } from '../../api/types';
import { exhibits_for, is_files_format, masks_people } from './case_export';

test('what may be long is made as a file', () => {
  expect((['case-uco', 'load-file', 'bag', 'wacz'] as const).every(is_files_format)).toBe(true);
  expect((['premis', 'csv-exhibits', 'csv-files', 'csv-entries', 'csv-authorisations'] as const).some(is_files_format)).toBe(false);
});

test('people are masked where parts of imports are told', () => {
  expect((['case-uco', 'load-file'] as const).every(masks_people)).toBe(true);
  expect((['bag', 'wacz', 'premis', 'csv-files'] as const).some(masks_people)).toBe(false);
});

test('a web archive is of a capture', () => {
  const exhibits = [{ exhibit: 'a', kind: 'capture' }, { exhibit: 'b', kind: 'import' }] as Exhibit[];
  expect(exhibits_for('wacz', exhibits).map((one) => one.exhibit)).toEqual(['a']);
  expect(exhibits_for('bag', exhibits).map((one) => one.exhibit)).toEqual(['a', 'b']);
});
