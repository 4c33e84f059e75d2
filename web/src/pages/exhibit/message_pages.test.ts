import { describe, expect, it } from 'vitest';
import { kHeld, kPage, pages_of, too_far } from './message_pages';

describe('the pages of a chat', () => {
  it('are those that are seen, then the neighbours', () => {
    expect(pages_of(kPage * 3 + 5, kPage * 4 + 1, 10_000)).toEqual([3, 4, 5, 2]);
  });
  it('end where the chat ends', () => {
    expect(pages_of(0, 10, 5)).toEqual([0]);
    expect(pages_of(0, 10, kPage + 1)).toEqual([0, 1]);
    expect(pages_of(kPage, kPage, kPage + 1)).toEqual([1, 0]);
  });
  it('are let go where they are farthest, and never where they are seen', () => {
    const held = Array.from({ length: kHeld + 3 }, (_, i) => i);
    expect(too_far(held, [kHeld + 1, kHeld + 2]).sort((a, b) => a - b)).toEqual([0, 1, 2]);
    expect(too_far([1, 2], [900])).toEqual([]);
    expect(too_far(held, held)).toEqual([]);
  });
});
