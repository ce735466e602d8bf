import { Reader } from "./reading.js";
import { standsOn, textsOf } from "./texts.js";

// What is left of a ranking by topic, product, "phrases" and -words. Loaded when first needed.

// Pages, best first, whose texts are read for a phrase at most.
const MOST_READ = 200;

// The ranking that is left as far as postings say, and its first so many of which texts say so too.
export async function narrow(files, ranked, typed, { topic, product, limit, keep, top }) {
  const tests = [...(await facets(files, topic, product)), ...terms(files, typed)];
  const left = keep(ranked, (page) => tests.every((test) => test(page)));
  const together = (each) => each.length > 1;
  const wanted = typed.phrases.filter(together);
  const unwanted = typed.banned.filter(together);
  if (!wanted.length && !unwanted.length) return [left, top(left, limit)];
  const stands = async ({ page }) => {
    const texts = await textsOf(files, page);
    const there = (phrase) => standsOn(texts, phrase, files.analysis);
    return texts !== null && wanted.every(there) && !unwanted.some(there);
  };
  const found = [];
  const first = top(left, MOST_READ);
  for (let at = 0; at < first.length && found.length < limit; at += limit) {
    await pause();
    const some = first.slice(at, at + limit);
    const kept = await Promise.all(some.map(stands));
    found.push(...some.filter((_, number) => kept[number]));
  }
  return [left, found.slice(0, limit)];
}

// Reading texts takes long: the page can be drawn, and typed into, in between.
function pause() {
  return new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(0);
  });
}

async function facets(files, topic, product) {
  if (topic === undefined && product === undefined) return [];
  const { pages, topics, products } = files.told;
  const numbers = await files.part("facets", (bytes) => new Reader(bytes).varints(2 * pages));
  if (!numbers) return [];
  return [
    (page) => topic === undefined || topics[numbers[page]] === topic,
    (page) => product === undefined || products[numbers[pages + page]] === product,
  ];
}

function terms(files, { phrases, banned }) {
  const has = (phrase) => {
    const telling = phrase.filter((term) => !files.analysis.small.has(term));
    const lists = telling.map((term) => new Set(files.postings(term).pages));
    return (page) => lists.every((list) => list.has(page));
  };
  const without = banned.filter((phrase) => phrase.length === 1).map(has);
  return [...phrases.map(has), ...without.map((test) => (page) => !test(page))];
}
