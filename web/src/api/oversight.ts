// Calls of oversight.
import { request } from './client';
import type { OversightAccess, OversightEntryList, OversightRegisters, OversightReport, OversightStatistics } from './types';

const e = encodeURIComponent;

export const get_statistics = (period: string, language: 'en' | 'ur') =>
  request<OversightStatistics>('GET', `/oversight/statistics?period=${e(period)}&language=${language}`);
export const get_report = (from: string, until: string) => request<OversightReport>('GET', `/oversight/report?from=${e(from)}&until=${e(until)}`);
export const list_acts = (of_case: string, kind: string, cursor: string | null) =>
  request<OversightEntryList>('GET', `/oversight/entries?case=${e(of_case)}&kind=${e(kind)}${cursor === null ? '' : `&cursor=${e(cursor)}`}`);
export const count_registers = (of_case: string) => request<OversightRegisters>('GET', `/oversight/registers?case=${e(of_case)}`);
export const get_access = (subject: string) => request<OversightAccess>('GET', `/oversight/access?subject=${e(subject)}`);
