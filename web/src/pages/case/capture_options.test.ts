import { describe, expect, it } from 'vitest';
import { default_options, read_options } from './capture_options';

describe('read_options', () => {
  it('sends nothing that was not chosen', () => {
    expect(read_options(default_options())).toEqual({ scroll: true });
  });
  it('turns minutes and megabytes into seconds and bytes, within the limits of the API', () => {
    expect(read_options({ locale: ' ur-PK ', time_zone: 'Asia/Karachi', screen: 'phone', scroll: false, max_minutes: '1.5', max_megabytes: '2' }))
      .toEqual({ locale: 'ur-PK', time_zone: 'Asia/Karachi', viewport: { width: 390, height: 844 }, scroll: false, max_seconds: 90, max_bytes: 2_000_000 });
    expect(read_options({ ...default_options(), max_minutes: '600' }).max_seconds).toBe(3600);
  });
  it('drops figures that mean nothing', () => {
    for (const text of ['-1', '0', 'x']) {
      expect(read_options({ ...default_options(), max_minutes: text, max_megabytes: text })).toEqual({ scroll: true });
    }
  });
});
