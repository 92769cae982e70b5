// With the keys alone, at the width of a telephone, with scripts and without: a compliance officer records what may be a
// breach, weighs its four factors and decides; a practice's owner looks at the month and agrees to a change.
import assert from 'node:assert/strict';
import { house, journey, pageOf } from '../lib/journey.js';
import { keysOf } from '../lib/keys.js';

const here = house();
const PHONE = { width: 390, height: 844 };
const FACTORS = {
  information: 'Names and appointment days, no diagnoses.',
  recipient: 'A clerk of another clinic, who is bound to secrecy too.',
  acquired: 'The message was recalled unread; the log of the mail server shows it.',
  mitigated: 'The recipient confirmed in writing that nothing was kept.',
};

/** The record of a message that went astray, up to the page on which it is weighed. */
async function recorded(page, keys, seen, name) {
  const form = 'form[action="/do/breach.open"]';
  await page.goto('/breaches');
  await seen();
  await keys.link('whose breach', `a[href$="#open"]`, () => page.locator(form).waitFor({ state: 'attached' }));
  await keys.unfold('What may have been breached?');
  await keys.write(form, 'title', `A list went to the wrong clinic, ${name}`);
  await keys.choose(form, 'cause', 'disclosure');
  await keys.choose(form, 'medium', 'mail');
  await keys.write(form, 'story', 'A list of tomorrow was sent to the wrong address.');
  await keys.send(form, () => page.waitForURL(/\/breaches\/brc_/));
  await page.getByRole('heading', { name: `A list went to the wrong clinic, ${name}` }).waitFor();
}

journey('a compliance officer weighs the four factors and decides', async ({ options, name }) => {
  const { page, seen, close } = await pageOf(here, 'clara', { ...options, viewport: PHONE });
  const keys = keysOf(page);
  await recorded(page, keys, seen, name);
  const panel = page.locator('#conclude');
  const weigh = 'form[action="/do/breach.weigh-factor"]';
  const words = await panel.locator(`${weigh} input[name=factor]`).evaluateAll((all) => all.map((one) => one.value));
  assert.equal(words.length, Object.keys(FACTORS).length);
  for (const [at, facts] of Object.values(FACTORS).entries()) {
    await keys.unfold('Weigh a factor');
    await keys.mark(weigh, 'factor', words[at]);
    await keys.mark(weigh, 'weighed', 'speaks-for-low');
    await keys.write(weigh, 'facts', facts);
    await keys.send(weigh, () => panel.locator('li', { hasText: 'Clara Fixture' }).nth(at).waitFor());
  }
  assert.equal(await panel.getByText('not weighed yet').count(), 0);

  const conclude = 'form[action="/do/breach.conclude"]';
  await keys.unfold('Conclude');
  await keys.choose(conclude, 'conclusion', 'low-probability');
  await keys.write(conclude, 'reasons', 'Nothing was seen and nothing was kept.');
  await keys.send(conclude, () => panel.getByText(/concluded .* by Clara Fixture/).waitFor());
  await seen();
  await page.goto('/breaches?view=closed');
  await page.getByText(`A list went to the wrong clinic, ${name}`).waitFor();
  await close();
});

/** An analyst plans a change at the practice and puts it to those who agree to it. */
async function planned(title, org) {
  const { page, close } = await pageOf(here, 'priya');
  await page.goto(`/changes?org=${org}`);
  const form = page.locator('form[action="/do/changes.plan-change"]');
  await form.locator('[name=title]').fill(title);
  await form.locator('[name=kind][value=normal]').check();
  await form.locator('[name=category]').selectOption('network');
  await form.locator('[name=downtime_minutes]').fill('10');
  const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  await form.locator('[name=starts]').fill(`${day}T21:00`);
  await form.locator('[name=ends]').fill(`${day}T22:00`);
  await form.locator('[name=back_out][value=tested]').check();
  await form.locator('[name=plan]').fill('The switch of the front desk is exchanged.');
  await form.locator('button[type=submit]').click();
  await page.waitForURL(/\/changes\/chg_/);
  await page.getByRole('button', { name: 'Put it to its approvers' }).click();
  await page.getByText('It needs the word of').waitFor();
  await close();
}

journey("a practice's owner looks at the month and agrees to a change", async ({ options, name }) => {
  const { org } = here.house.cast.clients[0];
  const title = `A new switch, ${name}`;
  await planned(title, org);
  const { page, seen, close } = await pageOf(here, 'pat', { ...options, viewport: PHONE });
  const keys = keysOf(page);
  await page.goto('/board');
  await keys.unfold('Menu');
  await keys.go('Clients', 'a[href="/organizations"]', (url) => url.pathname === '/organizations');
  await keys.go('the practice', `main a[href="/organizations/${org}"]`, (url) => url.pathname.endsWith(org));
  await page.getByRole('heading', { name: 'Larkspur Family Practice' }).waitFor();
  await seen();
  await keys.go('the month', `a[href="/organizations/${org}/sheets"]`, /\/sheets/);
  await page.getByText('As it stands now.').waitFor();
  await seen();
  await keys.unfold('Menu');
  await keys.go('Changes', 'a[href="/changes"]', (url) => url.pathname === '/changes');
  await keys.link('what waits', 'a[href^="/changes?view=waiting"]', () => page.locator('main tr', { hasText: title }).waitFor());
  const address = await page.locator('main tr', { hasText: title }).locator('a').first().getAttribute('href');
  await keys.go('the change', `a[href="${address}"]`, (url) => url.pathname === address);
  await keys.button('Agree', 'Agree', () => page.locator('#words').getByText('Dr. Pat Placeholder').waitFor());
  await seen();
  await close();
});
