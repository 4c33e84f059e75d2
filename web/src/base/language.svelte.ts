// What the reader chose, kept in this browser only: language, theme, clock, shortcuts.
import { direction_of, type ClockZone, type Language } from './format';
import { translate, type Key, type Values } from './translate';

export type Theme = 'system' | 'light' | 'dark';

const kPrefix = 'sanad.';

function stored<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
  try {
    const value = localStorage.getItem(kPrefix + name);
    return (allowed as readonly (string | null)[]).includes(value) ? (value as T) : otherwise;
  } catch {
    return otherwise;  // Storage is refused in some private windows: the choice lasts for the page.
  }
}

function store(name: string, value: string): void {
  try {
    localStorage.setItem(kPrefix + name, value);
  } catch {
    // As above.
  }
}

function preferred_language(): Language {
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('ur')) ? 'ur' : 'en';
}

class Preferences {
  #language = $state<Language>(stored('language', ['en', 'ur'], preferred_language()));
  #theme = $state<Theme>(stored('theme', ['system', 'light', 'dark'], 'system'));
  #zone = $state<ClockZone>(stored('zone', ['utc', 'local'], 'utc'));
  #shortcuts = $state<'on' | 'off'>(stored('shortcuts', ['on', 'off'], 'on'));

  get language(): Language { return this.#language; }
  set language(value: Language) { this.#language = value; store('language', value); }
  get theme(): Theme { return this.#theme; }
  set theme(value: Theme) { this.#theme = value; store('theme', value); }
  get zone(): ClockZone { return this.#zone; }
  set zone(value: ClockZone) { this.#zone = value; store('zone', value); }
  get shortcuts(): boolean { return this.#shortcuts === 'on'; }
  set shortcuts(value: boolean) { this.#shortcuts = value ? 'on' : 'off'; store('shortcuts', this.#shortcuts); }
  get direction(): 'ltr' | 'rtl' { return direction_of(this.#language); }
}

export const preferences = new Preferences();

// The message in the reader's language; read in a template, it follows the choice.
export function t<K extends Key>(key: K, ...values: Values<K>): string {
  return translate(preferences.language, key, ...values);
}
