// A video with sound, and documents, as files that say what they are in the plainest way. The same
// bytes in every run; everything in them is invented.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kWidth = 64;
const kHeight = 48;
export const kPicturesASecond = 4;
const kSeconds = 16;
const kRate = 8000;

function chunk(name, data) {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
const list = (kind, ...chunks) => chunk('LIST', Buffer.concat([Buffer.from(kind), ...chunks]));
function words(...numbers) {
  const data = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, i) => data.writeUInt32LE(number, i * 4));
  return data;
}

// AVI with pictures as they are (24 bits) and PCM of 16 bits beside each; it grows lighter.
function video() {
  const pictures = kSeconds * kPicturesASecond;
  const samples = kRate / kPicturesASecond;
  const bytes = kWidth * kHeight * 3;
  const main = words(1_000_000 / kPicturesASecond, 0, 0, 0x10, pictures, 0, 2, 0, kWidth, kHeight, 0, 0, 0, 0);
  const of_video = Buffer.concat([Buffer.from('vidsDIB '), words(0, 0, 0, 1, kPicturesASecond, 0, pictures, bytes, 0, 0, 0, 0)]);
  const of_sound = Buffer.concat([Buffer.from('auds\0\0\0\0'), words(0, 0, 0, 1, kRate, 0, pictures * samples, samples * 2, 0, 2, 0, 0)]);
  const shape = words(40, kWidth, kHeight, 1 | (24 << 16), 0, bytes, 0, 0, 0, 0);
  const pcm = words(1 | (1 << 16), kRate, kRate * 2, 2 | (16 << 16));
  const body = [];
  const index = [];
  let at = 4;
  const put = (name, data) => {
    index.push(Buffer.from(name), words(0x10, at, data.length));
    body.push(chunk(name, data));
    at += body.at(-1).length;
  };
  for (let i = 0; i < pictures; ++i) {
    put('00db', Buffer.alloc(bytes, 20 + i * 3));
    const sound = Buffer.alloc(samples * 2);
    for (let s = 0; s < samples; ++s) sound.writeInt16LE(Math.round(6000 * Math.sin((i * samples + s) / 3)), s * 2);
    put('01wb', sound);
  }
  return chunk('RIFF', Buffer.concat([
    Buffer.from('AVI '),
    list('hdrl', chunk('avih', main), list('strl', chunk('strh', of_video), chunk('strf', shape)), list('strl', chunk('strh', of_sound), chunk('strf', pcm))),
    list('movi', ...body), chunk('idx1', Buffer.concat(index)),
  ]));
}

// Three pages, each with words of its own and a square that tells them apart.
function document() {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 /MediaBox [0 0 300 400] >>', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  ['Seven lanterns', 'Eight lanterns', 'Nine lanterns'].forEach((text, i) => {
    const content = `0.${3 + i} 0.2 0.6 rg ${20 + i * 60} 300 60 60 re f BT /F 14 Tf 20 200 Td (${text}) Tj ET`;
    objects.push(`<< /Type /Page /Parent 2 0 R /Contents ${5 + 2 * i} 0 R /Resources << /Font << /F 3 0 R >> >> >>`, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  });
  return `%PDF-1.4\n${objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('')}trailer\n<< /Root 1 0 R >>\n%%EOF\n`;
}

const kNote = String.raw`{\rtf1\ansi The lamps are counted.\par Two hundred of them.\par \u1670?\u1585?\u1575?\u1594? }`;

// A folder with all of it.
export function write_moving_material(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'clip.avi'), video());
  writeFileSync(join(folder, 'report.pdf'), document());
  writeFileSync(join(folder, 'cut.pdf'), '%PDF-1.4\nnothing of it is left');
  writeFileSync(join(folder, 'note.rtf'), kNote);
  return folder;
}
