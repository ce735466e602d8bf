import { closed, cut, isCode } from "./analysis.js";
import { NEAR, ONE, REPAIRED, FEW_WORDS } from "./ranking.js";

// What was typed, as what is looked up: harvest/search/query.py, with the dictionary fetched on the way.

const MOST_CHARACTERS = 2000;
const MOST_WORDS = 64;
const SHORTEST_MENDED = 4;
const TWO_MISTAKES = 8;
const CANDIDATES = 3;
const SHORTEST_BEGUN = 3;
const COMPLETIONS = 8;

// Keys of the dictionary: see harvest/search/export/words.py.
const near = (term) => `${term}#`;

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const QUOTED = new RegExp(`(?<![^${SPACE}])(-?)["“„«]([^"“”„«»]+)["”“»]`, "g");
const MINUS = new RegExp(`(?<![^${SPACE}])-(?=[\\p{L}\\p{Nl}\\p{No}])([^${SPACE}]+)`, "gu");

export function takeApart(typed, analysis) {
  const text = cut(typed, MOST_CHARACTERS);
  const phrases = [];
  const banned = [];
  for (const [, minus, phrase] of text.matchAll(QUOTED)) {
    const terms = analysis.words(phrase).map((word) => word.term);
    if (terms.length) (minus ? banned : phrases).push(terms);
  }
  let rest = text.replace(QUOTED, (_, minus, phrase) => (minus ? " " : ` ${phrase} `));
  for (const [, word] of rest.matchAll(MINUS)) {
    banned.push(...analysis.words(word).filter((each) => !each.small).map((each) => [each.term]));
  }
  rest = rest.replace(MINUS, " ");
  const all = analysis.words(rest);
  const words = all.slice(0, MOST_WORDS);
  return {
    words,
    phrases,
    banned,
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
export async function lookUp(typed, prefix, index, analysis) {
  const words = typed.words.filter((word) => !word.small);
  const last = typed.words.at(-1);
  const start = prefix && typed.begun && last && !last.small ? closed(last.typed) : "";
  const begun = Array.from(start).length < SHORTEST_BEGUN ? "" : start;
  const [ahead] = await Promise.all([
    begun ? index.completions(begun) : [],
    index.need([
      ...words.flatMap((word) => [word.term, ...word.parts]),
      ...pairs(typed.words),
      ...[...typed.phrases, ...typed.banned].flat(),
    ]),
  ]);
  const completions = mostPages(ahead.filter(({ entry }) => entry !== last?.term))
    .slice(0, COMPLETIONS)
    .map(({ entry }) => entry);
  const begins = ({ term }) => term === last.term && completions.length > 0;
  const alikes = new Map();
  const absent = words.filter((word) => !index.has(word.term) && !word.parts.length && !begins(word));
  await Promise.all(
    absent.map(async (word) => index.lost(word.term) || alikes.set(word.term, await alike(word, index))),
  );
  const sought = new Map();
  const mended = new Map();
  for (const word of words) {
    const kind = analysis.common.has(word.typed) ? 1 : 0;
    const there = index.has(word.term);
    if (word.parts.length && !there && !begins(word)) {
      for (const part of word.parts) {
        sought.set(part, sought.get(part) ?? { kind, part, entries: [[part, ONE]] });
      }
      continue;
    }
    let entries = [[word.term, ONE]];
    if (there) {
      entries.push(...index.slips(word.term).map((entry) => [entry, REPAIRED]));
    } else if (alikes.get(word.term)?.length) {
      entries = alikes.get(word.term).map((entry) => [entry, REPAIRED]);
      mended.set(word.term, { typed: word.typed, meant: entries[0][0] });
    }
    if (begins(word)) {
      const more = completions.filter((entry) => !entries.some(([other]) => other === entry));
      entries = [...(there ? entries : []), ...more.map((entry) => [entry, REPAIRED])];
    }
    sought.set(word.term, sought.get(word.term) ?? { kind, entries });
  }
  const right = pairs(typed.words.map((word) => ({ ...word, term: mended.get(word.term)?.meant ?? word.term })));
  await index.need([...right, ...[...sought.values()].flatMap(({ entries }) => entries.map(([entry]) => entry))]);
  for (const each of sought.values()) {
    each.weight = Math.min(...each.entries.map(([entry]) => index.weight(entry, each.kind)));
    if (!typed.keywords && !each.part) {
      each.entries.push(...each.entries.map(([entry, share]) => [near(entry), Math.floor((share * NEAR) / ONE)]));
    }
  }
  for (const both of right) {
    if (index.has(both)) sought.set(both, { weight: index.weight(both, 2), entries: [[both, ONE]], pair: true });
  }
  return { sought: [...sought.values()], mended: [...mended.values()] };
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function mostPages(entries) {
  return entries.sort((a, b) => b.many - a.many || order(a.entry, b.entry));
}

// The entries a mistyped word may stand for: see `alike` in query.py.
async function alike({ term, typed }, index) {
  const letters = Array.from(term);
  if (letters.length < SHORTEST_MENDED || isCode(term)) return [];
  const allowed = letters.length >= TWO_MISTAKES ? 2 : 1;
  const first = Array.from(typed).slice(0, 2).join("");
  const size = Array.from(typed).length;
  const starts = [letters[0], letters[1] + letters[0]];
  const words = new Map();
  for (const list of await Promise.all(starts.map((start) => index.words(start)))) {
    for (const each of list) words.set(each.entry, each);
  }
  let found = [];
  for (const { entry, many } of words.values()) {
    const other = entry.length < 64 && entry.length === Array.from(entry).length ? entry : Array.from(entry);
    let mistakes = Math.abs(other.length - letters.length) <= allowed ? distance(letters, other, allowed) : 9;
    if (mistakes > 1 && entry.startsWith(first)) {
      for (const ending of index.endings) {
        if (Math.abs(other.length + ending.length - size) <= 1) {
          mistakes = Math.min(mistakes, distance(Array.from(typed), [...other, ...ending], 1));
        }
      }
    }
    if (mistakes <= allowed) found.push({ mistakes, many, entry });
  }
  if (!found.length) {
    found = (await index.words(term)).map((each) => ({ mistakes: 0, ...each }));
  }
  mostPages(found).sort((a, b) => a.mistakes - b.mistakes);
  return found.filter((each) => each.mistakes === found[0].mistakes).slice(0, CANDIDATES).map((each) => each.entry);
}

// Mistakes between two words (optimal string alignment); more than `most` is only known to be more.
function distance(one, other, most) {
  let twoBefore = [];
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    [twoBefore, before, row] = [before, row, [i]];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && other[j - 1] === one[i - 2]) {
        cost = Math.min(cost, twoBefore[j - 2] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
  }
  return row[other.length];
}
