// One request to the API: cookie session, CSRF header on whatever changes something, failures as
// Failure. Nothing is retried here: an act must not happen twice because an answer was lost.
import { Failure, parse_failure } from '../base/failure';

const kBase = '/api/v1';

// Set by the session once it is known; null while signed out.
let csrf: string | null = null;
export function set_csrf(token: string | null): void {
  csrf = token;
}

let on_unauthenticated: () => void = () => undefined;
export function when_unauthenticated(listener: () => void): void {
  on_unauthenticated = listener;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const csrf_then = csrf;
  const headers = new Headers({ Accept: 'application/json' });
  if (method !== 'GET' && csrf !== null) headers.set('X-Sanad-CSRF', csrf);
  const is_bytes = body instanceof Blob;
  if (body !== undefined) headers.set('Content-Type', is_bytes ? 'application/octet-stream' : 'application/json');
  let response: Response;
  try {
    response = await fetch(kBase + path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...(body === undefined ? {} : { body: is_bytes ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw new Failure('offline', 'The server could not be reached.');
  }
  if (response.ok) return response;
  const failure = parse_failure(response.status, await response.text().catch(() => ''));
  // A late answer about an earlier session says nothing about the one that began meanwhile.
  if (failure.code === 'unauthenticated' && csrf === csrf_then) on_unauthenticated();
  throw failure;
}

export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, body, signal);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new Failure('unreadable', 'The server’s answer could not be read.');
  }
}

export const send_bytes = <T>(path: string, body: Blob, signal: AbortSignal): Promise<T> => request<T>('PUT', path, body, signal);

export interface Page<T> {
  items: T[];
  next: string | null;
}

// Pages of a list are asked for one after another up to this many items; what is beyond is said,
// by `next`, not silently left out.
export const kMaxListItems = 2000;

export async function list<T>(path: string): Promise<Page<T>> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const cursor: string = next === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`;
    const page: Page<T> = await request<Page<T>>('GET', path + cursor);
    items.push(...page.items);
    next = page.next ?? null;
  } while (next !== null && items.length < kMaxListItems);
  return { items, next };
}
