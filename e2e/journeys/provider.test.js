// Signing in with the account of one's own organization, at a provider that we did not write: the npm package
// `oidc-provider`. It leads somebody known in, brings somebody new, ends sessions, and when it is down the password
// works as before.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { launch, PATIENCE_MS } from '../lib/browser.js';
import { house, pageOf } from '../lib/journey.js';
import { signIn } from '../lib/people.js';
import { until } from '../lib/until.js';

const here = house();
const SECRET = 'a secret that the house and its provider share';
let server;
let browser;
let provider;

/** Opens a port for the provider before anything is known of the house. */
before(async () => {
  browser = await launch();
  server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const issuer = () => `http://127.0.0.1:${server.address().port}`;

/** Somebody of Larkspur, and somebody whom nobody here knows yet; each signs in there by the name alone. */
const ACCOUNTS = {
  rita: { sub: 'rita', email: 'rita@larkspur.example', email_verified: true, name: 'Rita Rehearsal' },
  newcomer: { sub: 'newcomer', email: 'nadia.newcomer@larkspur.example', email_verified: true, name: 'Nadia Newcomer' },
};

function serve(provider) {
  const there = new Provider(issuer(), {
    clients: [{
      client_id: 'orderly', client_secret: SECRET, redirect_uris: [`${here.house.origin}/sign-in/back`],
      backchannel_logout_uri: `${here.house.origin}/sign-in/leave/${provider}`,
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    findAccount: (_, id) => ACCOUNTS[id] && { accountId: id, claims: () => ACCOUNTS[id] },
    cookies: { keys: ['one key for a journey'] },
    // It refuses to call an address of this machine; here the house is one.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  });
  server.on('request', there.callback());
}

/** Signs in there: the name, then the yes to what the house asks for. */
async function there(page, name) {
  await page.locator('[name=login]').fill(name);
  await page.locator('[name=password]').fill('anything');
  await page.locator('[type=submit]').click();
  await page.waitForLoadState();
  while (page.url().startsWith(issuer())) {
    await page.locator('[type=submit]').first().click();
    await page.waitForLoadState();
  }
}

/** A browser that nobody signed in with yet. */
async function stranger() {
  const context = await browser.newContext({ baseURL: here.house.origin });
  context.setDefaultTimeout(PATIENCE_MS);
  context.setDefaultNavigationTimeout(PATIENCE_MS);
  return context;
}

test('a provider is set by whoever runs the house, and its link is told', async () => {
  const client = here.house.cast.clients.find((one) => one.name.startsWith('Larkspur'));
  const owner = await pageOf(here, 'olive');
  const { page } = owner;
  await page.goto(`/organizations/${client.org}/identity-providers`);
  await owner.seen();
  const form = page.locator('form#set-provider');
  await form.locator('[name=name]').fill('Larkspur account');
  await form.locator('[name=issuer]').fill(issuer());
  await form.locator('[name=client_id]').fill('orderly');
  await form.locator('[name=client_secret]').fill(SECRET);
  await form.locator('[name=admits]').check();
  await form.getByRole('button', { name: 'Set it' }).click();
  await page.getByText('Larkspur account').first().waitFor();
  await owner.seen();
  provider = (await page.locator('section.panel[id^=idp_]').getAttribute('id'));
  assert.match(provider, /^idp_/);
  await owner.close();
  serve(provider);
});

test('somebody known comes in, and the provider ends the session', async () => {
  const context = await stranger();
  const page = await context.newPage();
  await page.goto(`/sign-in/with/${provider}?next=/my`);
  await there(page, 'rita');
  assert.equal(new URL(page.url()).origin, here.house.origin);
  await page.goto('/my');
  assert.equal(new URL(page.url()).pathname.startsWith('/sign-in'), false, page.url());
  // Out there: the provider tells the house by itself.
  const out = await context.newPage();
  await out.goto(`${issuer()}/session/end`);
  await out.locator('button[name=logout]').click();
  // Asked beside the page, which leaves by itself: two ways to go at once are one too many for a browser.
  await until('the house has ended the session', async () => {
    const answer = await context.request.get('/my', { maxRedirects: 0 });
    return answer.status() === 303 && answer.headers().location.startsWith('/sign-in');
  });
  await page.waitForURL((url) => url.pathname.startsWith('/sign-in'));
  // The workstation remembers how people come in here.
  await page.getByRole('link', { name: "Sign in with your organization's account" }).waitFor();
  await context.close();
});

test('somebody new comes in as a reporter, and waits for a look at their roles', async () => {
  const context = await stranger();
  const page = await context.newPage();
  await page.goto(`/sign-in/with/${provider}`);
  await there(page, 'newcomer');
  await page.goto('/report');
  assert.equal(await page.locator('form').count() > 0, true);
  assert.equal((await page.goto('/board')).status(), 403);
  await context.close();
  const client = here.house.cast.clients.find((one) => one.name.startsWith('Larkspur'));
  const owner = await pageOf(here, 'olive');
  await owner.page.goto(`/organizations/${client.org}/identity-providers`);
  await owner.page.getByText('Nadia Newcomer').waitFor();
  await owner.seen();
  await owner.close();
});

test('when the provider is down the page says so, and the password works as before', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const context = await stranger();
  const page = await context.newPage();
  // What the provider can do may still be known; then the browser itself finds nobody there.
  const answer = await page.goto(`/sign-in/with/${provider}`).catch(() => null);
  if (answer !== null) assert.equal(answer.status(), 503);
  const other = await context.newPage();
  await signIn(other, here.house, 'theo');
  assert.equal((await other.goto('/board')).status(), 200);
  await context.close();
});
