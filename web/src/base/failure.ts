// What can go wrong, in the words of the API: eight codes that each ask for another action, plus
// "unauthenticated" and two that only the browser can notice.
export type FailureCode =
  | 'invalid' | 'not_found' | 'conflict' | 'denied' | 'integrity' | 'io' | 'unavailable' | 'limit'
  | 'unauthenticated' | 'offline' | 'unreadable';

const kCodes: readonly string[] = [
  'invalid', 'not_found', 'conflict', 'denied', 'integrity', 'io', 'unavailable', 'limit',
  'unauthenticated',
];

export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Failure';
  }
}

// Anything that was thrown, as a Failure.
export function as_failure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  return new Failure('unreadable', thrown instanceof Error ? thrown.message : String(thrown));
}

// The answer's body of a failed request. An answer that is not of the documented form becomes
// "unreadable": it came from something between us and the server.
export function parse_failure(status: number, body: string): Failure {
  try {
    const error = (JSON.parse(body) as { error?: Record<string, unknown> }).error;
    if (error && typeof error.message === 'string' && kCodes.includes(String(error.code))) {
      const detail = error.detail;
      return new Failure(
        error.code as FailureCode,
        error.message,
        typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {},
      );
    }
  } catch {
    // Falls through: not JSON.
  }
  return new Failure('unreadable', `The server answered with status ${status} and no reason.`);
}
