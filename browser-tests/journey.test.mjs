// From a caseload file to drawn cases, and from where the worked example stands to a presented report and an agreed
// plan: with JavaScript and without it, on a wide screen and on a phone. The last of the four ways takes the new team
// all the way as well, from its file to its agreed plan. Every page on the way is held to what every page must be. The
// report is not there for the head of service before it is presented.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, makeManager, openPage, signInAs, startBrowser, startDemo, wasRefused } from './lib.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser?.close(); });

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 800 };
const WAYS = [
  ['with JavaScript at 1280 px', { viewport: WIDE }],
  ['with JavaScript at 375 px', { viewport: PHONE }],
  ['without JavaScript at 1280 px', { viewport: WIDE, javaScriptEnabled: false }],
  ['without JavaScript at 375 px', { viewport: PHONE, javaScriptEnabled: false }],
];
/** Pages of the path that were held to what every page must be; once is enough. */
const held = new Set();

for (const [way, options] of WAYS) {
  test(`a review goes from reading to a presented report and an agreed plan, ${way}`, async () => {
    const demo = await startDemo();
    try {
      const drawn = await fromFileToDraw(demo, options);
      if (options === WAYS.at(-1)[1]) await fromDrawToPlan(demo, options, drawn);
      await journey(demo, options);
    } finally {
      await demo.stop();
    }
  });
}

/** Holds a page of the path to what every page must be, the first time it is met, and goes on at the same width. */
async function hold(page, name) {
  const once = `${name}, ${page.scripted ? 'with' : 'without'} JavaScript`;
  if (held.has(once)) return;
  held.add(once);
  const size = page.viewportSize();
  await checkPage(page, `path-${name}`);
  await page.setViewportSize(size);
}

const CASELOAD = [
  'team,worker,case reference,opened,type,closed',
  'Harbour Team,Odette Marlowe-Finch,HT-001,05/01/2026,review,',
  'Harbour Team,Odette Marlowe-Finch,HT-002,2026-02-02,safeguarding,',
  'Harbour Team,Piers Abernathy-Cole,HT-003,14 March 2026,review,',
  'Harbour Team,Aoife Brannigan,HT-004,14/03/26,review,',
  'Harbour Team,Piers Abernathy-Cole,HT-005,31/02/2026,review,',
].join('\n');

/** A team that nobody knows yet goes from its caseload file to drawn cases, each with a reader. */
async function fromFileToDraw(demo, options) {
  const lead = await openPage(browser, demo, options);
  await signInAs(lead, 'qal');
  await lead.goto('/people');
  await lead.getByLabel('The file').setInputFiles({ name: 'harbour.csv', mimeType: 'text/csv', buffer: Buffer.from(CASELOAD) });
  await lead.getByRole('button', { name: 'Check this file' }).click();
  assert.ok(await lead.getByText('31/02/2026').count() > 0, 'the day that no month has is named');
  await lead.getByRole('button', { name: 'Use this file' }).click();
  await wasRefused(lead);
  assert.equal(await lead.locator('.govuk-error-summary a').count(), 1, 'rows first');
  await hold(lead, 'import-undecided');
  await lead.getByLabel('Leave these rows out and import the rest').check();
  await lead.getByRole('button', { name: 'Use this file' }).click();
  await wasRefused(lead);
  assert.equal(await lead.locator('.govuk-error-summary a').count(), 2, 'then the new team and the name that stands in two places');
  await lead.getByLabel('Which service do the new ones belong to?').selectOption({ label: 'Adult Social Care' });
  await lead.getByLabel('Different people with the same name').check();
  await lead.getByRole('button', { name: 'Use this file' }).click();
  await lead.getByText('4 cases new or changed').first().waitFor();
  await hold(lead, 'people');

  await lead.goto('/reviews/new');
  await lead.getByLabel('Team', { exact: true }).selectOption({ label: 'Harbour Team' });
  const version = await lead.getByLabel('Standards to review against').locator('option').allTextContents();
  await lead.getByLabel('Standards to review against').selectOption({ label: version.find((text) => text.includes('Adult social work')) });
  await lead.getByLabel('Name of the review').fill('Review 1, winter 2026');
  await lead.getByLabel('Why this review?').fill('To see how good practice is, and to agree what changes.');
  await lead.getByLabel('Marek Wisniewski').check();
  await lead.getByLabel('Bridget Nwachukwu').check();
  await lead.getByLabel('Reviewers’ hours').fill('30');
  await lead.getByLabel('The team’s hours').fill('12');
  await lead.getByRole('button', { name: 'Plan the review' }).click();
  await hold(lead, 'planned');
  const review = new URL(lead.url()).pathname;
  await lead.goto(`${review}/announce`);
  await hold(lead, 'announce');
  await lead.getByRole('button', { name: 'The team has been told' }).click();
  await lead.goto(`${review}/sample`);
  await lead.getByRole('button', { name: 'Draw now' }).click();
  assert.equal(await lead.locator('tbody tr').count(), 3, 'one case for each worker');
  const readers = await lead.locator('tbody tr select').all();
  for (const [number, reader] of readers.entries()) {
    await reader.selectOption({ label: number === 0 ? 'Marek Wisniewski' : 'Bridget Nwachukwu' });
  }
  await lead.getByRole('button', { name: 'Save who reads' }).click();
  await lead.getByText('Who reads each case is saved.').waitFor();
  assert.equal(await lead.locator('tbody tr select option:checked', { hasText: 'Bridget' }).count(), 2, 'one Save for all');
  await hold(lead, 'sample');
  assert.deepEqual(lead.complaints, []);
  await lead.context().close();
  return review;
}

