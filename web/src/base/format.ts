// Numbers, sizes and times for reading. Digits stay Latin in both languages, as is usual in
// Pakistani offices, so that a figure reads the same in a report and in a court.
export type Language = 'en' | 'ur';
export type ClockZone = 'utc' | 'local';

const kLocales: Record<Language, string> = { en: 'en-GB', ur: 'ur-PK-u-nu-latn' };

export const direction_of = (language: Language): 'ltr' | 'rtl' => (language === 'ur' ? 'rtl' : 'ltr');

export function format_count(value: number, language: Language): string {
  return new Intl.NumberFormat(kLocales[language], { maximumFractionDigits: 1 }).format(value);
}

const kUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

// Decimal units with at most three significant digits: 999 B, 1.23 MB.
export function format_size(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (unit < kUnits.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${kUnits[unit]}`;
}

const kDay: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const kMoment: Intl.DateTimeFormatOptions = { ...kDay, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZoneName: 'short' };

// Making one takes a hundred times as long as using it, and a list shows hundreds of times.
const made = new Map<string, Intl.DateTimeFormat>();
function formatter(kind: 'day' | 'moment', language: Language, zone: ClockZone): Intl.DateTimeFormat {
  const key = `${kind} ${language} ${zone}`;
  const there = made.get(key) ?? new Intl.DateTimeFormat(kLocales[language], { ...(kind === 'day' ? kDay : kMoment), ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });
  made.set(key, there);
  return there;
}

// "14 Mar 2026, 09:26:53 UTC"; in the reader's own zone with its name instead.
export const format_time = (at: Date, language: Language, zone: ClockZone): string =>
  Number.isNaN(at.getTime()) ? '–' : formatter('moment', language, zone).format(at);
export const format_date = (at: Date, language: Language, zone: ClockZone): string =>
  Number.isNaN(at.getTime()) ? '–' : formatter('day', language, zone).format(at);

const kSteps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000],
];

// "in 3 days", "2 minutes ago": the largest unit that fills at least two, else the next.
export function format_relative(at: Date, now: Date, language: Language): string {
  const difference_ms = at.getTime() - now.getTime();
  if (Number.isNaN(difference_ms)) return '–';
  const [unit, size] = kSteps.find(([, step]) => Math.abs(difference_ms) >= 2 * step) ?? (['second', 1000] as const);
  return new Intl.RelativeTimeFormat(kLocales[language], { numeric: 'auto' }).format(Math.trunc(difference_ms / size), unit);
}

export interface Span {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

// What is left until a time; undefined once it is reached.
export function remaining(until: Date, now: Date): Span | undefined {
  const left_ms = until.getTime() - now.getTime();
  if (!(left_ms > 0)) return undefined;
  const total_seconds = Math.ceil(left_ms / 1000);
  return {
    days: Math.floor(total_seconds / 86_400),
    hours: Math.floor((total_seconds % 86_400) / 3600),
    minutes: Math.floor((total_seconds % 3600) / 60),
    seconds: total_seconds % 60,
  };
}

export function format_duration(duration_ms: number): string {
  const seconds = Math.max(0, Math.floor(duration_ms / 1000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

// The first and last characters of a digest or identifier: enough to compare by eye, never to rely on.
export function shorten(text: string, head = 8, tail = 6): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(text.length - tail)}`;
}

// datetime-local fields speak the reader's zone or UTC without saying so; these two convert.
export function to_input_time(at: Date, zone: ClockZone): string {
  const shown = zone === 'utc' ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shown.toISOString().slice(0, 16);
}

export function from_input_time(text: string, zone: ClockZone): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return undefined;
  const at = new Date(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
