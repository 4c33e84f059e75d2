// A graph as the widget takes it: no names but the labels that it is given.
export type NodeKind = 'account' | 'chat' | 'selector' | 'file';
export type EdgeKind = 'replied' | 'forwarded' | 'addressed' | 'wrote' | 'shared' | 'sent';
export interface GraphNode { key: string; kind: NodeKind; label: string }
export interface GraphEdge { source: string; target: string; kind: EdgeKind; weight: number }
export interface Neighbour { key: string; edge: GraphEdge; outward: boolean }

export const kMostNodes = 500;

// Each node's edges, heaviest first. Edges to nodes that are not there are left out.
export function neighbours_of(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, Neighbour[]> {
  const all = new Map<string, Neighbour[]>(nodes.map(({ key }) => [key, []]));
  for (const edge of edges) {
    const from = all.get(edge.source);
    const to = all.get(edge.target);
    if (!from || !to) continue;
    from.push({ key: edge.target, edge, outward: true });
    if (edge.source !== edge.target) to.push({ key: edge.source, edge, outward: false });
  }
  for (const list of all.values()) list.sort((a, b) => b.edge.weight - a.edge.weight || a.key.localeCompare(b.key));
  return all;
}

// What is drawn: the nodes with the heaviest edges, and the edges between them.
export function drawable(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const weight = new Map<string, number>(nodes.map(({ key }) => [key, 0]));
  for (const edge of edges) {
    for (const key of [edge.source, edge.target]) weight.set(key, (weight.get(key) ?? 0) + edge.weight);
  }
  const kept = [...nodes].sort((a, b) => weight.get(b.key)! - weight.get(a.key)! || a.key.localeCompare(b.key)).slice(0, kMostNodes);
  const there = new Set(kept.map(({ key }) => key));
  return { nodes: kept, edges: edges.filter(({ source, target }) => there.has(source) && there.has(target)) };
}

export const width_of = (weight: number): number => Math.min(6, 1 + Math.log10(Math.max(1, weight)) * 1.6);
