// Calls of oversight.
import { request } from './client';
import type { OversightAccess, OversightReport, OversightStatistics } from './types';

const e = encodeURIComponent;

export const get_statistics = (period: string, language: 'en' | 'ur') =>
  request<OversightStatistics>('GET', `/oversight/statistics?period=${e(period)}&language=${language}`);
export const get_report = (from: string, until: string) => request<OversightReport>('GET', `/oversight/report?from=${e(from)}&until=${e(until)}`);
export const get_access = (subject: string) => request<OversightAccess>('GET', `/oversight/access?subject=${e(subject)}`);
