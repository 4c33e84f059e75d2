// Plays a video or a recording stretch after stretch. Muted until the reader wants the sound: of a
// video it is not even asked for before that. Nothing here touches the page, so that it can be
// tested; whoever shows it calls tick() as often as pictures may change.
import type { PlayedSound, PlayedVideo } from '../../api/types';
import { as_failure, type Failure } from '../../base/failure';
import { kMovingMs, kSoundMs, picture_at, Place, Track } from './playback';

type Fetch<T> = (seconds: number) => Promise<T>;
type Asks = { moving?: Fetch<PlayedVideo> | undefined; sound: Fetch<PlayedSound>; duration_ms?: number | undefined; now?: () => number };

const kAheadMs = 4000;  // what comes next is asked for so early
const kSettleMs = 250;  // who moves the place on and on is waited for
const kMovingHeld = 4;
const kSoundHeld = 2;

export class Player {
  at_ms = $state(0);
  duration_ms = $state<number | undefined>();
  is_playing = $state(false);
  is_waiting = $state(false);
  is_muted = $state(true);
  is_damaged = $state(false);
  failure = $state.raw<Failure | undefined>();
  sound_failure = $state.raw<Failure | undefined>();
  picture = $state.raw<PlayedVideo['pictures'][number] | undefined>();

  readonly moves: boolean;
  #moving: Track<PlayedVideo> | undefined;
  #sound: Track<PlayedSound>;
  #place: Place;
  #now: () => number;
  #moved_at = -kSettleMs;
  #found_end: number | undefined;  // once the last stretch was seen

  constructor({ moving, sound, duration_ms, now = () => performance.now() }: Asks) {
    this.moves = moving !== undefined;
    this.#now = now;
    this.#place = new Place(now);
    this.duration_ms = duration_ms;
    this.#moving = moving && new Track(kMovingMs, kMovingHeld, (seconds) => this.#ask(moving, seconds));
    this.#sound = new Track(kSoundMs, kSoundHeld, (seconds) => this.#ask(sound, seconds));
  }

  // The stretch of sound that belongs here, and how far into it.
  sound_here(): { stretch: PlayedSound; into_ms: number } | undefined {
    const stretch = this.is_muted ? undefined : this.#sound.at(this.#place.ms);
    return stretch && { stretch, into_ms: this.#place.ms - stretch.begin_ms };
  }

  get runs(): boolean {
    return this.#place.runs;
  }

  play(): void {
    if (this.#place.ms >= this.#stop_ms) this.#place.move(0);
    this.failure = undefined;
    this.is_playing = true;
    this.tick();
  }

  pause(): void {
    this.is_playing = false;
    this.#place.stop();
    this.at_ms = this.#place.ms;
  }

  seek(to_ms: number): void {
    const most = this.end_ms ?? Number.POSITIVE_INFINITY;
    this.#place.move(Math.min(Math.max(0, to_ms), most));
    this.at_ms = this.#place.ms;
    this.#moved_at = this.#now();
    this.failure = undefined;
    this.is_waiting = true;
  }

  // Where it ends, as far as that is known.
  get end_ms(): number | undefined {
    return this.duration_ms ?? this.#found_end;
  }
  // What a file says of its length is not believed before the last stretch was seen.
  get #stop_ms(): number {
    return this.#found_end === undefined ? Number.POSITIVE_INFINITY : Math.max(this.#found_end, this.duration_ms ?? 0);
  }

  tick(): void {
    const at = this.#place.ms;
    if (this.is_playing && at >= this.#stop_ms) {
      this.pause();
      this.#place.move(this.#stop_ms);
      this.at_ms = this.#stop_ms;
      return;
    }
    const stretch = this.#moving?.at(at);
    const lacks_pictures = this.#moving !== undefined && stretch === undefined && !this.#moving.is_over(at);
    const lacks_sound = this.#wants_sound && this.#sound.at(at) === undefined && !this.#sound.is_over(at);
    if (lacks_pictures || lacks_sound) this.#wait(at);
    else this.#show(at, stretch);
    this.at_ms = this.#place.ms;
  }

  get #wants_sound(): boolean {
    return this.sound_failure === undefined && (!this.moves || !this.is_muted);
  }

  #wait(at: number): void {
    this.#place.stop();
    this.is_waiting = this.failure === undefined;
    if (this.failure === undefined && this.#now() - this.#moved_at >= kSettleMs) this.#load(at);
  }

  #show(at: number, stretch: PlayedVideo | undefined): void {
    this.is_waiting = false;
    if (stretch) this.picture = picture_at(stretch.pictures, at);
    if (!this.is_playing) return;
    this.#place.run();
    if (at + kAheadMs < this.#stop_ms) this.#load(at + kAheadMs);
  }

  #load(at: number): void {
    void this.#moving?.load(at).catch((thrown: unknown) => {
      this.failure = as_failure(thrown);
      this.is_playing = false;
      this.is_waiting = false;
    });
    if (!this.#wants_sound) return;
    void this.#sound.load(at).catch((thrown: unknown) => {
      this.sound_failure = as_failure(thrown);
      this.is_muted = true;
      if (this.moves) return;
      this.failure = this.sound_failure;
      this.is_playing = false;
      this.is_waiting = false;
    });
  }

  async #ask<T extends PlayedSound | PlayedVideo>(fetch: Fetch<T>, seconds: number): Promise<T | undefined> {
    let stretch: T;
    try {
      stretch = await fetch(seconds);
    } catch (thrown) {
      // Nothing stands so late: what came before was all, unless nothing did.
      if (seconds === 0 || as_failure(thrown).code !== 'not_found') throw thrown;
      this.#found_end ??= seconds * 1000;
      return undefined;
    }
    this.duration_ms ??= stretch.duration_ms;
    this.is_damaged ||= stretch.damaged;
    if (stretch.is_last) {
      const end = 'pictures' in stretch ? (stretch.pictures.at(-1)?.at_ms ?? stretch.begin_ms) : stretch.begin_ms + stretch.length_ms;
      this.#found_end = Math.max(this.#found_end ?? 0, end);
    }
    return stretch;
  }
}
