// How long somebody takes who knows what they want, by the Keystroke-Level Model (Card, Moran and Newell, Communications of
// the ACM 23(7), 1980), and what reading adds for somebody who sees every page for the first time.

/** Seconds for each operator: a key by an average typist, pointing, pressing and releasing the button, a hand between mouse
 * and keyboard, and making up one's mind before a unit of work. */
const [K, P, BB, H, M] = [0.28, 1.1, 0.2, 0.4, 1.35];
/** Seconds for a page to come and be seen; more than it takes. */
const R = 1;
/** Words a minute of silent reading (Brysbaert, Journal of Memory and Language 109, 2019). */
const WORDS_A_MINUTE = 238;

/** What was done: pages that came, things touched, fields filled, keys pressed in them, and words that were new. */
export function nothing() {
  return { pages: 0, touches: 0, fields: 0, keys: 0, words: 0 };
}

/** Everything that several people did, one after the other. */
export function together(all) {
  const sum = nothing();
  for (const one of all) for (const what of Object.keys(sum)) sum[what] += one[what];
  return sum;
}

/** Seconds for somebody practised: M P BB for a touch, M P BB H, its keys and H for a field, R for a page. */
export function seconds({ pages, touches, fields, keys }) {
  return touches * (M + P + BB) + fields * (M + P + BB + 2 * H) + keys * K + pages * R;
}

/** Seconds of reading, when every line is read once. */
export function reading({ words }) {
  return (words / WORDS_A_MINUTE) * 60;
}
