// A keyboard and nothing else: Tab, arrows, Space and Enter. Whatever has the keys must be seen to have them.
import assert from 'node:assert/strict';

/** What can have the keys; Tab comes round within as many steps. */
const PLACES = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Whether what has the keys is what is looked for, and whether that can be seen. */
function held({ selector, text }) {
  const element = document.activeElement;
  if (!element?.matches(selector) || (text && element.innerText.trim() !== text)) return null;
  // A radio button that is drawn by its label shows its place there.
  const drawn = [element, element.nextElementSibling, element.closest('label')].filter(Boolean);
  return drawn.some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  }) ? 'seen' : 'unseen';
}

/** What somebody without a mouse does on a page. */
export function keysOf(page) {
  const press = (key) => page.keyboard.press(key);

  /** Goes on with Tab until the element that has the keys is the one looked for. */
  async function tabTo(what, selector, text) {
    const most = (await page.locator(PLACES).count()) + 2;
    for (let steps = 0; steps < most; steps += 1) {
      await press('Tab');
      const found = await page.evaluate(held, { selector, text });
      if (!found) continue;
      assert.equal(found, 'seen', `${what}: the place of the keys can be seen`);
      return;
    }
    assert.fail(`${what} is not reached with the Tab key on ${page.url()}`);
  }

  /** Presses Enter on what is looked for, and waits for what then is there. */
  async function enter(what, selector, text, there) {
    await tabTo(what, selector, text);
    await Promise.all([there(), press('Enter')]);
  }

  const chosen = () => page.evaluate(() => document.activeElement.value);
  /** Goes on with the arrow until this value is chosen. */
  async function arrowTo(what, value) {
    for (let steps = 0; steps < 60 && (await chosen()) !== value; steps += 1) await press('ArrowDown');
    assert.equal(await chosen(), value, what);
  }

  return {
    tabTo,
    enter,
    button: (what, words, there) => enter(what, 'button', words, there),
    link: (what, selector, there) => enter(what, selector, undefined, there),
    /** Follows a link to another page. */
    go: (what, selector, to) => enter(what, selector, undefined, () => page.waitForURL(to)),
    async unfold(words) {
      await tabTo(words, 'summary', words);
      await press('Enter');
    },
    async write(form, name, words) {
      await tabTo(name, `${form} [name="${name}"]`);
      await page.keyboard.type(words);
    },
    async choose(form, name, value) {
      await tabTo(name, `${form} select[name="${name}"]`);
      await arrowTo(name, value);
    },
    async mark(form, name, value) {
      await tabTo(name, `${form} input[type=radio][name="${name}"]`);
      await press('Space');
      await arrowTo(name, value);
    },
    /** The button of a form. */
    send: (form, there) => enter(`the button of ${form}`, `${form} button[type=submit]`, undefined, there),
  };
}
