// The roles that answer for something: compliance reviews an emergency that somebody else opened, a practice's owner reads
// what concerns the practice on a telephone, an analyst works with the keys alone, and whoever is invited as an auditor or a
// biomedical engineer comes in by a link and finds what the role consists of, and no more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invited } from '../lib/invited.js';
import { house, journey, pageOf } from '../lib/journey.js';

const here = house();
const PHONE = { width: 390, height: 844 };

const press = (page, target) => Promise.all([page.waitForLoadState('load'), target.click()]);

journey('a compliance officer reviews the emergency that a technician opened', async ({ options, name }) => {
  const theirs = await pageOf(here, 'theo', options);
  await theirs.page.goto('/emergency');
  const form = theirs.page.locator('form#open-emergency');
  await form.locator('[name=org]').selectOption({ label: 'Saint Alder Hospital' });
  await form.locator('[name=reason]').fill(`The infusion pumps lost their server, ${name}`);
  await press(theirs.page, form.locator('button[type=submit]'));
  await theirs.page.getByText('Your emergency access is open until').waitFor();
  await theirs.seen();
  await press(theirs.page, theirs.page.getByRole('button', { name: 'Close it now' }));
  await theirs.page.locator('form#open-emergency').waitFor();
  await theirs.close();

  const { page, seen, close } = await pageOf(here, 'clara', options);
  await page.goto('/emergencies');
  await seen();
  const waits = page.locator('main tr', { hasText: 'Waits for review' }).first();
  await press(page, waits.locator('a[href^="/emergency/"]').first());
  await page.getByText(`The infusion pumps lost their server, ${name}`).waitFor();
  await seen();
  const review = page.locator('form#review-emergency');
  await review.locator('[name=verdict]').first().check();
  await review.locator('[name=words]').fill('The pumps were down for an hour; the look was needed.');
  await press(page, review.getByRole('button', { name: 'Close the review' }));
  await page.waitForURL((url) => url.pathname === '/emergencies');
  assert.equal(await page.locator('main tr', { hasText: 'Waits for review' }).count(), 0, 'nothing waits any more');
  await seen();
  await close();
});

journey("a practice's owner sees on a telephone what concerns the practice, and nothing of others", async ({ options }) => {
  const { page, seen, close } = await pageOf(here, 'pat', { ...options, viewport: PHONE });
  const { org } = here.house.cast.clients[0];
  for (const address of ['/board', '/tickets?view=all', `/organizations/${org}`, `/organizations/${org}/agreements`,
    '/people', '/assets', '/changes']) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    const said = await page.locator('main').innerText();
    for (const other of ['Saint Alder', 'Meridian', 'Wrenfield']) assert.ok(!said.includes(other), `${address}: ${other}`);
    await seen();
  }
  const other = await page.request.get(`/organizations/${here.house.cast.clients[2].org}`);
  assert.equal(other.status(), 404, 'another client is as if it were not there');
  await close();
});

test('an analyst finds, takes and answers with the keys alone', async () => {
  const { page, seen, close } = await pageOf(here, 'priya');
  await page.goto('/tickets?view=unassigned');
  await page.keyboard.press('j');
  const ticket = await page.evaluate(() => document.activeElement.dataset.rowHref);
  assert.match(ticket, /^\/tickets\/tkt_/, 'j goes to the first row');
  await Promise.all([page.waitForURL((url) => url.pathname === ticket), page.keyboard.press('Enter')]);
  await page.locator('#story').waitFor();
  const take = page.getByRole('button', { name: 'Take', exact: true });
  await take.focus();
  await page.keyboard.press('Enter');
  await page.locator('#story').getByText('took the ticket').first().waitFor();
  // `c` writes to the desk alone, `r` to the reporter.
  const form = page.locator('form[action="/do/desk.reply"]');
  await page.locator('h1').evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('c');
  assert.ok(await form.locator('[name=visibility][value=internal]').isChecked());
  await page.keyboard.type('The interface was restarted.');
  assert.equal(await form.locator('textarea').inputValue(), 'The interface was restarted.');
  await page.keyboard.press('Tab');
  await form.locator('button[type=submit]').focus();
  await page.keyboard.press('Enter');
  await page.locator('#story').getByText('left a note for the desk').first().waitFor();
  await page.locator('h1').evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('r');
  assert.ok(await form.locator('[name=visibility][value=public]').isChecked());
  await seen();
  await close();
});

