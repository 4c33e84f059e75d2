import { describe, expect, it } from 'vitest';
import { act_on_key, type Gestures } from './gestures';

describe('act_on_key', () => {
  const calls: string[] = [];
  const on: Gestures = {
    pan: (dx, dy) => { calls.push(`pan ${dx} ${dy}`); },
    zoom: (at, steps) => { calls.push(`zoom ${at.x} ${at.y} ${steps}`); },
    home: () => { calls.push('home'); },
  };
  it('moves the view the way of the arrow, and enlarges its middle', () => {
    for (const key of ['ArrowUp', 'ArrowRight', '+', '-', '0']) expect(act_on_key(key, { x: 5, y: 6 }, on)).toBe(true);
    expect(calls).toEqual(['pan 0 60', 'pan -60 0', 'zoom 5 6 1', 'zoom 5 6 -1', 'home']);
  });
  it('leaves other keys alone', () => {
    expect(act_on_key('Tab', { x: 0, y: 0 }, on)).toBe(false);
  });
});
