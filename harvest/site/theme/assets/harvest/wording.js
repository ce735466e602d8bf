// Other ways to say what was typed. Loaded when there is one.
import { listed } from "./asking.js";
import { element } from "./hits.js";

const PHRASE = /(?<!\S)["“„«]([^"“”„«»]+)["”“»]/g; // as the search reads it

// `mended`: what was read for words that are on no page, and the way to have them as they are. `plain`: the way to have
// what was quoted as words, where nothing has it as it is quoted.
export function wording(form, words, found, filters) {
  const quoteless = words.replace(PHRASE, "$1");
  const to = (text, name, ...children) => element("a", { class: name, href: listed(form, text, filters) }, ...children);
  return {
    mended: found.mended.length ? mended(found, (...children) => to(exact(words, found), "", ...children)) : [],
    plain: found.hits.length || quoteless === words ? [] : [to(quoteless, "hv-way", "Search without quotes")],
  };
}

function mended(found, link) {
  const meant = found.mended.map(({ meant: word }) => element("strong", { dir: "auto" }, word));
  const typed = found.mended.map((word) => word.typed).join(" ");
  return [
    "Showing results for ", ...meant.flatMap((word, at) => (at ? [", ", word] : [word])), ". ",
    link("Search instead for ", element("bdi", {}, `“${typed}”`)), ". ",
  ];
}

// The words with each that was mended in quotes: it must stand on the page as it was typed. A word that cannot be
// found again in what was typed has all of it put in quotes.
function exact(words, { mended: mistaken }) {
  const left = new Set(mistaken.map((word) => word.typed));
  const typed = [...left];
  const quoted = words.replace(/-?["“„«][^"“”„«»]+["”“»]|\S+/g, (part) => {
    const plain = part.normalize("NFKD").replace(/[\p{M}'’‘´`]/gu, "").toLowerCase();
    const here = typed.filter((word) => plain.includes(word));
    if (!here.length || /^-?["“„«]/.test(part)) return part;
    for (const word of here) left.delete(word);
    return `"${part}"`;
  });
  return left.size ? `"${words.replace(/["“”„«»]/g, " ")}"` : quoted;
}
