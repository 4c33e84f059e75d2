// The base map as SVG paths in thousandths of the unit square (docs/formats/base-map.md).
import { project } from './projection';

export interface BaseMap { land: string; lakes: string; borders: string; disputed: string }

const kKinds: Record<string, keyof BaseMap> = { L: 'land', W: 'lakes', B: 'borders', D: 'disputed' };
export const kUnits = 1000;

// Pairs of longitude and latitude, in degrees.
export function read_line(line: string, scale: number): [number, number][] {
  const points: [number, number][] = [];
  let at = 1;
  const number = (): number => {
    let value = 0;
    let shift = 0;
    for (;;) {
      const part = line.charCodeAt(at) - 63;
      if (!(part >= 0 && part < 64)) throw new Error(`the base map is damaged: ${line.slice(0, 20)}`);
      at += 1;
      value |= (part & 0x1f) << shift;
      shift += 5;
      if (part < 0x20) return value & 1 ? ~(value >> 1) : value >> 1;
    }
  };
  let x = 0;
  let y = 0;
  while (at < line.length) {
    x += number();
    y += number();
    points.push([x / scale, y / scale]);
  }
  return points;
}

function path_of(points: readonly [number, number][], closed: boolean): string {
  const steps = points.map(([longitude, latitude]) => {
    const { x, y } = project({ latitude, longitude });
    return `${(x * kUnits).toFixed(2)} ${(y * kUnits).toFixed(2)}`;
  });
  return `M${steps.join('L')}${closed ? 'Z' : ''}`;
}

export function read_base_map(text: string): BaseMap {
  const [head, ...lines] = text.trimEnd().split('\n');
  const scale = Number(/^sanad-map 1 (\d+)$/.exec(head ?? '')?.[1]);
  if (!(scale > 0)) throw new Error('the base map is of another version');
  const paths: Record<keyof BaseMap, string[]> = { land: [], lakes: [], borders: [], disputed: [] };
  for (const line of lines) {
    const kind = kKinds[line[0] ?? ''];
    if (kind === undefined) throw new Error(`the base map is damaged: ${line.slice(0, 20)}`);
    paths[kind].push(path_of(read_line(line, scale), kind === 'land' || kind === 'lakes'));
  }
  return { land: paths.land.join(''), lakes: paths.lakes.join(''), borders: paths.borders.join(''), disputed: paths.disputed.join('') };
}

let read: Promise<BaseMap> | undefined;

// A file of its own, fetched when a map is first shown.
export function base_map(): Promise<BaseMap> {
  read ??= import('./data/base_map.txt?raw').then((file) => read_base_map(file.default));
  return read;
}
