// The first pages a person meets, held to what every page must be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, openPage, signInAs, startBrowser, startDemo, withoutJavaScript } from './lib.mjs';

const PAGES = [
  ['/', 'home'],
  ['/standards', 'standards'],
  ['/reviews', 'reviews'],
];

let demo;
let browser;

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

test('the sign-in page is usable by everyone', async () => {
  const page = await openPage(browser, demo);
  await page.goto('/sign-in');
  await checkPage(page, 'sign-in');
});

test('the first pages of the quality assurance lead are usable by everyone', async (t) => {
  const page = await openPage(browser, demo);
  await signInAs(page, 'qal');
  for (const [path, name] of PAGES) {
    await t.test(name, async () => {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200);
      await checkPage(page, name);
    });
  }
});

test('signing in and moving about need no script', async () => {
  const page = await withoutJavaScript(browser, demo);
  await signInAs(page, 'qal');
  await page.getByRole('link', { name: 'Standards', exact: true }).click();
  assert.equal(new URL(page.url()).pathname, '/standards');
  await page.getByRole('button', { name: 'Sign out' }).click();
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});
