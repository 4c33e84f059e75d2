// Short confirmations of what the reader just did. Failures are shown where they happened instead.
class Toasts {
  items = $state<{ id: number; text: string }[]>([]);
  #next = 0;

  show(text: string): void {
    const id = this.#next++;
    this.items.push({ id, text });
    window.setTimeout(() => this.dismiss(id), 6000);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}

export const toasts = new Toasts();
