import { describe, expect, it } from 'vitest';
import { empty_mapping, heads_of, is_table, mapping_of } from './mapping';

describe('the heads of a table', () => {
  it('are divided by what stands there most often', () => {
    expect(heads_of('Sent;Who;Text, long\r\n1;2;3')).toEqual(['Sent', 'Who', 'Text, long']);
    expect(heads_of('a\tb\nc\td')).toEqual(['a', 'b']);
    expect(heads_of('\ufeffتاریخ,کون')).toEqual(['تاریخ', 'کون']);
  });
  it('may stand in quotes', () => expect(heads_of('"a,b","say ""x""",c')).toEqual(['a,b', 'say "x"', 'c']));
  it('are each there once, and none is empty', () => expect(heads_of('a,,a, b ')).toEqual(['a', 'b']));
  it('of nothing are none', () => expect(heads_of('')).toEqual([]));
});

describe('a mapping', () => {
  it('is not said where no column is', () => expect(mapping_of({ ...empty_mapping(), platform: 'forum' })).toBeUndefined());
  it('names columns by their heads', () => {
    expect(mapping_of({ kind: 'message', platform: ' forum ', columns: { Sent: 'at', Who: 'author', Rest: '' }, time: '%d/%m/%Y %H:%M', zone: '' })).toEqual({
      kind: 'message', header: true, platform: 'forum', columns: { Sent: 'at', Who: 'author' }, time: '%d/%m/%Y %H:%M',
    });
  });
});

it('tables are known by their endings', () => expect(['a.CSV', 'b.tsv', 'c.json', 'd'].map(is_table)).toEqual([true, true, false, false]));
