// Calls about the register of requests and the clocks that run.
import { list, request, type Page } from './client';
import type {
  Clock, ClockRule, NewClock, NewClockExtension, NewIncomingRequest, RequestContent, RequestForm, RequestHead, RequestReport, SanadRequest,
} from './types';

const e = encodeURIComponent;

export const list_forms = () => list<RequestForm>('/request-forms');
export const list_requests = (case_id: string) => list<RequestHead>(`/cases/${e(case_id)}/requests`);
export const get_request = (id: string) => request<SanadRequest>('GET', `/requests/${e(id)}`);
export const draft_request = (case_id: string, content: RequestContent) =>
  request<SanadRequest>('POST', `/cases/${e(case_id)}/requests`, { content });
export const save_version = (id: string, base: number, content: RequestContent) =>
  request<SanadRequest>('POST', `/requests/${e(id)}/versions`, { base, content });
export const register_incoming = (case_id: string, fields: NewIncomingRequest) =>
  request<SanadRequest>('POST', `/cases/${e(case_id)}/incoming-requests`, fields);
export const approve_request = (id: string, note: string) => request<SanadRequest>('POST', `/requests/${e(id)}/approval`, { note });
export const return_request = (id: string, reason: string) => request<SanadRequest>('POST', `/requests/${e(id)}/return`, { reason });
export const withdraw_request = (id: string, reason: string) => request<SanadRequest>('POST', `/requests/${e(id)}/withdrawal`, { reason });
export const issue_request = (id: string) => request<SanadRequest>('POST', `/requests/${e(id)}/issue`);
export const report = (id: string, what: 'sent' | 'receipt' | 'answer', fields: RequestReport) =>
  request<SanadRequest>('POST', `/requests/${e(id)}/${what}`, fields);
export const print_request = (id: string) => request<{ job: string }>('POST', `/requests/${e(id)}/printing`);
export const preview_request = (id: string, language: string) =>
  request<{ html: string }>('GET', `/requests/${e(id)}/preview?language=${e(language)}`);
export const paper_address = (id: string, name: string) => `/api/v1/requests/${e(id)}/papers/${e(name)}`;
export const schedule_recheck = (id: string, every_hours: number, until: string) =>
  request<SanadRequest>('POST', `/requests/${e(id)}/recheck-schedule`, { every_hours, until });
export const end_rechecks = (id: string, reason: string) =>
  request<SanadRequest>('POST', `/requests/${e(id)}/recheck-schedule/end`, { reason });
export const order_recheck = (id: string) => request<{ job: string }>('POST', `/requests/${e(id)}/rechecks`);

export const list_clocks = (case_id = ''): Promise<Page<Clock>> => list<Clock>(`/clocks${case_id === '' ? '' : `?case=${e(case_id)}`}`);
export const list_clock_rules = () => list<ClockRule>('/clock-rules');
export const start_clock = (case_id: string, fields: NewClock) => request<Clock>('POST', `/cases/${e(case_id)}/clocks`, fields);
export const change_clock = (id: string, what: 'suspension' | 'resumption' | 'met', at: string, reason: string) =>
  request<Clock>('POST', `/clocks/${e(id)}/${what}`, { at, reason });
export const extend_clock = (id: string, fields: NewClockExtension) => request<Clock>('POST', `/clocks/${e(id)}/extension`, fields);
