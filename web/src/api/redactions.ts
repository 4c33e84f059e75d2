// Pictures, recordings and videos with something hidden, and the rest proven (docs/formats/redaction.md).
import { list, request } from './client';
import type { NewRedaction, PictureSubject, PictureToRedact, RedactedPicture, Redaction, SuggestedBoxes } from './types';

const e = encodeURIComponent;

export const list_redactions = (exhibit: string) => list<Redaction>(`/exhibits/${e(exhibit)}/redactions`);
export const get_picture_to_redact = (exhibit: string, subject: PictureSubject) =>
  request<PictureToRedact>('POST', `/exhibits/${e(exhibit)}/redactions/picture`, subject);
export const suggest_boxes = (exhibit: string, subject: PictureSubject) =>
  request<SuggestedBoxes>('POST', `/exhibits/${e(exhibit)}/redactions/suggestions`, subject);
export const redact_picture = (exhibit: string, fields: NewRedaction) => request<Redaction>('POST', `/exhibits/${e(exhibit)}/redactions`, fields);
export const get_redacted_picture = (exhibit: string, redaction: string) =>
  request<RedactedPicture>('GET', `/exhibits/${e(exhibit)}/redactions/${e(redaction)}`);
export const redact_sound = redact_picture;
// A stretch from so many seconds on.
export const get_redacted_sound = (exhibit: string, redaction: string, seconds: number) =>
  request<RedactedPicture>('GET', `/exhibits/${e(exhibit)}/redactions/${e(redaction)}?seconds=${seconds}`);
export const get_redacted_film = get_redacted_sound;
