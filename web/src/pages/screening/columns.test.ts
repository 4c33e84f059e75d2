import { describe, expect, it } from 'vitest';
import { parse_columns } from './columns';

describe('parse_columns', () => {
  it('reads one column a line and keeps what stands in a title', () => {
    expect(parse_columns('name=Full name\n\n birth-date = Born=on \n')).toEqual({ name: 'Full name', 'birth-date': 'Born=on' });
    expect(parse_columns('')).toEqual({});
  });
  it('hands on what is no column, for the server to refuse', () => {
    expect(parse_columns('lantern')).toEqual({ lantern: '' });
  });
});
