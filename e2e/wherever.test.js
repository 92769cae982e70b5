// Whoever works here, wherever they go: every page that a link leads to has one heading, nothing that axe knows to be a
// hindrance, nothing wider than a telephone, nothing from elsewhere, and is whole without scripts. Each kind of page is
// looked at once, with the eyes of the first who reaches it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, pageOf } from './lib/journey.js';
import { reached } from './lib/reached.js';

const here = house();
const ROLES = [
  ['nora', 'a nurse'], ['theo', 'a technician'], ['priya', 'an application analyst'], ['clara', 'a compliance officer'],
  ['pat', 'a practice owner'], ['olive', 'the owner of the provider'],
];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const known = new Set();

for (const [name, role] of ROLES) {
  test(`${role} goes wherever links lead, at a desk and with a telephone`, async () => {
    const first = await pageOf(here, name, { viewport: DESK });
    const found = await reached(here.browser, here.house, { storageState: here.states.get(name) });
    const fresh = [...found].filter(([kind]) => !known.has(kind));
    assert.ok(found.size >= 8, `${name} reaches ${found.size} kinds of pages`);
    // Everything that is wrong is told at once: the walk is long.
    const wrong = [];
    const held = (look) => look().catch((error) => wrong.push(error.message));
    for (const [kind, address] of fresh) {
      known.add(kind);
      await held(async () => {
        const answer = await first.page.goto(address);
        assert.ok(answer.status() < 500, `${address} answered ${answer.status()}`);
        await first.seen();
      });
    }
    await held(first.close);
    const phone = await pageOf(here, name, { viewport: PHONE, javaScriptEnabled: false });
    for (const [, address] of fresh) {
      await held(async () => {
        await phone.page.goto(address);
        await phone.seen();
      });
    }
    await held(phone.close);
    assert.deepEqual(wrong, []);
  });
}