/** The new team's review, from its drawn cases to a report and a plan: nothing was there before. */
async function fromDrawToPlan(demo, options, review) {
  for (const reader of ['rv-cap', 'rv-saf']) {
    await readCases(demo, options, review, reader);
  }
  const reviewer = await openPage(browser, demo, options);
  await signInAs(reviewer, 'rv-saf');
  await bringInSources(reviewer, review, Array.from({ length: 12 }, (_, place) => `E${place + 1}`));
  await judgeWhatIsLeft(reviewer, review, 1);
  assert.deepEqual(reviewer.complaints, []);
  await reviewer.context().close();
  const lead = await openPage(browser, demo, options);
  await signInAs(lead, 'qal');
  await makeManager(browser, demo, 'Carol-Ann Fitzwater', 'Harbour Team');
  await checkFacts(demo, options, lead, review);
  await completeAndPresent(lead, review);
  await agreePlan(demo, options, lead, review);
  assert.deepEqual(lead.complaints, []);
  await lead.context().close();
}

async function journey(demo, options) {
  const lead = await openPage(browser, demo, options);
  await signInAs(lead, 'qal');
  const review = await openReview(lead);
  const head = await openPage(browser, demo, options);
  await signInAs(head, 'hoa');
  assert.equal((await head.goto(`${review}/report`)).status(), 404, 'nothing for the head of service yet');

  for (const reader of ['rv-cap', 'rv-saf']) {
    await readCases(demo, options, review, reader);
  }
  await bringInSources(lead, review);
  await writeBothAccounts(lead, review);
  await settleDisagreements(lead, review);
  await judgeWhatIsLeft(lead, review);
  assert.equal((await head.goto(`${review}/report`)).status(), 404, 'and nothing before it is presented');
  await checkFacts(demo, options, lead, review);
  await completeAndPresent(lead, review);
  assert.equal((await head.goto(`${review}/report`)).status(), 200, 'it is there the moment it is presented');
  await head.getByRole('heading', { name: 'What is strong' }).waitFor();
  await agreePlan(demo, options, lead, review);
  assert.deepEqual(lead.complaints, []);
}

async function openReview(page) {
  await page.goto('/reviews');
  await page.getByRole('link', { name: /Learning Disability Team.*Review 2|Review 2/ }).first().click();
  await page.getByRole('heading', { name: 'Learning Disability Team', level: 1 }).waitFor();
  return new URL(page.url()).pathname;
}

