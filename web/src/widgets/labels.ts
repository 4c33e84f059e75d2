// A label is FACET:VALUE; its words come from the facets that the server sends.
import type { Facet } from '../api/types';

export interface LabelWords {
  label: string;
  facet: string;
  facet_title: string;
  title: string;
}

export function label_words(label: string, facets: readonly Facet[]): LabelWords {
  const colon = label.indexOf(':');
  const name = colon < 0 ? '' : label.slice(0, colon);
  const value = label.slice(colon + 1);
  const facet = facets.find((one) => one.facet === name);
  const known = facet?.values.find((one) => one.value === value);
  return { label, facet: name, facet_title: facet?.title ?? name, title: known?.title ?? value };
}

// In the order in which the facets come, those that no facet knows last.
export function by_facet(labels: readonly string[], facets: readonly Facet[]): { facet: string; title: string; labels: LabelWords[] }[] {
  const words = labels.map((label) => label_words(label, facets));
  const names = [...new Set([...facets.map((one) => one.facet), ...words.map((one) => one.facet)])];
  return names
    .map((name) => ({ facet: name, title: facets.find((one) => one.facet === name)?.title ?? name, labels: words.filter((one) => one.facet === name) }))
    .filter((group) => group.labels.length > 0);
}
