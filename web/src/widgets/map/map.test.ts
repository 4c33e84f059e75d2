import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { read_base_map, read_line } from './base_map';
import { box_of, kMaxZoom, on_screen, pan, project, scale_of, settle, unproject, view_of, whole_world, zoom_about } from './projection';

const kSize = { width: 800, height: 400 };

describe('projection', () => {
  it('goes there and back', () => {
    for (const latitude of [-84, -33.5, 0, 24.9, 71]) {
      for (const longitude of [-179, -1, 0, 67.01, 179]) {
        const back = unproject(project({ latitude, longitude }));
        expect(back.latitude).toBeCloseTo(latitude, 9);
        expect(back.longitude).toBeCloseTo(longitude, 9);
      }
    }
  });
  it('puts the equator and Greenwich in the middle, and the poles at the edges', () => {
    expect(project({ latitude: 0, longitude: 0 })).toEqual({ x: 0.5, y: 0.5 });
    expect(project({ latitude: 90, longitude: 180 }).y).toBeCloseTo(0, 4);
    expect(project({ latitude: -90, longitude: -180 }).y).toBeCloseTo(1, 4);
  });
});

describe('a view', () => {
  const view = { x: 0.7, y: 0.45, zoom: 4 };
  it('keeps what is under the pointer there while it is enlarged', () => {
    const pointer = { x: 123, y: 77 };
    const point = { x: view.x + (pointer.x - 400) / scale_of(view), y: view.y + (pointer.y - 200) / scale_of(view) };
    const closer = zoom_about(view, kSize, pointer, 1.5);
    expect(on_screen(closer, kSize, point).x).toBeCloseTo(pointer.x, 6);
    expect(on_screen(closer, kSize, point).y).toBeCloseTo(pointer.y, 6);
  });
  it('moves with the hand', () => {
    const point = project({ latitude: 30, longitude: 70 });
    const before = on_screen(view, kSize, point);
    const after = on_screen(pan(view, kSize, 10, -6), kSize, point);
    expect(after.x - before.x).toBeCloseTo(10, 6);
    expect(after.y - before.y).toBeCloseTo(-6, 6);
  });
  it('stays on the world and within its bounds of zoom', () => {
    expect(settle({ x: 1.25, y: -3, zoom: 99 }, kSize)).toMatchObject({ x: 0.25, zoom: kMaxZoom });
    expect(settle({ x: 0.5, y: 0.1, zoom: -2 }, kSize)).toEqual({ x: 0.5, y: 0.5, zoom: 0 });
    const high = settle({ x: 0.5, y: 0, zoom: 5 }, kSize);
    expect(high.y * scale_of(high)).toBeCloseTo(kSize.height / 2, 6);
  });
  it('draws what lies across the date line beside its neighbours', () => {
    const at = on_screen({ x: 0.99, y: 0.5, zoom: 3 }, kSize, { x: 0.01, y: 0.5 });
    expect(at.x).toBeCloseTo(400 + 0.02 * 2048, 6);
  });
  it('names the box it shows', () => {
    expect(box_of(whole_world, kSize)).toMatchObject({ west: -180, east: 180 });
    const box = box_of({ x: 0, y: 0.5, zoom: 5 }, kSize);
    expect(box.west).toBeGreaterThan(box.east);
    expect(box.north).toBeCloseTo(-box.south, 9);
  });
  it('is laid around its places, the short way round', () => {
    const places = [{ latitude: 10, longitude: 178 }, { latitude: -4, longitude: -178 }];
    const around = view_of(places, kSize);
    for (const place of places) {
      const at = on_screen(around, kSize, project(place));
      expect(at.x).toBeGreaterThan(0);
      expect(at.x).toBeLessThan(kSize.width);
      expect(at.y).toBeGreaterThan(0);
      expect(at.y).toBeLessThan(kSize.height);
    }
    expect(around.zoom).toBeGreaterThan(3);
    expect(view_of([], kSize)).toEqual(whole_world);
    expect(view_of([places[0]!], kSize).zoom).toBe(8);
  });
});

describe('the base map', () => {
  const text = readFileSync(new URL('./data/base_map.txt', import.meta.url), 'utf8');
  it('is at most 400 kB and reads whole', () => {
    expect(text.length).toBeLessThan(400_000);
    const map = read_base_map(text);
    expect(map.land.match(/M/g)?.length).toBeGreaterThan(500);
    expect(map.lakes.match(/M/g)?.length).toBeGreaterThan(100);
    expect(map.borders.match(/M/g)?.length).toBeGreaterThan(300);
    expect(map.disputed.match(/M/g)?.length).toBeGreaterThan(20);
  });
  it('has land where there is land, and none in the oceans', () => {
    const rings = text.split('\n').filter((line) => line.startsWith('L')).map((line) => read_line(line, 100));
    const on_land = (longitude: number, latitude: number): boolean => rings.reduce((inside, ring) => {
      let odd = inside;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [xi, yi] = ring[i]!;
        const [xj, yj] = ring[j]!;
        if ((yi > latitude) !== (yj > latitude) && longitude < ((xj - xi) * (latitude - yi)) / (yj - yi) + xi) odd = !odd;
      }
      return odd;
    }, false);
    for (const [longitude, latitude] of [[73.06, 33.69], [-100, 40], [134, -25], [25, 0], [-60, -10]] as const) expect(on_land(longitude, latitude)).toBe(true);
    for (const [longitude, latitude] of [[65, 15], [-30, 30], [-140, 0], [80, -40]] as const) expect(on_land(longitude, latitude)).toBe(false);
  });
  it('keeps to the globe', () => {
    const points = text.trimEnd().split('\n').slice(1).flatMap((line) => read_line(line, 100));
    expect(points.filter(([longitude, latitude]) => Math.abs(longitude) > 180 || Math.abs(latitude) > 90)).toEqual([]);
  });
  it('says so when it is damaged or of another version', () => {
    expect(() => read_base_map('sanad-map 2 100\n')).toThrow('another version');
    expect(() => read_base_map('sanad-map 1 100\nX??')).toThrow('damaged');
    expect(() => read_base_map('sanad-map 1 100\nL?')).toThrow('damaged');
  });
});
