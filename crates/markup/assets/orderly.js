// The one script. Every page is complete without it; with it, pages change in place, keys work, and what
// changes elsewhere appears here. It runs under a policy that allows no inline code.
'use strict';
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const body = document.body;
  const main = () => $('main');
  // A private window may refuse to keep anything; then nothing is kept.
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

  // --- time ---
  // A ward PC's clock may be wrong; the server said when it made the page, so we count from that.
  let skew = 0;
  const setSkew = () => { if (body.dataset.now) skew = Number(body.dataset.now) - Date.now(); };
  const now = () => Date.now() + skew;
  // The same rules as words.rs, so that a page left open agrees with one just fetched.
  const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const span = (ms) => {
    const s = Math.floor(Math.abs(ms) / 1000), h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60);
    if (s < 60) return 'under 1 min';
    if (s < 3600) return `${m} min`;
    if (h < 10 && m > 0) return `${h} h ${m} min`;
    if (h < 48) return `${h} h`;
    const days = Math.floor(h / 24);
    return days < 730 ? `${grouped(days)} days` : `${grouped(Math.floor(days / 365))} years`;
  };
  const tick = () => {
    for (const time of $$('time[data-relative]')) {
      const left = Number(time.dataset.relative) - now();
      time.textContent = left > 0 ? `in ${span(left)}` : left > -60000 ? 'just now' : `${span(left)} ago`;
    }
    for (const time of $$('time[data-due]')) {
      const left = Number(time.dataset.due) - now();
      time.textContent = left >= 0 ? `in ${span(left)}` : `${span(left)} late`;
      const chip = time.closest('.due-running, .due-soon');
      if (left < 0 && chip) chip.className = chip.className.replace(/due-(running|soon)/, 'due-late');
    }
    for (const ring of $$('.ring-left[data-until]')) {
      const from = Number(ring.dataset.from), until = Number(ring.dataset.until);
      const left = until > from ? Math.min(1, Math.max(0, (until - now()) / (until - from))) : 0;
      ring.setAttribute('stroke-dasharray', `${Math.round(left * 100)} 100`);
    }
  };

  // --- morphing ---
  // Turns one element into another with the fewest changes, so that focus, scroll and what is open stay.
  // With `keep`, what somebody typed and did not send stays too; without it, the server's answer wins.
  const isControl = (node) => ['INPUT', 'TEXTAREA', 'SELECT'].includes(node.nodeName);
  const typed = (node) => node.nodeName === 'SELECT'
    ? [...node.options].some((option) => option.selected !== option.defaultSelected)
    : node.value !== node.defaultValue || node.checked !== node.defaultChecked;
  // What a row says, apart from words that only count time.
  const gist = (node) => {
    const copy = node.cloneNode(true);
    for (const part of $$('time, svg, input, .bulk-words', copy)) part.remove();
    return copy.textContent.replace(/\s+/g, ' ').trim();
  };
  const glow = (node) => {
    node.classList.add('glow');
    node.addEventListener('animationend', () => node.classList.remove('glow'), { once: true });
  };
  const morph = (from, to, keep) => {
    if (from.nodeType !== Node.ELEMENT_NODE) { if (from.data !== to.data) from.data = to.data; return; }
    const holds = isControl(from) && keep && (typed(from) || from === document.activeElement);
    const changed = keep && from.id && from.matches('tr, li') && gist(from) !== gist(to);
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !(name === 'open' && keep)) from.removeAttribute(name);
    }
    for (const { name, value } of [...to.attributes]) {
      if (holds && (name === 'value' || name === 'checked')) continue;
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
    if (!(holds && from.nodeName === 'TEXTAREA')) morphChildren(from, to, keep);
    if (isControl(from) && !holds && from.type !== 'file') {
      if (from.value !== to.value) from.value = to.value;
      from.checked = to.checked;
    }
    if (changed) glow(from);
  };
  const morphChildren = (from, to, keep) => {
    const known = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
    let at = from.firstChild;
    for (const next of [...to.childNodes]) {
      let match = next.id ? known.get(next.id) : at && !at.id ? at : null;
      if (match && match.nodeName !== next.nodeName) match = null;
      if (!match) {
        const fresh = from.insertBefore(document.importNode(next, true), at);
        if (keep && fresh.id && fresh.matches('tr, li')) glow(fresh);
        continue;
      }
      if (match === at) at = at.nextSibling; else from.insertBefore(match, at);
      morph(match, next, keep);
    }
    while (at) { const gone = at; at = at.nextSibling; gone.remove(); }
  };

  // --- going somewhere without leaving the page ---
  let turn = 0, asking = 0; // Only the last of several answers is shown.
  let shown = location.pathname + location.search;
  const say = (words) => { const line = $('[data-stream-line]'); if (line) line.textContent = words; };
  const show = (text, url, { keep = false, push = false } = {}) => {
    const next = new DOMParser().parseFromString(text, 'text/html');
    // A page of another kind (sign-in, lock, an error of a proxy) is not ours to morph.
    if (!$('main', next) || next.body.dataset.room !== body.dataset.room) { location.assign(url); return; }
    const focus = document.activeElement?.id;
    const address = new URL(url, location.href);
    const moved = address.pathname !== new URL(shown, location.href).pathname;
    if (push && address.href !== location.href) history.pushState({}, '', address);
    shown = location.pathname + location.search;
    document.title = next.title;
    for (const open of $$('dialog[open]')) if (!keep) open.close();
    morph(body, next.body, keep);
    setSkew();
    lastTrue = body.dataset.shownAt || clock();
    if (document.activeElement?.id !== focus) byId(focus)?.focus({ preventScroll: true });
    if (moved) { scrollTo(0, 0); main().focus({ preventScroll: true }); }
    started();
  };
  const visit = async (url, init = {}, how = {}) => {
    // A refresh never overtakes what a person asked for: that answer will be as new.
    if (how.keep && asking) return;
    const mine = ++turn;
    if (!how.keep) asking = mine;
    main()?.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(url, { headers: { Accept: 'text/html' }, ...init });
      if (mine !== turn) return;
      const kind = answer.headers.get('content-type') || '';
      if (!kind.startsWith('text/html')) { location.assign(answer.url); return; }
      // An answer to a form that was refused stands at the form's address; only a page has an address.
      const push = how.push && (!init.method || answer.redirected);
      show(await answer.text(), answer.url, { ...how, push });
    } catch {
      if (mine !== turn) return;
      how.keep ? lost() : say('No answer came. What you typed is still here; look before you send it again.');
    } finally {
      if (mine === asking) asking = 0;
      if (mine === turn) main()?.removeAttribute('aria-busy');
    }
  };
  // A page that refreshes itself is no touch: the server must not count it against the idle limit.
  const again = () => visit(location.href, { headers: { 'Orderly-Refresh': '1' } }, { keep: true });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey;
    if (!link || event.defaultPrevented || elsewhere) return;
    if (byId(link.dataset.dialog)?.showModal) {
      event.preventDefault();
      openDialog(link.dataset.dialog);
    } else if ('live' in link.dataset && link.origin === location.origin) {
      event.preventDefault();
      visit(link.href, {}, { push: true });
    }
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !('live' in form.dataset)) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    const named = event.submitter?.getAttribute('formaction') || form.getAttribute('action') || '';
    const action = new URL(named, location.href);
    if (form.method === 'get') {
      action.search = new URLSearchParams(data);
      visit(action, {}, { push: true });
    } else {
      const sent = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
      visit(action, { method: 'POST', body: sent }, { push: true });
    }
  });
  addEventListener('popstate', () => {
    if (shown !== location.pathname + location.search) visit(location.href);
  });

  // --- the stream ---
  let source = null, stream = '', wasLost = false, asked = 0, heardAt = Date.now(), going = 0;
  const inZone = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' };
  const clock = () => new Date(now()).toLocaleTimeString('en-US', inZone);
  let lastTrue = body.dataset.shownAt || clock();
  const lost = () => { wasLost = true; say(`Connection lost. Showing ${lastTrue}.`); };
  // Many pages hear the same news; they do not all ask in the same instant.
  const askAgain = () => {
    clearTimeout(asked);
    asked = setTimeout(() => { if (!document.hidden) again(); else asked = -1; }, 150 + Math.random() * 350);
  };
  document.addEventListener('visibilitychange', () => { if (!document.hidden && asked === -1) askAgain(); });
  const heard = (event) => {
    const news = JSON.parse(event.data || '{}');
    lastTrue = news.at || clock(); heardAt = Date.now();
    return news;
  };
  const template = (innerHTML) => Object.assign(document.createElement('template'), { innerHTML });
  const parse = (html) => template(html).content.firstElementChild;
  const listen = () => {
    const url = body.dataset.stream || '';
    if (url === stream && source && source.readyState !== EventSource.CLOSED) return;
    source = source?.close() ?? null; stream = url;
    if (!url) return;
    const mine = source = new EventSource(url);
    heardAt = Date.now();
    mine.onopen = () => { if (wasLost) { wasLost = false; say(''); again(); } };
    mine.onerror = () => {
      lost();
      // The browser tries again by itself unless the answer was final; then we do, slowly.
      if (mine === source && mine.readyState === EventSource.CLOSED) setTimeout(listen, 4000);
    };
    mine.addEventListener('beat', heard);
    mine.addEventListener('again', (event) => { heard(event); askAgain(); });
    // Whoever signs out is on the way to another page already, and the line's word must not overtake it.
    mine.addEventListener('leave', () => setTimeout(leave, Math.max(0, going + 5000 - Date.now())));
    mine.addEventListener('gone', (event) => byId(heard(event).id)?.remove());
    mine.addEventListener('part', (event) => {
      const { id, html } = heard(event), part = byId(id), next = parse(html);
      if (part && next && part.nodeName === next.nodeName) { morph(part, next, true); tick(); }
    });
    mine.addEventListener('into', (event) => {
      const { id, html } = heard(event), part = byId(id), next = parse(html);
      if (part && next && !byId(next.id)) { part.prepend(next); glow(next); tick(); }
    });
  };
  // A line can be dead without saying so; the server beats every 20 s, so a minute of silence is a loss.
  const listenHard = () => { if (source && Date.now() - heardAt > 60000) { lost(); stream = ''; listen(); } };
  addEventListener('beforeunload', () => { going = Date.now(); });
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => { if (event.persisted) { stream = ''; again(); } });

  // --- the palette and the keys ---
  const keysOff = () => kept('orderly-keys') === 'off';
  const filterPalette = () => {
    const words = $('#palette-filter').value.trim().toLowerCase();
    for (const item of $$('#palette li')) {
      item.hidden = !words.split(' ').every((word) => item.textContent.toLowerCase().includes(word));
    }
    for (const group of $$('#palette .palette-group')) group.hidden = !$('li:not([hidden])', group);
  };
  const openDialog = (id) => {
    const dialog = byId(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    if (id === 'palette') { $('#palette-filter').value = ''; filterPalette(); }
  };
  const paletteKey = (event) => {
    const links = $$('#palette li:not([hidden]) a'), here = links.indexOf(document.activeElement);
    if (event.key === 'ArrowDown') links[Math.min(here + 1, links.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (here > 0 ? links[here - 1] : $('#palette-filter')).focus();
    else if (event.key === 'Enter' && event.target.id === 'palette-filter') {
      // What no name answers is looked for.
      links[0] ? links[0].click() : location.assign(`/search?q=${encodeURIComponent(event.target.value)}`);
    } else return;
    event.preventDefault();
  };
  const rows = () => $$('main [data-row-href]').filter((row) => row.offsetParent);
  const rowHere = () => document.activeElement?.closest('[data-row-href]');
  const step = (by) => {
    const all = rows(), here = all.indexOf(rowHere());
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    if (next) { next.tabIndex = -1; next.focus(); next.scrollIntoView({ block: 'nearest' }); }
  };
  // A ticket's answer is one key away, for its reporter or for the desk alone.
  const answer = (event, visibility) => {
    const form = $('form[action="/do/desk.reply"]'), area = form && $('textarea', form);
    if (!area) return;
    event.preventDefault();
    form.closest('details')?.setAttribute('open', '');
    $(`[name=visibility][value=${visibility}]`, form)?.click();
    area.focus();
  };
  const bulkWords = (form) => {
    const words = $('.bulk-words', form);
    const count = [...form.elements].filter((box) => box.name === 'row' && box.checked).length;
    const { one, many } = words.dataset, what = count ? `${grouped(count)} ${count === 1 ? one : many}` : '';
    words.textContent = count ? `${what} chosen:` : `No ${many} chosen.`;
    for (const button of $$('button', form)) {
      button.dataset.verb ||= button.textContent;
      button.textContent = what ? `${button.dataset.verb} (${what})` : button.dataset.verb;
      button.disabled = !count;
    }
  };
  document.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === 'k') { event.preventDefault(); openDialog('palette'); return; }
    if (event.target.closest?.('#palette')) { paletteKey(event); return; }
    if (event.key === 'Escape') {
      for (const open of $$(':is(.due, .proof, .rail-menu)[open]')) open.open = false;
      body.dataset.noCards = '';
    }
    const writing = isControl(event.target) && !['checkbox', 'radio'].includes(event.target.type);
    if (control || event.altKey || writing || $('dialog[open]')) return;
    const href = event.target.dataset?.rowHref;
    if (event.key === 'Enter' && href) visit(href, {}, { push: true });
    if (keysOff()) return;
    if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 'x') $('input[name=row]', rowHere() || undefined)?.click();
    else if ('rc'.includes(event.key)) answer(event, event.key === 'r' ? 'public' : 'internal');
    else if (event.key === '?') openDialog('keys');
    else if (event.key === '/' && $('[data-search]')) { event.preventDefault(); $('[data-search]').focus(); }
  });
  document.addEventListener('pointermove', () => body.removeAttribute('data-no-cards'), { passive: true });

  // --- drafts: a text that is being written survives a lock ---
  const waiting = new Map();
  const forget = (area) => { clearTimeout(waiting.get(area)); waiting.delete(area); };
  const keepDraft = (area, leaving) => {
    forget(area);
    const sent = new URLSearchParams({ key: area.dataset.draft, text: area.value });
    // A browser sends on after leaving only what is small.
    const how = { method: 'POST', body: sent, keepalive: leaving && area.value.length < 20000 };
    return fetch(area.dataset.draftUrl, how).catch(() => {});
  };
  const keepDrafts = (leaving) => Promise.all([...waiting.keys()].map((area) => keepDraft(area, leaving)));
  document.addEventListener('input', (event) => {
    const area = event.target;
    if (area.id === 'palette-filter') filterPalette();
    if (area.name === 'row' && area.form) bulkWords(area.form);
    if (!area.dataset.draft || !area.dataset.draftUrl) return;
    clearTimeout(waiting.get(area));
    waiting.set(area, setTimeout(() => keepDraft(area, false), 800));
  });
  // What is being sent needs no draft any more.
  document.addEventListener('submit', ({ target }) => $$('textarea[data-draft]', target).forEach(forget), true);
  addEventListener('pagehide', () => keepDrafts(true));

  // --- the lock ---
  // Another window of the same person counts as a touch, so the last one is shared between windows.
  let touched = Date.now();
  const touch = () => {
    if (Date.now() - touched < 1000) return;
    store('orderly-touched', String(touched = Date.now()));
  };
  for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, touch, { passive: true, capture: true });
  const lastTouch = () => Math.max(touched, Number(kept('orderly-touched')) || 0);
  async function leave() {
    source?.close();
    await Promise.race([keepDrafts(true), new Promise((done) => setTimeout(done, 1500))]);
    location.replace(`/lock?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  const idle = () => {
    const limit = Number(body.dataset.idleSeconds) * 1000;
    if (limit && Date.now() - lastTouch() > limit) leave();
  };

  // --- passkeys ---
  const plain = (text) => atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = (text) => Uint8Array.from(plain(text), (letter) => letter.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const ids = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const creation = (o) => PublicKeyCredential.parseCreationOptionsFromJSON?.(o)
    ?? { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) },
      excludeCredentials: ids(o.excludeCredentials) };
  const request = (o) => PublicKeyCredential.parseRequestOptionsFromJSON?.(o)
    ?? { ...o, challenge: bytes(o.challenge), allowCredentials: ids(o.allowCredentials) };
  const PARTS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const credentialJson = (c) => c.toJSON?.() ?? {
    id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: c.getClientExtensionResults(),
    response: Object.fromEntries(PARTS.map((part) => [part, text(c.response[part])]).filter((p) => p[1])),
  };
  const postJson = async (url, value) => {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(value), headers });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok || said.error) throw new Error(said.error || 'It was not taken. Try another way.');
    return said;
  };
  document.addEventListener('submit', async (event) => {
    const form = event.target, register = 'passkeyRegister' in form.dataset;
    if (!register && !('passkeySignIn' in form.dataset)) return;
    event.preventDefault();
    const words = $('[data-message]', form), fields = Object.fromEntries(new FormData(form));
    if (words) words.textContent = '';
    try {
      if (!window.PublicKeyCredential) throw new Error('This browser knows no passkeys. Use your code.');
      const { publicKey } = await postJson(form.dataset.options, fields);
      const credential = register
        ? await navigator.credentials.create({ publicKey: creation(publicKey) })
        : await navigator.credentials.get({ publicKey: request(publicKey) });
      const said = await postJson(form.action, { ...fields, credential: credentialJson(credential) });
      location.assign(said.next || '/');
    } catch (error) {
      const refused = ['NotAllowedError', 'AbortError'].includes(error.name);
      if (words) words.textContent = refused ? 'Not used: cancelled, or the time was over.' : error.message;
    }
  });

  // --- beginning ---
  function started() {
    tick(); listen();
    $$('[data-bulk]').forEach(bulkWords);
    for (const choice of $$('#keys-single')) choice.checked = !keysOff();
  }
  // Single keys can be switched off: speech input types letters.
  document.addEventListener('change', ({ target }) => {
    if (target.id === 'keys-single') store('orderly-keys', target.checked ? 'on' : 'off');
  });
  document.documentElement.dataset.live = ''; setSkew(); started();
  setInterval(() => { tick(); listenHard(); }, 15000); setInterval(idle, 5000);
})();
