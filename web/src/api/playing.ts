// Pages, sound and pictures of parts and files, piece by piece. Each answer holds a file that the
// server made anew from pixels or samples.
import { request } from './client';
import type { PlayedSound, PlayedVideo, ShownPage } from './types';

const e = encodeURIComponent;

// A part of an import, or a file of an exhibit.
export type Source = { exhibit: string; part: number } | { exhibit: string; file: string };

const path_of = (source: Source): string =>
  `/exhibits/${e(source.exhibit)}/${'part' in source ? `parts/${source.part}` : `files/${e(source.file)}`}`;

export const get_page = (source: Source, page: number) => request<ShownPage>('GET', `${path_of(source)}/pages/${page}`);
export const get_sound = (source: Source, seconds: number) => request<PlayedSound>('GET', `${path_of(source)}/sound?seconds=${seconds}`);
export const get_moving = (source: Source, seconds: number) => request<PlayedVideo>('GET', `${path_of(source)}/moving?seconds=${seconds}`);
