// Bytes of parts that an excerpt shows whole (docs/formats/excerpt.md).
import { toUtf8 } from "./bytes.js";
import { hasShape, isCount, isList, isText } from "./canonical.js";

const MAX_ATTACHMENT_NAME_BYTES = 200;
const MAX_ATTACHMENT_TYPE_LENGTH = 100;
const MEDIA_TYPE_WORD = "[a-z0-9][a-z0-9.+-]*";
const ATTACHMENT_TYPE = new RegExp(`^${MEDIA_TYPE_WORD}/${MEDIA_TYPE_WORD}$`);
const ATTACHMENT_NAME = /^[^./\\\u0000-\u001f\u007f][^/\\\u0000-\u001f\u007f]*$/u;

const isAttachmentName = (value) => isText(value) && ATTACHMENT_NAME.test(value) && toUtf8(value).length <= MAX_ATTACHMENT_NAME_BYTES;
const isAttachmentType = (value) => isText(value) && value.length <= MAX_ATTACHMENT_TYPE_LENGTH && ATTACHMENT_TYPE.test(value);

// Ascending by the number of the part, and at least one.
export function areAttachments(list) {
  return isList((one) => hasShape(one, { name: isAttachmentName, number: isCount, type: isAttachmentType }))(list) && list.length > 0 &&
    list.every((one, i) => i === 0 || list[i - 1].number < one.number);
}

export const attachmentPath = (exhibit, number) => `data/exhibits/${exhibit}/parts/${number}`;

// Of one exhibit; told of each shown part of its excerpt, in order.
export class AttachmentCheck {
  #next = 0;
  #problems = [];

  constructor(context, indexed) {
    this.context = context;
    this.exhibit = indexed.exhibit;
    this.list = indexed.attachments ?? [];
  }

  part(number, part, isMasked) {
    if (this.list[this.#next]?.number !== number) return;
    this.#next++;
    const file = this.context.files.get(attachmentPath(this.exhibit, number));
    const item = part.item ?? {};
    if (!file || isMasked || item.sha256 !== file.sha256 || item.size !== file.size) this.#problems.push(["attachment-bytes", this.exhibit, number]);
  }

  finish() {
    for (const { number } of this.list.slice(this.#next)) this.#problems.push(["attachment-bytes", this.exhibit, number]);
    return this.#problems;
  }
}
