import { describe, expect, it } from 'vitest';
import type { Part } from '../../api/types';
import { cell_of, groups_of, kMaxColumns } from './table';

const part = (number: number, fields: Partial<Part> = {}): Part => ({ exhibit: 'exhibit-1', exhibit_number: 'T-1', number, state: 'record', path: 'a.csv', way: '', ...fields }) as Part;
const row = (number: number, other: Record<string, unknown>, fields: Partial<Part> = {}): Part => part(number, { kind: 'row', other: other as Part['other'] & object, ...fields });

describe('parts', () => {
  it('are tables where rows of one file follow each other', () => {
    const groups = groups_of([part(0, { state: 'item' }), row(1, { Who: 'a' }), row(2, { Who: 'b', When: 1 }), row(3, {}, { path: 'b.csv' }), part(4, { kind: 'message' })]);
    expect(groups.map((one) => (one.kind === 'table' ? one.rows.length : one.part.number))).toEqual([0, 2, 1, 4]);
    expect(groups[1]).toMatchObject({ columns: ['Who', 'When'] });
  });
  it('have no table without rows', () => expect(groups_of([])).toEqual([]));
  it('have so many columns and no more', () => {
    const wide = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, i]));
    expect(groups_of([row(1, wide)])[0]).toMatchObject({ columns: expect.objectContaining({ length: kMaxColumns }) as unknown });
  });
  it('show what a cell holds, whatever it is', () => {
    const one = row(1, { a: 'x', b: 2, c: null, d: { e: [1] } });
    expect(['a', 'b', 'c', 'd', 'missing'].map((name) => cell_of(one, name))).toEqual(['x', '2', '', '{"e":[1]}', '']);
  });
});
