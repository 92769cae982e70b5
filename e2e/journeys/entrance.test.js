// The entrance: a password and six digits, a passkey, and the way out again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshCode } from '../lib/codes.js';
import { house, journey, pageOf } from '../lib/journey.js';
import { person, signIn } from '../lib/people.js';

const here = house();

journey('one signs in with password and code, and out again', async ({ options, name }) => {
  const { page, seen, close } = await pageOf(here, null, options);
  await page.goto('/board');
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'nobody sees a page before signing in');
  await seen();
  const who = name === 'with scripts' ? 'theo' : 'priya';
  await signIn(page, here.house, who);
  assert.equal(new URL(page.url()).pathname, '/board');
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.waitForURL(/\/sign-in/);
  await page.goto('/board');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await close();
});

journey('a wrong password says so beside the form and lets nobody in', async ({ options }) => {
  const { page, seen, close } = await pageOf(here, null, options);
  await page.goto('/sign-in');
  const form = page.locator('form#sign-in');
  await form.locator('[name=email]').fill(person(here.house, 'pat').email);
  await form.locator('[name=password]').fill('not the password');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.notice, .field-error:not(:empty)').nth(1).waitFor();
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  const typed = await form.locator('[name=email]').inputValue();
  assert.equal(typed, person(here.house, 'pat').email, 'what was typed stays');
  assert.equal(await form.locator('[name=password]').inputValue(), '', 'but never the password');
  await seen();
  await close();
});

test('somebody registers a passkey, signs out, and signs in with it', async () => {
  const { page, context, seen, close } = await pageOf(here, 'olive');
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } });
  await page.goto('/me/security');
  await seen();
  const add = page.locator('form#add-passkey');
  await add.locator('[name=name]').fill('The laptop');
  await add.getByRole('button', { name: 'Add a passkey' }).click();
  await page.locator('#passkeys').getByText(/The laptop, since/).waitFor();
  await seen();

  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.waitForURL(/\/sign-in/);
  const form = page.locator('form#passkey-sign-in');
  await form.locator('[name=email]').fill(person(here.house, 'olive').email);
  await form.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL((url) => url.pathname === '/board');
  await page.goto('/me');
  await page.getByText('You showed a second factor in this session.').waitFor();
  await seen();
  here.states.delete('olive');
  await close();
});

journey('somebody changes the authenticator: the old one goes, the new one comes by its square code', async (way) => {
  // A telephone that was lost is replaced; each way has a person of its own, whose old seed counts no more.
  const name = way.name === 'with scripts' ? 'pat' : 'clara';
  const { page, seen, close } = await pageOf(here, name, way.options);
  await page.goto('/me/security');
  await page.locator('#authenticator summary', { hasText: 'Take it away' }).click();
  const away = page.locator('form#end-totp');
  await away.locator('[name=code]').fill(await freshCode(person(here.house, name).totp));
  await away.getByRole('button', { name: 'Take it away' }).click();
  await page.getByRole('button', { name: 'Enrol an authenticator' }).click();
  await page.locator('.qr svg').waitFor();
  await seen();
  const seed = await page.locator('#authenticator code').innerText();
  const confirm = page.locator('form#confirm-totp');
  await confirm.locator('[name=code]').fill(await freshCode(seed));
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('You have an authenticator.').waitFor();
  await seen();
  await close();
});
