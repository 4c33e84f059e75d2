// Which files of an import play back, and where one begins in them.
import type { ImportedFiles, Part } from '../../api/types';

type ImportedFile = ImportedFiles['items'][number];

export const plays_back = (path: string): boolean => /\.(wacz|warc|warc\.gz)$/.test(path);

export const archives_of = (files: readonly ImportedFile[]): ImportedFile[] => files.filter((file) => plays_back(file.path));

// Addresses of pages that an archive answered with, in their order.
export function pages_of_archive(parts: readonly Part[], file: string): string[] {
  const pages = new Set<string>();
  for (const { kind, file: of, other } of parts) {
    if (kind !== 'request' || of !== file) continue;
    const { url, media_type, status } = (other ?? {}) as { url?: unknown; media_type?: unknown; status?: unknown };
    if (typeof url === 'string' && media_type === 'text/html' && (status === undefined || status === 200)) pages.add(url);
  }
  return [...pages];
}
