// The on-ramp: from an empty server to a client whose nurse reports by the code on a device, in one sitting. What it took
// is counted, and how long that takes a person is estimated: docs/book/first-client.md says it.
import assert from 'node:assert/strict';
import { launch, visit, accessible } from '../lib/browser.js';
import { freshCode } from '../lib/codes.js';
import { openEmptyHouse } from '../lib/house.js';
import { journey } from '../lib/journey.js';
import { nothing, reading, seconds, together } from '../lib/klm.js';

const PASSWORD = 'copper lantern meadow';
/** A list is copied where it stands and pasted here: Control, C, Control, V and the way between the windows. */
const PASTED_KEYS = 6;
/** The sitting that the guide promises, in seconds. */
const QUARTER_OF_AN_HOUR = 15 * 60;
const STAFF = ['Name\tE-mail\tTitle', 'Nina Sample\tnina@fernbrook.example\tNurse', 'Ron Mock\tron@fernbrook.example\tReception'];
const DEVICES = ['Name\tSerial number\tKind\tDepartment', 'FB-EXAM-WS01\tFB-1\tWorkstation\tExam rooms',
  'FB-EXAM-ECG01\tFB-2\tMedical device\tExam rooms', 'FB-FRONT-PRT01\tFB-3\tPrinter\tFront desk'];

/** Somebody at a browser of their own, whose touches are counted. */
async function somebody(browser, house, options) {
  const { context, wrong } = await visit(browser, house, options);
  const page = await context.newPage();
  const [took, known] = [nothing(), new Set()];
  page.on('domcontentloaded', () => { took.pages += 1; });
  /** Whatever stands on the page and was not read before; of what a list offers nobody reads more than they look for. */
  const read = async () => {
    const lines = async (what) => (await page.locator(what).allInnerTexts()).join('\n').split('\n').map((one) => one.trim());
    for (const line of await lines('main select')) known.add(line);
    for (const line of await lines('main')) {
      if (!known.has(line)) took.words += line.split(/\s+/).filter(Boolean).length;
      known.add(line);
    }
  };
  const here = {
    page, took, wrong,
    async press(target) {
      await read();
      took.touches += 1;
      await Promise.all([page.waitForLoadState('load'), target.click()]);
      await page.waitForLoadState('load');
    },
    async type(form, fields) {
      for (const [name, value] of Object.entries(fields)) {
        took.fields += 1;
        took.keys += value.includes('\n') ? PASTED_KEYS : value.length;
        await form.locator(`[name="${name}"]`).fill(value);
      }
    },
    async choose(select, value) {
      took.touches += 1;
      await select.selectOption(value);
    },
    async seen() {
      assert.equal(await page.locator('h1').count(), 1, `${page.url()} has one heading`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 0, `${page.url()} is ${over} px wider than the window`);
      if (options.javaScriptEnabled !== false) await accessible(page);
    },
    async step(id) {
      await page.locator(`#${id}.guide-next`).waitFor();
      return page.locator(`#${id}`);
    },
    button: (name) => page.getByRole('button', { name, exact: true }),
    link: (name) => page.getByRole('link', { name, exact: true }),
    close: () => context.close(),
  };
  return here;
}

/** Chooses a password with a one-time link, and signs in with it. */
async function comeIn(who) {
  const form = who.page.locator('form').filter({ has: who.page.locator('[name=password]') });
  await who.type(form, { password: PASSWORD });
  await who.press(form.locator('button[type=submit]'));
  const signIn = who.page.locator('form#sign-in');
  await who.type(signIn, { password: PASSWORD });
  await who.press(signIn.getByRole('button', { name: 'Sign in' }));
}

/** The first owner, from the link that the console printed to the first page of the guide. */
async function founded(who, house) {
  await who.page.goto(house.link);
  await who.seen();
  const form = who.page.locator('form');
  await who.type(form, { organization: 'Lakeside Mock IT', name: 'Olga Sample', email: 'olga@lakeside.example' });
  await who.press(form.locator('[name=kind][value=provider]'));
  await who.press(who.button('Begin'));
  await comeIn(who);
  await who.press(who.button('Enrol an authenticator'));
  const seed = await who.page.locator('#authenticator code').innerText();
  await who.type(who.page.locator('form#confirm-totp'), { code: await freshCode(seed) });
  await who.press(who.button('Confirm'));
  await who.page.goto('/');
  assert.equal(new URL(who.page.url()).pathname, '/start', 'the owner of an empty house begins with a client');
  await who.seen();
}

async function placed(who) {
  const { page } = who;
  await who.type(page.locator('form#client'), { name: 'Fernbrook Family Practice' });
  await who.press(who.button('Begin'));
  await who.step('places');
  await who.seen();
  await who.choose(page.locator('form#place [name=zone]'), 'America/Chicago');
  await who.press(who.button('Add it'));
  await who.step('departments');
  for (const name of ['+ Front desk', '+ Exam rooms', '+ Billing']) await who.press(who.button(name));
  await who.step('decider');
  await who.seen();
}

/** Invites who decides there, and gives the address of their one-time link. */
async function invited(who) {
  await who.press(who.link('Invite who decides'));
  await who.seen();
  await who.type(who.page.locator('form#add-person'), { name: 'Dr. Fay Mockwell', email: 'fay@fernbrook.example' });
  await who.press(who.button('Add person'));
  const link = await who.page.locator('.notice code').innerText();
  await who.press(who.link('I have it'));
  return link;
}

