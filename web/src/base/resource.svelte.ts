// A value that comes from the server: not there yet, there, or failed with a reason.
import { as_failure, type Failure } from './failure';

export class Resource<T> {
  value = $state.raw<T | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);
  busy = $state(false);
  #turn = 0;

  constructor(private readonly fetch: () => Promise<T>) {}

  // Asks again. The old value stays visible meanwhile; of two overlapping calls the later one wins.
  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const value = await this.fetch();
      if (turn !== this.#turn) return;
      this.value = value;
      this.failure = undefined;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = as_failure(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

// A resource that is being asked for. What `fetch` closes over is read once: a page is made anew
// for another id.
export function resource<T>(fetch: () => Promise<T>): Resource<T> {
  const made = new Resource(fetch);
  queueMicrotask(() => void made.load());
  return made;
}
