import { Files, Unavailable } from "./files.js";
import { isMarked, lookUp, takeApart } from "./query.js";
import { keep, rank, top } from "./ranking.js";

// The search of a static site:
//
//   const search = await open("/search/")
//   const { hits } = await search.find("photos twice")
//
// Ten results come in three round trips: this script beside the manifest, the shards, the records.

export { Unavailable };

// Each has a list of names in the manifest: topics, products, …
const NAMED = ["topic", "product", "state", "badge", "tone"];

// The number that a character stands for; 0 where there is none.
const signed = (text, at = 0) => (text.charCodeAt(at) || 97) - 97;

// Throws Unavailable where there is no index that can be used.
// `manifest`: the answer to the request for it, where somebody has asked already.
export async function open(indexUrl, { fetch = globalThis.fetch.bind(globalThis), manifest } = {}) {
  const base = new URL(indexUrl, globalThis.document?.baseURI);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return new Search(await Files.read(base, fetch, "no-cache", manifest));
}

class Search {
  constructor(files) {
    this.files = files;
    this.origins = new WeakMap();
  }

  // {topics, products}: what results can be narrowed to.
  get facets() {
    return this.files.facets;
  }

  // The pages for what somebody typed, best first. See the handbook for all that can be typed.
  async find(text, options = {}) {
    const { files } = this;
    const found = await this.look(files, text, options);
    if (!found.broken || this.checked === files) return found;
    // A part that is gone may belong to an older build than the one that is there now.
    this.checked = files;
    const newer = await Files.read(files.base, files.fetch, "reload").catch(() => files);
    if (newer.told.files === files.told.files) return found;
    this.files = newer;
    return this.look(newer, text, options);
  }

  async look(from, text, { limit = 10, topic, product, prefix = true, signal }) {
    const files = from.view();
    const quoting = isMarked(text) && (await files.later());
    const typed = takeApart(text, files.analysis, quoting?.quoted);
    const { keywords } = typed;
    const { sought, mended } = await lookUp(typed, prefix, files);
    signal?.throwIfAborted();
    for (const each of sought) each.lists = each.entries.map(([entry, share]) => [files.postings(entry), share]);
    let ranked = rank(sought, { ...files.told, keywords, lift: files.told.trust, counts: files.counts });
    let best;
    const narrows = typed.phrases.length || typed.banned.length || topic !== undefined || product !== undefined;
    if (narrows || quoting === null) {
      const later = await files.later();
      const narrowed = later?.narrow(files, ranked, typed, { topic, product, limit, keep, top });
      [ranked, best] = (await narrowed) ?? [{ pages: [] }, []];
    } else {
      best = top(ranked, limit);
    }
    const shown = await Promise.all(best.map((hit) => this.shown(files, hit, sought)));
    signal?.throwIfAborted();
    const hits = shown.filter(Boolean);
    for (const hit of hits) this.origins.set(hit, from);
    const words = [...new Set(typed.words.map((word) => word.typed))];
    return { hits, total: ranked.pages.length, mended, words, broken: files.broken.size };
  }

  // A result as it is shown; null where its record cannot be read.
  async shown(files, { page, points, sure }, sought) {
    const [rows, at] = await files.rows(page);
    if (!rows?.[at + 1]) return null;
    const { told } = files;
    const [title, address = "a/"] = rows[at];
    const slug = (title.replace(/['’]/g, "").match(/[A-Za-z0-9]+/g) ?? []).join("-").toLowerCase();
    const url = told.folder + slug.slice(0, slug.length - signed(address)) + address.slice(1);
    const hit = { page, url, title, points, sure };
    NAMED.forEach((name, number) => {
      hit[name] = told[`${name}s`][signed(rows.at(-1)[number] ?? "", at)] ?? "";
    });
    const entries = sought.filter((each) => !each.pair).flatMap((each) => each.entries.map(([entry]) => entry));
    hit.matched = entries.filter((entry) => files.postings(entry).pages.includes(page));
    return hit;
  }

  // The line of how people asked that has most of what matched, and a piece of the text: lists of
  // [text, whether it matched], each null where there is none; null where they cannot be read.
  async excerpt(hit) {
    const files = (this.origins.get(hit) ?? this.files).view();
    const later = await files.later();
    return later && later.excerpt(files, hit);
  }
}
