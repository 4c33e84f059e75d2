import { describe, expect, it } from 'vitest';
import { box_between, box_for_key, box_in_middle, boxes_of_tiles, tile_at, tiles_between, type Box } from './boxes';

const of = { width: 100, height: 50, tile: 16 };
const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height, reason: 'a face' });

describe('boxes over a picture', () => {
  it('lie on whole tiles, whichever corner is first', () => {
    expect(box_between({ x: 15, y: 17 }, { x: 17, y: 20 }, of, 'a face')).toEqual(box(0, 16, 32, 16));
    expect(box_between({ x: 17, y: 20 }, { x: 15, y: 17 }, of, 'a face')).toEqual(box(0, 16, 32, 16));
    expect(box_between({ x: 16, y: 16 }, { x: 16, y: 16 }, of, 'a face')).toEqual(box(16, 16, 16, 16));
  });
  it('end at the edges of the picture', () => {
    expect(box_between({ x: -20, y: -5 }, { x: 500, y: 500 }, of, 'a face')).toEqual(box(0, 0, 100, 50));
    expect(box_between({ x: 99, y: 49 }, { x: 300, y: 300 }, of, 'a face')).toEqual(box(96, 48, 4, 2));
  });
  it('begin in the middle', () => {
    const middle = box_in_middle(of, 'a face');
    expect(middle.x).toBeLessThanOrEqual(50);
    expect(middle.x + middle.width).toBeGreaterThanOrEqual(50);
  });
  it('move by a tile and stay in the picture', () => {
    expect(box_for_key('ArrowRight', false, box(16, 16, 32, 16), of)).toEqual(box(32, 16, 32, 16));
    expect(box_for_key('ArrowLeft', false, box(0, 16, 32, 16), of)).toEqual(box(0, 16, 32, 16));
    expect(box_for_key('ArrowDown', false, box(0, 32, 32, 16), of)).toEqual(box(0, 48, 32, 2));
    expect(box_for_key('ArrowDown', false, box(0, 48, 32, 2), of)).toEqual(box(0, 48, 32, 2));
    expect(box_for_key('Enter', false, box(0, 0, 16, 16), of)).toBeUndefined();
  });
  it('grow and shrink to one tile with Shift', () => {
    expect(box_for_key('ArrowRight', true, box(16, 16, 32, 16), of)).toEqual(box(16, 16, 48, 16));
    expect(box_for_key('ArrowLeft', true, box(16, 16, 16, 16), of)).toEqual(box(16, 16, 16, 16));
    expect(box_for_key('ArrowUp', true, box(16, 16, 16, 32), of)).toEqual(box(16, 16, 16, 16));
  });
  it('hold just the tiles that a brush went over, in few boxes', () => {
    const tiles = ['0,0', '1,0', '0,1', '1,1', '4,1', '2,2'];
    const boxes = boxes_of_tiles(tiles, of, 'a face');
    expect(boxes).toHaveLength(3);
    const held = new Set(boxes.flatMap((one) => {
      const all: string[] = [];
      for (let x = one.x; x < one.x + one.width; x += 16) for (let y = one.y; y < one.y + one.height; y += 16) all.push(`${x / 16},${y / 16}`);
      return all;
    }));
    expect([...held].sort()).toEqual([...tiles].sort());
  });
  it('follow a stroke without a gap', () => {
    expect(tile_at({ x: -3, y: 900 }, of)).toBe('0,3');
    expect(tiles_between({ x: 8, y: 8 }, { x: 90, y: 8 }, of)).toEqual(['0,0', '1,0', '2,0', '3,0', '4,0', '5,0']);
  });
});
