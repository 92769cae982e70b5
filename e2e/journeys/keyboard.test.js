// Work without a mouse: everything is done with the Tab key, arrows, Space and Enter, and the place where the next key goes
// can be seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, pageOf } from '../lib/journey.js';

const here = house();
let ticket;

/** Goes on with Tab until the element that has the keys is the one looked for. */
async function tabTo(page, what, wanted) {
  for (let steps = 0; steps < 800; steps += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(wanted);
    if (!found) continue;
    const shown = await page.evaluate(() => {
      const element = document.activeElement;
      // A radio button that is drawn by its label shows its place there.
      const drawn = [element, element.nextElementSibling, element.closest('label')].filter(Boolean);
      return drawn.some((one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
      });
    });
    assert.ok(shown, `${what}: the place of the keys can be seen`);
    return;
  }
  assert.fail(`${what} is not reached with the Tab key on ${page.url()}`);
}

const radio = (name) => `document.activeElement.matches('input[type=radio][name=${name}]')`;
const button = (text) => `document.activeElement.matches('button') && document.activeElement.innerText.trim() === '${text}'`;

test('a nurse reports with the keys alone', async () => {
  const { page, close } = await pageOf(here, 'nora');
  await page.goto('/report');
  await tabTo(page, 'what it is', radio('kind'));
  await page.keyboard.press('Space');
  await tabTo(page, 'whether a patient is affected', radio('patient_affected'));
  await page.keyboard.press('Space');
  await tabTo(page, 'the button', button('Report it'));
  await Promise.all([page.waitForURL(/\/my\/tkt_/), page.keyboard.press('Enter')]);
  await page.getByRole('heading', { name: 'What happens next' }).waitFor();
  ticket = page.url().match(/tkt_\w+/)[0];
  await close();
});

test('a technician takes, replies and resolves with the keys alone', async () => {
  const { page, close } = await pageOf(here, 'theo');
  await page.goto('/tickets?view=unassigned');
  await tabTo(page, 'the ticket', `document.activeElement.getAttribute('href') === '/tickets/${ticket}'`);
  await Promise.all([page.waitForURL(/\/tickets\/tkt_/), page.keyboard.press('Enter')]);
  await page.locator('#story').waitFor();
  await tabTo(page, 'Take', button('Take'));
  await page.keyboard.press('Enter');
  const story = page.locator('#story');
  await story.getByText('took the ticket').first().waitFor();
  const field = (act) => `document.activeElement.matches('form[action="/do/${act}"] textarea')`;
  for (const [act, words, told] of [
    ['desk.reply', 'Somebody is on the way.', 'replied'], ['desk.resolve', 'It works again.', 'resolved the ticket'],
  ]) {
    await page.reload();
    await tabTo(page, `the text of ${act}`, field(act));
    await page.keyboard.type(words);
    await tabTo(page, `the button of ${act}`,
      `document.activeElement.matches('form[action="/do/${act}"] button')`);
    await page.keyboard.press('Enter');
    await story.getByText(told).first().waitFor();
  }
  await close();
});
