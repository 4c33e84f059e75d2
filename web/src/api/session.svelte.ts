// Who is signed in, and the names of the officers that records speak of.
import { Failure } from '../base/failure';
import * as calls from './calls';
import { set_csrf, when_unauthenticated } from './client';
import type { Officer, Role, Session } from './types';

class CurrentSession {
  // undefined: not known yet; null: signed out.
  #session = $state.raw<Session | null | undefined>(undefined);
  #officers = $state.raw<ReadonlyMap<string, Officer>>(new Map());

  constructor() {
    when_unauthenticated(() => this.#take(null));
  }

  get value(): Session | null | undefined { return this.#session; }
  get officer(): Officer | undefined { return this.#session?.officer; }

  has(...roles: Role[]): boolean {
    return roles.some((role) => this.#session?.officer.roles.includes(role) === true);
  }

  // Whether what was collected, and words about it, are shown to whoever is signed in; an auditor reads acts alone.
  get reads_content(): boolean {
    return this.has('investigator', 'supervisor', 'evidence-officer', 'reviewer');
  }

  // An officer's name; what the records call them where it is not known.
  name_of(id: string): string {
    return this.#officers.get(id)?.name ?? id;
  }

  async restore(): Promise<void> {
    try {
      const session = await calls.get_session();
      if (this.#session == null) this.#take(session);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== 'unauthenticated') throw thrown;
      if (this.#session === undefined) this.#take(null);
    }
  }

  async open_with_link(token: string): Promise<void> {
    this.#take(await calls.sign_in_with_link(token));
  }

  async open_with_password(officer: string, password: string): Promise<void> {
    this.#take(await calls.sign_in_with_password(officer, password));
  }

  async set_password(password: string): Promise<void> {
    await calls.set_password(password);
    if (this.#session) this.#session = { ...this.#session, has_password: true };
  }

  async close(): Promise<void> {
    await calls.sign_out();
    this.#take(null);
  }

  #take(session: Session | null): void {
    set_csrf(session?.csrf ?? null);
    this.#session = session;
    if (session === null) return;
    calls.list_officers().then(
      (page) => { this.#officers = new Map(page.items.map((officer) => [officer.officer, officer])); },
      () => undefined,  // Names are a comfort: records stay readable by their ids.
    );
  }
}

export const session = new CurrentSession();
