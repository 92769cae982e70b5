/** Asks again until the answer is yes. Errors that `ask` throws end it at once. */
export async function until(what, ask, patience = 60_000) {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`after ${patience / 1000} s it is still not so that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
