// The site's search as its interface needs it: opened once, only the newest question answered, and where things are.

const root = (form) => new URL(form.dataset.base.replace(/\/?$/, "/"), document.baseURI);

let opened;

// The ranker and, at the same time, the manifest of the index. Where that fails, the next wish tries anew.
export function engine(form) {
  opened ??= open(form).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open(form) {
  const manifest = fetch(at(form, "search/manifest.bin"), { cache: "no-cache" });
  manifest.catch(() => {}); // whoever awaits it hears of it
  const client = await import(at(form, "assets/harvest/search/search.js"));
  return client.open(at(form, "search/"), { manifest });
}

// Asks, and forgets whatever it was asked before: an answer that comes late is no answer.
export function questions(form) {
  let asking;
  return async (words, limit, filters = {}) => {
    asking?.abort();
    if (!words) return undefined;
    const { signal } = (asking = new AbortController());
    try {
      const search = await engine(form);
      if (signal.aborted) return undefined;
      const found = await search.find(words, { ...filters, limit, signal });
      for (const hit of found.hits) hit.href = within(form, hit.url);
      const other = await besides(form, words, found, filters);
      if (signal.aborted) return undefined;
      return { ...found, ...other, excerpt: (hit) => search.excerpt(hit), facets: search.facets };
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  };
}

// What few answers need: see wording.js and away.js. Where that cannot be loaded, a part of the search could not.
async function besides(form, words, found, filters) {
  try {
    if (!navigator.onLine && "offline" in form.dataset) await (await import("./away.js")).mark(form, found.hits);
    if (found.mended.length || (!found.hits.length && /["“„«]/.test(words))) {
      return (await import("./wording.js")).wording(form, words, found, filters);
    }
  } catch {
    found.broken = 1;
  }
  return { mended: [], plain: [] };
}

// The address of a file of the site.
export const at = (form, path) => new URL(path, root(form)).href;

// The same for what the index says: it leads to a page of this site, whatever it says.
function within(form, path) {
  const address = at(form, path);
  return address.startsWith(root(form).href) ? address : root(form).href;
}

// The address that lists what is found, which can be shared.
export function listed(form, words, filters = {}) {
  const address = new URL(form.action);
  address.search = new URLSearchParams({ q: words, ...filters });
  return address.href;
}

// Whether a page probably answers; harvest/search/ranking.py says how that is known.
export const SURE = 128;
export const isSure = ({ hits }) => hits.length > 0 && hits[0].sure >= SURE;

// Whether it is known that no page answers: what could not be read might have.
export const isMiss = (found) => !found.broken && !isSure(found);

// Until somebody has stopped typing: what is said aloud, kept in the address or told to the host waits for that.
export const SETTLED = 700;
