// Calls about the report of a case.
import { request } from './client';
import type { CaseReport, JobAccepted, NewStatement, NewStatementVersion, ReportStatement } from './types';

const e = encodeURIComponent;
const at = (case_id: string) => `/cases/${e(case_id)}/report`;

export const get_report = (case_id: string) => request<CaseReport>('GET', at(case_id));
export const state = (case_id: string, statement: NewStatement) => request<ReportStatement>('POST', `${at(case_id)}/statements`, statement);
export const change = (case_id: string, id: string, statement: NewStatementVersion) =>
  request<ReportStatement>('POST', `${at(case_id)}/statements/${e(id)}/versions`, statement);
export const withdraw = (case_id: string, id: string, reason: string) =>
  request<void>('POST', `${at(case_id)}/statements/${e(id)}/withdrawal`, { reason });
export const sign = (case_id: string, note: string) => request<CaseReport>('POST', `${at(case_id)}/sign-off`, { note });
export const preview_address = (case_id: string, language: string) => `/api/v1${at(case_id)}/preview.html?language=${e(language)}`;
export const preview = (case_id: string, language: string) => request<{ html: string }>('GET', `${at(case_id)}/preview?language=${e(language)}`);
export const make = (case_id: string) => request<JobAccepted>('POST', `/cases/${e(case_id)}/reports`);
export const page_address = (case_id: string, report: string, name: string) => `/api/v1/cases/${e(case_id)}/reports/${e(report)}/pages/${e(name)}`;
