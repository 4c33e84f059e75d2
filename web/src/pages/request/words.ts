// Words of the contract that requests use, in their order.
import type { RequestKind, RequestOutcome } from '../../api/types';

export const kKinds: readonly RequestKind[] = [
  'referral', 'removal-order', 'notice', 'court-intimation', 'preservation-request', 'voluntary-request', 'emergency-request', 'mutual-assistance-request',
];
export const kOutcomes: readonly RequestOutcome[] = [
  'removed', 'preserved', 'disclosed', 'partly', 'declined', 'impossible', 'clarification', 'no-answer', 'done',
];

// The present second, as the API takes times.
export const now_text = (): string => `${new Date().toISOString().slice(0, 19)}Z`;
