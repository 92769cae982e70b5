// The gate: when a client ends its business associate agreement, the provider is out at that moment, and is told why
// and what to do. The journey without scripts ends another client's agreement, for the first is ended already.
import assert from 'node:assert/strict';
import { house, journey, pageOf } from '../lib/journey.js';

const here = house();
const CLIENTS = { 'with scripts': 'Larkspur', 'without scripts': 'Meridian' };

journey('a terminated agreement locks the client, with the citation and the way out', async ({ options, name }) => {
  const client = here.house.cast.clients.find((one) => one.name.startsWith(CLIENTS[name]));
  const technician = await pageOf(here, 'theo', options);
  const { page: theirs } = technician;

  // An open ticket of the client, of which the technician could read everything until now.
  await theirs.goto(`/organizations/${client.org}`);
  await technician.seen();
  const ticket = await theirs.locator('main a[href^="/tickets/tkt_"]').first().getAttribute('href');
  await theirs.goto(ticket);
  assert.equal(await theirs.locator('form[action$="/look"]').count() > 0, true, 'the technician may look');

  const owner = await pageOf(here, 'olive', options);
  const { page } = owner;
  await page.goto(`/organizations/${client.org}/agreements`);
  await owner.seen();
  await page.goto(`/agreements/${client.agreement}`);
  await owner.seen();
  await page.locator('summary', { hasText: 'Terminate it' }).click();
  const form = page.locator('form[action="/do/agreements.terminate-agreement"]');
  for (const select of await form.locator('select').all()) await select.selectOption({ index: 1 });
  for (const group of await form.locator('fieldset').all()) {
    const choices = group.locator('input[type=radio]');
    if (await choices.count()) await choices.first().check();
  }
  for (const text of await form.locator('textarea').all()) await text.fill('The contract has ended.');
  await owner.seen();
  await form.getByRole('button', { name: 'Terminate it now' }).click();
  await page.getByText('It is no longer in force').waitFor();
  await owner.seen();

  // The session that was signed in before loses the act at once.
  const answer = await theirs.request.post(`${ticket}/look`, { form: { text: '0' } });
  assert.equal(answer.status(), 403);
  await theirs.goto(ticket);
  if (await theirs.locator('.refusal').count() === 0) {
    await theirs.getByText('not in force').first().waitFor();
    assert.equal(await theirs.locator('form[action$="/look"]').count(), 0, 'nothing offers a look');
    await technician.seen();
    await theirs.goto(`/do/desk.reply?ticket=${ticket.split('/').pop()}`);
    const reply = theirs.locator('form#act');
    await reply.locator('[name=words]').fill('Can I still write?');
    for (const group of await reply.locator('fieldset').all()) {
      const choices = group.locator('input[type=radio]');
      if (await choices.count()) await choices.first().check();
    }
    await reply.locator('button[type=submit]').click();
  }
  const refusal = theirs.locator('.refusal');
  await refusal.waitFor();
  const told = await refusal.innerText();
  assert.match(told, /business associate agreement/i);
  assert.match(told, /45 CFR 164\.502\(e\)/, 'the law is named');
  await technician.seen();
  await refusal.getByRole('link', { name: /agreements/i }).click();
  await theirs.waitForURL(/\/organizations\/org_\w+\/agreements/);
  await technician.seen();
  await technician.close();
  await owner.close();
});
