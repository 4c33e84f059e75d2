import { describe, expect, it } from 'vitest';
import { format_seconds, is_turned, polygon_of, transform_of } from './align';

// What CSS makes of a point by such a list of functions, y downwards.
function apply(transform: string, [x, y]: [number, number]): [number, number] {
  for (const part of transform === 'none' ? [] : transform.split(' ').reverse()) {
    if (part === 'scaleX(-1)') [x, y] = [-x, y];
    else for (let left = Number(/\d+/.exec(part)![0]); left > 0; left -= 90) [x, y] = [-y, x];
  }
  return [x + 0, y + 0];
}

describe('transform_of', () => {
  it('mirrors first and turns then', () => {
    expect(transform_of(null)).toBe('none');
    expect(transform_of({ mirror: false, rotate: 0 })).toBe('none');
    expect(transform_of({ mirror: true, rotate: 90 })).toBe('rotate(90deg) scaleX(-1)');
    // The upper right corner goes to the left by the mirror, and by the turn to the top again.
    expect(apply(transform_of({ mirror: true, rotate: 90 }), [1, -1])).toEqual([1, -1]);
    expect(apply(transform_of({ mirror: false, rotate: 90 }), [1, -1])).toEqual([1, 1]);
    expect(apply(transform_of({ mirror: true, rotate: 180 }), [1, -1])).toEqual([1, 1]);
    expect(is_turned({ mirror: false, rotate: 0 })).toBe(false);
    expect(is_turned({ mirror: false, rotate: 180 })).toBe(true);
  });
});

describe('format_seconds', () => {
  it('is short where it can be', () => {
    expect(format_seconds(0)).toBe('0:00');
    expect(format_seconds(75.4)).toBe('1:15.4');
    expect(format_seconds(59.96)).toBe('1:00');
    expect(format_seconds(3661)).toBe('1:01:01');
  });
});

describe('polygon_of', () => {
  it('is in pixels of the picture, and may reach out of it', () => {
    expect(polygon_of([[2000, 1000], [10_000, 0], [-500, 12_000]], 400, 300)).toBe('80,30 400,0 -20,360');
  });
  it('is nothing without a picture or corners', () => {
    expect(polygon_of([[0, 0], [1, 0], [1, 1]], 0, 0)).toBeUndefined();
    expect(polygon_of([], 400, 300)).toBeUndefined();
  });
});
