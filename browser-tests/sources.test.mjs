// The twelve sources of a review, each by its own way: people who answer without an account, with a phone, by keyboard
// alone and in Arabic; and the whole review of a new team, from its caseload file to a presented report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  checkPage, chooseLike, makeManager, openPage, signInAs, startBrowser, startDemo, withoutJavaScript,
} from './lib.mjs';

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
  const codes = await printLetters(lead, 4, before.asked + 4);

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
  await t.test('with the keyboard alone, and the script', async () => {
    const page = await openPage(browser, demo);
    await answerByKeyboard(page, codes[3], (name) => holdNarrow(page, `keyboard-${name}`));
    await page.context().close();
  });
  await t.test('in Arabic', async () => {
    const page = await openPage(browser, demo);
    await answerInArabic(page, codes[2]);
    await page.context().close();
  });

  const now = await came(lead, surveys);
  assert.deepEqual(now, { answered: before.answered + 4, asked: before.asked + 4 });
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

/** Prints letters from the page of a survey and reads their codes; `asked` people are asked altogether. */
async function printLetters(page, count, asked) {
  await page.getByLabel('How many letters to print?').fill(String(count));
  await page.getByLabel('How many people are asked altogether?').fill(String(asked));
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
    else await page.getByRole('radio', { name: safe ? 'No' : /^(Yes|Better)/ }).first().tap();
    await page.getByRole('button', { name: number < QUESTIONS ? 'Next' : 'Send my answers' }).tap();
    if (safe) await seesWhomToRing(page);
  }
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await holdNarrow(page, 'thanks');
}

/** On the page of the next question, so that no address tells what was answered. */
async function seesWhomToRing(page) {
  await page.getByRole('heading', { name: 'Are you in danger now?' }).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Send this to the manager on duty' }).isVisible());
  const numbers = await page.locator('a[href^="tel:"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.equal(numbers.length, 2);
  assert.equal(numbers[0], 'tel:999');
  await holdNarrow(page, 'whom-to-ring');
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

async function answerByKeyboard(page, code, look = () => {}) {
  await page.goto('/s');
  await look('code');
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
    await look(`question-${number}`);
    await tabTo(page, 'button[value="next"]');
    await page.keyboard.press('Enter');
  }
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await look('thanks');
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
    if (number !== TEXT_QUESTION) await page.locator('input[type="radio"]').first().check();
    await page.locator('button[value="next"]').click();
  }
  await page.waitForURL((url) => url.pathname === '/s/thanks');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await holdNarrow(page, 'arabic-thanks');
}

const CASELOAD = [
  'team,worker,case reference,opened,type,closed',
  'Quayside Team,Ngaio Farthingale,QT-001,2026-01-05,review,',
  'Quayside Team,Tobiah Kestleman,QT-002,2026-02-02,safeguarding,',
  'Quayside Team,Wilhelmina Quaye,QT-003,2026-03-14,review,',
].join('\n');

/** A short file for each kind of records; the first bears on E1 and the second on E12. */
const RECORDS = {
  'Spend, overtime and agency': [
    'month,budget,spend,overtime_hours,agency_spend',
    ...['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'].map((month) => `${month},52000,51400,12,900`),
  ].join('\n'),
  'Supervision log': [
    'date,worker,held,minutes,cancelled_by,reflective',
    '2026-09-08,w1,yes,60,,yes', '2026-09-09,w2,yes,75,,yes', '2026-09-10,w3,no,,manager,',
    '2026-10-06,w1,yes,60,,no', '2026-10-07,w2,yes,60,,yes', '2026-10-08,w3,yes,45,,yes',
    '2026-10-13,w4,yes,60,,yes', '2026-10-14,w5,yes,90,,yes',
  ].join('\n'),
};

const SOURCES = Array.from({ length: 12 }, (_, place) => `E${place + 1}`);
const LEAD = 'Alun Prothero';
const FIRST_READER = { key: 'rv-cap', name: 'Bridget Nwachukwu' };
const OTHER_READER = { key: 'rv-saf', name: 'Marek Wisniewski' };
const MANAGER = { key: 'tm-ld', name: 'Carol-Ann Fitzwater' };

