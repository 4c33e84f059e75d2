// Fictional material as applications export it: a chat in Urdu and English with pictures, a mailbox,
// a web archive and a table. The same bytes in every run.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { write_moving_material } from './moving_material.mjs';

// A picture of waves, in grey; `shade` changes it so little that it stays the same picture.
export function picture(shade = 0) {
  const [width, height] = [320, 240];
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      rows[y * (width + 1) + 1 + x] = 127 + shade + 55 * Math.sin(x / (9 + y / 40)) + 55 * Math.cos((y + x / 3) / 17);
    }
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head[8] = 8;  // bits of one grey
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

// Two seconds of a tone, as WAVE.
function tone() {
  const samples = 16_000;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF');
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; ++i) file.writeInt16LE(Math.round(9000 * Math.sin(i / 3)), 44 + i * 2);
  return file;
}

export const kMixed = 'کشتی Lantern-7 کل صبح river market پر آئے گی';
export const kLast = 'the last word of the chat';
const kNotice = 'The river market opens again on the first Friday of the month; bring the blue lanterns to the third pier and ask for the keeper.';
const kFirstOfMarch = 1_772_323_200;  // 2026-03-01T00:00:00Z

// Of 200 messages those at these numbers say something of their own.
const kSayings = {
  1: 'Good morning.', 2: kMixed, 5: 'شناختی کارڈ 42101-1234567-1', 6: 'Meet at 24.8607, 67.0011 near the pier',
  8: kNotice, 9: `${kNotice} Tell the others.`, 12: 'See https://forum.tirazan.example/thread/7', 200: kLast,
};

function chat_export(folder) {
  mkdirSync(join(folder, 'photos'), { recursive: true });
  mkdirSync(join(folder, 'voice'), { recursive: true });
  writeFileSync(join(folder, 'photos/pier.png'), picture());
  writeFileSync(join(folder, 'photos/pier-again.png'), picture(3));
  writeFileSync(join(folder, 'voice/tone.wav'), tone());
  const messages = Array.from({ length: 200 }, (_, i) => {
    const message = {
      id: i + 1, type: 'message', date: '2026-03-01T12:00:00', date_unixtime: String(kFirstOfMarch + i * 21_600),
      from: `Lantern ${i % 3}`, from_id: `user${i % 3}`, text: kSayings[i + 1] ?? `The boat is late, message ${i + 1}.`, text_entities: [],
    };
    if (i === 2) Object.assign(message, { photo: 'photos/pier.png' });
    if (i === 3) Object.assign(message, { photo: 'photos/pier-again.png', reply_to_message_id: 2 });
    if (i === 6) Object.assign(message, { file: 'voice/tone.wav', media_type: 'voice_message', mime_type: 'audio/wav' });
    return message;
  });
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ name: 'Harbour', type: 'private_group', id: 4711, messages }, null, 1));
}

function mail_box() {
  const lines = (...all) => all.join('\r\n');
  return lines('From: "Zarin Lorekuri" <zarin@harbour.tirazan.example>', 'To: keeper@pier.tirazan.example', 'Cc: clerk@pier.tirazan.example',
    'Date: Tue, 3 Mar 2026 10:00:00 +0500', 'Subject: =?utf-8?B?' + Buffer.from('دریا کے چراغ').toString('base64') + '?=', 'Message-ID: <one@harbour.tirazan.example>',
    'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', '',
    'The lamps are ready. Two hundred of them.', '--b', 'Content-Type: image/png; name=lamp.png', 'Content-Disposition: attachment; filename=lamp.png',
    'Content-Transfer-Encoding: base64', '', picture(40).toString('base64').replace(/.{76}/g, '$&\r\n'), '--b--', '');
}

function web_archive() {
  const record = (fields, block) => {
    const head = Object.entries({ ...fields, 'Content-Length': String(block.length) }).map(([name, value]) => `${name}: ${value}`).join('\r\n');
    return Buffer.concat([Buffer.from(`WARC/1.1\r\n${head}\r\n\r\n`), block, Buffer.from('\r\n\r\n')]);
  };
  const answer = (url, type, body) => {
    const id = createHash('sha256').update(url).digest('hex');
    const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`;
    const http = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
    return record({
      'WARC-Type': 'response', 'WARC-Record-ID': `<urn:uuid:${uuid}>`, 'WARC-Date': '2026-03-02T08:00:00Z', 'WARC-Target-URI': url,
      'Content-Type': 'application/http; msgtype=response',
    }, http);
  };
  const page = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Mill fund</title><h1>Mill fund</h1><p>Lamps for the mill by the river.</p><img src="lamp.png" alt="A lamp">';
  return Buffer.concat([
    answer('https://mill.tirazan.example/', 'text/html; charset=utf-8', Buffer.from(page)),
    answer('https://mill.tirazan.example/lamp.png', 'image/png', picture(60)),
  ]);
}

const kTable = 'Sent;Who;Text\r\n03/03/2026 10:15;Zarin;Two boxes of lamps\r\n04/03/2026 11:45;Keeper;تین ڈبے\r\n';

// Writes it all; gives the paths.
export function write_material(folder) {
  const chat = join(folder, 'chat');
  chat_export(chat);
  const at = (name, data) => {
    const path = join(folder, name);
    writeFileSync(path, data);
    return path;
  };
  return {
    chat, media: write_moving_material(join(folder, 'media')), mail: at('letter.eml', mail_box()), web: at('mill.warc', web_archive()), table: at('ledger.csv', kTable),
    broken: at('cut.json', readFileSync(join(chat, 'result.json')).subarray(0, 3000)),
  };
}
