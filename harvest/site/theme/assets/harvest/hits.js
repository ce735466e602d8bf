// What was found, as elements. Everything that somebody wrote is put in as text, never as markup.
import { at } from "./asking.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Pieces of text, those that matched marked.
const marked = (pieces) => pieces.map(([text, matched]) => (matched ? element("mark", {}, text) : text));

// The lines of a hit that come a moment later: how somebody asked it, and what the page says. `lines` is how many
// there is room for.
export async function fill(place, excerpt, lines) {
  let said;
  try {
    said = await excerpt;
  } catch {
    return; // a result without its excerpt is still a result
  }
  const asked = said.asked && element("span", { class: "hv-hit__asked", dir: "auto" }, "“", ...marked(said.asked), "”");
  const text = said.text && element("span", { class: "hv-hit__text", dir: "auto" }, ...marked(said.text));
  place.replaceChildren(...[asked, text].filter(Boolean).slice(0, lines));
}

export function facts(hit) {
  const badge = hit.badge && element("span", { class: `hv-dot hv-dot--${tone(hit)}` }, hit.badge);
  const topic = hit.topic && element("bdi", {}, hit.topic);
  const product = hit.product && element("bdi", {}, hit.product);
  const draft = hit.state === "draft" && element("span", {}, "Draft, not reviewed yet");
  return element("span", { class: "hv-row__facts" }, ...[badge, topic, product, draft].filter(Boolean));
}

const tone = (hit) => hit.tone ?? "fact";

// What was read for words that are on no page, and the way to have them as they are.
export function mended({ mended: words }, exactly) {
  if (!words.length) return [];
  const meant = words.map((word) => word.meant).join(", ");
  const typed = words.map((word) => word.typed).join(" ");
  return [
    "Showing results for ", element("strong", { dir: "auto" }, meant), ". ",
    element("a", { href: exactly }, "Search instead for ", element("bdi", {}, `“${typed}”`)),
  ];
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

// When the index cannot be read: what happened, and what still works.
export function unavailable(form, retry) {
  const topics = element("a", { href: at(form, "topics/") }, "look through the topics");
  return ["The search could not be loaded. ", again(retry), " or ", topics, "."];
}
