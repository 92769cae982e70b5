// Every page as a picture, for people to look at: `npm run pictures [NAME …]`. Five people walk from where they begin
// along every link, one page of each kind; at a desk and on a telephone, by day and by night, and on paper. What many
// pages look like beside each other stands on the contact sheets.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launch, visit } from './lib/browser.js';
import { openHouse } from './lib/house.js';
import { signIn } from './lib/people.js';
import { reached } from './lib/reached.js';
import { SCENES } from './scenes.js';

const OUT = process.env.PICTURES ?? 'pictures';
const PEOPLE = (process.env.PEOPLE ?? 'nora theo clara pat olive').split(' ');
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const MODES = {
  'desk-light': { viewport: DESK, colorScheme: 'light' }, 'desk-dark': { viewport: DESK, colorScheme: 'dark' },
  'phone-light': { viewport: PHONE, colorScheme: 'light' }, 'phone-dark': { viewport: PHONE, colorScheme: 'dark' },
  paper: { viewport: { width: 794, height: 1123 }, colorScheme: 'light' },
};
const WANTED = (process.env.MODES ?? Object.keys(MODES).join(' ')).split(' ');
/** A page may be endless; its picture is not. */
const TALLEST = 2600;
const named = (what) => what.replace(/^\//, '').replace(/\*/g, 'one').replace(/[^a-z0-9=.-]+/gi, '-') || 'home';

async function picture(page, file, mode) {
  await page.emulateMedia({ media: mode === 'paper' ? 'print' : 'screen' });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  const clip = { x: 0, y: 0, width, height: Math.min(Math.max(height, 400), TALLEST) };
  await page.screenshot({ path: file, fullPage: true, clip });
}

/** What is seen only after something was done; the page stays, and only the window and the light change. */
async function scenes(browser, house, who, storageState, taken) {
  const { context } = await visit(browser, house, { ...MODES['desk-light'], storageState });
  const page = await context.newPage();
  const look = async (what) => {
    for (const mode of WANTED) {
      const { viewport, colorScheme } = MODES[mode];
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const name = `${who}-scene-${what}`;
      const file = path.join(OUT, `${name}-${mode}.png`);
      await picture(page, file, mode);
      taken.get(mode).push([name, file]);
    }
    await page.setViewportSize(DESK);
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  };
  for (const scene of SCENES[who] ?? []) await scene(page, house, look);
  await context.close();
}

/** Pictures beside each other, each with its name. */
async function contact(browser, file, pictures, across) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  const cells = await Promise.all(pictures.map(async ([name, one]) => {
    const data = (await readFile(one)).toString('base64');
    return `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
  }));
  await page.setContent(`<style>body{margin:8px;background:#888;font:13px sans-serif;display:grid;gap:8px;
    grid-template-columns:repeat(${across},1fr)}figure{margin:0}img{width:100%;max-height:760px;object-fit:cover;
    object-position:top}</style>${cells.join('')}`);
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}

async function contacts(browser, taken) {
  for (const [mode, pictures] of taken) {
    const [at, across] = mode.startsWith('phone') ? [16, 8] : [12, 4];
    for (let from = 0; from < pictures.length; from += at) {
      const file = path.join(OUT, `contact-${mode}-${String(from / at + 1).padStart(2, '0')}.png`);
      await contact(browser, file, pictures.slice(from, from + at), across);
    }
  }
}

const house = await openHouse({ tickets: Number(process.env.TICKETS ?? 300) });
const browser = await launch();
try {
  const only = process.argv.slice(2);
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const [seen, taken] = [new Set(), new Map(WANTED.map((mode) => [mode, []]))];
  for (const who of PEOPLE) {
    const first = await visit(browser, house);
    await signIn(await first.context.newPage(), house, who);
    const storageState = await first.context.storageState();
    await first.context.close();
    const pages = await reached(browser, house, { storageState, viewport: DESK });
    const fresh = [...pages].filter(([what]) => !seen.has(what) && (!only.length || only.some((o) => what.includes(o))));
    for (const mode of WANTED) {
      const { context } = await visit(browser, house, { ...MODES[mode], storageState });
      const page = await context.newPage();
      for (const [what, address] of fresh) {
        const name = `${who}-${named(what)}`;
        const file = path.join(OUT, `${name}-${mode}.png`);
        await page.goto(address);
        if (what === '/board' && mode === 'desk-light' && process.env.BOARD_PICTURE) {
          await page.screenshot({ path: path.resolve(process.env.BOARD_PICTURE) });
        }
        await picture(page, file, mode);
        taken.get(mode).push([name, file]);
      }
      await context.close();
    }
    if (!only.length || only.includes('scenes')) await scenes(browser, house, who, storageState, taken);
    for (const [what] of fresh) seen.add(what);
    await writeFile(path.join(OUT, `${who}.txt`), [...pages].map((p) => p.join('\t')).join('\n'));
    console.log(`${who}: ${pages.size} kinds of pages, ${fresh.length} taken`);
  }
  await contacts(browser, taken);
} finally {
  await browser.close();
  await house.close();
}
