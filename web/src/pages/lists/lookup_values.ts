// What a person pasted, as values to be asked one by one.
export const kMaxValues = 200;
export const kLookupSignals = ['pdq', 'sha256', 'sha1', 'md5', 'sha512', 'tlsh', 'text'] as const;
export type LookupSignal = (typeof kLookupSignals)[number];

export const kRadius: Partial<Record<LookupSignal, { usual: number; most: number }>> = {
  pdq: { usual: 31, most: 64 }, tlsh: { usual: 50, most: 10_000 },
};

// One value a line, without what tools write behind it (a file's name); each once. A text is one.
export function values_of(pasted: string, signal: LookupSignal): string[] {
  if (signal === 'text') return pasted.trim() === '' ? [] : [pasted.trim()];
  const values = pasted.split('\n').map((line) => line.trim().split(/[\s,;]+/)[0] ?? '').filter((value) => value !== '');
  return [...new Set(values)];
}

// The signal that the values can only be of, where that is another one. Sixty-four digits may be
// SHA-256 or PDQ, so nothing is said of them where either is chosen.
export function other_signal(values: readonly string[], chosen: LookupSignal): LookupSignal | undefined {
  if (chosen === 'text' || values.length === 0) return undefined;
  const kind = (value: string): LookupSignal | undefined => {
    if (/^T1[0-9a-f]{70}$/i.test(value)) return 'tlsh';
    if (!/^[0-9a-f]+$/i.test(value)) return undefined;
    return ({ 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const)[value.length as 32 | 40 | 64 | 128];
  };
  const kinds = new Set(values.map(kind));
  const [only] = kinds;
  if (kinds.size !== 1 || only === undefined || only === chosen) return undefined;
  return only === 'sha256' && chosen === 'pdq' ? undefined : only;
}
