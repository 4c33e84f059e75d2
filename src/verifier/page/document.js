// PDF of redacted pages: made again from their pictures, to the last byte (docs/formats/redaction.md).
import { toUtf8 } from "./bytes.js";
import { Sha256 } from "./sha2.js";

const PDF_HEAD = Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0x2e, 0x34, 0x0a, 0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a);
const MAX_PDF_PAGES = 10_000;
const MAX_PDF_BYTES = 4 * 2 ** 30;

const halfPoints = (pixels) => `${Math.floor(pixels / 2)}${pixels % 2 === 1 ? ".5" : ""}`;

// {size, sha256} of the document; null where it cannot be. picture: {width, height, packed} of the page at a place.
export async function digestOfDocument(pages, picture) {
  if (pages === 0 || pages > MAX_PDF_PAGES) return null;
  const hash = new Sha256();
  const begins = [];
  let size = 0;
  const write = (bytes) => {
    hash.update(bytes);
    size += bytes.length;
  };
  const text = (string) => write(toUtf8(string));
  const begin = () => {
    begins.push(size);
    text(`${begins.length} 0 obj\n`);
  };
  const object = (content) => {
    begin();
    text(`${content}\nendobj\n`);
  };
  const stream = (dictionary, data) => {
    begin();
    text(`<<${dictionary}/Length ${data.length}>>\nstream\n`);
    write(data);
    text("\nendstream\nendobj\n");
  };
  write(PDF_HEAD);
  object("<</Type/Catalog/Pages 2 0 R>>");
  object(`<</Type/Pages/Count ${pages}/Kids[${Array.from({ length: pages }, (_, i) => `${3 + 3 * i} 0 R`).join(" ")}]>>`);
  for (let i = 0; i < pages; i++) {
    const { width, height, packed } = await picture(i);
    const [number, wide, high] = [begins.length + 1, halfPoints(width), halfPoints(height)];
    object(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${wide} ${high}]/Resources<</XObject<</I ${number + 2} 0 R>>>>/Contents ${number + 1} 0 R>>`);
    stream("", toUtf8(`${wide} 0 0 ${high} 0 0 cm /I Do`));
    stream(`/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode` +
      `/DecodeParms<</Predictor 15/Colors 3/BitsPerComponent 8/Columns ${width}>>`, packed);
    if (size > MAX_PDF_BYTES) return null;
  }
  const at = size;
  text(`xref\n0 ${begins.length + 1}\n0000000000 65535 f \n`);
  for (const place of begins) text(`${String(place).padStart(10, "0")} 00000 n \n`);
  text(`trailer\n<</Size ${begins.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`);
  return size > MAX_PDF_BYTES ? null : { size, sha256: hash.finish() };
}
