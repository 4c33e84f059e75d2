// Calls about assessments, what speaks for somebody, complaints and one's own exposure.
import { list, request } from './client';
import type {
  Assessment, AssessmentAgreement, AssessmentForm, AssessmentPair, AssessmentPairHead, AssessmentQueue, AssessmentStepName, Cited, Complaint, ExculpatoryNote, Exposure,
  NewComplaint, NewComplaintAnswer, NewExculpatoryAnswer,
} from './types';

const e = encodeURIComponent;
const of_case = (case_id: string) => (case_id === '' ? '' : `?case=${e(case_id)}`);

export const get_form = () => request<AssessmentForm>('GET', '/assessment-form');
export const get_queue = () => request<AssessmentQueue>('GET', '/assessment-queue');
export const ask = (exhibit: string, part: number | null, urgent: boolean, reason: string) =>
  request<void>('POST', `/exhibits/${e(exhibit)}/assessment-asks`, { part, urgent, reason });
export const take = (exhibit: string, part: number | null) => request<Assessment>('POST', `/exhibits/${e(exhibit)}/assessments`, { part });
export const get_assessment = (id: string) => request<Assessment>('GET', `/assessments/${e(id)}`);
export const write_step = (id: string, step: AssessmentStepName, content: object) =>
  request<Assessment>('POST', `/assessments/${e(id)}/steps/${step}`, { content });
export const give_back = (id: string, reason: string) => request<Assessment>('POST', `/assessments/${e(id)}/give-back`, { reason });
export const list_pairs = (case_id: string) => list<AssessmentPairHead>(`/assessment-pairs${of_case(case_id)}`);
export const get_pair = (id: string) => request<AssessmentPair>('GET', `/assessment-pairs/${e(id)}`);
export const adjudicate = (id: string, content: object) => request<AssessmentPair>('POST', `/assessment-pairs/${e(id)}/adjudication`, { content });
export const get_agreement = (case_id: string) => request<AssessmentAgreement>('GET', `/assessment-agreement${of_case(case_id)}`);

export const list_notes = (case_id: string) => list<ExculpatoryNote>(`/cases/${e(case_id)}/exculpatory-notes`);
export const note = (case_id: string, text: string, cited: Cited[]) =>
  request<ExculpatoryNote>('POST', `/cases/${e(case_id)}/exculpatory-notes`, { text, cited });
export const answer_note = (id: string, answer: NewExculpatoryAnswer) => request<ExculpatoryNote>('POST', `/exculpatory-notes/${e(id)}/answer`, answer);
export const list_complaints = (case_id: string) => list<Complaint>(`/cases/${e(case_id)}/complaints`);
export const register_complaint = (case_id: string, complaint: NewComplaint) => request<Complaint>('POST', `/cases/${e(case_id)}/complaints`, complaint);
export const answer_complaint = (id: string, answer: NewComplaintAnswer) => request<Complaint>('POST', `/complaints/${e(id)}/answer`, answer);

export const my_exposure = () => request<Exposure>('GET', '/exposure');
export const list_reached = () => list<{ officer: string; name: string }>('/exposure/reached');
export const look_together = (exhibit: string, officer: string, minutes: number) =>
  request<void>('POST', `/exhibits/${e(exhibit)}/companions`, { officer, minutes });
