// Words that found nothing, told to the site's own host, which keeps them in its ordinary access log: `harvest misses`
// reads it. Only where the company has switched it on. No cookie goes with it, and nobody else learns of it.
//
// Better too little than too much: a miss that is not told costs a line in a list, a name that is told cannot be
// taken back. So whole stories, addresses, and anything with a long number in it stay here.
import { at } from "./asking.js";

const CODE = /\b0x[0-9a-f]{1,8}\b/gi;
const PERSONAL = /@|:\/\/|\bwww\.|\d(?:[\s().,\/-]*\d){5}/;
const MOST = { characters: 80, words: 12 };

export const mayBeTold = (words) =>
  words.length >= 3 &&
  words.length <= MOST.characters &&
  words.split(/\s+/).length <= MOST.words &&
  !PERSONAL.test(words.replace(CODE, ""));

const told = new Set();

// Call it when the typing has settled: each text is told once a page. Never throws, never waits for an answer.
export function tell(form, words) {
  if (!("misses" in form.dataset) || navigator.globalPrivacyControl) return;
  words = words.trim().replace(/\s+/g, " ").toLowerCase();
  if (told.has(words) || !mayBeTold(words)) return;
  told.add(words);
  fetch(at(form, `search/miss.txt?q=${encodeURIComponent(words)}`), {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    keepalive: true,
  }).catch(() => {});
}