/** One reader marks what is left in each of their cases and calls it read. */
async function readCases(demo, options, review, reader) {
  const page = await openPage(browser, demo, options);
  await signInAs(page, reader);
  for (;;) {
    await page.goto(review);
    const mine = page.locator('tr', { hasText: reader === 'rv-cap' ? 'Bridget Nwachukwu' : 'Marek Wisniewski' });
    const open = mine.filter({ hasText: /Not started|Yours to read|Started/ }).first();
    if (await open.count() === 0) break;
    await open.getByRole('link').first().click();
    await hold(page, 'case');
    await markTheRest(page);
    const strengths = page.getByLabel('What went well?');
    if (!await strengths.inputValue()) await strengths.fill('She asked what mattered before anything else.');
    await page.getByRole('button', { name: 'Save and call it read' }).click();
    await sayWhatLayBehind(page);
    const problems = await page.locator('.govuk-error-summary').allTextContents();
    assert.deepEqual(problems, [], 'nothing is left to mend');
  }
  await page.context().close();
}

/** A mark for every part that has none yet: "met", or another by its place on the scale. */
async function markTheRest(page, place = 0) {
  // A long page that is still coming in has only some of its parts.
  await page.waitForLoadState('domcontentloaded');
  for (const row of await page.locator('fieldset[data-rating]').all()) {
    if (await row.locator('input:checked').count() === 0) await row.locator('input').nth(place).check();
  }
}

async function sayWhatLayBehind(page) {
  const asked = page.locator('fieldset', { hasText: 'look to the service' });
  if (await asked.count() === 0) return;
  let answered = 0;
  for (const question of await asked.all()) {
    if (await question.locator('input:checked').count() === 0) {
      await question.locator('input').nth(1).check();
      answered += 1;
    }
  }
  if (answered > 0) await page.getByRole('button', { name: 'Save and call it read' }).click();
}

async function bringInSources(page, review, sources = ['E6', 'E7', 'E8', 'E9', 'E12']) {
  for (const source of sources) {
    await page.goto(`${review}/sources/${source}`);
    await page.getByLabel('In', { exact: true }).check();
    await page.getByLabel('What came, or why is it thin or missing?').fill('All that could be had is in.');
    await page.getByRole('button', { name: 'Record this' }).click();
  }
}

/** What sources tell differently and nobody has written down: both accounts, from the standard where it is said. */
async function writeBothAccounts(page, review) {
  for (let turn = 0; turn < 10; turn += 1) {
    await page.goto(`${review}/coverage`);
    const link = page.getByRole('link', { name: /write both down/ }).first();
    if (await link.count() === 0) return;
    await link.click();
    assert.match(await page.getByLabel('Which standard or part is it about?').inputValue(), /^S\d\d[a-z]?$/);
    await page.getByLabel('What does one source say?').fill('The survey: more calls back are wanted.');
    await page.getByLabel('What does the other say?').fill('A carer: the letters got shorter since she said so.');
    await page.getByRole('button', { name: 'Keep both accounts' }).click();
    await page.waitForLoadState();
  }
  assert.fail('there is no end of what sources tell differently');
}

async function settleDisagreements(page, review) {
  await page.goto(`${review}/standards/S03`);
  const conclude = page.locator('textarea[name="decision"]');
  if (await conclude.count() === 0) return;
  await conclude.first().fill('Seen at home twice, and by video otherwise.');
  await page.locator('textarea[name="reason"]').first().fill('The mileage claims show two visits.');
  await page.getByRole('button', { name: 'Settle this disagreement' }).first().click();
  assert.equal(await page.locator('.govuk-error-summary').count(), 0);
}

async function judgeWhatIsLeft(page, review, place = 0) {
  for (let turn = 0; turn < 60; turn += 1) {
    await page.goto(`${review}/standards?show=left`);
    const left = page.locator(`main a[href^="${review}/standards/"]`);
    if (await left.count() === 0) return;
    await left.first().click();
    await markTheRest(page, place);
    await hold(page, 'judge');
    await page.locator('button[name="then"][value="agree"]').click();
    if (await page.getByText('is not settled: with them').count() > 0) {
      // What the marks come to was not on the page yet: read it, then agree.
      await hold(page, 'judge-shown-first');
      await page.locator('button[name="then"][value="agree"]').click();
    }
    const why = page.getByLabel('Why is it not judged?');
    if (await page.locator('.govuk-error-summary').count() > 0 && await why.count() > 0) {
      await wasRefused(page);
      await why.fill('It did not come up in the cases that were read.');
      await page.locator('button[name="then"][value="agree"]').click();
    }
    const problems = await page.locator('.govuk-error-summary').allTextContents();
    assert.deepEqual(problems, [], await page.locator('h1').textContent());
  }
  assert.fail('judging does not come to an end');
}

