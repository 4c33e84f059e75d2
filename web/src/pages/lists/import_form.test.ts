import { describe, expect, it } from 'vitest';
import { empty_form, list_of } from './import_form';

describe('list_of', () => {
  it('sends only what was said', () => {
    expect(list_of(empty_form(''), 'x')).toEqual({ content: 'x' });
    expect(list_of({ ...empty_form(' Lanterns '), format: 'stix', tlp: 'amber+strict', owner: ' ', signal: 'pdq' }, 'x'))
      .toEqual({ content: 'x', name: 'Lanterns', format: 'stix', tlp: 'amber+strict', signal: 'pdq' });
    expect(list_of({ ...empty_form('a'), format: 'other', tlp: 'purple' }, 'x')).toEqual({ content: 'x', name: 'a' });
  });
});
