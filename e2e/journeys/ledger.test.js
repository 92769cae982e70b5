// Whoever answers for the house reads what happened, opens one entry, and takes its proof away.
import assert from 'node:assert/strict';
import { house, journey, pageOf } from '../lib/journey.js';
import { until } from '../lib/until.js';

const here = house();

journey('an auditor opens the ledger, an entry and its proof', async ({ options }) => {
  const { page, seen, close } = await pageOf(here, 'clara', options);
  await page.goto('/ledger');
  await page.getByText(/entries signed at/).waitFor();
  await seen();

  await page.getByText('The signed checkpoint').click();
  const note = await page.locator('details pre').first().innerText();
  assert.match(note, /^\S+\n\d+\n[A-Za-z0-9+/=]{44}\n/, 'origin, size and root of a signed checkpoint');
  const published = await page.request.get('/ledger/checkpoint');
  assert.equal(published.status(), 200);
  assert.equal((await published.text()).split('\n')[0], note.split('\n')[0], 'the same log is public');

  const address = await page.locator('main a[href^="/ledger/entries/"]').first().getAttribute('href');
  await until('the entry is sealed', async () => (await (await page.request.get(address)).text()).includes('Its proof'));
  await page.goto(address);
  await seen();
  await page.getByText('The whole proof').click();
  const proof = JSON.parse(await page.locator('#proof pre').innerText());
  assert.ok(Array.isArray(proof.inclusion_proof) && proof.inclusion_proof.length > 0);
  await page.locator('details.proof summary').click();
  await page.getByText('orderly ledger prove').waitFor();
  const sealed = JSON.parse(await page.locator('#sealed pre').innerText());
  assert.equal(sealed.id, address.split('/').pop());
  await seen();
  await close();
});
