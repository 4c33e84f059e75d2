import { beforeEach, describe, expect, it } from 'vitest';
import { digest_of, forget, remember, waiting } from './waiting_upload';

const files = [{ path: 'a/b', size: 5, modified_at: '2026-03-01T00:00:00.000Z' }];

describe('a broken upload', () => {
  let held: Map<string, string>;
  let store: { getItem(k: string): string | null; setItem(k: string, v: string): void; removeItem(k: string): void };
  beforeEach(() => {
    held = new Map();
    store = { getItem: (k) => held.get(k) ?? null, setItem: (k, v) => void held.set(k, v), removeItem: (k) => void held.delete(k) };
  });

  it('goes on with the same files of the same case, and with no others', async () => {
    const digest = await digest_of(files);
    remember(store, 'case-1', 'upload-1', digest);
    expect(waiting(store, 'case-1', digest)).toBe('upload-1');
    expect(waiting(store, 'case-2', digest)).toBeUndefined();
    expect(waiting(store, 'case-1', await digest_of([{ ...files[0]!, size: 6 }]))).toBeUndefined();
    forget(store, 'case-1');
    expect(waiting(store, 'case-1', digest)).toBeUndefined();
  });
  it('holds no name of a file', async () => {
    remember(store, 'case-1', 'upload-1', await digest_of([{ ...files[0]!, path: 'secret name' }]));
    expect([...held.values()].join()).not.toContain('secret');
  });
  it('is nothing where storage is refused or spoilt', () => {
    const refusing = { getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('no'); }, removeItem: () => { throw new Error('no'); } };
    remember(refusing, 'case-1', 'upload-1', 'x');
    forget(refusing, 'case-1');
    expect(waiting(refusing, 'case-1', 'x')).toBeUndefined();
    held.set('sanad.upload.case-1', '{');
    expect(waiting(store, 'case-1', 'x')).toBeUndefined();
  });
});
