import { describe, expect, it } from 'vitest';
import type { Facet } from '../api/types';
import { by_facet, label_words } from './labels';

const kFacets: Facet[] = [
  { facet: 'unodc-use', title: 'Uses', source: 's', status: 'agency', values: [{ value: 'training', title: 'Training' }] },
  { facet: 'entity', title: 'Who', source: 's', status: 'agency', values: [] },
];

describe('labels', () => {
  it('take their words from the facets, and keep their own where there are none', () => {
    expect(label_words('unodc-use:training', kFacets)).toMatchObject({ facet_title: 'Uses', title: 'Training' });
    expect(label_words('unodc-use:other', kFacets)).toMatchObject({ facet_title: 'Uses', title: 'other' });
    expect(label_words('entity:Red Lantern: Circle', kFacets)).toMatchObject({ facet_title: 'Who', title: 'Red Lantern: Circle' });
    expect(label_words('tag:harbour', kFacets)).toMatchObject({ facet: 'tag', facet_title: 'tag', title: 'harbour' });
    expect(label_words('bare', kFacets)).toMatchObject({ facet: '', title: 'bare' });
  });

  it('are grouped in the order of the facets, strange ones last', () => {
    const groups = by_facet(['tag:x', 'entity:y', 'unodc-use:training'], kFacets);
    expect(groups.map((group) => group.facet)).toEqual(['unodc-use', 'entity', 'tag']);
    expect(by_facet([], kFacets)).toEqual([]);
  });
});
