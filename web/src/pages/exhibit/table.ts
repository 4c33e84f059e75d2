// Rows of a table that follow each other are shown as a table: consecutive rows of one file and way.
import type { Part } from '../../api/types';

export type Group = { kind: 'part'; part: Part } | { kind: 'table'; columns: readonly string[]; rows: readonly Part[] };

export const kMaxColumns = 24;

const is_row = (part: Part): boolean => part.kind === 'row' && part.state === 'record' && part.other !== undefined;
const is_same = (a: Part, b: Part): boolean => a.exhibit === b.exhibit && a.path === b.path && a.way === b.way;

// The heads of all rows, in the order in which they first come.
function columns_of(rows: readonly Part[]): string[] {
  const heads = new Set<string>();
  for (const row of rows) for (const head of Object.keys(row.other ?? {})) heads.add(head);
  return [...heads].slice(0, kMaxColumns);
}

export function groups_of(parts: readonly Part[]): Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < parts.length;) {
    const first = parts[at]!;
    let end = at + 1;
    if (is_row(first)) while (end < parts.length && is_row(parts[end]!) && is_same(first, parts[end]!)) end += 1;
    const rows = parts.slice(at, end);
    groups.push(is_row(first) ? { kind: 'table', columns: columns_of(rows), rows } : { kind: 'part', part: first });
    at = end;
  }
  return groups;
}

export function cell_of(row: Part, column: string): string {
  const value: unknown = (row.other as Record<string, unknown> | undefined)?.[column];
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
