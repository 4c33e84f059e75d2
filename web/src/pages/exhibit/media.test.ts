import { describe, expect, it } from 'vitest';
import { look_of, look_of_file, look_of_part } from './media';

describe('an attachment', () => {
  it('is looked at as its type says', () => {
    expect(look_of({ media_type: 'image/png', path: 'a.mp4x' })).toBe('picture');
    expect(look_of({ kind: 'file', media_type: 'video/mp4' })).toBe('video');
    expect(look_of({ kind: 'voice_message', media_type: 'audio/ogg' })).toBe('sound');
    expect(look_of({ kind: 'photo', media_type: 'application/pdf' })).toBe('pages');
    expect(look_of({ kind: 'photo', media_type: 'text/plain' })).toBeUndefined();
  });
  it('else as its name says', () => {
    expect(look_of({ path: 'photos/PIER.JPG' })).toBe('picture');
    expect(look_of({ path: 'x', name: 'clip.webm' })).toBe('video');
    expect(look_of({ path: 'voice/one.OPUS' })).toBe('sound');
    expect(look_of({ path: 'report.pdf', kind: 'photo' })).toBe('pages');
    expect(look_of({ path: 'report.docx', kind: 'photo' })).toBeUndefined();
  });
  it('else as its kind says', () => {
    expect(look_of({ kind: 'photo' })).toBe('picture');
    expect(look_of({ kind: 'animation' })).toBe('video');
    expect(look_of({ kind: 'voice_message' })).toBe('sound');
    expect(look_of({ kind: 'file' })).toBeUndefined();
    expect(look_of({})).toBeUndefined();
  });
});

describe('a part', () => {
  const part = { exhibit: 'exhibit-1', exhibit_number: 'TZ-1', number: 3, state: 'item' } as const;
  it('is looked at as it was found to be', () => {
    expect(look_of_part({ ...part, picture: 'video', sound: true })).toBe('video');
    expect(look_of_part({ ...part, sound: true })).toBe('sound');
    expect(look_of_part({ ...part, reads_as: 'pages' })).toBe('pages');
    expect(look_of_part({ ...part, reads_as: 'text' })).toBeUndefined();
    expect(look_of_part(part)).toBeUndefined();
  });
});

describe('a file of an exhibit', () => {
  it('is looked at as its type says', () => {
    expect(['application/pdf', 'video/mp4', 'audio/ogg', 'image/png', 'text/html'].map(look_of_file)).toEqual(['pages', 'video', 'sound', undefined, undefined]);
  });
});