test('the whole review of a team runs with all twelve sources', async (t) => {
  const lead = await openPage(browser, demo);
  await signInAs(lead, 'qal');
  const reviewer = await openPage(browser, demo);
  await signInAs(reviewer, FIRST_READER.key);
  const head = await openPage(browser, demo);
  await signInAs(head, 'hoa');
  let review;
  // One step rests on the one before it.
  let stopped = false;
  const step = (name, does) => t.test(name, { skip: stopped }, async () => {
    stopped = true;
    await does();
    stopped = false;
  });

  await step('from a caseload file to drawn cases', async () => { review = await fromFileToDraw(lead); });
  let surveys;
  await step('surveys of people, carers, workers and managers: E2 to E5', async () => {
    surveys = await runSurveys(lead, reviewer, review);
  });
  await t.test('a lead who is not among the reviewers closes a survey', { skip: stopped }, () =>
    closeSurvey(lead, surveys[0]));
  await step('the surveys are closed', () => closeSurveys(lead, review, surveys));
  await step('interviews of every case: E6 to E9', () => holdInterviews(reviewer, review));
  await step('the cases are read: E10', async () => {
    await readCases(review, FIRST_READER);
    await readCases(review, OTHER_READER);
  });
  await step('practice is watched: E11', () => recordObservation(reviewer, review));
  await step('finance and service records: E1 and E12', () => loadRecords(reviewer, review));
  await step('every source stands on the coverage page', () => nothingIsWaiting(lead, review));
  await t.test('the coverage page fits a phone', { skip: stopped }, () =>
    checkPage(lead, 'sources-coverage', [320, 375]));
  await step('a case is read twice, blind', () => readTwice(lead, review));
  await step('the facts are put up and answered', () => checkFacts(lead, review));
  await step('it is judged, completed and presented', async () => {
    // A source that is called thin carries no standard by itself: that is said before what rests on it is judged.
    await settleSources(lead, reviewer, review);
    await judgeWhatIsLeft(reviewer, review);
    assert.equal((await head.goto(`${review}/report`)).status(), 404, 'nothing for the head of service yet');
    await completeAndPresent(lead, review);
  });
  await step('the report says what it stands on', () => reportTells(head, review));
  await step('no critical standard is good on records alone', () => noneGoodOnRecordsAlone(head));
  assert.deepEqual([...lead.complaints, ...reviewer.complaints], []);
  for (const page of [lead, reviewer, head]) await page.context().close();
});

/** A team that nobody knows yet, from its caseload file to drawn cases, each with a reader. */
async function fromFileToDraw(lead) {
  await lead.goto('/people');
  await lead.getByLabel('The file').setInputFiles({ name: 'quayside.csv', mimeType: 'text/csv', buffer: Buffer.from(CASELOAD) });
  await lead.getByRole('button', { name: 'Check this file' }).click();
  await lead.getByLabel('Which service do the new ones belong to?').selectOption({ label: 'Adult Social Care' });
  await lead.getByRole('button', { name: 'Use this file' }).click();
  await lead.getByText('3 cases new or changed').first().waitFor();

  await lead.goto('/reviews/new');
  await lead.getByLabel('Team', { exact: true }).selectOption({ label: 'Quayside Team' });
  const versions = await lead.getByLabel('Standards to review against').locator('option').allTextContents();
  await lead.getByLabel('Standards to review against').selectOption({ label: versions.find((text) => text.includes('Adult social work')) });
  await lead.getByLabel('Name of the review').fill('Review 1, winter 2026');
  await lead.getByLabel('Why this review?').fill('To hear everybody, and to agree what changes.');
  for (const { name } of [FIRST_READER, OTHER_READER]) await lead.getByLabel(name).check();
  await lead.getByLabel('Reviewers’ hours').fill('30');
  await lead.getByLabel('The team’s hours').fill('12');
  await lead.getByRole('button', { name: 'Plan the review' }).click();
  await lead.getByRole('heading', { name: 'Quayside Team', level: 1 }).waitFor();
  const review = new URL(lead.url()).pathname;
  await lead.goto(`${review}/announce`);
  await lead.getByRole('button', { name: 'The team has been told' }).click();
  await lead.goto(`${review}/sample`);
  await lead.getByRole('button', { name: 'Draw now' }).click();
  const readers = await lead.locator('tbody tr select').all();
  assert.equal(readers.length, 3, 'one case for each worker');
  for (const [place, reader] of readers.entries()) {
    await reader.selectOption({ label: (place < 2 ? FIRST_READER : OTHER_READER).name });
  }
  await lead.getByRole('button', { name: 'Save who reads' }).click();
  await lead.getByText('Who reads each case is saved.').waitFor();
  return review;
}

