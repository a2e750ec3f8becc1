// What staff of the hotline write back: looked for when the page opens, and every few seconds
// while a hand-off is open. A letter comes again until its id is sent back, so ids are remembered.

const EVERY_MS = 3000;
const ANSWER_WITHIN_MS = 15_000;
const ADDRESS = "/api/chat/letters";

/** Return a mailbox: `show` is given each new letter, `end` is called when the hand-off is over. */
export function makeMailbox({ show, end }) {
  const known = new Set();
  let isOpen = false;
  let timer = 0;
  let round = 0;

  async function look() {
    clearTimeout(timer);
    const own = (round += 1);
    try {
      const mail = await ask();
      if (own !== round) return; // looked again, or emptied, meanwhile
      for (const letter of mail.letters) {
        if (!known.has(letter.id)) show(letter);
        known.add(letter.id);
      }
      if (mail.letters.length) await ask(mail.letters.map(({ id }) => id));
      if (own !== round) return;
      if (isOpen && !mail.is_open) end();
      isOpen = mail.is_open;
    } catch {
      // The next look finds what this one missed.
      if (own !== round) return;
    }
    if (isOpen) timer = setTimeout(look, EVERY_MS);
  }

  function stop() {
    clearTimeout(timer);
    round += 1;
    isOpen = false;
  }

  return { look, stop, know: (id) => known.add(id) };
}

async function ask(seen) {
  const response = await fetch(ADDRESS, {
    method: seen ? "POST" : "GET",
    headers: { "Content-Type": "application/json" },
    body: seen && JSON.stringify({ seen }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}
