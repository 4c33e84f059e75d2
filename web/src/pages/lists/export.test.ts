import { describe, expect, it } from 'vitest';
import { file_name_of, losses_of } from './export';

describe('an exported list', () => {
  it('says each loss once', () => {
    expect(losses_of(null)).toEqual([]);
    expect(losses_of('1 opinions are left out')).toEqual(['1 opinions are left out']);
    expect(losses_of('3 entries lose their note, and their labels, 12 opinions are left out'))
      .toEqual(['3 entries lose their note, and their labels', '12 opinions are left out']);
  });
  it('is saved under the name that the server gives', () => {
    expect(file_name_of('attachment; filename="Lantern-files.plain.txt"', 'x')).toBe('Lantern-files.plain.txt');
    expect(file_name_of(null, 'list.json')).toBe('list.json');
  });
});
