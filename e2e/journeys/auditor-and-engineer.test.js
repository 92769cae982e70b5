// With the keys alone, at the width of a telephone, with scripts and without: an auditor reads the ledger, takes the proof of
// an entry away and verifies it with nothing of ours; a biomedical engineer takes an advisory in and follows it to a device.
import assert from 'node:assert/strict';
import { house, journey } from '../lib/journey.js';
import { invited } from '../lib/invited.js';
import { keysOf } from '../lib/keys.js';
import { includes, signedBy } from '../lib/proof.js';

const here = house();
const PHONE = { width: 390, height: 844 };

journey('an auditor reads the ledger, takes a proof away and verifies it', async ({ options }) => {
  const { page, seen, close } = await invited(here, 'auditor', { ...options, viewport: PHONE });
  const keys = keysOf(page);
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/ledger', 'an auditor begins with the ledger');
  await page.getByText(/entries signed at/).waitFor();
  await seen();
  const link = 'main a[href^="/ledger/entries/"]';
  const entry = await page.locator(link).last().getAttribute('href');
  await keys.go('an entry', `${link}[href="${entry}"]`, (url) => url.pathname === entry);
  await keys.unfold('The whole proof, to keep or to hand on');
  const proof = JSON.parse(await page.locator('#proof pre').textContent());
  await seen();

  // The key and a later checkpoint are public; whoever kept them needs no database and no program of the house.
  const key = await (await page.request.get('/ledger/key')).text();
  assert.ok(signedBy(proof.checkpoint, key), 'the root is signed with the published key');
  assert.ok(includes(proof), 'the hashes lead from the entry to the root');
  assert.ok(!includes({ ...proof, index: proof.index + 1 }), 'and from no other place');
  assert.ok(!includes({ ...proof, body: proof.body.replace('"done"', '"refused"') }), 'and from no other entry');

  await page.goto('/ledger');
  await keys.go('the checkpoint', 'a[href="/ledger/checkpoint"]', '**/ledger/checkpoint');
  const kept = await page.locator('pre').innerText();
  assert.ok(signedBy(kept, key), 'what is kept outside the house is signed too');
  await close();
});

/** What a maker warns of, as CSAF has it: one product, which stands at the hospital's beds. */
const advisory = (name) => JSON.stringify({
  document: {
    category: 'csaf_security_advisory', csaf_version: '2.0', title: `Vitalmock Bedside 7 answers strangers, ${name}`,
    aggregate_severity: { text: 'High' }, tracking: { id: `VM-2026-${name.length}`, version: '1' },
  },
  product_tree: { branches: [{
    category: 'vendor', name: 'Vitalmock',
    branches: [{ category: 'product_name', name: 'Bedside 7', product: { product_id: 'P1', name: 'Vitalmock Bedside 7' } }],
  }] },
});

journey('a biomedical engineer takes an advisory in and follows it to a device', async ({ options, name }) => {
  const { page, seen, close } = await invited(here, 'biomedical-engineer', { ...options, viewport: PHONE });
  const keys = keysOf(page);
  await page.goto('/incidents');
  await keys.go('Advisories', 'main a[href^="/advisories"]', (url) => url.pathname === '/advisories');
  await seen();
  const form = 'form[action^="/advisories/take-in/"]';
  await keys.choose(form, 'source', 'vendor');
  await keys.tabTo('the file', `${form} input[type=file]`);
  // The window in which a file is chosen is the system's, and no part of the page.
  const file = { name: 'advisory.json', mimeType: 'application/json', buffer: Buffer.from(advisory(name)) };
  await page.locator(':focus').setInputFiles(file);
  await keys.enter('the button', `${form} button`, undefined, () => page.waitForURL(/\/advisories\/adv_/));
  await page.getByText('the model is named').first().waitFor();
  await seen();

  const settle = 'form[action="/do/incidents.acknowledge-advisory"]';
  await keys.mark(settle, 'verdict', 'acted');
  await keys.write(settle, 'reason', 'The maker sends firmware 4.3 this week; the monitors leave the network until then.');
  await keys.send(settle, () => page.getByText('it is acted on ·').first().waitFor());
  const device = await page.locator('#matches a').first().getAttribute('href');
  await keys.go('a device', `#matches a[href="${device}"]`, (url) => url.pathname === device);
  await page.getByText('Patched by biomedical engineering only.').waitFor();
  await seen();

  await keys.go('Revise it', `a[href="${device}/revise"]`, (url) => url.pathname === `${device}/revise`);
  await keys.tabTo('what runs on it', 'form#revise-asset [name=operating_system]');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(`VM-OS 4.3, ${name}`);
  await keys.send('form#revise-asset', () => page.waitForURL((url) => url.pathname === device));
  await page.getByText(`VM-OS 4.3, ${name}`).waitFor();
  await keys.go('a ticket on it', 'main a[href^="/do/desk.open-ticket"]', (url) => url.pathname === '/do/desk.open-ticket');
  await keys.tabTo('who called', 'select[name=called]');
  assert.ok(await page.locator('select[name=called] option[value^="per_"]').count() > 0, 'people are chosen by their names');
  await seen();
  await close();
});
