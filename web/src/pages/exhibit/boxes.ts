// Boxes over a picture, in its pixels. What is hidden is whole tiles, so boxes lie on them: what is
// drawn is widened, as the server would widen it.
export interface Box { x: number; y: number; width: number; height: number; reason: string }
export interface Extent { width: number; height: number; tile: number }
export interface Point { x: number; y: number }

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

// Ends at the picture's edge, where the last tiles may be smaller.
function on_tiles(from: number, to: number, side: number, tile: number): [number, number] {
  const first = Math.floor(clamp(from, 0, side - 1) / tile) * tile;
  const end = Math.min(Math.ceil(clamp(to, first + 1, side) / tile) * tile, side);
  return [first, end - first];
}

// The box between two corners, in any order.
export function box_between(a: Point, b: Point, of: Extent, reason: string): Box {
  const [x, width] = on_tiles(Math.min(a.x, b.x), Math.max(a.x, b.x), of.width, of.tile);
  const [y, height] = on_tiles(Math.min(a.y, b.y), Math.max(a.y, b.y), of.height, of.tile);
  return { x, y, width, height, reason };
}

// A box in the middle of the picture, for whoever draws with keys.
export function box_in_middle(of: Extent, reason: string): Box {
  const half = of.tile * 2;
  const [x, y] = [of.width / 2, of.height / 2];
  return box_between({ x: x - half, y: y - half }, { x: x + half, y: y + half }, of, reason);
}

const kSteps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Arrows move a box by a tile; with Shift they make it larger or smaller. Undefined: another key.
export function box_for_key(key: string, resizes: boolean, box: Box, of: Extent): Box | undefined {
  const step = kSteps[key];
  if (step === undefined) return undefined;
  const [right, down] = [step[0] * of.tile, step[1] * of.tile];
  const whole = (value: number): number => Math.ceil(value / of.tile) * of.tile;
  if (resizes) {
    const to = { x: box.x + Math.max(whole(box.width) + right, of.tile), y: box.y + Math.max(whole(box.height) + down, of.tile) };
    return box_between(box, to, of, box.reason);
  }
  const [wide, high] = [whole(box.width), whole(box.height)];
  const x = clamp(box.x + right, 0, Math.max(whole(of.width) - wide, 0));
  const y = clamp(box.y + down, 0, Math.max(whole(of.height) - high, 0));
  return box_between({ x, y }, { x: x + wide, y: y + high }, of, box.reason);
}

// What a brush went over, as few boxes: runs of tiles in a row, joined with the same run below.
export function boxes_of_tiles(tiles: Iterable<string>, of: Extent, reason: string): Box[] {
  const rows = new Map<number, number[]>();
  for (const name of tiles) {
    const [column, row] = name.split(',').map(Number) as [number, number];
    rows.set(row, [...(rows.get(row) ?? []), column]);
  }
  let open: { first: number; end: number; row: number; until: number }[] = [];
  const done: typeof open = [];
  for (const row of [...rows.keys()].sort((a, b) => a - b)) {
    const columns = (rows.get(row) ?? []).sort((a, b) => a - b);
    const runs: [number, number][] = [];
    for (const column of columns) {
      const last = runs.at(-1);
      if (last && last[1] === column) last[1] = column + 1;
      else runs.push([column, column + 1]);
    }
    const next: typeof open = [];
    for (const [first, end] of runs) {
      const above = open.find((one) => one.first === first && one.end === end && one.until === row);
      next.push(above ? { ...above, until: row + 1 } : { first, end, row, until: row + 1 });
    }
    done.push(...open.filter((one) => !next.some((other) => other.first === one.first && other.end === one.end && other.row === one.row)));
    open = next;
  }
  return [...done, ...open].map((one) =>
    box_between({ x: one.first * of.tile, y: one.row * of.tile }, { x: one.end * of.tile, y: one.until * of.tile }, of, reason));
}

// The tile at a point, as "column,row"; those between two points of one stroke.
export const tile_at = (at: Point, of: Extent): string =>
  `${Math.floor(clamp(at.x, 0, of.width - 1) / of.tile)},${Math.floor(clamp(at.y, 0, of.height - 1) / of.tile)}`;
export function tiles_between(a: Point, b: Point, of: Extent): string[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / (of.tile / 2)));
  const tiles = new Set<string>();
  for (let i = 0; i <= steps; i++) tiles.add(tile_at({ x: a.x + ((b.x - a.x) * i) / steps, y: a.y + ((b.y - a.y) * i) / steps }, of));
  return [...tiles];
}
