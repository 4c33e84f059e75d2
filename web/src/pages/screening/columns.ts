// "birth-date=Born" a line, as the field of the form has it.
import type { NewPeopleList } from '../../api/types';

type Columns = NonNullable<NewPeopleList['columns']>;

export function parse_columns(text: string): Columns {
  const columns: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (line.trim() === '') continue;
    // A line without "=" is sent as it is: the server says what is wrong with it.
    const field = at < 0 ? line : line.slice(0, at);
    columns[field.trim()] = at < 0 ? '' : line.slice(at + 1).trim();
  }
  return columns as Columns;
}
