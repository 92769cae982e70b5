// A technician's work on one ticket: take it, look behind the mask (which is charted), answer, resolve.
import assert from 'node:assert/strict';
import { house, journey, pageOf } from '../lib/journey.js';

const here = house();

/** Somebody at the hospital reports something, so that the ticket is nobody's yet. */
async function reported(words) {
  const { page, close } = await pageOf(here, 'nora');
  await page.goto('/report');
  await page.getByText('Printing or labels', { exact: true }).click();
  await page.locator('[name=words]').fill(words);
  await page.getByText('No', { exact: true }).click();
  await Promise.all([
    page.waitForURL(/\/my\/tkt_/),
    page.getByRole('button', { name: 'Report it' }).click(),
  ]);
  const id = page.url().match(/tkt_\w+/)[0];
  await close();
  return id;
}

journey('a technician answers, logs minutes and resolves in one step', async ({ options, name }) => {
  const ticket = await reported(`The badge printer is empty ${name}`);
  const { page, seen, close } = await pageOf(here, 'theo', options);
  await page.goto(`/tickets/${ticket}`);
  const reply = page.locator('form[action="/do/desk.reply"]');
  await reply.locator('textarea').fill('A new ribbon is in; badges print.');
  await reply.getByText('Only the desk reads it').click();
  await reply.locator('[name=then]').selectOption('resolve');
  await reply.locator('[name=minutes]').fill('10');
  await reply.getByRole('button', { name: 'Reply' }).click();
  // It is refused on the ticket itself, and nothing that was typed is lost.
  await page.locator('.field-error').first().waitFor();
  assert.equal(await reply.locator('textarea').inputValue(), 'A new ribbon is in; badges print.');
  assert.equal(await reply.locator('[name=minutes]').inputValue(), '10');
  await seen();
  await reply.getByText('The reporter reads it').click();
  await reply.getByRole('button', { name: 'Reply' }).click();
  const story = page.locator('#story');
  await story.getByText('resolved the ticket').first().waitFor();
  await story.getByText('time logged').first().waitFor();
  await page.locator('#time').getByText('10 min').first().waitFor();
  await seen();
  await page.goto('/tickets?words=' + encodeURIComponent('status:resolved (badge OR ribbon) -toner'));
  await page.locator(`a[href="/tickets/${ticket}"]`).first().waitFor();
  await seen();
  await page.goto('/tickets?words=' + encodeURIComponent('(badge'));
  await page.getByText('this bracket is never closed').waitFor();
  await seen();
  await close();
});

journey('a technician takes, looks, replies and resolves', async ({ options, name }) => {
  const words = `Labels come out blank ${name}`;
  const ticket = await reported(words);
  const { page, seen, close } = await pageOf(here, 'theo', options);
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/board', 'whoever works tickets begins at the board');
  await seen();
  await page.goto(`/tickets/${ticket}`);
  await seen();
  assert.ok(!(await page.content()).includes(words), 'what was written is sealed until somebody looks');

  await page.getByRole('button', { name: 'Take', exact: true }).click();
  const story = page.locator('#story');
  await story.getByText('took the ticket').first().waitFor();
  await seen();

  await page.locator('form[action$="/look"] button').first().click();
  await page.getByText(words).waitFor();
  await seen();
  await page.goto(`/tickets/${ticket}`);
  await story.getByText('the look is charted').first().waitFor();
  assert.ok(!(await page.content()).includes(words), 'the mask is back');

  const reply = page.locator('form[action="/do/desk.reply"]');
  await reply.locator('textarea').fill('A new roll is on its way.');
  await reply.getByRole('button', { name: 'Reply' }).click();
  await story.getByText('replied').first().waitFor();
  await seen();

  const resolve = page.locator('form[action="/do/desk.resolve"]');
  await resolve.locator('textarea').fill('The roll was changed; labels print.');
  await resolve.getByRole('button', { name: 'Resolve' }).click();
  await story.getByText('resolved the ticket').first().waitFor();
  await page.locator('main').getByText('Resolved', { exact: true }).first().waitFor();
  await seen();

  await page.goto('/tickets?view=resolved');
  await page.locator(`a[href="/tickets/${ticket}"]`).first().waitFor();
  await seen();
  await close();
});

journey('lists, search and the wall hold their own', async ({ options }) => {
  const { page, seen, close } = await pageOf(here, 'theo', options);
  for (const address of ['/tickets', '/search?q=printer', '/search?q=xyzzy', '/board?wall=1', '/assets', '/people',
    '/organizations', '/palette', '/me', '/me/security', '/emergency', '/report']) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    await seen();
  }
  const taken = await page.request.get('/tickets.csv');
  assert.equal(taken.status(), 200);
  assert.ok((await taken.text()).trimEnd().split('\n').length > 5, 'the list can be taken out');
  const device = page.locator('main a[href^="/assets/ast_"]').first();
  await page.goto('/assets');
  await device.click();
  await page.getByRole('heading', { name: 'Who may patch it' }).waitFor();
  await seen();
  await close();
});
