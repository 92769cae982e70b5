// Somebody new at the provider: invited by its owner, come in by the link, with an authenticator of their own.
import assert from 'node:assert/strict';
import { visit } from './browser.js';
import { freshCode } from './codes.js';
import { pageOf } from './journey.js';

const PASSWORD = 'copper lantern meadow';
const press = (page, target) => Promise.all([page.waitForLoadState('load'), target.click()]);

/** A page of somebody in this role; `options` are those of the browser in which they work. */
export async function invited(here, role, options) {
  const who = `${role}-${options.javaScriptEnabled === false ? 'plain' : 'full'}`;
  const link = await linkFor(here, role, who);
  const { context, wrong } = await visit(here.browser, here.house);
  const page = await context.newPage();
  await page.goto(link);
  const accept = page.locator('form').filter({ has: page.locator('[name=password]') });
  await accept.locator('[name=password]').fill(PASSWORD);
  await press(page, accept.locator('button[type=submit]'));
  const signIn = page.locator('form#sign-in');
  await signIn.locator('[name=password]').fill(PASSWORD);
  await press(page, signIn.getByRole('button', { name: 'Sign in' }));
  await page.goto('/me/security');
  await press(page, page.getByRole('button', { name: 'Enrol an authenticator' }));
  const seed = await page.locator('#authenticator code').innerText();
  await page.locator('form#confirm-totp [name=code]').fill(await freshCode(seed));
  await press(page, page.getByRole('button', { name: 'Confirm' }));
  await page.getByText('You have an authenticator.').waitFor();
  here.states.set(who, await context.storageState());
  await context.close();
  assert.deepEqual(wrong, []);
  return pageOf(here, who, options);
}

/** The one-time link that the owner is shown. */
async function linkFor(here, role, who) {
  const { page, close } = await pageOf(here, 'olive');
  await page.goto(`/people/new?org=${here.house.cast.provider}&role=${role}`);
  const form = page.locator('form#add-person');
  await form.locator('[name=name]').fill(`Ada Pretend ${who}`);
  await form.locator('[name=email]').fill(`${who}@harborlight.example`);
  await press(page, page.getByRole('button', { name: 'Add person' }));
  const link = new URL(await page.locator('.notice code').innerText()).pathname;
  await close();
  return link;
}
