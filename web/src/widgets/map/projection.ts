// The Mercator projection and a view of it that is moved and enlarged.
//
// The world is the unit square: x from 180° west to 180° east, y from 85.05° north to 85.05° south. At
// zoom z it is 256 · 2^z pixels wide, as in other web maps.
export interface Place { latitude: number; longitude: number }
export interface Point { x: number; y: number }
export interface Size { width: number; height: number }
export interface View { x: number; y: number; zoom: number }  // the point in the middle
export interface Box { south: number; west: number; north: number; east: number }  // west > east across the date line

export const kMaxZoom = 12;  // beyond it the coastline of the base map says nothing
const kEdge = 85.0511;

export const whole_world: View = { x: 0.5, y: 0.5, zoom: 0 };

export function project({ latitude, longitude }: Place): Point {
  const sine = Math.sin((Math.min(kEdge, Math.max(-kEdge, latitude)) * Math.PI) / 180);
  return { x: (longitude + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

export function unproject({ x, y }: Point): Place {
  const latitude = (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
  return { latitude, longitude: x * 360 - 180 };
}

export const scale_of = (view: View): number => 256 * 2 ** view.zoom;

const wrap = (x: number): number => x - Math.floor(x);

// Keeps the zoom in bounds, the middle on the world, and no empty band above or below it where it is
// taller than the widget.
export function settle(view: View, size: Size): View {
  const zoom = Math.min(kMaxZoom, Math.max(0, view.zoom));
  const half = size.height / 2 / scale_of({ ...view, zoom });
  const y = half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, view.y));
  return { x: wrap(view.x), y, zoom };
}

export function pan(view: View, size: Size, dx: number, dy: number): View {
  const scale = scale_of(view);
  return settle({ ...view, x: view.x - dx / scale, y: view.y - dy / scale }, size);
}

// What lies under the pointer stays under it.
export function zoom_about(view: View, size: Size, pointer: Point, steps: number): View {
  const zoom = Math.min(kMaxZoom, Math.max(0, view.zoom + steps));
  const before = scale_of(view);
  const after = scale_of({ ...view, zoom });
  const from_middle = { x: pointer.x - size.width / 2, y: pointer.y - size.height / 2 };
  return settle({
    x: view.x + from_middle.x / before - from_middle.x / after,
    y: view.y + from_middle.y / before - from_middle.y / after,
    zoom,
  }, size);
}

// Where a point is drawn: at its copy of the world that is nearest to the middle.
export function on_screen(view: View, size: Size, point: Point): Point {
  const scale = scale_of(view);
  let dx = point.x - view.x;
  dx -= Math.round(dx);
  return { x: size.width / 2 + dx * scale, y: size.height / 2 + (point.y - view.y) * scale };
}

export function box_of(view: View, size: Size): Box {
  const scale = scale_of(view);
  const half = { x: size.width / 2 / scale, y: size.height / 2 / scale };
  const north = unproject({ x: 0, y: Math.max(0, view.y - half.y) }).latitude;
  const south = unproject({ x: 0, y: Math.min(1, view.y + half.y) }).latitude;
  if (half.x >= 0.5) return { south, west: -180, north, east: 180 };
  const longitude = (x: number): number => wrap(x) * 360 - 180;
  return { south, west: longitude(view.x - half.x), north, east: longitude(view.x + half.x) };
}

// A view that shows all places with some room; the whole world if there is none. Across the date line
// where that is the shorter way round.
export function view_of(places: readonly Place[], size: Size): View {
  if (places.length === 0 || size.width === 0 || size.height === 0) return whole_world;
  const points = places.map(project);
  const across = points.map(({ x }) => x).sort((a, b) => a - b);
  let gap = { width: across[0]! + 1 - across.at(-1)!, after: across.at(-1)! };
  for (let i = 1; i < across.length; i += 1) {
    const width = across[i]! - across[i - 1]!;
    if (width > gap.width) gap = { width, after: across[i - 1]! };
  }
  const width = 1 - gap.width;
  const down = points.map(({ y }) => y);
  const top = Math.min(...down);
  const height = Math.max(...down) - top;
  const room = 0.8;
  const fits = Math.min((size.width * room) / Math.max(width, 1e-6), (size.height * room) / Math.max(height, 1e-6));
  const zoom = Math.min(8, Math.log2(fits / 256));
  return settle({ x: gap.after + gap.width + width / 2, y: top + height / 2, zoom }, size);
}
