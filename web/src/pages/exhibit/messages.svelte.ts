// The messages of a chat, fetched in pages as they are looked at. Of a chat of any length only
// some pages are held: those nearest to the reader.
import { SvelteMap } from 'svelte/reactivity';
import * as calls from '../../api/imports';
import type { ChatName, Part } from '../../api/types';
import { as_failure, type Failure } from '../../base/failure';
import { kPage, pages_of, too_far } from './message_pages';

export class Messages {
  failure = $state.raw<Failure | undefined>(undefined);
  #pages = new SvelteMap<number, readonly Part[]>();
  #wanted: number[] = [];
  #asked = new Set<number>();
  busy = $state(false);
  static readonly kAtOnce = 2;

  constructor(private readonly case_id: string, private readonly chat: number, readonly name: ChatName, readonly total: number) {}

  static async open(case_id: string, chat: number): Promise<Messages> {
    const first = await calls.list_messages(case_id, chat, 0, 1);
    return new Messages(case_id, chat, first.chat, first.total);
  }

  at(index: number): Part | undefined {
    return this.#pages.get(Math.floor(index / kPage))?.[index % kPage];
  }

  // What is to be seen; asks for what is not there.
  want(first: number, last: number): void {
    this.#wanted = pages_of(first, last, this.total);
    for (const page of too_far([...this.#pages.keys()], this.#wanted)) this.#pages.delete(page);
    this.#ask();
  }

  again(): void {
    this.failure = undefined;
    this.#ask();
  }

  #ask(): void {
    for (const page of this.#wanted) {
      if (this.#asked.size >= Messages.kAtOnce || this.failure) break;
      if (!this.#pages.has(page) && !this.#asked.has(page)) void this.#fetch(page);
    }
    this.busy = this.#asked.size > 0;
  }

  async #fetch(page: number): Promise<void> {
    this.#asked.add(page);
    try {
      const { items } = await calls.list_messages(this.case_id, this.chat, page * kPage, kPage);
      this.#pages.set(page, items);
    } catch (thrown) {
      this.failure = as_failure(thrown);
    } finally {
      this.#asked.delete(page);
      this.#ask();
    }
  }
}
