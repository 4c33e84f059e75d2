// What a part is to look at, or an attachment, as its source names it: nothing of it has been opened.
import type { Part } from '../../api/types';

export type Attachment = NonNullable<Part['attachments']>[number];
export type Look = 'picture' | 'video' | 'sound' | 'pages';

const kPictures = /\.(jpe?g|png|webp|gif|bmp|heic|avif|tiff?)$/i;
const kVideos = /\.(mp4|m4v|mov|webm|mkv|avi|3gp)$/i;
const kSounds = /\.(mp3|ogg|oga|opus|m4a|aac|wav|flac|amr)$/i;

export function look_of({ kind = '', media_type = '', name = '', path = '' }: Attachment): Look | undefined {
  const file = name || path;
  if (media_type.startsWith('video/') || kVideos.test(file)) return 'video';
  if (media_type.startsWith('image/') || kPictures.test(file)) return 'picture';
  if (media_type.startsWith('audio/') || kSounds.test(file)) return 'sound';
  if (media_type === 'application/pdf' || /\.pdf$/i.test(file)) return 'pages';
  if (media_type !== '' || file !== '') return undefined;
  if (kind === 'photo' || kind === 'sticker') return 'picture';
  if (kind === 'voice_message' || kind === 'audio_file') return 'sound';
  return kind === 'video' || kind === 'video_file' || kind === 'animation' ? 'video' : undefined;
}

// As it was found when the import was read.
export function look_of_part({ picture, sound, reads_as }: Part): Look | undefined {
  if (picture) return picture;
  if (sound) return 'sound';
  return reads_as === 'pages' ? 'pages' : undefined;
}

// A file of an exhibit that is no part of an import; of its pictures the screenshot has a place of its own.
export function look_of_file(media_type: string): Look | undefined {
  if (media_type === 'application/pdf') return 'pages';
  if (media_type.startsWith('video/')) return 'video';
  return media_type.startsWith('audio/') ? 'sound' : undefined;
}