async function agreed(who) {
  await who.step('agreement');
  await who.seen();
  await who.press(who.button('Draft it'));
  await who.press(who.button('Send it for signature'));
  await who.type(who.page.locator('form#sign'), { title: 'Owner' });
  await who.press(who.button('Sign for your side'));
  const paper = await who.page.locator('#agreement code').innerText();
  return new URL(paper).pathname;
}

async function listed(who) {
  const { page } = who;
  await page.reload();
  await who.step('people');
  await who.press(who.link('Paste the staff list'));
  await who.type(page.locator('form#staff-list'), { list: STAFF.join('\n') });
  await who.press(who.button('Show what it comes to'));
  await who.seen();
  await who.press(page.locator('form[action="/do/people.commit-import"] button'));
  await who.press(who.link('Back to setting up'));
  await who.step('devices');
  await who.press(who.link('Paste the inventory'));
  await who.type(page.locator('form#paste-import'), { text: DEVICES.join('\n') });
  await who.press(who.button('See what it changes'));
  await who.seen();
  await who.press(page.locator('form[action="/do/assets.commit-import"] button'));
  await who.press(who.link('Back to setting up'));
}

/** What is covered, as the form offers it; the client agreed across the table. */
async function contracted(who) {
  await who.step('contract');
  await who.type(who.page.locator('form#contract-draft'), { 'terms.price': '65.00', 'terms.rate': '185.00' });
  await who.press(who.page.locator('form#contract-draft button[type=submit]'));
  await who.press(who.button('They have agreed to it'));
  await who.step('codes');
  await who.seen();
}

/** The sheet as it is printed: a poster for each department, a label for each device, each with its code. */
async function printed(who) {
  const { page } = who;
  await who.press(who.link('Print the sheet'));
  await who.seen();
  assert.equal(await page.locator('.poster .qr svg').count(), 3);
  assert.equal(await page.locator('.label .qr svg').count(), 3);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.rail').isVisible(), false, 'only the codes are printed');
  await page.emulateMedia({ media: 'screen' });
  await page.goto('/assets?words=FB-EXAM-ECG01');
  return (await page.locator('main a[href^="/assets/ast_"]').first().getAttribute('href')).split('/').pop();
}

/** Whoever reads the code on a device says what and whether a patient is affected; where is known. */
async function reported(browser, house, options, asset) {
  const nurse = await somebody(browser, house, { ...options, viewport: { width: 390, height: 844 } });
  await nurse.page.goto(`/report?asset=${asset}`);
  const form = nurse.page.locator('form#sign-in');
  await form.locator('[name=email]').fill('fay@fernbrook.example');
  await form.locator('[name=password]').fill(PASSWORD);
  await Promise.all([nurse.page.waitForURL(/\/report\?asset=/), form.getByRole('button', { name: 'Sign in' }).click()]);
  await nurse.page.getByText(/FB-EXAM-ECG01 · Exam rooms/).waitFor();
  await nurse.seen();
  nurse.took.touches = 0;
  await nurse.press(nurse.page.getByText('Broken device', { exact: true }));
  await nurse.press(nurse.page.getByText('Yes, now', { exact: true }));
  await nurse.press(nurse.button('Report it'));
  await nurse.page.waitForURL(/\/my\/tkt_/);
  assert.equal(nurse.took.touches, 3, 'three touches');
  assert.deepEqual(nurse.wrong, []);
  await nurse.close();
}

/** What the owner did, and whoever decides at the client at a screen of their own, and how long that takes. */
function told(name, context, owner, theirs) {
  for (const [who, took] of [['the owner', owner], ['both, one after the other', together([owner, theirs])]]) {
    const { pages, touches, fields, keys, words } = took;
    context.diagnostic(`${name}, ${who}: ${pages} pages, ${touches} touches, ${fields} fields with ${keys} keys, `
      + `${words} new words; ${Math.round(seconds(took))} s for practised hands, ${Math.round(reading(took))} s of reading`);
  }
  assert.ok(owner.touches < 60 && owner.fields < 40, 'few steps');
  assert.ok(seconds(owner) + reading(owner) < QUARTER_OF_AN_HOUR, 'one sitting, even when every word is read');
}

journey('an owner takes on a practice in one sitting', async ({ options, name, context }) => {
  const house = await openEmptyHouse();
  const browser = await launch();
  try {
    const owner = await somebody(browser, house, options);
    await founded(owner, house);
    await placed(owner);
    const link = await invited(owner);
    const paper = await agreed(owner);

    const theirs = await somebody(browser, house, options);
    await theirs.page.goto(new URL(link).pathname);
    await comeIn(theirs);
    await theirs.page.goto(paper);
    await theirs.type(theirs.page.locator('form#sign'), { name: 'Dr. Fay Mockwell', title: 'Practice owner' });
    await theirs.press(theirs.button('Sign it'));
    await theirs.page.getByText('It is in force.').waitFor();
    assert.deepEqual(theirs.wrong, []);
    await theirs.close();

    await listed(owner);
    await contracted(owner);
    const asset = await printed(owner);
    await reported(browser, house, options, asset);
    await owner.page.goto('/start');
    await owner.seen();
    await owner.page.goto('/organizations');
    const client = await owner.page.locator('main a', { hasText: 'Fernbrook' }).first().getAttribute('href');
    await owner.page.goto(`/start?org=${client.split('/').pop()}`);
    await owner.page.getByText('The desk works for Fernbrook Family Practice').waitFor();
    await owner.seen();
    assert.deepEqual(owner.wrong, []);
    told(name, context, owner.took, theirs.took);
  } finally {
    await browser.close();
    await house.close();
  }
});
