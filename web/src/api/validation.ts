// Calls about the machine's fitness and validations of the tool.
import { list, request } from './client';
import type { Fitness, Validation, ValidationAccepted, ValidationReport } from './types';

export const get_fitness = () => request<Fitness>('GET', '/fitness');
export const list_validations = () => list<Validation>('/validations');
export const validate_tool = () => request<ValidationAccepted>('POST', '/validations', {});
export const get_validation = (id: string, language: 'en' | 'ur') =>
  request<ValidationReport>('GET', `/validations/${encodeURIComponent(id)}?language=${language}`);
