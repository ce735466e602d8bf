// What was found, as elements. Everything that somebody wrote is put in as text, never as markup.
import { at, isMiss } from "./asking.js";

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
// page says. `lines` is how many there is room for. Returns whether that could be loaded: a result without its excerpt is
// still a result.
export async function fill(place, hit, excerpt, lines) {
  const said = await excerpt(hit).catch(() => null);
  if (!said) return false;
  const asked = said.asked && !same(said.asked, hit.title) && line("asked", "“", ...marked(said.asked), "”");
  const text = said.text && line("text", ...marked(said.text));
  place.replaceChildren(...[asked, text].filter(Boolean).slice(0, lines));
  return true;
}

// Whether all of a list could be filled, in a line of its own. It is read aloud when it changes, so it does only then.
export async function bare(line, list, filled) {
  const first = list.firstChild;
  const says = (await Promise.all(filled)).includes(false) ? "Excerpts could not be loaded. The search works without." : "";
  if (list.firstChild === first && line.textContent !== says) line.textContent = says;
}

export const bareLine = () => element("p", { class: "hv-bare", "aria-live": "polite" });

const line = (name, ...children) => element("span", { class: `hv-hit__${name}`, dir: "auto" }, ...children);
const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
const same = (pieces, title) => letters(pieces.map(([text]) => text).join("")) === letters(title);

export function facts(hit) {
  const found = [hit.badge && element("span", { class: `hv-dot hv-dot--${hit.tone}` }, hit.badge)];
  for (const name of [hit.topic, hit.product]) found.push(name && element("bdi", {}, name));
  if (hit.state === "draft") found.push(element("span", {}, "Draft"));
  if (hit.away) found.push(element("span", {}, "Needs a connection"));
  return element("span", { class: "hv-row__facts" }, ...found.filter(Boolean));
}

// What is said where the network is slow.
export const WAITING = "Searching …";

const part = () =>
  navigator.onLine
    ? "A part of the search could not be loaded. "
    : "You are offline, and a part of the search is not on this device. ";

// When some of the index cannot be read: what was found may not be all there is.
export const partly = (found, retry) => (found.broken ? [part(), again(retry)] : []);

// What is said once somebody has stopped typing.
export function aloud(found, many) {
  const doubt = found.broken ? part() : many && isMiss(found) ? "Nothing says exactly this. " : "";
  return `${doubt}${many ? `${many} ${many === 1 ? "answer" : "answers"}.` : "Nothing found."}`;
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

// When the index cannot be read: what happened, aloud too, and what still works.
export function unavailable(form, said, retry) {
  said.textContent = "The search could not be loaded. ";
  const topics = element("a", { href: at(form, "topics/") }, "look through the topics");
  return [said.textContent, again(retry), " or ", topics, "."];
}
