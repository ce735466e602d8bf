// What was found, as elements. Everything that somebody wrote is put in as text, never as markup.
import { at } from "./asking.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Pieces of text, those that matched marked.
const marked = (pieces) =>
  pieces.map(([text, matched]) => (matched ? element("mark", {}, text) : text.replace(QUOTING, "")));
const QUOTING = /(?<=^|\n)> ?/g; // of texts, as Markdown has it

// The lines of a hit that come a moment later: how somebody asked it, unless the title says that already, and what the
// page says. `lines` is how many there is room for.
export async function fill(place, hit, excerpt, lines) {
  let said;
  try {
    said = await excerpt(hit);
  } catch {
    return; // a result without its excerpt is still a result
  }
  const asked = said.asked && !same(said.asked, hit.title) && line("asked", "“", ...marked(said.asked), "”");
  const text = said.text && line("text", ...marked(said.text));
  place.replaceChildren(...[asked, text].filter(Boolean).slice(0, lines));
}

const line = (name, ...children) => element("span", { class: `hv-hit__${name}`, dir: "auto" }, ...children);
const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
const same = (pieces, title) => letters(pieces.map(([text]) => text).join("")) === letters(title);

export function facts(hit) {
  const found = [hit.badge && element("span", { class: `hv-dot hv-dot--${hit.tone}` }, hit.badge)];
  for (const name of [hit.topic, hit.product]) found.push(name && element("bdi", {}, name));
  if (hit.state === "draft") found.push(element("span", {}, "Draft"));
  return element("span", { class: "hv-row__facts" }, ...found.filter(Boolean));
}

// What was read for words that are on no page, and the way to have them as they are.
export function mended(found, exactly) {
  if (!found.mended.length) return [];
  const meant = found.mended.map(({ meant: stem }) => {
    const word = element("strong", { dir: "auto" }, stem);
    spelled(stem, found).then((text) => word.replaceChildren(text));
    return word;
  });
  const typed = found.mended.map((word) => word.typed).join(" ");
  return [
    "Showing results for ", ...meant.flatMap((word, at) => (at ? [", ", word] : [word])), ". ",
    element("a", { href: exactly }, "Search instead for ", element("bdi", {}, `“${typed}”`)), ".",
  ];
}

// The index has stems ("pictur"); people are shown the word as the pages found have it.
async function spelled(stem, found) {
  const first = found.hits.slice(0, 3);
  const excerpts = await Promise.allSettled(first.map((hit) => found.excerpt(hit)));
  const pieces = excerpts.flatMap(({ value }) => [...(value?.asked ?? []), ...(value?.text ?? [])]);
  const texts = [...pieces.filter(([, matched]) => matched).map(([text]) => text), ...first.map((hit) => hit.title)];
  const words = texts.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{M}\p{N}'’-]+/u));
  return words.find((word) => word.startsWith(stem.slice(0, -1))) ?? stem;
}

// The words with each that was mended in quotes: it must stand on the page as it was typed.
export function exact(words, { mended: mistaken }) {
  return mistaken.reduce((text, { typed }) => {
    const place = text.toLowerCase().indexOf(typed.toLowerCase());
    if (place < 0) return text;
    const end = place + typed.length;
    return `${text.slice(0, place)}"${text.slice(place, end)}"${text.slice(end)}`;
  }, words);
}

// The ways on where nothing was found: people.
export function waysOn(form, words, topic) {
  const ways = [];
  if (form.dataset.ask) {
    const address = form.dataset.ask.replace("{words}", () => encodeURIComponent(words));
    ways.push(element("a", { class: "hv-way", href: address, rel: "noopener" }, "Ask the community"));
  }
  if (form.dataset.email) {
    const subject = encodeURIComponent([topic, words].filter(Boolean).join(": "));
    ways.push(element("a", { class: "hv-way", href: `mailto:${form.dataset.email}?subject=${subject}` }, "Write us an e-mail"));
  }
  return ways;
}

export function again(retry) {
  const button = element("button", { type: "button", class: "hv-again" }, "Try again");
  button.addEventListener("click", retry);
  return button;
}

// When a part of the index cannot be read.
export const lacking = () =>
  navigator.onLine
    ? "A part of the search could not be loaded, so answers may be missing. "
    : "You are offline, and a part of the search is not on this device: answers may be missing. ";

// When the index cannot be read: what happened, and what still works.
export function unavailable(form, retry) {
  const topics = element("a", { href: at(form, "topics/") }, "look through the topics");
  return ["The search could not be loaded. ", again(retry), " or ", topics, "."];
}
