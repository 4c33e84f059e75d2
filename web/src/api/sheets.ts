// Calls about verification sheets. part: undefined for the whole exhibit.
import { list, request } from './client';
import type { NewSheetVersion, SheetFacts, SheetHead, SheetHistory, SheetVersion } from './types';

const e = encodeURIComponent;
const of_part = (part: number | undefined) => (part === undefined ? '' : `?part=${part}`);

export const list_sheets = (case_id: string, exhibit: string) => list<SheetHead>(`/cases/${e(case_id)}/sheets?exhibit=${e(exhibit)}`);
export const get_sheet = (exhibit: string, part: number | undefined) =>
  request<SheetHistory>('GET', `/exhibits/${e(exhibit)}/sheet${of_part(part)}`);
export const get_facts = (exhibit: string, part: number | undefined) =>
  request<SheetFacts>('GET', `/exhibits/${e(exhibit)}/sheet/facts${of_part(part)}`);
export const get_version = (sheet: string, version: number) => request<SheetVersion>('GET', `/sheets/${e(sheet)}/versions/${version}`);
export const save_sheet = (exhibit: string, fields: NewSheetVersion) =>
  request<SheetVersion>('POST', `/exhibits/${e(exhibit)}/sheet`, fields);
