// An upload that broke off is remembered in this browser, so that the same files, chosen again, go on
// from what the server has. Only names, sizes and times of the files are compared, as a digest.
export interface Sent { path: string; size: number; modified_at: string }
interface Waiting { upload: string; files: string }
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key_of = (case_id: string): string => `sanad.upload.${case_id}`;

export async function digest_of(files: readonly Sent[]): Promise<string> {
  const text = files.map(({ path, size, modified_at }) => `${path}\u0000${size}\u0000${modified_at}`).join('\n');
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function remember(store: Store, case_id: string, upload: string, files: string): void {
  try {
    store.setItem(key_of(case_id), JSON.stringify({ upload, files } satisfies Waiting));
  } catch {
    // Storage is refused in some private windows: then a broken upload begins anew.
  }
}

// The upload of these files, if one is remembered.
export function waiting(store: Store, case_id: string, files: string): string | undefined {
  try {
    const held = JSON.parse(store.getItem(key_of(case_id)) ?? 'null') as Partial<Waiting> | null;
    return held?.files === files && typeof held.upload === 'string' ? held.upload : undefined;
  } catch {
    return undefined;
  }
}

export function forget(store: Store, case_id: string): void {
  try {
    store.removeItem(key_of(case_id));
  } catch {
    // As above.
  }
}
