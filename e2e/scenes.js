// Pages that are seen only after something was done: each is led up to and then looked at in every mode.
import { freshCode } from './lib/codes.js';
import { person } from './lib/people.js';

const press = (page, target) => Promise.all([page.waitForLoadState('load'), target.click()]);

async function enrolment(page, house, look) {
  await page.goto('/me/security');
  await page.locator('#authenticator summary', { hasText: 'Take it away' }).click();
  await page.locator('form#end-totp [name=code]').fill(await freshCode(person(house, 'pat').totp));
  await press(page, page.getByRole('button', { name: 'Take it away' }));
  await press(page, page.getByRole('button', { name: 'Enrol an authenticator' }));
  await page.locator('.qr svg').waitFor();
  await look('square-code');
  const seed = await page.locator('#authenticator code').innerText();
  await page.locator('form#confirm-totp [name=code]').fill(await freshCode(seed));
  await press(page, page.getByRole('button', { name: 'Confirm' }));
  await look('enrolled');
}

async function emergency(page, house, look) {
  await page.goto('/emergency');
  const form = page.locator('form#open-emergency');
  await form.locator('[name=org]').selectOption({ label: 'Saint Alder Hospital' });
  await form.locator('[name=reason]').fill('The infusion pumps lost their server');
  await press(page, form.locator('button[type=submit]'));
  await look('emergency-open');
  await page.goto('/board');
  await look('emergency-board');
  await page.goto('/emergency');
  await press(page, page.getByRole('button', { name: 'End it' }).first());
  await look('emergency-ended');
}

async function lists(page, house, look) {
  const { org } = house.cast.clients[0];
  const rows = ['Name\tSerial number\tKind', 'LF-SPARE-1\tSP-1\tWorkstation', 'LF-SPARE-2\tSP-2\tPrinter',
    '\tSP-3\tPrinter', 'LF-SPARE-4\tSP-4\tToaster'];
  await page.goto(`/imports/new?org=${org}`);
  await page.locator('form#paste-import [name=text]').fill(rows.join('\n'));
  await press(page, page.getByRole('button', { name: 'See what it changes' }));
  await look('import-weighed');
  await press(page, page.locator('form[action="/do/assets.commit-import"] button'));
  await look('import-committed');
  await page.goto(`/people/imports/new?org=${org}`);
  await page.locator('form#staff-list [name=list]').fill('name,email,title\nZoe Pretend,zoe@larkspur.example,Nurse\n'
    + 'Rita Rehearsal,rita@larkspur.example,Front desk lead\nNo Address,,Nurse\n');
  await press(page, page.getByRole('button', { name: 'Show what it comes to' }));
  await look('staff-weighed');
  await page.goto(`/people/new?org=${org}`);
  const form = page.locator('form#add-person');
  await form.locator('[name=name]').fill('Yan Pretend');
  await form.locator('[name=email]').fill('yan@larkspur.example');
  await form.locator('[name=roles][value=reporter]').check();
  await press(page, page.getByRole('button', { name: 'Add person' }));
  await look('link-once');
  await page.goto('/start');
  await page.locator('form#client [name=name]').fill('Fernbrook Family Practice');
  await press(page, page.getByRole('button', { name: 'Begin' }));
  await look('guide-begun');
  await page.goto(`/start?org=${org}`);
  await look('guide-done');
}

async function shared(page, house, look) {
  await page.goto('/report');
  await page.getByText('Something suspicious', { exact: true }).click();
  await page.locator('[name=patient_affected][value=false]').check();
  await press(page, page.getByRole('button', { name: 'Report it' }));
  await look('just-reported');
  const asset = house.cast.clients[2].departments.find((d) => d.devices.length).devices[0][1];
  await page.goto(`/report?asset=${asset}`);
  await look('report-by-code');
}

async function locked(page, house, look) {
  await page.goto('/sign-in?station=shared&switch=1');
  await look('sign-in-shared');
  await page.goto('/lock?next=/board');
  await look('locked');
}

/** By person: what they do, and with which pictures. The last one ends a session. */
export const SCENES = { nora: [shared], pat: [enrolment], theo: [emergency], olive: [lists], clara: [locked] };
