// Which exports are files that the server makes, and what fits each.
import type { CaseFormat, Exhibit, FilesFormat } from '../../api/types';

const kFiles: readonly string[] = ['case-uco', 'load-file', 'bag', 'wacz'] satisfies FilesFormat[];

export const is_files_format = (format: CaseFormat | FilesFormat): format is FilesFormat => kFiles.includes(format);

// Whether third parties stand in it by their pseudonyms unless somebody says why not.
export const masks_people = (format: CaseFormat | FilesFormat): boolean => format === 'case-uco' || format === 'load-file';

// A web archive is of a capture; all else of anything.
export const exhibits_for = (format: CaseFormat | FilesFormat, exhibits: readonly Exhibit[]): Exhibit[] =>
  exhibits.filter((one) => format !== 'wacz' || one.kind !== 'import');
