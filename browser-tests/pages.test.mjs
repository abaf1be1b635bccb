// The first pages a person meets, held to what every page must be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, openPage, signInAs, startBrowser, startDemo, wasRefused, withoutJavaScript } from './lib.mjs';

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

/** Every page of a person in the worked example, by role. `{2}` and `{1}` are the reviews of autumn 2026 and 2025. */
const PAGES = {
  qal: [
    ['/', 'home-lead'],
    ['/standards', 'standards'],
    ['/standards/compare', 'compare'],
    ['/standards/drafts/new', 'draft'],
    ['/people', 'people'],
    ['/actions', 'actions'],
    ['/reviews', 'reviews'],
    ['/reviews/new', 'plan-a-review'],
    ['/alerts', 'alerts'],
    ['{2}', 'review'],
    ['{2}/sample', 'sample'],
    ['{2}/evidence', 'evidence'],
    ['{2}/sources/E8', 'source'],
    ['{2}/reviewers', 'reviewers'],
    ['{2}/standards', 'judging'],
    ['{2}/standards/S18', 'judge-from-cases'],
    ['{2}/standards/S02', 'judge-for-the-team'],
    ['{2}/standards/S05', 'judge-settled'],
    ['{2}/standards/S03', 'judge-disagreement'],
    ['{2}/standards/S05/differently', 'judge-differently'],
    ['{2}/complete', 'complete'],
    ['{2}/report', 'report-draft'],
    ['{2}/alerts/new', 'alert-new'],
    ['{1}/report', 'report'],
    ['{1}/plan', 'plan'],
    ['{1}/moderation', 'moderation-of-what-is-presented'],
    ['{2}/coverage', 'coverage'],
    ['{2}/interviews', 'interviews'],
    ['{2}/guides/E8', 'interview-guide'],
    ['{2}/observations', 'observations'],
    ['{2}/observations/form', 'observation-form'],
    ['{2}/surveys', 'surveys'],
    ['{2}/records', 'records'],
    ['{2}/moderation', 'moderation'],
    ['{2}/cost', 'cost'],
    ['{2}/facts', 'facts-to-put-up'],
    ['/calibrations', 'calibrations'],
    ['/dips', 'dips'],
    ['/private-line/notes', 'private-notes'],
    ['/change', 'is-a-change-real'],
    ['/account', 'account'],
  ],
  'tm-ld': [['/', 'home-manager'], ['{2}', 'review-for-the-manager'], ['{1}/report', 'report-for-the-manager']],
  'ld-05': [['/', 'home-worker'], ['/feedback', 'feedback'], ['/private-line', 'private-line']],
  hoa: [['/', 'home-head'], ['{2}', 'review-for-the-head'], ['{1}/report', 'report-for-the-head']],
  'rv-saf': [['/', 'home-reviewer'], ['/account', 'account-of-a-reviewer']],
  dpo: [['/journal', 'journal']],
  adm: [['/accounts', 'accounts']],
};

for (const [person, pages] of Object.entries(PAGES)) {
  test(`the pages of ${person} are usable by everyone`, async (t) => {
    const page = await openPage(browser, demo);
    await signInAs(page, person);
    const known = await reviews(demo);
    for (const [path, name] of pages) {
      await t.test(name, async () => {
        page.complaints.length = 0;
        const answer = await page.goto(path.replace(/\{(\d)\}/, (_, n) => known[n]));
        assert.equal(answer.status(), 200);
        await checkPage(page, name);
      });
    }
    await page.context().close();
  });
}

test('a case is read on one page that saves itself', async () => {
  const page = await openPage(browser, demo);
  await signInAs(page, 'rv-cap');
  const known = await reviews(demo);
  await page.goto(known[2]);
  await page.getByRole('link', { name: 'LD-0372' }).first().click();
  await checkPage(page, 'case-review');
  await page.locator('fieldset[data-rating]').first().locator('input').first().check();
  await page.locator('[data-saved]', { hasText: /Saved \d/ }).waitFor({ timeout: 15_000 });
  await page.reload();
  assert.equal(await page.locator('fieldset[data-rating]').first().locator('input').first().isChecked(), true);
});

test('a role is asked for by one person and agreed by another', async () => {
  const admin = await openPage(browser, demo);
  await signInAs(admin, 'adm');
  await admin.goto('/accounts');
  await admin.getByRole('link', { name: 'Precious Mbatha' }).click();
  await admin.getByLabel('Role', { exact: true }).selectOption({ label: 'Reviewer' });
  await admin.getByLabel('How far does it reach?').selectOption({ label: 'The whole council' });
  await admin.getByRole('button', { name: 'Ask for this role' }).click();
  await checkPage(admin, 'account-of-somebody');
  const officer = await openPage(browser, demo);
  await signInAs(officer, 'dpo');
  await officer.getByRole('link', { name: 'Agree to a role for Precious Mbatha, or not' }).click();
  await checkPage(officer, 'role-requests');
  await officer.getByRole('button', { name: /^Agree/ }).click();
  await officer.getByText('The role is given, from today.').waitFor();
});

test('a settled judgement is opened again for a reason, and shows what it was', async () => {
  const page = await openPage(browser, demo);
  await signInAs(page, 'qal');
  const known = await reviews(demo);
  await page.goto(`${known[2]}/standards/S05`);
  await page.getByRole('button', { name: 'Open this judgement again' }).click();
  await wasRefused(page);
  await page.getByLabel('Why does it change?').fill('The equality figures came in after it was settled.');
  await page.getByRole('button', { name: 'Open this judgement again' }).click();
  await page.locator('fieldset[data-rating]').first().waitFor();
  await page.getByText('What it was settled as before').click();
  assert.ok(await page.getByText('The equality figures came in after it was settled.').isVisible());
  await checkPage(page, 'judge-opened-again');
});

/** Addresses of the two reviews of the Learning Disability Team, by number. */
async function reviews(at) {
  if (!reviews.known) {
    const page = await openPage(browser, at);
    await signInAs(page, 'qal');
    await page.goto('/reviews');
    const address = async (title) => {
      const links = await page.locator('main a').evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.closest('li')?.textContent ?? a.textContent]));
      return links.find(([, text]) => text.includes('Learning Disability Team') && text.includes(title))[0];
    };
    reviews.known = { 1: await address('Review 1'), 2: await address('Review 2') };
    await page.context().close();
  }
  return reviews.known;
}

test('signing in and moving about need no script', async () => {
  const page = await withoutJavaScript(browser, demo);
  await signInAs(page, 'qal');
  await page.getByRole('link', { name: 'Standards', exact: true }).click();
  assert.equal(new URL(page.url()).pathname, '/standards');
  await page.getByRole('button', { name: 'Sign out' }).click();
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});
