// A nurse with ten seconds: three touches, and then what happens next, by when, and what to do meanwhile.
import assert from 'node:assert/strict';
import { house, journey, pageOf } from '../lib/journey.js';

const here = house();

journey('a nurse reports in three touches and sees what happens next', async ({ options }) => {
  const phone = { ...options, viewport: { width: 390, height: 844 } };
  const { page, seen, close } = await pageOf(here, 'nora', phone);
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/report', 'whoever reports begins there');
  await seen();

  // Where she works is known already, so that kind, patient and the button are all it takes.
  const where = page.getByLabel('Where?');
  assert.match(await where.locator('option:checked').innerText(), /Intensive care/);
  await page.getByText('Broken device', { exact: true }).click();
  await page.getByText('Yes, now', { exact: true }).click();
  await Promise.all([
    page.waitForURL(/\/my\/tkt_/),
    page.getByRole('button', { name: 'Report it' }).click(),
  ]);

  await page.getByRole('heading', { name: 'What happens next' }).waitFor();
  const told = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(told, /Its number is \d+/);
  assert.match(told, /First reply in \d+ min/);
  assert.match(told, /by \w{3} \d{1,2} \w{3} \d\d:\d\d [A-Z]{2,4}/, 'the moment has its zone');
  assert.match(told, /Take the spare of your unit/, 'what to do meanwhile');
  await seen();

  const number = (await page.locator('h1').innerText()).match(/\d+/)[0];
  await page.goto('/my');
  await page.getByRole('link', { name: `#${number} Broken device` }).waitFor();
  await seen();
  await close();
});

journey('what a nurse may not see is refused with a way out', async ({ options }) => {
  const { page, seen, close } = await pageOf(here, 'nora', options);
  const answer = await page.goto('/board');
  assert.equal(answer.status(), 403);
  await page.getByRole('heading', { name: 'Not permitted' }).waitFor();
  assert.match(await page.locator('.refusal').innerText(), /Ask whoever manages people at your organization/);
  await seen();
  const missing = await page.goto('/tickets/tkt_01a200e1b73b7b1da10c2aa720639a23');
  assert.ok([403, 404].includes(missing.status()));
  await seen();
  await close();
});
