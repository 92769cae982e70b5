// A journey through one house: everybody signs in once, and every page that is seen is held to the same rules.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, launch, visit } from './browser.js';
import { openHouse } from './house.js';
import { signIn } from './people.js';

/** The same journey with the page's script and without any. */
export const WAYS = [
  { name: 'with scripts', options: {} },
  { name: 'without scripts', options: { javaScriptEnabled: false } },
];

/** Gives a file its house and its browser, opened before its tests and closed after them. */
export function house(settings) {
  const here = { states: new Map() };
  before(async () => {
    here.house = await openHouse(settings);
    here.browser = await launch();
  });
  after(async () => {
    await here.browser?.close();
    await here.house?.close();
  });
  return here;
}

/** A page of somebody's, signed in; the session is made once and used again. Nobody's when no name is given. */
export async function pageOf(here, name, options = {}) {
  if (name && !here.states.has(name)) {
    const { context, wrong } = await visit(here.browser, here.house);
    const page = await context.newPage();
    await signIn(page, here.house, name);
    here.states.set(name, await context.storageState());
    await context.close();
    assert.deepEqual(wrong, []);
  }
  const { context, wrong } = await visit(here.browser, here.house, { ...options, storageState: here.states.get(name) });
  const page = await context.newPage();
  /** What is seen: the address, one heading, and nothing that axe knows to be a hindrance. */
  const seen = async () => {
    assert.equal(await page.locator('h1').count(), 1, `${page.url()} has one heading`);
    const over = await overflow(page);
    assert.ok(over <= 0, `${page.url()} is ${over} px wider than the window`);
    // Axe is a script, and no script runs in a page of a browser that has none: there the markup is the same.
    if (options.javaScriptEnabled !== false) await accessible(page);
  };
  const close = async () => {
    await context.close();
    assert.deepEqual(wrong, [], 'requests, policies and scripts');
  };
  return { page, context, seen, close };
}

async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** A test that is told twice: with scripts and without. */
export function journey(title, walk) {
  for (const way of WAYS) test(`${title}, ${way.name}`, (context) => walk({ ...way, context }));
}
