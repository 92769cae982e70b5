// Those whom a visitor of the demo signs in as, by the beginning of their address.
import { freshCode } from './codes.js';

export function person(house, name) {
  const found = house.cast.sign_ins.find((s) => s.email.startsWith(`${name}@`));
  if (!found) throw new Error(`nobody in the demo signs in as ${name}`);
  return found;
}

/** Signs in on the page with password and the six digits. */
export async function signIn(page, house, name, workstation = 'private') {
  const who = person(house, name);
  await page.goto(`${house.origin}/sign-in`);
  const form = page.locator('form#sign-in');
  await form.locator('[name=email]').fill(who.email);
  await form.locator('[name=password]').fill(who.password);
  await form.locator('[name=code]').fill(await freshCode(who.totp));
  await form.locator(`[name=class][value=${workstation}]`).check();
  await Promise.all([
    page.waitForURL((url) => url.pathname !== '/sign-in'),
    form.getByRole('button', { name: 'Sign in' }).click(),
  ]);
}
