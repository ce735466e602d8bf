// The page that lists what was found for `?q=`. Its address can be shared and saved, and Back works: every search that
// was entered is a step of the history, all typing since then one more.
import { WAITING, aloud, bare, bareLine, element, facts, fill, partly, unavailable, waysOn } from "./hits.js";
import { tell } from "./misses.js";
import { SETTLED, isMiss, isSure, listed, questions } from "./asking.js";

const PAGE = 10;
const NEAREST = 5;

export function mount(form, place) {
  const box = form.elements.q;
  const view = elements(place);
  const topics = document.querySelector("[data-hv-topics]");
  const filters = choices(view.filters, () => enter());
  const title = document.title;
  const ask = questions(form);
  let frame, settling, limit;

  // Returns whether it is shown: what was asked in the meantime comes instead.
  async function search(most = PAGE) {
    clearTimeout(settling);
    limit = most;
    const words = box.value.trim();
    if (!words) return blank();
    settling = setTimeout(() => (view.note.textContent = WAITING), SETTLED);
    try {
      const found = await ask(words, most, filters.chosen());
      if (!found) return false;
      clearTimeout(settling);
      show(words, found);
      settling = setTimeout(() => settle(words, found), SETTLED);
    } catch {
      clearTimeout(settling);
      blank();
      view.note.replaceChildren(...unavailable(form, view.said, () => search()));
    }
    return true;
  }

  function blank() {
    ask(""); // whatever is still being asked is wanted no more
    for (const part of Object.values(view)) if (part !== view.filters) part.replaceChildren();
    view.more.hidden = view.list.hidden = true;
    topics.hidden = false;
    document.title = title;
    return true;
  }

  function show(words, found) {
    const sure = isSure(found);
    const hits = sure ? found.hits : found.hits.slice(0, NEAREST);
    const chosen = filters.chosen();
    filters.offer(found.facets);
    document.title = `${words} - ${title}`;
    view.heading.replaceChildren(sure ? "Answers for " : "Nearest to ", element("bdi", {}, `“${words}”`));
    view.note.replaceChildren(...remarks(words, found, hits, chosen));
    const filled = [];
    view.list.replaceChildren(...hits.map((hit) => row(hit, found.excerpt, filled)));
    view.list.hidden = !hits.length;
    bare(view.bare, view.list, filled);
    view.more.replaceChildren("Show more answers");
    view.more.hidden = !sure || hits.length < limit || found.total <= limit;
    const people = waysOn(form, words, chosen.topic ?? hits[0]?.topic);
    view.ways.replaceChildren(...(people.length ? [element("span", {}, "Not what you need?"), ...people] : []));
    topics.hidden = hits.length > 0;
  }

  function remarks(words, found, hits, chosen) {
    const said = [found.mended];
    if (isMiss(found)) said.push([hits.length ? "Nothing says exactly this. These come nearest." : "Nothing says this."]);
    if (!hits.length && Object.keys(chosen).length) said.push([element("a", { href: listed(form, words) }, "Look in all answers")]);
    said.push(found.plain, partly(found, () => search()));
    return said.filter((parts) => parts.length).map((parts) => element("span", {}, ...parts));
  }

  function settle(words, found) {
    view.said.textContent = aloud(found, view.list.childElementCount);
    remember(true);
    if (isMiss(found) && !Object.keys(filters.chosen()).length) tell(form, words);
  }

  function remember(typed) {
    const address = box.value.trim() ? listed(form, box.value.trim(), filters.chosen()) : form.action;
    const same = address === location.href;
    if (typed && same) return;
    history[same || history.state?.typed ? "replaceState" : "pushState"]({ typed }, "", address);
  }

  async function enter() {
    remember(false);
    if (await search()) arrive();
  }

  // To the results, so that a phone's keyboard goes away and a screen reader reads on there.
  function arrive() {
    if (view.heading.textContent) view.heading.focus();
  }

  async function recall() {
    const wanted = new URLSearchParams(location.search);
    box.value = wanted.get("q") ?? "";
    filters.set(wanted);
    return search(history.state?.limit);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    cancelAnimationFrame(frame);
    enter();
  });
  box.addEventListener("input", () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => search());
  });
  view.more.addEventListener("click", async () => {
    const before = view.list.childElementCount;
    if (await search(limit + PAGE)) view.list.children[before]?.querySelector("a").focus();
  });
  addEventListener("popstate", recall);
  addEventListener("keydown", (event) => walk(event, [box, ...view.list.querySelectorAll("a")]));

  // Whoever comes back finds the place again, also where the browser has forgotten the page.
  addEventListener("pagehide", () => history.replaceState({ ...history.state, limit, y: scrollY }, ""));

  if (new URLSearchParams(location.search).get("q")) {
    const y = history.state?.y;
    recall().then((shown) => shown && document.activeElement === document.body && (y ? scrollTo(0, y) : arrive()));
  } else box.focus();
}

function elements(place) {
  const view = {
    heading: element("h2", { id: "found", tabindex: "-1" }),
    filters: element("div", { class: "hv-filters", hidden: "" }),
    note: element("p", { class: "hv-results__note" }),
    list: element("ol", { class: "hv-list", hidden: "" }),
    bare: bareLine(),
    more: element("button", { type: "button", class: "hv-again", hidden: "" }),
    ways: element("p", { class: "hv-ways" }),
    said: element("p", { class: "hv-said", role: "status" }),
  };
  place.append(...Object.values(view));
  return view;
}

function row(hit, excerpt, filled) {
  const lines = element("span", { class: "hv-hit" });
  filled.push(fill(lines, hit, excerpt, 2));
  const link = element("a", { class: "hv-row__title", href: hit.href, dir: "auto" }, hit.title);
  return element("li", { class: "hv-row" }, link, lines, facts(hit));
}

// One topic, one product: a filter is there when there is something to choose from.
function choices(place, changed) {
  const selects = {};
  let wanted = new URLSearchParams(location.search);

  function offer(facets) {
    for (const [name, label, values] of [["topic", "Topic", facets.topics], ["product", "Product", facets.products]]) {
      if (selects[name] || values.length < 2) continue;
      const all = new Option(`Any ${label.toLowerCase()}`, "");
      const select = element("select", { "aria-label": label }, all, ...values.map((value) => new Option(value, value)));
      select.addEventListener("change", changed);
      selects[name] = select;
      place.append(select);
      place.hidden = false;
      pick(select, wanted.get(name));
    }
  }

  function set(now) {
    wanted = now;
    for (const [name, select] of Object.entries(selects)) pick(select, now.get(name));
  }

  function chosen() {
    const values = ["topic", "product"].map((name) => [name, selects[name]?.value ?? wanted.get(name)]);
    return Object.fromEntries(values.filter(([, value]) => value));
  }

  return { offer, set, chosen };
}

function pick(select, value) {
  select.value = value ?? "";
  if (select.selectedIndex < 0) select.value = "";
}

// Arrows go from the box through the results and back.
function walk(event, stops) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = stops.indexOf(document.activeElement);
  if (!step || from < 0 || event.isComposing || !stops[from + step]) return;
  event.preventDefault();
  stops[from + step].focus();
}
