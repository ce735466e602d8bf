// The page that is shown where there is no connection and the page wanted is not on this device: it lists those that
// are, the newest first. It never reloads by itself: somebody may be typing, or on the way to another page.
import { again, element } from "./hits.js";
import { at } from "./asking.js";

const MOST = 50;

const form = document.querySelector("[data-hv-search]");
const place = document.querySelector("[data-hv-kept]");

place.before(again(() => location.reload()));

try {
  const site = `harvest ${new URL(at(form, "")).pathname} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(site) && name.endsWith(" pages"));
  const caching = await Promise.all(names.map((name) => caches.open(name)));
  const rows = await Promise.all(caching.map(listed));
  const links = rows.flat().filter(Boolean);
  place.querySelector("ul").replaceChildren(...links.map((link) => element("li", { class: "hv-row" }, link)));
  place.hidden = !links.length;
} catch {
  // nothing is kept, or nobody may look
}

async function listed(cache) {
  const kept = (await cache.keys()).reverse().slice(0, MOST);
  return Promise.all(kept.map(async (request) => link(request.url, await (await cache.match(request)).text())));
}

// A link to a page by its heading; null for a page that only leads to another. Its text is put in as text.
function link(href, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const title = page.querySelector("h1")?.textContent.trim();
  if (!title || page.querySelector("meta[http-equiv=refresh]")) return null;
  return element("a", { class: "hv-row__title", href, dir: "auto" }, title);
}