/** The lead asks; a reviewer types in what came on paper. */
async function runSurveys(lead, reviewer, review) {
  const surveys = [];
  for (const source of ['E2', 'E3', 'E4', 'E5']) {
    await lead.goto(`${review}/surveys`);
    if (source === 'E2') await checkPage(lead, 'sources-surveys');
    await lead.locator(`input[name="source"][value="${source}"]`).check();
    await fillDate(lead, 'closes', [18, 12, 2026]);
    await lead.getByLabel('Which number do people ring for help?').fill('01632 960 140');
    await lead.getByRole('button', { name: 'Open the survey' }).click();
    await lead.getByText('The survey is open.').waitFor();
    const survey = new URL(lead.url()).pathname;
    await printLetters(lead, 6, 6);
    if (source === 'E2') await checkPage(lead, 'sources-letters');
    await lead.goto(survey);
    if (source === 'E2') await checkPage(lead, 'sources-survey-open');
    await reviewer.goto(survey);
    const enter = await reviewer.getByRole('link', { name: /^Type in answers/ }).first().getAttribute('href');
    for (let person = 0; person < 5; person += 1) await typeInAnswers(reviewer, enter, person);
    await lead.goto(survey);
    assert.match(await lead.locator('.app-lead').textContent(), /\b5\b.*\b6\b/, '5 of 6 answered');
    surveys.push(survey);
  }
  return surveys;
}

/** Closing shows what was said and makes it evidence. */
async function closeSurvey(lead, survey) {
  await lead.goto(survey);
  await lead.getByLabel('Yes, close it for good').check();
  await lead.getByRole('button', { name: 'Close the survey' }).click();
  await lead.waitForLoadState();
  assert.equal(await lead.getByRole('heading', { name: 'What people wrote' }).count(), 1, await lead.locator('h1').textContent());
  assert.ok(await lead.getByRole('heading', { name: /: 5 answered/ }).count() > 0, 'what was said is shown');
}

/** Closes what is still open: a lead who reviews too. */
async function closeSurveys(lead, review, surveys) {
  lead.complaints.length = 0;
  await lead.goto(`${review}/reviewers`);
  await lead.getByLabel(LEAD).check();
  await lead.getByRole('button', { name: 'Save who reviews' }).click();
  await lead.getByRole('heading', { name: 'Quayside Team', level: 1 }).waitFor();
  for (const survey of surveys) {
    await lead.goto(survey);
    if (await lead.getByRole('button', { name: 'Close the survey' }).count() > 0) await closeSurvey(lead, survey);
  }
  await lead.goto(surveys[0]);
  await checkPage(lead, 'sources-survey-closed');
}

/** What one person said on paper: the first answer to every question, and a sentence where one can be written. */
async function typeInAnswers(page, enter, person) {
  await page.goto(enter);
  await page.locator('input[name="way"][value="paper"]').check();
  for (const group of await page.locator('fieldset:has(input[name^="q"])').all()) await group.locator('input').first().check();
  for (const number of await page.locator('input.govuk-input--width-3').all()) await number.fill('7');
  if (person === 0) await page.locator('textarea').first().fill('Come to see us more often.');
  if (person === 0 && enter.endsWith('/people')) await checkPage(page, 'sources-type-in');
  await page.getByRole('button', { name: 'Count these answers' }).click();
  await page.getByText('Counted. The form is ready for the next one.').waitFor();
}

async function fillDate(page, name, [day, month, year]) {
  for (const [part, value] of Object.entries({ day, month, year })) {
    await page.locator(`[name="${name}-${part}"]`).fill(String(value));
  }
}

