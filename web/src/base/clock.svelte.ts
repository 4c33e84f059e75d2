// The present second, for countdowns; one timer for the whole page.
class Clock {
  #now = $state.raw(new Date());

  constructor() {
    window.setInterval(() => {
      this.#now = new Date();
    }, 1000);
  }

  get now(): Date { return this.#now; }
}

export const clock = new Clock();
