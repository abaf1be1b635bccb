// The twelve sources of a review, each by its own way: people who answer without an account, with a phone, by keyboard
// alone and in Arabic; and the whole review of a new team, from its caseload file to a presented report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, openPage, signInAs, startBrowser, startDemo, withoutJavaScript } from './lib.mjs';

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

const NARROW = 320;
const QUESTIONS = 11;
const TEXT_QUESTION = 10;

test('somebody with a phone at 320 px answers the easy-read survey, and one using only the keyboard', async (t) => {
  const lead = await openPage(browser, demo);
  await signInAs(lead, 'qal');
  const surveys = await olderPeoplesSurveys(lead);
  const before = await came(lead, surveys);
  const codes = await printLetters(lead, 3);

  await t.test('with a phone, by touch', async () => {
    const phone = await openPage(browser, demo, { viewport: { width: NARROW, height: 640 }, hasTouch: true });
    await answerByTouch(phone, codes[0]);
    await sameCodeIsRefused(phone, codes[0]);
    await phone.context().close();
  });
  await t.test('with the keyboard alone, and no script', async () => {
    const page = await withoutJavaScript(browser, demo);
    await answerByKeyboard(page, codes[1]);
    await page.context().close();
  });
  await t.test('in Arabic', async () => {
    const page = await openPage(browser, demo);
    await answerInArabic(page, codes[2]);
    await page.context().close();
  });

  const now = await came(lead, surveys);
  assert.deepEqual(now, { answered: before.answered + 3, asked: before.asked + 3 });
  assert.deepEqual(lead.complaints, []);
  await lead.context().close();
});

/** The surveys page of the Older People's Team, whose people are asked now; leaves the survey open in the page. */
async function olderPeoplesSurveys(page) {
  await page.goto('/reviews');
  const link = page.locator('main li', { hasText: /Older People.s Team/ }).getByRole('link').first();
  const review = await link.getAttribute('href');
  return `${review}/surveys`;
}

/** How many answered and were asked, as the list says; ends on the survey of people who use services. */
async function came(page, surveys) {
  await page.goto(surveys);
  const line = page.locator('tbody tr', { hasText: 'Open until' }).first();
  const [, answered, asked] = (await line.textContent()).match(/(\d+) answered of (\d+) asked/);
  await line.getByRole('link').first().click();
  await page.getByLabel('How many letters to print?').waitFor();
  return { answered: Number(answered), asked: Number(asked) };
}

/** Prints letters from the page of a survey and reads their codes. */
async function printLetters(page, count) {
  await page.getByLabel('How many letters to print?').fill(String(count));
  await page.getByRole('button', { name: 'Print letters' }).click();
  await page.locator('.app-letter__code').first().waitFor();
  const codes = await page.locator('.app-letter__code strong').allTextContents();
  assert.equal(new Set(codes).size, count, 'a code of its own on every letter');
  return codes;
}

/** Holds a page somebody answers on to what every page must be, at the width of a small phone. */
async function holdNarrow(page, name) {
  const size = page.viewportSize();
  await checkPage(page, `answer-${name}`, [NARROW]);
  await page.setViewportSize(size);
}

async function answerByTouch(page, code) {
  await page.goto('/s');
  await holdNarrow(page, 'code');
  await page.getByLabel('Type the code from your letter').fill(code);
  await page.getByRole('button', { name: 'Next' }).tap();
  await page.getByRole('button', { name: /^Start/ }).first().waitFor();
  await holdNarrow(page, 'start');
  await page.getByRole('button', { name: /^Start.*pictures and short words/ }).tap();
  for (let number = 1; number <= QUESTIONS; number += 1) {
    await page.getByText(`Question ${number} of ${QUESTIONS}`).waitFor();
    await holdNarrow(page, `question-${number}`);
    const safe = await page.getByRole('heading', { name: 'Do you feel safe?' }).count() > 0;
    if (number === TEXT_QUESTION) await page.getByRole('textbox').fill('Ring me before you come.');
    else await page.locator('.app-choice label', { hasText: safe ? /^No$/ : /^(Yes|Better|No)$/ }).first().tap();
    await page.getByRole('button', { name: 'Next' }).tap();
    if (safe) await seesWhomToRing(page);
  }
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await holdNarrow(page, 'thanks');
}

async function seesWhomToRing(page) {
  await page.getByRole('heading', { name: 'Are you in danger now?' }).waitFor();
  const numbers = await page.locator('a[href^="tel:"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.equal(numbers.length, 2);
  assert.equal(numbers[0], 'tel:999');
  await holdNarrow(page, 'whom-to-ring');
  await page.getByRole('link', { name: 'Go on with the questions' }).tap();
}

async function sameCodeIsRefused(page, code) {
  await page.goto('/s');
  await page.getByLabel('Type the code from your letter').fill(code);
  await page.getByRole('button', { name: 'Next' }).tap();
  await page.getByText('Each code works once.').waitFor();
  assert.match(page.complaints.pop() ?? '', /status of 4\d\d/);
  await holdNarrow(page, 'code-used');
}

/** Moves on with Tab until what is wanted has the focus. */
async function tabTo(page, selector) {
  for (let turn = 0; turn < 30; turn += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab does not reach ${selector} on ${page.url()}`);
}

async function answerByKeyboard(page, code) {
  await page.goto('/s');
  await tabTo(page, '#code');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.locator('form.app-start').first().waitFor();
  await tabTo(page, 'form.app-start button');
  await page.keyboard.press('Enter');
  for (let number = 1; number <= QUESTIONS; number += 1) {
    await page.getByText(`Question ${number} of ${QUESTIONS}`).waitFor();
    if (number === TEXT_QUESTION) {
      await tabTo(page, 'textarea');
      await page.keyboard.type('Shorter letters.');
    } else {
      await tabTo(page, 'input[type="radio"]');
      await page.keyboard.press('Space');
      // Down and up again: the arrows move among the answers.
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.locator('input[type="radio"]').nth(1).isChecked(), true, `question ${number}`);
      await page.keyboard.press('ArrowUp');
      assert.equal(await page.locator('input[type="radio"]').first().isChecked(), true, `question ${number}`);
    }
    await tabTo(page, 'button[value="next"]');
    await page.keyboard.press('Enter');
  }
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.deepEqual(page.complaints, []);
}

async function answerInArabic(page, code) {
  await page.goto('/s');
  await page.getByLabel('Type the code from your letter').fill(code);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.locator('form[lang="ar"] button').first().click();
  for (let number = 1; number <= QUESTIONS; number += 1) {
    await page.waitForURL((url) => url.pathname.endsWith(`/${number}`));
    assert.deepEqual(await page.locator('html').evaluate((html) => [html.lang, html.dir]), ['ar', 'rtl']);
    if ([1, TEXT_QUESTION].includes(number)) await holdNarrow(page, `arabic-${number}`);
    if (number !== TEXT_QUESTION) await page.locator('input[type="radio"]').first().check({ force: true });
    await page.locator('button[value="next"]').click();
  }
  await page.waitForURL((url) => url.pathname === '/s/thanks');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await holdNarrow(page, 'arabic-thanks');
}
