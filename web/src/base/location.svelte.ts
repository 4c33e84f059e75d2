// Where the reader is, as a reactive value that follows the address bar.
import { parse_hash, type Address } from './route';

class Location {
  #address = $state.raw<Address>(parse_hash(window.location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.#address = parse_hash(window.location.hash);
    });
  }

  get route(): Address['route'] { return this.#address.route; }
  get query(): URLSearchParams { return this.#address.query; }

  go(hash: string): void {
    window.location.hash = hash;
  }

  // Without a step in the history: for addresses that must not be returned to, such as a used token.
  replace(hash: string): void {
    window.history.replaceState(null, '', hash);
    this.#address = parse_hash(hash);
  }
}

export const location = new Location();