journey('a technician takes from the board, and says who called', async ({ options }) => {
  const { page, seen, close } = await pageOf(here, 'theo', options);
  await page.goto('/board');
  await seen();
  const take = page.getByRole('button', { name: /^Take ticket \d+$/ });
  const before = await take.count();
  assert.ok(before > 0, 'what nobody has is offered');
  const label = await take.first().getAttribute('aria-label');
  await press(page, take.first());
  await page.waitForURL((url) => url.pathname === '/board');
  await page.getByRole('button', { name: label, exact: true }).waitFor({ state: 'detached' });
  await seen();

  // Somebody at the hospital calls: it is written down, and then said who it was.
  const hospital = here.house.cast.clients[2];
  await page.goto(`/report?org=${hospital.org}`);
  await page.getByText('Network or wireless', { exact: true }).click();
  await page.locator('[name=words]').fill('The wireless of the ward comes and goes');
  await page.getByText('No', { exact: true }).click();
  await press(page, page.getByRole('button', { name: 'Report it' }));
  await page.waitForURL(/\/(my|tickets)\/tkt_/);
  const ticket = page.url().match(/tkt_\w+/)[0];
  await page.goto(`/tickets/${ticket}`);
  await press(page, page.getByRole('link', { name: 'Somebody else called?' }));
  await seen();
  await page.locator('form#act [name=person]').selectOption({ label: 'Nora Testwell' });
  await press(page, page.locator('form#act button[type=submit]'));
  await page.waitForURL((url) => url.pathname === `/tickets/${ticket}`);
  await page.locator('#story').getByText('said who reported it').first().waitFor();
  await seen();
  await close();

  const theirs = await pageOf(here, 'nora', options);
  await theirs.page.goto(`/my/${ticket}`);
  await theirs.page.getByRole('heading', { name: /^Request \d+$/ }).waitFor();
  await theirs.seen();
  await theirs.close();
});

journey('an auditor who was invited reads the ledger and the agreements, and works on nothing', async ({ options }) => {
  const { page, seen, close } = await invited(here, 'auditor', options);
  await page.goto('/ledger');
  await page.getByText(/entries signed at/).waitFor();
  await seen();
  await press(page, page.locator('main a[href^="/ledger/entries/"]').first());
  await seen();
  await page.goto(`/organizations/${here.house.cast.clients[2].org}/agreements`);
  await press(page, page.locator('main a[href^="/agreements/"]').first());
  await seen();
  for (const address of ['/board', '/tickets', '/report']) {
    const status = (await page.request.get(address)).status();
    assert.equal(status, address === '/report' ? 200 : 403, address);
  }
  await close();
});

journey('a biomedical engineer who was invited adds a device and follows what stands on it', async ({ options, name }) => {
  const { page, seen, close } = await invited(here, 'biomedical-engineer', options);
  const { org } = here.house.cast.clients[2];
  await page.goto(`/assets/new?org=${org}`);
  await seen();
  const form = page.locator('form#add-asset');
  const called = `SA-ICU-PMP-${name === 'with scripts' ? '91' : '92'}`;
  await form.locator('[name$=name]').first().fill(called);
  await form.locator('[name$=kind]').first().selectOption('medical-device');
  await press(page, form.getByRole('button', { name: 'Add it' }));
  await page.waitForURL(/\/assets\/ast_/);
  await page.getByRole('heading', { name: called }).waitFor();
  await page.getByText('No ticket is about this asset.').waitFor();
  await seen();
  await page.goto(`/assets?words=${called}`);
  assert.equal(await page.locator('main a[href^="/assets/ast_"]').count(), 1);
  assert.equal((await page.request.get('/board')).status(), 200, 'works on tickets too');
  assert.equal((await page.request.get('/ledger')).status(), 403, 'and does not read the ledger');
  await close();
});
