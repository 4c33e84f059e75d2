// Which page a key leads to; undefined: the key is not ours.
export function page_for_key(key: string, page: number, pages: number): number | undefined {
  if (key === 'PageDown') return Math.min(pages, page + 1);
  if (key === 'PageUp') return Math.max(1, page - 1);
  if (key === 'Home') return 1;
  return key === 'End' ? pages : undefined;
}
