// What the columns of a table are, for the import of it: docs/formats/import.md.
export const kMembers = [
  'id', 'at', 'edited_at', 'title', 'text', 'author', 'author_id', 'to', 'to_id', 'chat', 'chat_name', 'reply_to',
  'forwarded_from', 'forwarded_from_id', 'platform',
] as const;
export type Member = (typeof kMembers)[number];
export const kRowKinds = ['row', 'message', 'post', 'mail'] as const;

export interface MappingForm {
  kind: (typeof kRowKinds)[number];
  platform: string;
  columns: Record<string, Member | ''>;  // by head
  time: string;
  zone: string;
}

export const empty_mapping = (): MappingForm => ({ kind: 'row', platform: '', columns: {}, time: '', zone: '' });

export const is_table = (name: string): boolean => /\.(csv|tsv|txt)$/i.test(name);

const kDelimiters = [',', ';', '\t', '|'];

// The heads that stand in a first line, divided by the sign that stands in it most often, as the
// importer does; within quotes it divides nothing.
export function heads_of(text: string): string[] {
  const line = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, 1)[0] ?? '';
  const count = (sign: string): number => line.split(sign).length - 1;
  const sign = kDelimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
  const heads: string[] = [];
  let head = '';
  let is_quoted = false;
  for (let i = 0; i < line.length; ++i) {
    const letter = line[i]!;
    if (letter === '"' && is_quoted && line[i + 1] === '"') {
      head += '"';
      i += 1;
    } else if (letter === '"') is_quoted = !is_quoted;
    else if (letter === sign && !is_quoted) {
      heads.push(head.trim());
      head = '';
    } else head += letter;
  }
  heads.push(head.trim());
  return [...new Set(heads)].filter((one) => one !== '').slice(0, 200);
}

// undefined: nothing is said of the columns.
export function mapping_of(form: MappingForm): Record<string, unknown> | undefined {
  const columns = Object.fromEntries(Object.entries(form.columns).filter(([, member]) => member !== ''));
  if (Object.keys(columns).length === 0) return undefined;
  const mapping: Record<string, unknown> = { kind: form.kind, header: true, columns };
  for (const name of ['platform', 'time', 'zone'] as const) if (form[name].trim() !== '') mapping[name] = form[name].trim();
  return mapping;
}
