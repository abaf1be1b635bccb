// What the browser tests share: a demonstration of their own, a browser, and what every page must be.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = process.env.PLUMBLINE_PROGRAM ?? join(ROOT, 'target/debug/plumbline');
const SCREENS = process.env.PLUMBLINE_SCREENS ?? join(ROOT, 'target/screens');
const CHROMIUM = process.env.PLUMBLINE_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const READY_WITHIN = 60_000;
const WIDTHS = [320, 375, 1280];
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts a demonstration with data of its own. Gives {url, stop}. */
export async function startDemo() {
  const data = await mkdtemp(join(tmpdir(), 'plumbline-browser-'));
  const port = await freePort();
  const program = spawn(PROGRAM, ['demo', '--port', String(port), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (program.exitCode === null && program.signalCode === null && program.pid) {
      const gone = once(program, 'exit');
      program.kill();
      await gone;
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    await saysItsAddress(program);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

/** Settles when the program prints an address to open; it prints that once it listens. */
function saysItsAddress(program) {
  return new Promise((ready, broken) => {
    const late = setTimeout(() => broken(new Error(`${PROGRAM} printed no address in time`)), READY_WITHIN);
    program.once('error', (error) => { clearTimeout(late); broken(error); });
    program.once('exit', (code) => { clearTimeout(late); broken(new Error(`${PROGRAM} ended with ${code}`)); });
    createInterface({ input: program.stdout }).on('line', (line) => {
      if (line.includes('http://')) {
        clearTimeout(late);
        ready();
      }
    });
  });
}

export function startBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page in a fresh session, which remembers what the browser complains of. */
export async function openPage(browser, demo, options = {}) {
  const context = await browser.newContext({ baseURL: demo.url, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.scripted = options.javaScriptEnabled !== false;
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

/** The same, with JavaScript off. */
export function withoutJavaScript(browser, demo) {
  return openPage(browser, demo, { javaScriptEnabled: false });
}

/** Signs in as one of the demonstration's people, by the key on their button. */
export async function signInAs(page, personKey) {
  await page.goto('/sign-in');
  await page.click(`button[name="person"][value="${personKey}"]`);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Chooses the option of a list whose words hold these. */
export async function chooseLike(select, words) {
  const labels = await select.locator('option').allTextContents();
  await select.selectOption({ label: labels.find((label) => label.includes(words)) });
}

/** A new team has no manager yet: one person asks for the role, and another agrees. */
export async function makeManager(browser, demo, name, team) {
  const admin = await openPage(browser, demo);
  await signInAs(admin, 'adm');
  await admin.goto('/accounts');
  await admin.getByRole('link', { name }).click();
  await chooseLike(admin.getByLabel('Role', { exact: true }), 'Team manager');
  await chooseLike(admin.getByLabel('How far does it reach?'), team);
  await admin.getByRole('button', { name: 'Ask for this role' }).click();
  await admin.waitForLoadState();
  const officer = await openPage(browser, demo);
  await signInAs(officer, 'dpo');
  await officer.getByRole('link', { name: `Agree to a role for ${name}, or not` }).click();
  await officer.getByRole('button', { name: /^Agree/ }).click();
  await officer.getByText('The role is given, from today.').waitFor();
  for (const page of [admin, officer]) await page.context().close();
}

/**
 * Holds a page to what every page must be: no finding of axe, no complaint in the console,
 * one heading, nothing wider than the window, at each of the widths. Leaves a picture of each in target/screens.
 */
export async function checkPage(page, name, widths = WIDTHS) {
  await mkdir(SCREENS, { recursive: true });
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide at ${width} px`);
    // Axe is a script: what it finds is the same page with scripts on.
    if (page.scripted) assert.deepEqual(await axeFindings(page), [], `${name} at ${width} px`);
    await screenshot(page, name, width);
  }
  assert.equal(await page.locator('h1').count(), 1, `${name} has one first heading`);
  assert.deepEqual(page.complaints, [], `${name}: the browser's console`);
}

/** A form was refused on purpose: the browser says so once, and nothing else. */
export async function wasRefused(page, status = 422) {
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal(page.complaints.length, 1, page.complaints.join('; '));
  assert.match(page.complaints.pop(), new RegExp(`status of ${status}`));
}

/** One line a finding: the rule, and the first place that breaks it. */
async function axeFindings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags }),
    AXE_TAGS,
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html}`);
}

/** The whole page in a window as tall as the page, so that what sticks stands where it belongs. */
async function screenshot(page, name, width) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await page.screenshot({ path: join(SCREENS, `${name}-${width}.png`) });
}
