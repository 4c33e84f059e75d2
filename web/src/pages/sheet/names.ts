// Questions in the reader's language; in the server's words where they are not known here.
import type { SheetQuestion } from '../../api/types';
import { t } from '../../base/language.svelte';
import { is_key } from '../../base/translate';

export const kPanels = ['source', 'item', 'content'] as const;

export function question_text(question: SheetQuestion): string {
  const key = `sheet.q.${question.panel}.${question.question}`;
  return is_key(key) ? t(key as 'sheet.q.item.exif') : question.text;
}
