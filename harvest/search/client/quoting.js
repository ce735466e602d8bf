// "Phrases" and -words of a query: harvest/search/query.py, `take_apart`. Loaded when first needed.

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const QUOTED = new RegExp(`(?<![^${SPACE}])(-?)["“„«]([^"“”„«»]+)["”“»]`, "g");
const MINUS = new RegExp(`(?<![^${SPACE}])-(?=[\\p{L}\\p{Nl}\\p{No}])([^${SPACE}]+)`, "gu");

// The terms of each phrase, of each that is banned, and the text that is left.
export function quoted(text, analysis) {
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
  return { phrases, banned, rest };
}