/** The lead puts the facts up as they are drafted; the manager of the team has nothing to correct. */
async function checkFacts(demo, options, lead, review) {
  await lead.goto(`${review}/facts`);
  await lead.getByRole('button', { name: 'Put them up to be checked' }).click();
  await lead.getByText('To be answered by').waitFor();
  const manager = await openPage(browser, demo, options);
  await signInAs(manager, 'tm-ld');
  await manager.goto(`${review}/facts`);
  await hold(manager, 'facts-to-check');
  await manager.getByRole('button', { name: 'There is nothing to correct' }).click();
  await manager.getByText('Your answer is kept.').waitFor();
  assert.deepEqual(manager.complaints, []);
  await manager.context().close();
}

async function completeAndPresent(page, review) {
  await page.goto(`${review}/complete`);
  await hold(page, 'complete');
  await page.getByLabel('What the review found').fill('People are treated with respect.\nSafeguarding plans are better than a year ago.');
  const once = page.getByLabel('Why was not everything read by two that should be?');
  if (await once.count() > 0) await once.fill('There was nobody left who could read the others blind.');
  await page.getByRole('button', { name: 'Keep these words' }).click();
  await page.goto(`${review}/complete`);
  const left = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.equal(await page.getByRole('button', { name: 'Complete the review' }).count(), 1, left);
  await page.getByRole('button', { name: 'Complete the review' }).click();
  await page.goto(`${review}/complete`);
  await hold(page, 'completed');
  await page.getByRole('button', { name: 'Present the report' }).click();
  await page.getByRole('button', { name: 'Present the report' }).click();
  await page.goto(`${review}/report`);
  await hold(page, 'report');
  assert.equal(await page.getByText('Only reviewers can see this').count(), 0, 'it is no longer a draft');
}

async function agreePlan(demo, options, lead, review) {
  await lead.goto(`${review}/plan`);
  await lead.getByRole('button', { name: 'Begin a draft from the findings' }).click();
  const count = await lead.getByRole('link', { name: /^Change/ }).count();
  assert.ok(count > 0 && count <= 6, `${count} actions`);
  for (let number = 0; number < count; number += 1) {
    await lead.goto(`${review}/plan`);
    await lead.getByRole('link', { name: /^Change/ }).nth(number).click();
    await hold(lead, 'action');
    await lead.getByLabel('What will be different?').fill('By April 8 in 10 people we ask can say what their plan will change.');
    await lead.getByLabel('What is done first?').fill('A planning clinic each Tuesday.');
    await lead.getByLabel('Who does it?').selectOption({ label: await ownerLabel(lead) });
    await lead.getByLabel('Day').fill('30');
    await lead.getByLabel('Month').fill('4');
    await lead.getByLabel('Year').fill('2027');
    await lead.getByLabel('What stops or shrinks to make room?').fill('The monthly tick-box check stops.');
    await lead.getByLabel('What changes for people').check();
    await lead.getByRole('button', { name: 'Keep this action' }).click();
    assert.equal(await lead.locator('.govuk-error-summary').count(), 0);
  }
  await lead.goto(`${review}/plan`);
  await hold(lead, 'plan-to-agree');
  await lead.getByRole('button', { name: 'Agree this plan' }).click();
  const manager = await openPage(browser, demo, options);
  await signInAs(manager, 'sma');
  await manager.goto(`${review}/plan`);
  await manager.getByRole('button', { name: 'Agree this plan' }).click();
  await manager.goto('/actions');
  assert.ok(await manager.getByText('By April 8 in 10 people').count() > 0, 'the agreed actions are followed');
  await manager.context().close();
}

async function ownerLabel(page) {
  const labels = await page.getByLabel('Who does it?').locator('option').allTextContents();
  return labels.find((label) => label.includes('Carol-Ann Fitzwater')) ?? labels[1];
}
