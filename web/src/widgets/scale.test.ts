import { describe, expect, it } from 'vitest';
import { scale_of } from './scale';

describe('scale_of', () => {
  it('places the distance and the threshold on the line of the signal', () => {
    expect(scale_of('pdq', 31, 31)).toEqual({ at: 0.5, limit: 0.5, end: 62 });
    expect(scale_of('pdq', 0, 31)).toMatchObject({ at: 0 });
    expect(scale_of('tlsh', 25, 50)).toMatchObject({ at: 0.25, limit: 0.5 });
    expect(scale_of('vpdq', 0.25, 0.5)).toEqual({ at: 0.25, limit: 0.5, end: 1 });
    expect(scale_of('vpoints', 0.6, 1)).toEqual({ at: 0.6, limit: 1, end: 1 });
    expect(scale_of('landmarks', 0.7, 1)).toEqual({ at: 0.7, limit: 1, end: 1 });
    expect(scale_of('chromaprint', 0.1, 0.34)).toMatchObject({ at: 0.2, end: 0.5 });
  });
  it('keeps a text that counts by its length on the line', () => {
    expect(scale_of('text', 0.95, 0.8)).toMatchObject({ at: 0.95, limit: 0.8 });
    expect(scale_of('pdq', 200, 31)?.at).toBe(1);
  });
  it('draws nothing where only the same counts', () => {
    expect(scale_of('sha256', 0, 0)).toBeUndefined();
  });
});
