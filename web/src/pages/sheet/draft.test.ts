import { describe, expect, it } from 'vitest';
import type { SheetContent, SheetFact, SheetQuestion } from '../../api/types';
import { cite, content_of, draft_of, key_of, new_evidence, new_place, new_time } from './draft';

const questions: SheetQuestion[] = [
  { panel: 'source', question: 'provenance', text: 'Where from?' },
  { panel: 'item', question: 'exif', text: 'Exif?' },
  { panel: 'content', question: 'place', text: 'Where?' },
];

const saved: SheetContent = {
  claim: 'Made at the river market.',
  source: {},
  item: {
    exif: {
      text: 'The clock says 13 March.', finding: 'contradicts', confidence: 'moderate', reasons: 'A day before.',
      evidence: [
        { exhibit: 'exhibit-1', part: 17, offset: 120, length: 20, note: 'DateTimeOriginal' },
        { address: 'https://maps.tirazan.example/', seen_at: '2026-03-20T09:00:07.123Z', note: '' },
      ],
    },
  },
  content: {},
  geolocation: {
    claimed: 'the river market',
    candidates: [{ name: 'North bank', latitude: '8.5000', longitude: '65.25', radius_m: 40, features: 'Two towers.', method: 'compared', tools: '',
      finding: 'not-examined', reasons: '', evidence: [] }],
  },
  chronolocation: {
    claimed: '', estimates: [{ method: 'shadows', earliest: '2026-03-14T17:05', latest: '', zone: 'UTC+05:00', uncertainty: '', details: '', tools: '',
      finding: 'not-examined', reasons: '', evidence: [] }],
  },
};

describe('a draft', () => {
  it('gives back what was saved, to the second and the digit', () => {
    expect(content_of(draft_of(saved, questions), questions)).toEqual(saved);
  });
  it('begins with nothing found', () => {
    const draft = draft_of(undefined, questions);
    expect(Object.values(draft.answers).every((one) => one.finding === 'not-examined' && one.confidence === '')).toBe(true);
    expect(content_of(draft, questions)).toMatchObject({ source: {}, item: {}, content: {} });
  });
  it('sends what is not complete, for the server to say what is missing', () => {
    const draft = draft_of(undefined, questions);
    const answer = draft.answers[key_of(questions[2]!)]!;
    answer.finding = 'supports';
    draft.places = [{ ...new_place(), radius_m: 'near' }];
    draft.times = [new_time()];
    const content = content_of(draft, questions);
    expect(content.content.place).toEqual({ text: '', finding: 'supports', reasons: '', evidence: [] });
    expect(content.geolocation.candidates[0]!.radius_m).toBe('near');
    expect(content.chronolocation.estimates[0]!.zone).toBe('unknown');
  });
  it('takes a new time of seeing where it was changed', () => {
    const draft = draft_of(saved, questions);
    draft.answers['item.exif']!.evidence[1]!.seen_at = '2026-03-21T10:30';
    expect(content_of(draft, questions).item.exif!.evidence[1]!.seen_at).toBe('2026-03-21T10:30:00.000Z');
  });
});

describe('a fact', () => {
  const fact: SheetFact = { panel: 'item', question: 'exif', fact: 'metadata-field', value: 'TZ-100', source: { exhibit: 'exhibit-1', exhibit_number: 'TZ-1', part: 17 } };
  it('is cited by its source and brings no finding', () => {
    expect(cite(fact)).toEqual(new_evidence('exhibit-1', 17));
    expect(cite({ ...fact, source: { exhibit: 'exhibit-1', exhibit_number: 'TZ-1', file: 'page.html' } }).file).toBe('page.html');
  });
});
