// A client's list of devices is pasted, seen before it counts, taken in, found, and taken back.
import assert from 'node:assert/strict';
import { house, journey, pageOf } from '../lib/journey.js';

const here = house();

journey('a pasted list shows what it changes, is taken in, and can be undone', async ({ options, name }) => {
  const client = here.house.cast.clients[0].org;
  const mark = name === 'with scripts' ? 'A' : 'B';
  const list = ['Name\tSerial number\tKind'];
  list.push(`LF-SPARE-${mark}1\tSP-${mark}1\tWorkstation`, `LF-SPARE-${mark}2\tSP-${mark}2\tPrinter`);
  const { page, seen, close } = await pageOf(here, 'olive', options);
  await page.goto(`/imports/new?org=${client}`);
  await seen();
  const form = page.locator('form#paste-import');
  await form.locator('[name=text]').fill(list.join('\n'));
  await form.getByRole('button', { name: 'See what it changes' }).click();
  await page.waitForURL(/\/imports\/imp_/);
  const weighed = page.url();
  await page.getByText(`LF-SPARE-${mark}1`).first().waitFor();
  await seen();
  await page.goto(`/assets?words=LF-SPARE-${mark}`);
  await page.getByText('Nothing fits.').waitFor();

  await page.goto(weighed);
  await page.locator('form[action="/do/assets.commit-import"] button').click();
  await page.locator('form[action="/do/assets.undo-import"]').waitFor();
  await seen();
  await page.goto(`/assets?words=LF-SPARE-${mark}`);
  assert.equal(await page.locator('main a[href^="/assets/ast_"]').count(), 2);
  await seen();

  await page.goto(weighed);
  await page.locator('form[action="/do/assets.undo-import"] button').click();
  await page.locator('form[action="/do/assets.undo-import"]').waitFor({ state: 'detached' });
  await seen();
  await close();
});
