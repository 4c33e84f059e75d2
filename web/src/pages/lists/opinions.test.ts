import { describe, expect, it } from 'vitest';
import { opinions_for } from './opinions';

const kCalm = { dispute: 'none', disputed_by: [] } as const;

describe('opinions_for', () => {
  it('offers what can be said', () => {
    const of = (agency: string, owner: string, disputed_by: string[]): string =>
      opinions_for(agency, { owner }, { dispute: disputed_by.length > 0 ? 'in dispute' : 'none', disputed_by }).join(' ');
    expect(opinions_for('A', { owner: 'A' }, { ...kCalm, disputed_by: [] })).toEqual(['agree', 'disagree', 'dispute']);
    expect(of('A', 'B', ['A'])).toBe('agree disagree dispute withdraw');
    expect(of('A', 'B', ['C'])).toBe('agree disagree dispute');
    expect(of('A', 'A', ['C'])).toBe('agree disagree dispute answer');
    expect(of('A', 'A', ['A', 'C'])).toBe('agree disagree dispute withdraw answer');
  });
});
