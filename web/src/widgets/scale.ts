// A distance drawn as a place on a line: 0 is the same, the threshold is where it stops to count.
//
// Where the line ends depends on the signal: bits that differ by chance lie about 128, so twice
// the threshold shows all that matters; shares end at 1, and sound at chance, where half differs.
export interface Scale {
  at: number;     // 0 to 1
  limit: number;  // 0 to 1
  end: number;
}

export function scale_of(signal: string, distance: number, threshold: number): Scale | undefined {
  if (threshold <= 0) return undefined;
  const end = is_share(signal) ? 1 : signal === 'chromaprint' ? 0.5 : 2 * threshold;
  const place = (value: number): number => Math.min(1, Math.max(0, value / end));
  return { at: place(distance), limit: place(threshold), end };
}

// Whether the distance says which share the two do not have in common.
export const is_share = (signal: string): boolean => signal === 'text' || signal === 'vpdq' || signal === 'points' || signal === 'vpoints' || signal === 'landmarks';
