// Calls about how long material is kept, holds and disposals.
import { list, request } from './client';
import type { Disposal, DisposalCertificate, DisposalObjection, Hold, KeptExhibit, NewRetentionRule, RetentionRule } from './types';

const e = encodeURIComponent;

export const list_retention = () => list<RetentionRule>('/retention');
export const set_retention = (fields: NewRetentionRule) => request<RetentionRule>('POST', '/retention', fields);
export const review_retention = (rule: string, finding: string) => request<RetentionRule>('POST', `/retention/${e(rule)}/review`, { finding });
export const end_retention = (rule: string, reason: string) => request<RetentionRule>('POST', `/retention/${e(rule)}/end`, { reason });
export const list_kept = (case_id: string) => list<KeptExhibit>(`/cases/${e(case_id)}/retention`);

export const list_case_holds = (case_id: string) => list<Hold>(`/cases/${e(case_id)}/holds`);
export const place_hold = (case_id: string, exhibit: string | null, ground: string, reason: string) =>
  request<Hold>('POST', `/cases/${e(case_id)}/holds`, { exhibit, ground, reason });
export const lift_hold = (hold: string, reason: string) => request<Hold>('POST', `/holds/${e(hold)}/lift`, { reason });

export const list_disposals = () => list<Disposal>('/disposals');
export const list_case_disposals = (case_id: string) => list<Disposal>(`/cases/${e(case_id)}/disposals`);
export const preview_disposal = (case_id: string, exhibit: string | null) =>
  request<{ items: DisposalObjection[] }>('POST', `/cases/${e(case_id)}/disposals/preview`, { exhibit });
export const propose_disposal = (case_id: string, exhibit: string | null, reason: string) =>
  request<Disposal>('POST', `/cases/${e(case_id)}/disposals`, { exhibit, reason });
export const get_disposal = (id: string) => request<Disposal>('GET', `/disposals/${e(id)}`);
// An approval may go without words.
export const decide_disposal = (id: string, act: 'approve' | 'return' | 'withdraw', words: string) =>
  request<Disposal>('POST', `/disposals/${e(id)}/${act}`, act === 'approve' ? { note: words } : { reason: words });
export const get_certificate = (id: string, language: 'en' | 'ur') =>
  request<DisposalCertificate>('GET', `/disposals/${e(id)}/certificate?language=${language}`);
