// The search box of a page: where it is, how it is reached, and what is loaded when somebody means to search.
// Without this script the form still leads to the list of topics, and after a while a line below it says so.
import { engine } from "./asking.js";

const form = document.querySelector("[data-hv-search]");

if (form) {
  const box = form.elements.q;
  const list = document.querySelector("[data-hv-results]");
  const lost = form.querySelector(".hv-lost");
  try {
    const { mount } = await import(list ? "./results.js" : "./box.js");
    mount(form, list);
    lost?.remove();
  } catch (error) {
    lost?.classList.add("hv-lost--now");
    throw error;
  }

  // The index is asked for when somebody is about to type. On a page that is there to search, when it is idle.
  const load = () => void engine(form).catch(() => {});
  box.addEventListener("focus", load, { once: true });
  box.addEventListener("pointerenter", load, { once: true });
  if (document.querySelector(".hv-hero") && !navigator.connection?.saveData) {
    (window.requestIdleCallback ?? setTimeout)(load);
  }

  // The worker: also where none is wanted, as long as there is one. In some frames one may not even ask.
  const worker = async () => {
    const wanted = "offline" in form.dataset || navigator.serviceWorker?.controller;
    if (wanted) await (await import("./offline.js")).offline(form);
  };
  worker().catch(() => {});

  // "/" as on many sites, Ctrl or Command with K as in many programs; never from somebody who is typing.
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const slash = event.key === "/" && plain && !event.target.closest("input, textarea, select, [contenteditable]");
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (event.defaultPrevented || !(slash || palette && !event.shiftKey)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
