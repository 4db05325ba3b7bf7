/** What every scenario stands on: a browser, the server it is to look at, steps that are printed, and pictures of failures. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Api } from './api.mjs';

/** Longest that a guest may take to boot or to settle, milliseconds: as the other tests wait, as the host may be busy with those. */
export const GUEST = 300_000;
/** Longest that the page may take to show something, milliseconds. */
export const PAGE = 30_000;

const lookEvery = 150;
const size = { width: 1280, height: 800 };

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: io.pando.e2e.browser.Scenario starts scenarios`);
  return value;
}

/** Looks until there is something, and gives it; fails at the deadline with what was seen last. */
export async function until(what, look, atMost = PAGE) {
  const end = Date.now() + atMost;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${atMost / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}

export function demand(holds, what) {
  if (!holds) throw new Error(what);
}

/** Somebody at a browser. */
class Visitor {
  constructor(stage, context, page) {
    this.stage = stage;
    this.context = context;
    this.page = page;
  }

  get(testId) {
    return this.page.getByTestId(testId);
  }

  async goto(path) {
    await this.page.goto(this.stage.url + path);
  }

  /** Signs in with the form. */
  async signIn(name, password) {
    await this.goto('/sign-in');
    await this.get('sign-in-name').fill(name);
    await this.get('sign-in-password').fill(password);
    await this.get('sign-in-submit').click();
    await this.get('account-menu').waitFor();
  }

  /** Waits until the console of the page shows the guest. */
  async connected(phase = 'console-phase', atMost = PAGE) {
    await this.page.locator(`[data-testid=${phase}][data-phase=connected]`).waitFor({ timeout: atMost });
  }
}

class Stage {
  constructor(name, browser) {
    this.name = name;
    this.browser = browser;
    this.url = setting('PANDO_URL');
    this.output = setting('PANDO_OUTPUT');
    this.image = setting('PANDO_IMAGE');
    this.person = { name: setting('PANDO_NAME'), password: setting('PANDO_PASSWORD') };
    this.api = new Api(this.url, setting('PANDO_TOKEN'));
    this.administrator = new Api(this.url, setting('PANDO_ADMINISTRATOR_TOKEN'));
    this.visitors = [];
    this.complaints = [];
  }

  /** The machine that was made for the scenario. */
  get machine() {
    return setting('PANDO_MACHINE');
  }

  /** Carries out a part of the scenario, and says how long it took. */
  async step(title, act) {
    const began = Date.now();
    try {
      const result = await act();
      console.log(`  ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      return result;
    } catch (failure) {
      console.log(`  ${title}: FAILED after ${((Date.now() - began) / 1000).toFixed(1)} s`);
      throw failure;
    }
  }

  /** Somebody with a browser of their own: no cookies, no history. What the browser complains of fails the scenario. */
  async visitor({ colorScheme = 'light', viewport = size } = {}) {
    const context = await this.browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    context.setDefaultTimeout(PAGE);
    const page = await context.newPage();
    const visitor = new Visitor(this, context, page);
    context.on('page', (opened) => this.listen(opened));
    this.listen(page);
    this.visitors.push(visitor);
    return visitor;
  }

  async member(options) {
    const visitor = await this.visitor(options);
    await visitor.signIn(this.person.name, this.person.password);
    return visitor;
  }

  listen(page) {
    page.on('pageerror', (error) => this.complaints.push(`script failed: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      // A refusal, such as of a sign-in or of what is not there, is an answer like others, yet browsers log it. Networks of guests
      // come and go on this machine: browsers then drop what they were loading, and load it again. How noVNC reads its canvas could be
      // quicker, says the browser.
      const expected =
        /status of (40[149]|422|429|502)|ERR_NETWORK_CHANGED|ERR_NETWORK_IO_SUSPENDED|willReadFrequently/;
      if (['error', 'warning'].includes(message.type()) && !expected.test(message.text()))
        this.complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
  }

  async pictures() {
    mkdirSync(this.output, { recursive: true });
    let number = 0;
    for (const { context } of this.visitors) {
      for (const page of context.pages()) {
        number += 1;
        const path = join(this.output, `${this.name}-${number}.png`);
        await page.screenshot({ path, timeout: 10_000 }).then(
          () => console.log(`  picture: ${path} of ${page.url()}`),
          (error) => console.log(`  no picture of ${page.url()}: ${error.message}`),
        );
      }
    }
  }
}

/** Runs a scenario with a browser; the process ends with 0 when everything held. */
export async function scenario(name, act) {
  const began = Date.now();
  const browser = await chromium.launch({
    executablePath: setting('CHROMIUM'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const stage = new Stage(name, browser);
  try {
    await act(stage);
    demand(stage.complaints.length === 0, `The browser complains:\n${stage.complaints.join('\n')}`);
    console.log(`  ${name}: passed in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  } catch (failure) {
    process.exitCode = 1;
    console.log(`  ${name}: ${failure.stack ?? failure}`);
    if (stage.complaints.length > 0) console.log(`  the browser complains:\n${stage.complaints.join('\n')}`);
    await stage.pictures();
  } finally {
    await browser.close();
  }
}
