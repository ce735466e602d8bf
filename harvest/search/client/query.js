import { closed, cut, isCode } from "./analysis.js";
import { COMMON, FEW_WORDS, NEAR, ONE, PAIR, PLAIN, REPAIRED } from "./ranking.js";

// What was typed, as what is looked up: harvest/search/query.py, with the dictionary fetched on the way.

const MOST_CHARACTERS = 2000;
const MOST_WORDS = 64;
const SHORTEST_MENDED = 4;
const SHORTEST_BEGUN = 3;
const COMPLETIONS = 8;

// Keys of the dictionary: see harvest/search/export/words.py.
const near = (term) => `${term}#`;

// Whether it may hold "phrases" or -words: taking them out is loaded when first needed (quoting.js).
const MARKED = /["“„«]|(?<![\p{L}\p{N}])-/u;
export const isMarked = (text) => MARKED.test(text);

// `quoted`: see quoting.js; without it all is words.
export function takeApart(typed, analysis, quoted) {
  const text = cut(typed, MOST_CHARACTERS);
  const { phrases = [], banned = [], rest = text } = quoted?.(text, analysis) ?? {};
  const all = analysis.words(rest);
  const words = all.slice(0, MOST_WORDS);
  return {
    words,
    phrases,
    banned,
    exact: phrases.flat(),
    keywords: words.length <= FEW_WORDS && words.every((word) => !word.small),
    begun: text === typed && words.length === all.length && /[\p{L}\p{N}]$/u.test(rest),
  };
}

function pair(one, other) {
  if (one.small) return other.small ? null : `${other.term}$${one.term}`;
  return `${one.term}%${other.term}`;
}

function pairs(words) {
  const found = words.slice(1).map((word, at) => pair(words[at], word));
  return [...new Set(found.filter(Boolean))];
}

// What is sought for a query: `sought` as `rank` wants it (each also names its entries), and what was mended.
export async function lookUp(typed, prefix, index) {
  const words = typed.words.filter((word) => !word.small);
  const last = typed.words.at(-1);
  const start = prefix && typed.begun && last && !last.small ? closed(last.typed) : "";
  const begun = Array.from(start).length < SHORTEST_BEGUN ? "" : start;
  const [ahead] = await Promise.all([
    begun ? index.completions(begun) : [],
    index.need([
      ...words.flatMap((word) => [word.term, ...(typed.keywords ? [] : [near(word.term)]), ...word.parts]),
      ...pairs(typed.words),
      ...[...typed.phrases, ...typed.banned].flat(),
    ]),
  ]);
  const completions = ahead
    .filter(({ entry }) => entry !== last?.term)
    .sort((a, b) => b.many - a.many || (a.entry < b.entry ? -1 : 1))
    .slice(0, COMPLETIONS)
    .map(({ entry }) => entry);
  const begins = ({ term }) => term === last.term && completions.length > 0;
  const alikes = new Map();
  const absent = words.filter((word) => !index.has(word.term) && !word.parts.length && !begins(word));
  const mendable = absent.filter(
    ({ term }) =>
      Array.from(term).length >= SHORTEST_MENDED && !isCode(term) && !index.lost(term) && !typed.exact.includes(term),
  );
  const later = mendable.length && (await index.later());
  if (later) {
    await Promise.all(mendable.map(async (word) => alikes.set(word.term, await later.alike(word, index))));
  }
  const sought = new Map();
  const mended = new Map();
  for (const word of words) {
    const kind = index.analysis.common.has(word.typed) ? COMMON : PLAIN;
    const there = index.has(word.term);
    if (word.parts.length && !there && !begins(word)) {
      for (const part of word.parts) {
        sought.set(part, sought.get(part) ?? { kind, part, entries: [[part, ONE]] });
      }
      continue;
    }
    let entries = [[word.term, ONE]];
    if (there && !typed.exact.includes(word.term)) {
      entries.push(...index.slips(word.term).map((entry) => [entry, REPAIRED]));
    } else if (alikes.get(word.term)?.length) {
      entries = alikes.get(word.term).map(({ entry }) => [entry, REPAIRED]);
      mended.set(word.term, { typed: word.typed, meant: alikes.get(word.term)[0].written });
    }
    if (begins(word)) {
      const more = completions.filter((entry) => !entries.some(([other]) => other === entry));
      entries = [...(there ? entries : []), ...more.map((entry) => [entry, REPAIRED])];
    }
    sought.set(word.term, sought.get(word.term) ?? { kind, entries });
  }
  const right = pairs(typed.words.map((word) => ({ ...word, term: alikes.get(word.term)?.[0]?.entry ?? word.term })));
  const entries = [...sought.values()].flatMap((each) => each.entries.map(([entry]) => entry));
  await index.need([...right, ...entries, ...(typed.keywords ? [] : entries.map(near))]);
  for (const each of sought.values()) {
    each.weight = Math.min(...each.entries.map(([entry]) => index.weight(entry, each.kind)));
    // No page says a word and, by another word, the same.
    each.apart = each.entries.length === 1;
    if (!typed.keywords && !each.part) {
      each.entries.push(...each.entries.map(([entry, share]) => [near(entry), Math.floor((share * NEAR) / ONE)]));
    }
  }
  for (const both of right) {
    if (index.has(both)) sought.set(both, { weight: index.weight(both, PAIR), entries: [[both, ONE]], pair: true });
  }
  return { sought: [...sought.values()], mended: [...mended.values()] };
}
