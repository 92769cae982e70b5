// A browser that watches: where every request goes, what every page is allowed, and what the page complains about.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import Axe from '@axe-core/playwright';

const AxeBuilder = Axe.default ?? Axe;
/** A busy machine is no failure. */
export const PATIENCE_MS = 60_000;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--disable-default-apps', '--no-first-run', '--disable-dev-shm-usage',
    ],
  });
}

/** A context whose every request and answer is looked at; `seen` tells at the end what was not as it should be. */
export async function visit(browser, house, options = {}) {
  const context = await browser.newContext({
    baseURL: house.origin, locale: 'en-US', timezoneId: 'America/Chicago', viewport: { width: 1440, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.setDefaultNavigationTimeout(PATIENCE_MS);
  const wrong = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== house.origin) wrong.push(`fetched from elsewhere: ${url}`);
  });
  context.on('response', (response) => {
    if (response.request().resourceType() !== 'document') return;
    const policy = response.headers()['content-security-policy'] ?? '';
    if (!policy.includes("default-src 'none'") || policy.includes('unsafe')) {
      wrong.push(`${response.url()} has the policy "${policy}"`);
    }
    if (response.status() >= 500) wrong.push(`${response.url()} answered ${response.status()}`);
  });
  context.on('weberror', (error) => wrong.push(`a script failed: ${error.error()}`));
  context.on('console', (message) => {
    // A refusal is an answer with a status of its own, which the browser reports as an error.
    if (message.type() === 'error' && !/Failed to load resource.*status of 4/.test(message.text())) {
      wrong.push(`${message.location().url}: ${message.text()}`);
    }
  });
  return { context, wrong };
}

/** No violation that axe knows of, on the page as it stands. */
export async function accessible(page) {
  const results = await new AxeBuilder({ page }).analyze();
  const told = results.violations.map((v) => `${v.id} (${v.help}): ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`);
  assert.deepEqual(told, [], `${page.url()} has violations`);
}
