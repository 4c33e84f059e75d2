// Calls about law, policy, papers, reviews and emergencies.
import { list, request } from './client';
import type { DueReview, Emergency, FormOfPack, Law, LawHead, NewPaper, NewPaperVersion, Paper, PaperHead, Policy } from './types';

const e = encodeURIComponent;

export const get_law = () => request<Law>('GET', '/law');
export const add_law_pack = (file: string, text: string) => request<LawHead>('POST', '/law', { file, text });
export const adopt_law_pack = (pack: string, edition: string, reason: string) =>
  request<LawHead>('POST', `/law/${e(pack)}/${e(edition)}/adopt`, { reason });
export const get_policy = () => request<Policy>('GET', '/policy');
export const set_policy = (policy: Policy, reason: string) => request<Policy>('PUT', '/policy', { policy, reason });

export const list_forms = () => list<FormOfPack>('/forms');
export const list_case_papers = (case_id: string) => list<PaperHead>(`/cases/${e(case_id)}/papers`);
export const list_agency_papers = () => list<PaperHead>('/papers');
export const list_waiting_papers = () => list<PaperHead>('/papers-waiting');
export const get_paper = (id: string) => request<Paper>('GET', `/papers/${e(id)}`);
export const fill_paper = (fields: NewPaper) => request<Paper>('POST', '/papers', fields);
export const change_paper = (id: string, fields: NewPaperVersion) => request<Paper>('POST', `/papers/${e(id)}/versions`, fields);
export const submit_paper = (id: string, version: number) => request<Paper>('POST', `/papers/${e(id)}/submit`, { version });
export const approve_paper = (id: string, version: number, note: string) => request<Paper>('POST', `/papers/${e(id)}/approve`, { version, note });
export const return_paper = (id: string, version: number, reason: string) => request<Paper>('POST', `/papers/${e(id)}/return`, { version, reason });
export const close_paper = (id: string, reason: string) => request<Paper>('POST', `/papers/${e(id)}/close`, { reason });
export const note_use = (id: string, text: string) => request<Paper>('POST', `/papers/${e(id)}/notes`, { text });

export const list_due_reviews = (case_id: string) => list<DueReview>(`/cases/${e(case_id)}/reviews`);
export const record_review = (subject: string, finding: string, next_review: string) =>
  request<void>('POST', '/reviews', { subject, finding, next_review });

export const list_case_emergencies = (case_id: string) => list<Emergency>(`/cases/${e(case_id)}/emergencies`);
export const list_emergencies = () => list<Emergency>('/emergencies');
export const declare_emergency = (case_id: string, reason: string) => request<Emergency>('POST', `/cases/${e(case_id)}/emergencies`, { reason });
export const ratify_emergency = (id: string, reason: string) => request<Emergency>('POST', `/emergencies/${e(id)}/ratify`, { reason });
export const refuse_emergency = (id: string, reason: string) => request<Emergency>('POST', `/emergencies/${e(id)}/refuse`, { reason });
