// Times of a recording, in tenths of a second. What is muted is whole tenths, so ranges lie on them: what is
// marked is widened, as the server would widen it.
export interface Range { first: number; end: number; reason: string }

const kLongest = 864_000;  // a day

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

// Between two places in milliseconds, in any order; a tenth at least. end_ms: of the recording.
export function range_between(a_ms: number, b_ms: number, end_ms: number, reason: string): Range {
  const most = Math.min(Math.max(1, Math.ceil(end_ms / 100)), kLongest);
  const first = clamp(Math.floor(Math.min(a_ms, b_ms) / 100), 0, most - 1);
  return { first, end: clamp(Math.ceil(Math.max(a_ms, b_ms) / 100), first + 1, most), reason };
}

// Arrows move a range by a tenth, Page Up and Page Down by a second; with Shift they move its end alone.
// Undefined: another key.
export function range_for_key(key: string, resizes: boolean, range: Range, end_ms: number): Range | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
  const step = steps[key];
  if (step === undefined) return undefined;
  const most = Math.max(1, Math.ceil(end_ms / 100));
  if (resizes) return { ...range, end: clamp(range.end + step, range.first + 1, most) };
  const length = range.end - range.first;
  const first = clamp(range.first + step, 0, Math.max(0, most - length));
  return { ...range, first, end: first + length };
}

export const is_muted_at = (ranges: readonly Range[], at_ms: number): boolean =>
  ranges.some(({ first, end }) => at_ms >= first * 100 && at_ms < end * 100);

// Pictures of a video are covered by whole seconds, which the server widens ranges to.
export const is_covered_at = (ranges: readonly Range[], at_ms: number): boolean =>
  ranges.some(({ first, end }) => at_ms >= Math.floor(first / 10) * 1000 && at_ms < Math.ceil(end / 10) * 1000);

// "1:02.5"
export function format_tenths(tenths: number): string {
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}

// Milliseconds of "62.5", "1:02.5" or "1:01:02"; undefined for anything else.
export function parse_time(text: string): number | undefined {
  const parts = /^(?:(\d{1,2}):)?(?:(\d{1,3}):)?(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text.trim());
  if (!parts) return undefined;
  const [, a, b, seconds = '', fraction = ''] = parts;
  const [hours, minutes] = b === undefined ? [0, Number(a ?? 0)] : [Number(a ?? 0), Number(b)];
  if ((a ?? b) !== undefined && Number(seconds) > 59) return undefined;
  if (a !== undefined && b !== undefined && minutes > 59) return undefined;
  return ((hours * 60 + minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));
}
