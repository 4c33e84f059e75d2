// The options of a capture as the form holds them, and as the API takes them.
import type { CaptureOptions } from '../../api/types';

export interface FormOptions {
  locale: string;
  time_zone: string;
  screen: 'server' | 'desktop' | 'laptop' | 'phone';
  scroll: boolean;
  max_minutes: string;
  max_megabytes: string;
}

const kScreens = {
  desktop: { width: 1920, height: 1080 },
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

export const kScreenNames = ['server', 'desktop', 'laptop', 'phone'] as const;

export const default_options = (): FormOptions => ({
  locale: '', time_zone: '', screen: 'server', scroll: true, max_minutes: '', max_megabytes: '',
});

// What is left empty is not sent: the server's own setting holds then, and the record says which.
export function read_options(form: FormOptions): CaptureOptions {
  const options: CaptureOptions = { scroll: form.scroll };
  if (form.locale.trim() !== '') options.locale = form.locale.trim();
  if (form.time_zone.trim() !== '') options.time_zone = form.time_zone.trim();
  if (form.screen !== 'server') options.viewport = { ...kScreens[form.screen] };
  const minutes = Number(form.max_minutes);
  if (form.max_minutes !== '' && minutes > 0) options.max_seconds = Math.min(3600, Math.round(minutes * 60));
  const megabytes = Number(form.max_megabytes);
  if (form.max_megabytes !== '' && megabytes > 0) options.max_bytes = Math.round(megabytes * 1e6);
  return options;
}
