// What of a recording is asked for, held and shown, by the place that the reader is at.

export const kMovingMs = 10_000;
export const kSoundMs = 60_000;

// The stretch that a place lies in begins here.
export const stretch_start = (at_ms: number, length_ms: number): number => Math.floor(Math.max(0, at_ms) / length_ms) * length_ms;

// The picture that is shown at a place: the last one that began, or the first where none did.
export function picture_at<P extends { at_ms: number }>(pictures: readonly P[], at_ms: number): P | undefined {
  let found = pictures[0];
  for (const picture of pictures) {
    if (picture.at_ms > at_ms) break;
    found = picture;
  }
  return found;
}

type Stretch = { begin_ms: number; is_last: boolean };

// Stretches of one kind: asked for once, the nearest of them held.
export class Track<T extends Stretch> {
  #held = new Map<number, T>();
  #asked = new Map<number, Promise<void>>();
  #last: number | undefined;  // where the last stretch begins, once it is known

  constructor(
    readonly length_ms: number,
    readonly most_held: number,
    // Answers undefined where nothing stands so late.
    private readonly fetch: (seconds: number) => Promise<T | undefined>,
  ) {}

  at(at_ms: number): T | undefined {
    return this.#held.get(stretch_start(at_ms, this.length_ms));
  }

  // Nothing stands so late.
  is_over(at_ms: number): boolean {
    return this.#last !== undefined && stretch_start(at_ms, this.length_ms) > this.#last;
  }

  async load(at_ms: number): Promise<void> {
    const start = stretch_start(at_ms, this.length_ms);
    if (this.#held.has(start) || this.is_over(at_ms)) return;
    let asked = this.#asked.get(start);
    if (!asked) {
      asked = this.#load(start).finally(() => this.#asked.delete(start));
      this.#asked.set(start, asked);
    }
    await asked;
  }

  async #load(start: number): Promise<void> {
    const stretch = await this.fetch(start / 1000);
    if (stretch === undefined) {
      this.#last = Math.min(this.#last ?? start, start - this.length_ms);
      return;
    }
    if (stretch.is_last) this.#last = start;
    this.#held.set(start, stretch);
    const farthest_first = [...this.#held.keys()].sort((a, b) => Math.abs(b - start) - Math.abs(a - start));
    for (const far of farthest_first.slice(0, Math.max(0, this.#held.size - this.most_held))) this.#held.delete(far);
  }
}

// A place that moves on with the clock while it runs.
export class Place {
  #at_ms = 0;
  #since: number | undefined;

  constructor(private readonly now: () => number) {}

  get ms(): number {
    return this.#at_ms + (this.#since === undefined ? 0 : this.now() - this.#since);
  }
  get runs(): boolean {
    return this.#since !== undefined;
  }
  run(): void {
    this.#since ??= this.now();
  }
  stop(): void {
    this.#at_ms = this.ms;
    this.#since = undefined;
  }
  move(to_ms: number): void {
    this.#at_ms = to_ms;
    if (this.#since !== undefined) this.#since = this.now();
  }
}
