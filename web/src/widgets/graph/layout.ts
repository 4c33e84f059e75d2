// Where the nodes of a graph are drawn: by forces, the same for the same graph and seed.
//
// Fruchterman and Reingold (1991): nodes push each other away, edges pull, and what may move cools down.
// A weak pull to the middle keeps parts together that no edge joins. Nearness says nothing but that.
export interface Link { source: number; target: number; weight: number }
export interface Spot { x: number; y: number }  // 0 to 1 both ways

const kGolden = Math.PI * (3 - Math.sqrt(5));

// Numbers in [0, 1) by a linear congruential generator (Numerical Recipes), for the seed.
function random_of(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

// Nodes on a sunflower, the most linked in the middle.
function start(count: number, links: readonly Link[], seed: number): Spot[] {
  const random = random_of(seed);
  const degree = new Array<number>(count).fill(0);
  for (const { source, target } of links) {
    degree[source]! += 1;
    degree[target]! += 1;
  }
  const order = [...degree.keys()].sort((a, b) => degree[b]! - degree[a]! || a - b);
  const spots: Spot[] = new Array<Spot>(count);
  order.forEach((node, rank) => {
    const radius = Math.sqrt((rank + 0.5) / count);
    spots[node] = { x: radius * Math.cos(rank * kGolden) + (random() - 0.5) * 1e-3, y: radius * Math.sin(rank * kGolden) + (random() - 0.5) * 1e-3 };
  });
  return spots;
}

function push_apart(spots: readonly Spot[], moves: Spot[], ideal: number): void {
  for (let a = 0; a < spots.length; a += 1) {
    for (let b = a + 1; b < spots.length; b += 1) {
      const dx = spots[a]!.x - spots[b]!.x;
      const dy = spots[a]!.y - spots[b]!.y;
      const force = (ideal * ideal) / Math.max(dx * dx + dy * dy, 1e-6);
      moves[a]!.x += dx * force;
      moves[a]!.y += dy * force;
      moves[b]!.x -= dx * force;
      moves[b]!.y -= dy * force;
    }
  }
}

function pull_together(spots: readonly Spot[], moves: Spot[], links: readonly Link[], ideal: number): void {
  for (const { source, target, weight } of links) {
    if (source === target) continue;
    const dx = spots[source]!.x - spots[target]!.x;
    const dy = spots[source]!.y - spots[target]!.y;
    const force = (Math.hypot(dx, dy) / ideal) * (1 + Math.log10(Math.max(1, weight)));
    moves[source]!.x -= dx * force;
    moves[source]!.y -= dy * force;
    moves[target]!.x += dx * force;
    moves[target]!.y += dy * force;
  }
}

// Each way by itself: the picture may be wider than high, and distances say nothing.
function into_square(spots: readonly Spot[]): Spot[] {
  const scaled = (values: number[]): number[] => {
    const least = Math.min(...values);
    const size = Math.max(Math.max(...values) - least, 1e-9);
    return values.map((value) => (value - least) / size);
  };
  const x = scaled(spots.map((spot) => spot.x));
  const y = scaled(spots.map((spot) => spot.y));
  return x.map((value, i) => ({ x: value, y: y[i]! }));
}

export function layout(count: number, links: readonly Link[], seed = 1, rounds = 150): Spot[] {
  if (count === 0) return [];
  if (count === 1) return [{ x: 0.5, y: 0.5 }];
  const spots = start(count, links, seed);
  const ideal = 1.4 / Math.sqrt(count);
  for (let round = 0; round < rounds; round += 1) {
    const moves = spots.map(({ x, y }) => ({ x: -x * 0.3, y: -y * 0.3 }));
    push_apart(spots, moves, ideal);
    pull_together(spots, moves, links, ideal);
    const most = 0.2 * (1 - round / rounds) + 0.002;
    spots.forEach((spot, i) => {
      const { x, y } = moves[i]!;
      const length = Math.hypot(x, y);
      const share = length > most ? most / length : 1;
      spot.x += x * share;
      spot.y += y * share;
    });
  }
  return into_square(spots);
}
