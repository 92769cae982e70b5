// Every page that somebody comes to by following links from where they begin, one of each kind.
import { visit } from './browser.js';

/** What ends a session or is no page. */
const NOT = /^\/(sign-out|lock|static|live|api|ledger\/(tile|checkpoint|key|consistency)|demo)\b|\.(csv|ics|json|pdf)\b|\/attachments\/|\/files\//;
const BEGIN = ['/', '/palette', '/me', '/me/security', '/emergency', '/emergencies', '/start', '/board?wall=1',
  '/search?q=printer', '/search?q=xyzzy', '/gallery', '/nothing'];

/** What addresses of one kind have in common: ids are all alike, and so is every filter but for the views. */
function kind(address) {
  const url = new URL(address, 'http://house');
  const where = url.pathname.replace(/[a-z]{3}_[0-9a-f]{32}|[0-9]{4}-[0-9]{2}/g, '*');
  const view = url.searchParams.get('view');
  const narrowed = [...url.searchParams.keys()].some((name) => !/^(_|after|view)/.test(name));
  return [where, view && `view=${view}`, narrowed && !where.startsWith('/do/') && 'narrowed'].filter(Boolean).join(' ');
}

/** One address of each kind that somebody reaches, in the order of finding; of what is refused to them only the first. */
export async function reached(browser, house, options) {
  const { context } = await visit(browser, house, options);
  const page = await context.newPage();
  const found = new Map(BEGIN.map((address) => [kind(address), address]));
  let refused = 0;
  for (const [what, address] of found) {
    const answer = await page.goto(address);
    if (answer.status() !== 200 && (refused += 1) > 1) found.delete(what);
    // The links of the gallery lead nowhere.
    if (answer.status() !== 200 || address === '/gallery') continue;
    const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    for (const link of links) {
      const plain = link.split('#')[0];
      if (plain && !NOT.test(plain) && !found.has(kind(plain))) found.set(kind(plain), plain);
    }
  }
  await context.close();
  return found;
}
