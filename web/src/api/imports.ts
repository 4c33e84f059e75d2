// Calls about what was imported, and the upload of it.
import { request, send_bytes } from './client';
import type {
  ChatsOfExhibit, ChatStretch, Imported, ImportedFiles, NewImport, NewSearch, NewUpload, Part, PartReasons, Parts, SearchAnswer, Upload,
} from './types';

const e = encodeURIComponent;

export const begin_upload = (case_id: string, fields: NewUpload) => request<Upload>('POST', `/cases/${e(case_id)}/uploads`, fields);
export const get_upload = (id: string) => request<Upload>('GET', `/uploads/${e(id)}`);
export const drop_upload = (id: string) => request<void>('DELETE', `/uploads/${e(id)}`);
export const import_upload = (case_id: string, fields: NewImport) => request<Imported>('POST', `/cases/${e(case_id)}/imports`, fields);

// Smaller than the server takes, so that a poor line loses little when it breaks.
export const kPieceBytes = 2 << 20;

// The bytes of all files one after another, from where the server is; what a broken line lost is
// sent again. on_progress: bytes that are there.
export async function send_upload(upload: Upload, bytes: Blob, on_progress: (received: number) => void, signal: AbortSignal): Promise<void> {
  const kMaxTries = 5;
  let received = upload.received;
  let tries = 0;
  while (received < bytes.size) {
    try {
      const piece = bytes.slice(received, received + kPieceBytes);
      received = (await send_bytes<Upload>(`/uploads/${e(upload.upload)}?offset=${received}`, piece, signal)).received;
      tries = 0;
    } catch (thrown) {
      if (signal.aborted || ++tries > kMaxTries) throw thrown;
      await new Promise((done) => window.setTimeout(done, 500 * tries));
      received = (await get_upload(upload.upload)).received;
    }
    on_progress(received);
  }
}

export const list_imported_files = (exhibit: string, first: number) =>
  request<ImportedFiles>('GET', `/exhibits/${e(exhibit)}/files?first=${first}&limit=200`);
export const list_parts = (exhibit: string, first: number, limit = 50) =>
  request<Parts>('GET', `/exhibits/${e(exhibit)}/parts?first=${first}&limit=${limit}`);
export const list_part_reasons = (exhibit: string) => request<PartReasons>('GET', `/exhibits/${e(exhibit)}/unread`);
export const get_part = (exhibit: string, number: number) => request<Part>('GET', `/exhibits/${e(exhibit)}/parts/${number}`);
export const part_picture = (exhibit: string, number: number) => `/api/v1/exhibits/${e(exhibit)}/parts/${number}/picture`;
export const list_chats = (exhibit: string) => request<ChatsOfExhibit>('GET', `/exhibits/${e(exhibit)}/chats`);
export const list_messages = (case_id: string, chat: number, position: number, count: number) =>
  request<ChatStretch>('GET', `/cases/${e(case_id)}/chats/${chat}/messages?position=${position}&count=${count}`);
export const messages_from = (case_id: string, chat: number, from: string) =>
  request<ChatStretch>('GET', `/cases/${e(case_id)}/chats/${chat}/messages?from=${e(from)}&count=1`);

export const search_case = (case_id: string, fields: NewSearch) => request<SearchAnswer>('POST', `/cases/${e(case_id)}/searches`, fields);
export const keep_result = (search: string, exhibit: string, part: number, reason: string) =>
  request<unknown>('POST', `/searches/${e(search)}/kept`, { exhibit, part, reason });
