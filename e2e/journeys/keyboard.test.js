// Work without a mouse: everything is done with the Tab key, arrows, Space and Enter, and the place where the next key goes
// can be seen.
import { test } from 'node:test';
import { house, pageOf } from '../lib/journey.js';
import { keysOf } from '../lib/keys.js';

const here = house();
let ticket;

test('a nurse reports with the keys alone', async () => {
  const { page, close } = await pageOf(here, 'nora');
  const keys = keysOf(page);
  await page.goto('/report');
  await keys.tabTo('what it is', 'input[type=radio][name=kind]');
  await page.keyboard.press('Space');
  await keys.tabTo('whether a patient is affected', 'input[type=radio][name=patient_affected]');
  await page.keyboard.press('Space');
  await keys.button('the button', 'Report it', () => page.waitForURL(/\/my\/tkt_/));
  await page.getByRole('heading', { name: 'What happens next' }).waitFor();
  ticket = page.url().match(/tkt_\w+/)[0];
  await close();
});

test('a technician takes, replies and resolves with the keys alone', async () => {
  const { page, close } = await pageOf(here, 'theo');
  const keys = keysOf(page);
  await page.goto('/tickets?view=unassigned');
  await keys.go('the ticket', `a[href="/tickets/${ticket}"]`, /\/tickets\/tkt_/);
  const story = page.locator('#story');
  await story.waitFor();
  await keys.button('Take', 'Take', () => story.getByText('took the ticket').first().waitFor());
  for (const [act, words, told] of [
    ['desk.reply', 'Somebody is on the way.', 'replied'], ['desk.resolve', 'It works again.', 'resolved the ticket'],
  ]) {
    await page.reload();
    const form = `form[action="/do/${act}"]`;
    await keys.tabTo(`the text of ${act}`, `${form} textarea`);
    await page.keyboard.type(words);
    await keys.enter(`the button of ${act}`, `${form} button`, undefined, () => story.getByText(told).first().waitFor());
  }
  await close();
});
