import { describe, expect, it } from 'vitest';
import { empty_form, rules_of } from './import_form';

describe('rules_of', () => {
  it('sends only what was said', () => {
    expect(rules_of(empty_form(' Lanterns '), 'x')).toEqual({ content: 'x', name: 'Lanterns' });
    expect(rules_of({ ...empty_form('a'), version: ' 2 ', tlp: 'green', owner: ' ' }, 'x'))
      .toEqual({ content: 'x', name: 'a', version: '2', tlp: 'green' });
    expect(rules_of({ ...empty_form('a'), tlp: 'purple' }, 'x')).toEqual({ content: 'x', name: 'a' });
  });
});
