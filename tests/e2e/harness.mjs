// A browser that fails the run on anything that must not happen: a violation of the page's policy,
// a request to anywhere but the server and the archive's origin, an error in a script.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const kWaitMs = 90_000;

export class Run {
  problems = [];
  steps = 0;
  allowed = new Set();

  constructor(server_url, output) {
    this.server = new URL(server_url).origin;
    this.output = output;
    this.allowed.add(this.server);
    mkdirSync(output, { recursive: true });
  }

  async start() {
    // The sandbox needs user namespaces, which a container run by root does not give.
    const is_root = process.getuid?.() === 0;
    this.browser = await chromium.launch({
      executablePath: process.env.SANAD_CHROMIUM ?? '/usr/bin/chromium',
      args: is_root ? ['--no-sandbox'] : [],
      timeout: kWaitMs,
    });
  }

  async stop() {
    await this.browser?.close();
  }

  // settings: language and theme as the workbench stores them.
  async person(name, settings = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1360, height: 900 }, acceptDownloads: true, reducedMotion: 'reduce', ...(settings.context ?? {}),
    });
    context.setDefaultTimeout(30_000);
    await context.addInitScript(({ origin, language, theme }) => {
      if (self.origin !== origin) return;  // Also so in the verifier, which is sandboxed.
      if (language) localStorage.setItem('sanad.language', language);
      if (theme) localStorage.setItem('sanad.theme', theme);
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    }, { origin: this.server, language: settings.language, theme: settings.theme });
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
      if (!this.allowed.has(url.origin)) this.problems.push(`${name}: a request went to ${request.url()}`);
    });
    context.on('page', (page) => this.#guard(name, page));
    const page = await context.newPage();
    return { context, page };
  }

  #guard(name, page) {
    page.on('console', (message) => {
      if (/policy violation|Content Security Policy/i.test(message.text()) && page.url().startsWith(this.server)) {
        this.problems.push(`${name}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => this.problems.push(`${name}: ${error.message}`));
  }

  // One claim. What fails inside is shown with a picture of the page and ends the run.
  async step(claim, page, act) {
    const had = this.problems.length;
    try {
      await act();
    } catch (error) {
      const picture = join(this.output, `failed-${this.steps}.png`);
      await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
      throw new Error(`${claim}: ${error.message}\n  at ${page.url()}\n  see ${picture}`, { cause: error });
    }
    if (this.problems.length > had) throw new Error(`${claim}: ${this.problems.slice(had).join('; ')}`);
    this.steps += 1;
    console.log(`ok ${this.steps} ${claim}`);
  }

  // WCAG 2.2 A and AA, as far as a program can tell.
  async accessible(claim, page) {
    await this.step(`${claim} is accessible`, page, async () => {
      await page.waitForFunction(() => document.querySelector('main h1') !== null);
      const found = await axe(page);
      if (found.length > 0) throw new Error(found.join('\n  '));
    });
  }

  async picture(name, page, fullPage = true) {
    await page.screenshot({ path: join(this.output, `${name}.png`), fullPage });
  }
}

// The page's policy forbids scripts that it does not serve, so axe runs in an isolated world.
async function axe(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
  const evaluate = async (expression, awaitPromise) => {
    const answer = await session.send('Runtime.evaluate', { expression, contextId: executionContextId, awaitPromise, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  };
  await evaluate(`${kAxe};0`, false);
  const violations = await evaluate(`axe.run(document, {
    iframes: false,
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then((result) => result.violations.map((v) => v.id + ': ' + v.help + ' (' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 3).join(' | ') + ')'))`, true);
  await session.detach();
  return violations;
}

export function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}
