import { describe, expect, it } from 'vitest';
import type { AssessmentForm, AssessmentStepName } from '../../api/types';
import { content_of, draft_of, labels_of } from './draft';

const form = {
  edition: '1', steps: ['purpose', 'source', 'content', 'uses', 'rabat', 'outcome'],
  purposes: [{ key: 'none', title: 'None', protected: false }], conclusions: [], outcomes: [],
  facets: [
    { facet: 'unodc-use', title: '', source: '', status: '', values: [{ value: 'training', title: 'Training' }, { value: 'financing', title: 'Financing' }] },
    { facet: 'gifct-behaviour', title: '', source: '', status: '', values: [{ value: 'glorification', title: '' }] },
  ],
  boxes: ['context', 'speaker', 'intent', 'content-form', 'extent', 'likelihood'],
} satisfies AssessmentForm;
const about = { exhibit: 'exhibit-1', part: 17 };
const evidence = [{ exhibit: 'exhibit-2', part: null, note: 'line 3' }];
const grounds = { reason: 'It says so.', confidence: 'low', evidence };
const written: Record<AssessmentStepName, object> = {
  purpose: { claimed: 'none', assessed: 'none', ...grounds },
  source: { text: 'An account.', ...grounds },
  content: { text: 'A map.', languages: ['ps', 'ur'], ...grounds },
  uses: { uses: [{ label: 'unodc-use:training', ...grounds }], none: [{ facet: 'gifct-behaviour', reason: 'Nothing.' }], incitement: true },
  rabat: { audience: 'Readers.', target_group: 'Visitors.', conclusion: 'no-sanction', reason: 'All six.', boxes: Object.fromEntries(form.boxes.map((box) => [box, { text: `About ${box}`, met: 'no', evidence }])) },
  outcome: { outcome: 'no-action', despite: '', ...grounds },
};

describe('a step of an assessment', () => {
  it('is typed and sent as it was written', () => {
    for (const step of form.steps as AssessmentStepName[])
      expect(content_of(step, draft_of(written[step] as Record<string, unknown>, form, about)), step).toEqual(written[step]);
  });
  it('begins empty: nothing is chosen for the officer, and what is assessed is cited', () => {
    const draft = draft_of(undefined, form, about);
    expect([draft.claimed, draft.assessed, draft.outcome, draft.confidence, draft.conclusion, draft.reason]).toEqual(['', '', '', '', '', '']);
    expect(draft.uses.some((use) => use.chosen)).toBe(false);
    expect(draft.boxes.every((box) => box.text === '' && box.met === '')).toBe(true);
    expect(draft.evidence).toEqual([{ exhibit: 'exhibit-1', part: '17', note: '' }]);
  });
  it('says why none of a facet applies only where no word of it is chosen', () => {
    const draft = draft_of(undefined, form, about);
    expect(labels_of(form)).toEqual(['unodc-use:training', 'unodc-use:financing', 'gifct-behaviour:glorification']);
    draft.uses[0]!.chosen = true;
    expect(content_of('uses', draft)).toMatchObject({ uses: [{ label: 'unodc-use:training' }], none: [{ facet: 'gifct-behaviour' }] });
  });
  it('sends a part that is no number as it was typed, for the server to say so', () => {
    const draft = draft_of(undefined, form, about);
    draft.evidence[0]!.part = 'seven';
    expect(content_of('purpose', draft)).toMatchObject({ evidence: [{ part: 'seven' }] });
  });
});
