// Answers as one types, below the box: the combobox with a list that the ARIA Authoring Practices describe. The cursor
// stays in the box; arrows choose, Enter goes there or, with nothing chosen, to the page that lists what was found.
import { WAITING, aloud, bare, bareLine, element, facts, fill, partly, unavailable, waysOn } from "./hits.js";
import { tell } from "./misses.js";
import { SETTLED, isMiss, isSure, listed, questions } from "./asking.js";

const MOST = 6; // on a phone, more are below its keyboard

export function mount(form) {
  const box = form.elements.q;
  const note = element("p", { class: "hv-panel__note" });
  const list = element("ul", { class: "hv-panel__list", id: "hv-options", role: "listbox", "aria-label": "Answers" });
  const without = bareLine();
  const more = element("p", { class: "hv-panel__more" });
  const panel = element("div", { class: "hv-panel", hidden: "" }, note, list, without, more);
  const said = element("p", { class: "hv-said", role: "status" });
  form.append(panel, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "hv-options",
  })) box.setAttribute(name, value);

  const ask = questions(form);
  let frame, settling, chosen;

  const options = () => [...list.children];

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    } else box.removeAttribute("aria-activedescendant");
  }

  function open() {
    panel.hidden = false;
    box.setAttribute("aria-expanded", "true");
    room();
  }

  function close() {
    clearTimeout(settling);
    cancelAnimationFrame(frame);
    ask(""); // an answer that is still to come must not open the list again
    panel.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose();
  }

  // A phone's keyboard covers the page without making it shorter: the list ends where the keyboard begins.
  function room() {
    const view = window.visualViewport;
    if (!view || panel.hidden) return;
    const below = view.height + view.offsetTop - panel.getBoundingClientRect().top - 8;
    panel.style.setProperty("--hv-room", `${Math.max(below, 160)}px`);
  }

  function option(hit, excerpt, number, filled) {
    const lines = element("span", { class: "hv-option__lines" });
    filled.push(fill(lines, hit, excerpt, 1));
    return element(
      "a",
      { class: "hv-option", href: hit.href, id: `hv-option-${number}`, role: "option", tabindex: "-1", "aria-selected": "false" },
      element("span", { class: "hv-option__title", dir: "auto" }, hit.title),
      lines,
      facts(hit),
    );
  }

  function show(words, found) {
    choose();
    note.replaceChildren(...found.mended, ...partly(found, retry));
    if (!note.firstChild) note.append(found.hits.length ? "Answers" : "Nothing found yet");
    const filled = [];
    list.replaceChildren(...found.hits.map((hit, number) => option(hit, found.excerpt, number, filled)));
    list.hidden = !found.hits.length;
    bare(without, list, filled);
    more.replaceChildren(element("a", { class: "hv-way", href: listed(form, words) }, "All results"));
    more.append(...found.plain);
    open();
    settling = setTimeout(() => settle(words, found), SETTLED);
  }

  // Only now is it known that these words are meant, and not the beginning of others.
  function settle(words, found) {
    const many = found.hits.length;
    if (isMiss(found)) {
      const says = many ? "Nothing says exactly this. Nearest:" : "Nothing says this.";
      if (found.mended.length) note.append(" ", says);
      else note.textContent = says;
      tell(form, words);
    }
    if (!isSure(found)) more.append(...waysOn(form, words, found.hits[0]?.topic));
    said.textContent = `${aloud(found, many)}${many ? " Arrow keys choose." : ""}`;
    room();
  }

  async function search() {
    clearTimeout(settling);
    const words = box.value.trim();
    if (!words) return close();
    settling = setTimeout(wait, SETTLED);
    try {
      const found = await ask(words, MOST);
      if (!found) return;
      clearTimeout(settling);
      if (document.activeElement === box) show(words, found);
    } catch {
      clearTimeout(settling);
      list.replaceChildren();
      list.hidden = true;
      more.replaceChildren();
      note.replaceChildren(...unavailable(form, said, retry));
      open();
    }
  }

  function wait() {
    note.textContent = WAITING;
    list.hidden = !list.firstChild;
    open();
  }

  // From the button, which is about to go: what is found is shown to whoever is in the box.
  function retry() {
    box.focus();
    search();
  }

  // Not put off while a word is being composed: on Android, every word is.
  box.addEventListener("input", () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(search);
  });
  box.addEventListener("click", () => panel.hidden && search());

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && panel.hidden) search();
    else if (step && all.length) {
      const from = chosen ? all.indexOf(chosen) : step > 0 ? -1 : all.length;
      choose(all[from + step]); // beyond either end: back to what was typed
    } else if (event.key === "Enter" && chosen) chosen.click();
    else if (event.key === "Escape" && !panel.hidden) close();
    else return;
    event.preventDefault();
  });

  // The panel goes when the focus does. A tap in it leaves the focus in the box, or the panel were gone before the
  // tap has ended.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("focusout", (event) => !form.contains(event.relatedTarget) && close());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target === box || panel.hidden) return;
    box.focus();
    close();
  });
  addEventListener("pagehide", close);
  for (const kind of ["resize", "scroll"]) window.visualViewport?.addEventListener(kind, room);
}
