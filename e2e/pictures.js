// Every page as a picture, for people to look at: `npm run pictures [NAME …]`. On a desk and on a telephone, by day and
// by night.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launch, visit } from './lib/browser.js';
import { openHouse } from './lib/house.js';
import { signIn } from './lib/people.js';

const OUT = process.env.PICTURES ?? 'pictures';
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** Who looks at what; an address that is a list stands for the first thing on the page it names. */
function pages({ cast }) {
  const org = cast.clients[0].org;
  return {
    'sign-in': [null, '/sign-in'], codes: [null, '/demo/codes'], nowhere: ['theo', '/nothing'],
    board: ['theo', '/board'], wall: ['theo', '/board?wall=1'], tickets: ['theo', '/tickets'],
    ticket: ['theo', ['/tickets', '/tickets/tkt_']], search: ['theo', '/search?q=printer'],
    report: ['nora', '/report'], mine: ['nora', '/my'], 'my-ticket': ['nora', ['/my', '/my/tkt_']],
    clients: ['olive', '/organizations'], client: ['olive', `/organizations/${org}`],
    agreements: ['olive', `/organizations/${org}/agreements`],
    agreement: ['olive', `/agreements/${cast.clients[0].agreement}`],
    'not-required': ['pat', `/organizations/${org}/agreements/not-required`],
    commitments: ['olive', `/organizations/${org}/commitments`],
    people: ['olive', '/people'], person: ['olive', ['/people', '/people/per_']],
    'add-person': ['olive', '/people/new'],
    assets: ['olive', '/assets'], asset: ['olive', ['/assets', '/assets/ast_']],
    'add-asset': ['olive', `/assets/new?org=${org}`],
    import: ['olive', '/imports/new'], 'import-staff': ['olive', '/people/imports/new'],
    ledger: ['olive', '/ledger'], entry: ['olive', ['/ledger', '/ledger/entries/']],
    me: ['theo', '/me'], security: ['theo', '/me/security'], emergency: ['theo', '/emergency'],
    emergencies: ['olive', '/emergencies'], form: ['olive', '/do/organizations.add-organization'],
    palette: ['theo', '/palette'], refusal: ['nora', '/board'],
  };
}

async function address(page, where) {
  if (typeof where === 'string') return where;
  await page.goto(where[0]);
  return page.locator(`main a[href^="${where[1]}"]`).first().getAttribute('href');
}

/** The picture in the README: the window as somebody sees it, not the whole page. */
async function board(page, file) {
  await page.goto('/board');
  await page.screenshot({ path: file });
}

const house = await openHouse({ tickets: Number(process.env.TICKETS ?? 300) });
const browser = await launch();
try {
  const all = pages(house);
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(all);
  const sessions = new Map();
  await mkdir(OUT, { recursive: true });
  for (const name of wanted) {
    const [who, where] = all[name];
    if (who && !sessions.has(who)) {
      const { context } = await visit(browser, house);
      await signIn(await context.newPage(), house, who);
      sessions.set(who, await context.storageState());
      await context.close();
    }
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ['light', 'dark']) {
        const storageState = sessions.get(who);
        const { context } = await visit(browser, house, { viewport, colorScheme, storageState });
        const page = await context.newPage();
        if (name === 'board' && size === 'desk' && colorScheme === 'light' && process.env.BOARD_PICTURE) {
          await board(page, path.resolve(process.env.BOARD_PICTURE));
        }
        await page.goto(await address(page, where));
        await page.screenshot({ path: path.join(OUT, `${name}-${size}-${colorScheme}.png`), fullPage: true });
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await house.close();
}
