// The steps of an assessment as they are typed, and as the server takes them (docs/review.md).
import type { AssessmentForm, AssessmentStepName } from '../../api/types';

export interface CitedDraft { exhibit: string; part: string; note: string }
export interface Grounds { reason: string; confidence: string; evidence: CitedDraft[] }
export interface UseDraft extends Grounds { label: string; chosen: boolean }
export interface BoxDraft { box: string; text: string; met: string; evidence: CitedDraft[] }
export interface StepDraft extends Grounds {
  text: string;
  claimed: string;
  assessed: string;
  languages: string;
  uses: UseDraft[];
  none: { facet: string; reason: string }[];
  incitement: boolean;
  audience: string;
  target_group: string;
  boxes: BoxDraft[];
  conclusion: string;
  outcome: string;
  despite: string;
}
export interface About { exhibit: string; part: number | null }

type Written = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Written[] => (Array.isArray(value) ? (value as Written[]) : []);

export const new_cited = (about: About): CitedDraft => ({ exhibit: about.exhibit, part: about.part === null ? '' : String(about.part), note: '' });

function cited_of(written: unknown, about: About): CitedDraft[] {
  const all = list(written).map((one) => ({ exhibit: text(one.exhibit), part: typeof one.part === 'number' ? String(one.part) : '', note: text(one.note) }));
  return all.length === 0 ? [new_cited(about)] : all;
}

const grounds_of = (written: Written | undefined, about: About): Grounds => ({
  reason: text(written?.reason),
  confidence: text(written?.confidence),
  evidence: cited_of(written?.evidence, about),
});

export const labels_of = (form: AssessmentForm): string[] => form.facets.flatMap((facet) => facet.values.map((one) => `${facet.facet}:${one.value}`));

// Empty where nothing was written: no word is chosen for the officer.
export function draft_of(written: Written | undefined, form: AssessmentForm, about: About): StepDraft {
  const uses = list(written?.uses);
  const none = list(written?.none);
  const boxes = (written?.boxes ?? {}) as Readonly<Record<string, Written>>;
  return {
    ...grounds_of(written, about),
    text: text(written?.text),
    claimed: text(written?.claimed),
    assessed: text(written?.assessed),
    languages: (Array.isArray(written?.languages) ? written.languages : []).join(' '),
    uses: labels_of(form).map((label) => {
      const use = uses.find((one) => one.label === label);
      return { label, chosen: use !== undefined, ...grounds_of(use, about) };
    }),
    none: form.facets.map(({ facet }) => ({ facet, reason: text(none.find((one) => one.facet === facet)?.reason) })),
    incitement: written?.incitement === true,
    audience: text(written?.audience),
    target_group: text(written?.target_group),
    boxes: form.boxes.map((box) => ({ box, text: text(boxes[box]?.text), met: text(boxes[box]?.met), evidence: cited_of(boxes[box]?.evidence, about) })),
    conclusion: text(written?.conclusion),
    outcome: text(written?.outcome),
    despite: text(written?.despite),
  };
}

// What is no number goes as it was typed, so that the server says what is wrong with it.
const part_of = (typed: string): number | string | null => (typed.trim() === '' ? null : /^\d{1,15}$/.test(typed.trim()) ? Number(typed) : typed);
const cited = (drafts: readonly CitedDraft[]): object[] => drafts.map((one) => ({ exhibit: one.exhibit, part: part_of(one.part), note: one.note.trim() }));
const grounds = (draft: Grounds): object => ({ reason: draft.reason.trim(), confidence: draft.confidence, evidence: cited(draft.evidence) });

export const has_word = (draft: StepDraft, facet: string): boolean => draft.uses.some((use) => use.chosen && use.label.startsWith(`${facet}:`));

export function content_of(step: AssessmentStepName, draft: StepDraft): object {
  switch (step) {
    case 'purpose': return { claimed: draft.claimed, assessed: draft.assessed, ...grounds(draft) };
    case 'source': return { text: draft.text.trim(), ...grounds(draft) };
    case 'content': return { text: draft.text.trim(), languages: draft.languages.split(/\s+/).filter((one) => one !== ''), ...grounds(draft) };
    case 'uses': return {
      uses: draft.uses.filter((use) => use.chosen).map((use) => ({ label: use.label, ...grounds(use) })),
      none: draft.none.filter((one) => !has_word(draft, one.facet)).map((one) => ({ facet: one.facet, reason: one.reason.trim() })),
      incitement: draft.incitement,
    };
    case 'rabat': return {
      audience: draft.audience.trim(), target_group: draft.target_group.trim(), conclusion: draft.conclusion, reason: draft.reason.trim(),
      boxes: Object.fromEntries(draft.boxes.map((one) => [one.box, { text: one.text.trim(), met: one.met, evidence: cited(one.evidence) }])),
    };
    case 'outcome': return { outcome: draft.outcome, despite: draft.despite.trim(), ...grounds(draft) };
  }
}
