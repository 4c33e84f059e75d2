import { describe, expect, it } from 'vitest';
import { layout, type Link } from './layout';
import { drawable, kMostNodes, neighbours_of, width_of, type GraphEdge, type GraphNode } from './model';

const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);
const link = (source: number, target: number, weight = 1): Link => ({ source, target, weight });

describe('layout', () => {
  const two_groups = [link(0, 1), link(1, 2), link(2, 0), link(3, 4), link(4, 5), link(5, 3), link(2, 3)];
  it('is the same for the same graph and seed, and another for another seed', () => {
    expect(layout(6, two_groups, 7)).toEqual(layout(6, two_groups, 7));
    expect(layout(6, two_groups, 7)).not.toEqual(layout(6, two_groups, 8));
  });
  it('puts what is linked nearer than what is not', () => {
    const at = layout(6, two_groups);
    const inside = (distance(at[0]!, at[1]!) + distance(at[4]!, at[5]!)) / 2;
    const between = (distance(at[0]!, at[4]!) + distance(at[1]!, at[5]!)) / 2;
    expect(inside).toBeLessThan(between);
  });
  it('keeps 500 nodes apart and in the square', () => {
    const links = Array.from({ length: 900 }, (_, i) => link((i * 7) % 500, (i * 13 + 1) % 500, 1 + (i % 50)));
    const at = layout(500, links, 1, 40);
    for (const { x, y } of at) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
    expect(new Set(at.map(({ x, y }) => `${x} ${y}`)).size).toBe(500);
  });
  it('bears empty graphs, loops and no links', () => {
    expect(layout(0, [])).toEqual([]);
    expect(layout(1, [link(0, 0)])).toEqual([{ x: 0.5, y: 0.5 }]);
    for (const { x, y } of layout(3, [link(1, 1)])) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  });
});

describe('the model', () => {
  const node = (key: string): GraphNode => ({ key, kind: 'account', label: key });
  const edge = (source: string, target: string, weight: number): GraphEdge => ({ source, target, kind: 'replied', weight });
  it('lists neighbours heaviest first, with the direction', () => {
    const all = neighbours_of([node('a'), node('b'), node('c')], [edge('a', 'b', 2), edge('c', 'a', 9), edge('a', 'gone', 99), edge('b', 'b', 1)]);
    expect(all.get('a')?.map(({ key, outward }) => [key, outward])).toEqual([['c', false], ['b', true]]);
    expect(all.get('b')?.map(({ key }) => key)).toEqual(['a', 'b']);
  });
  it('draws the heaviest nodes and the edges between them', () => {
    const nodes = Array.from({ length: kMostNodes + 10 }, (_, i) => node(`n${i}`));
    const edges = nodes.slice(1).map(({ key }, i) => edge('n0', key, i + 1));
    const drawn = drawable(nodes, edges);
    expect(drawn.nodes).toHaveLength(kMostNodes);
    expect(drawn.nodes[0]?.key).toBe('n0');
    expect(drawn.edges).toHaveLength(kMostNodes - 1);
    expect(drawn.nodes.some(({ key }) => key === 'n1')).toBe(false);
  });
  it('draws heavier edges wider, within bounds', () => {
    expect(width_of(1)).toBe(1);
    expect(width_of(100)).toBeGreaterThan(width_of(10));
    expect(width_of(1e12)).toBe(6);
  });
});
