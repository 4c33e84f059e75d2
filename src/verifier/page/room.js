// Memory that a page has done with. A browser collects it when it thinks fit, and what Chromium reckons with leaves out the
// sources of scripts and most of what was read of files: left alone, it holds hundreds of megabytes of these before it looks.
// One demand does make it look: more room for one buffer than there is. Chromium collects all that it can before it refuses,
// in some hundredths of a second; other browsers refuse at once, which harms nothing.

// The largest buffer that Chromium has a number for. All its buffers lie in a room of that size, together with what describes
// them, so that one of it never fits: nothing is ever taken.
const MORE_THAN_THERE_IS = 2 ** 34;
const ROOM_AFTER_BYTES = 16 * 1024 * 1024;

// Counts what was taken, and has the browser collect whenever that is as much as `after`.
export class Room {
  #after;
  #ask;
  #taken = 0;

  constructor(after = ROOM_AFTER_BYTES, ask = askForRoom) {
    this.#after = after;
    this.#ask = ask;
  }

  // Call before bytes more are taken, when those of before are not needed any more.
  take(bytes) {
    if (this.#taken + bytes > this.#after && this.#taken > 0) {
      this.#taken = 0;
      this.#ask();
    }
    this.#taken += bytes;
  }
}

function askForRoom() {
  try {
    return new ArrayBuffer(MORE_THAN_THERE_IS).byteLength;
  } catch {
    return 0;
  }
}

// A file that a person chose, as verifyBundle() and readDirectory() read it.
export function fileSource(file) {
  const room = new Room();
  return {
    size: file.size,
    async read(offset, length) {
      room.take(length);
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    },
  };
}
