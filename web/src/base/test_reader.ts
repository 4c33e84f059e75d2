// The browser's reader in unit tests, the same with every version of Node.js: one who reads English.
Object.defineProperty(globalThis, 'navigator', { value: { languages: ['en'] }, configurable: true });