async function holdInterviews(reviewer, review) {
  await reviewer.goto(`${review}/interviews`);
  await checkPage(reviewer, 'sources-interviews');
  const places = await reviewer.locator('tbody td a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.equal(places.length, 12, 'four interviews for each of three cases');
  const nobody = places.find((place) => place.endsWith('/E9'));
  for (const [number, place] of places.entries()) {
    await reviewer.goto(place);
    if (number === 0) await checkPage(reviewer, 'sources-interview');
    if (place === nobody) {
      await reviewer.getByLabel('Nobody to ask', { exact: true }).check();
      await reviewer.getByLabel(/^Why is there nobody to ask/).fill('No relative or friend helps.');
    } else {
      await reviewer.getByLabel('Done', { exact: true }).check();
      await fillDate(reviewer, 'held', [12, 11, 2026]);
      await reviewer.getByLabel(/E[67]$/.test(place) ? 'It is part of their work' : 'They agreed', { exact: true }).check();
      await reviewer.locator('[name^="note-"]').first().fill('It was planned together, and it was done.');
      await reviewer.getByLabel('It agrees with what else is known').check();
    }
    await reviewer.getByRole('button', { name: 'Save the interview' }).click();
    await reviewer.getByText('The interview is written down.').waitFor();
  }
  assert.equal(await reviewer.getByText('To arrange').count(), 0);
}

/** One reader marks their cases and calls each read. */
async function readCases(review, reader) {
  const page = await openPage(browser, demo);
  await signInAs(page, reader.key);
  for (;;) {
    await page.goto(review);
    const mine = page.locator('tr', { hasText: reader.name }).filter({ hasText: /Not started|Yours to read|Started/ });
    if (await mine.count() === 0) break;
    await mine.first().getByRole('link').first().click();
    await markTheRest(page);
    await page.getByLabel('What went well?').fill('She asked what mattered before anything else.');
    await page.getByRole('button', { name: 'Save and call it read' }).click();
    await page.waitForLoadState();
    assert.deepEqual(await page.locator('.govuk-error-summary').allTextContents(), []);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

/** A mark for every part that has none yet: "met", unless another place on the scale is given. */
async function markTheRest(page, place = 0) {
  await page.locator('h1').waitFor();
  await page.locator('fieldset[data-rating]').evaluateAll((rows, wanted) => {
    for (const row of rows) if (!row.querySelector('input:checked')) row.querySelectorAll('input')[wanted].click();
  }, place);
}

async function recordObservation(reviewer, review) {
  await reviewer.goto(`${review}/observations`);
  await checkPage(reviewer, 'sources-observations');
  await reviewer.getByRole('button', { name: 'Record an observation' }).click();
  await checkPage(reviewer, 'sources-observation-new');
  await reviewer.getByLabel('A worker of the team was watched').check();
  await chooseLike(reviewer.getByLabel('Whose work was watched?'), 'Wilhelmina Quaye');
  await chooseLike(reviewer.getByLabel('Who watched?', { exact: true }), OTHER_READER.name);
  await reviewer.getByLabel('Home visit').check();
  await fillDate(reviewer, 'watched', [16, 11, 2026]);
  await reviewer.locator('input[name="consent_worker"][value="yes"]').check();
  await reviewer.getByLabel('The person agreed', { exact: true }).check();
  await reviewer.getByLabel('It took place').check();
  await reviewer.getByLabel('It agrees with the rest').check();
  for (const row of await reviewer.locator('fieldset:has(.govuk-radios--small)').all()) {
    if (await row.locator('input:checked').count() === 0) await row.locator('input').nth(2).check();
  }
  await reviewer.getByLabel('What did you see? Say first what helped.').fill('Asked if now was a good time, and listened.');
  await reviewer.getByRole('button', { name: 'Record it' }).click();
  await reviewer.getByText('It is recorded.').waitFor();
  await checkPage(reviewer, 'sources-observation');
}

async function loadRecords(reviewer, review) {
  for (const [kind, text] of Object.entries(RECORDS)) {
    await reviewer.goto(`${review}/records`);
    await chooseLike(reviewer.getByLabel('What does it tell of?'), kind);
    await reviewer.getByLabel('The file').setInputFiles({ name: 'records.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await reviewer.getByRole('button', { name: 'Check this file' }).click();
    await reviewer.getByText('Nothing is saved yet.').waitFor();
    if (kind === 'Supervision log') await checkPage(reviewer, 'sources-records-checked');
    for (const fits of await reviewer.getByLabel('It fits with good practice').all()) await fits.check();
    await reviewer.getByRole('button', { name: 'Keep what it says' }).click();
    await reviewer.getByRole('heading', { name: 'Finance and service records', level: 1 }).waitFor();
  }
  await checkPage(reviewer, 'sources-records');
}

async function nothingIsWaiting(lead, review) {
  await lead.goto(`${review}/coverage`);
  const sources = await lead.locator('.app-sources li').allTextContents();
  assert.deepEqual(sources.map((line) => line.trim().split(' ')[0]), SOURCES);
  assert.deepEqual(sources.filter((line) => line.includes('Waiting')), []);
  await checkPage(lead, 'sources-coverage', [1280]);
}

/** A reader is asked for a second reading of a case, which stays closed to them until theirs is done. */
async function readTwice(lead, review) {
  await lead.goto(`${review}/moderation`);
  await checkPage(lead, 'sources-moderation');
  const block = lead.locator('section', { hasText: `First reader: ${FIRST_READER.name}` }).first();
  const reference = (await block.locator('h2').textContent()).replace('Case ', '');
  const second = await block.locator('form').getAttribute('action');
  await block.getByRole('combobox').selectOption({ label: OTHER_READER.name });
  await block.getByRole('button', { name: /^Ask/ }).click();
  await lead.getByText('They are asked.').waitFor();

  const reader = await openPage(browser, demo);
  await signInAs(reader, OTHER_READER.key);
  const blind = second.replace(/\/ask$/, '');
  const before = await reader.goto(blind.replace(/\/second$/, ''));
  assert.ok(before.status() >= 400, `the case is closed to its second reader: ${before.status()}`);
  reader.complaints.length = 0;
  await reader.goto(`${review}/moderation`);
  await reader.getByRole('link', { name: `Read it a second time, case ${reference}` }).click();
  await checkPage(reader, 'sources-second-reading');
  await reader.locator('fieldset[data-rating]').first().locator('input').nth(1).check();
  await markTheRest(reader);
  await reader.getByRole('button', { name: 'My reading is done' }).click();
  await reader.getByText('Your reading is done. You see both now.').waitFor();
  assert.equal((await reader.goto(blind.replace(/\/second$/, ''))).status(), 200, 'it is open again');

  await reader.goto(`${review}/moderation`);
  const differs = reader.locator('.app-disagree');
  assert.equal(await differs.count(), 1, 'they differ on one part');
  await checkPage(reader, 'sources-moderation-differs');
  await differs.locator('input[type="radio"]').first().check();
  await differs.getByLabel('Why? One sentence').fill('The letter of May is in the record.');
  await differs.getByRole('button', { name: 'Keep what we came to' }).click();
  await reader.getByText(/differences? in case .*, talked through/).first().click();
  await reader.getByText(/^Talked through:/).first().waitFor();
  assert.deepEqual(reader.complaints, []);
  await reader.context().close();
}

/** The lead puts the facts up, and the manager of the team answers. */
async function checkFacts(lead, review) {
  await lead.goto(`${review}/facts`);
  await checkPage(lead, 'sources-facts-draft');
  assert.doesNotMatch(await lead.getByLabel('The facts, one a line').inputValue(), /\b(good|inadequate|outstanding)\b/i, 'no grade');
  await lead.getByRole('button', { name: 'Put them up to be checked' }).click();
  await lead.getByText('To be answered by').waitFor();

  await makeManager(browser, demo, MANAGER.name, 'Quayside Team');
  const manager = await openPage(browser, demo);
  await signInAs(manager, MANAGER.key);
  assert.equal((await manager.goto(`${review}/facts`)).status(), 200);
  await checkPage(manager, 'sources-facts-for-the-manager');
  await manager.getByLabel('What is not right, or is missing?').fill('There were two visits in May, not one.');
  await manager.getByRole('button', { name: 'Keep the answer' }).click();
  await manager.waitForLoadState();
  assert.deepEqual(manager.complaints, []);
  await manager.context().close();

  await lead.goto(`${review}/facts`);
  await lead.getByText('There were two visits in May, not one.').waitFor();
  await checkPage(lead, 'sources-facts-answered');
}

async function judgeWhatIsLeft(page, review) {
  for (let turn = 0; turn < 60; turn += 1) {
    await page.goto(`${review}/standards?show=left`);
    const left = page.locator(`main a[href^="${review}/standards/"]`);
    if (await left.count() === 0) return;
    await left.first().click();
    await markTheRest(page);
    const agree = page.locator('button[name="then"][value="agree"]');
    await agree.click();
    // What the marks come to was not on the page yet: read it, then agree.
    if (await page.getByText('is not settled: with them').count() > 0) await agree.click();
    const why = page.getByLabel('Why is it not judged?');
    if (await page.locator('.govuk-error-summary').count() > 0 && await why.count() > 0) {
      page.complaints.pop();
      await why.fill('It did not come up in the cases that were read.');
      await agree.click();
    }
    assert.deepEqual(await page.locator('.govuk-error-summary').allTextContents(), [], await page.locator('h1').textContent());
  }
  assert.fail('judging does not come to an end');
}

/** Files and an observation begin a source; a reviewer says when it is enough, and the way to completing asks for it. */
async function settleSources(lead, reviewer, review) {
  const begun = { E1: 'In', E11: 'Weak', E12: 'In' };
  await lead.goto(`${review}/complete`);
  const inTheWay = await lead.locator('section', { has: lead.locator('#in-the-way') }).locator('li').allTextContents();
  const waiting = inTheWay.map((line) => line.match(/(E\d+) .* is started/)?.[1]).filter(Boolean);
  assert.deepEqual(waiting.sort(), Object.keys(begun).sort(), inTheWay.join('; '));
  await checkPage(lead, 'sources-complete-in-the-way');
  for (const [source, state] of Object.entries(begun)) {
    await reviewer.goto(`${review}/sources/${source}`);
    await reviewer.getByLabel(state, { exact: true }).check();
    await reviewer.getByLabel('What came, or why is it thin or missing?').fill('One visit was watched, or one file was read.');
    await reviewer.getByRole('button', { name: 'Record this' }).click();
    await reviewer.waitForLoadState();
  }
}

async function completeAndPresent(page, review) {
  await page.goto(`${review}/complete`);
  await page.getByLabel('What the review found').fill('People are treated with respect.');
  const once = page.getByLabel('Why was not everything read by two that should be?');
  if (await once.count() > 0) await once.fill('There was nobody left who could read the others blind.');
  await page.getByRole('button', { name: 'Keep these words' }).click();
  await page.goto(`${review}/complete`);
  const left = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.equal(await page.getByRole('button', { name: 'Complete the review' }).count(), 1, left);
  await page.getByRole('button', { name: 'Complete the review' }).click();
  await page.goto(`${review}/complete`);
  await page.getByRole('button', { name: 'Present the report' }).click();
  await page.getByRole('button', { name: 'Present the report' }).click();
}

async function reportTells(head, review) {
  head.complaints.length = 0;
  assert.equal((await head.goto(`${review}/report`)).status(), 200, 'it is there once it is presented');
  const sure = head.locator('section', { has: head.locator('#sure') });
  assert.match(await sure.textContent(), /Readers agreed: .*\d/, 'how far readers agreed');
  assert.match(await sure.textContent(), /The team checked the facts from/);
  const critical = head.locator('section', { has: head.locator('#critical') });
  const stands = await critical.locator('.app-under').allTextContents();
  assert.equal(stands.length, 5, 'each critical standard says what it stands on');
  for (const line of stands) assert.match(line, /pieces? of evidence; heard: .*\. Sources: /);
  // Supervision is judged for the team as a whole, so no case of it is read by two.
  assert.equal(stands.filter((line) => line.includes('Two readers: ')).length, 4, stands.join('; '));
  await checkPage(head, 'sources-report');
}

async function noneGoodOnRecordsAlone(page) {
  const critical = page.locator('section', { has: page.locator('#critical') }).locator('.app-lights li');
  const lines = (await critical.allInnerTexts()).map((line) => line.replace(/\s+/g, ' '));
  assert.deepEqual(lines.filter((line) => / Good .*Records only\./.test(line)), []);
}
