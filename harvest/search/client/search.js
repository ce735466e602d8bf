import { Analysis } from "./analysis.js";
import { Files, Unavailable } from "./files.js";
import { lookUp, takeApart } from "./query.js";
import { rank, top } from "./ranking.js";
import { Reader } from "./reading.js";

// The search of a static site:
//
//   const search = await open("/search/")
//   const { hits } = await search.find("photos twice")
//
// Ten results come in three round trips: this script beside the manifest, the shards, the records.

export { Unavailable };

// Pages, best first, whose texts are read for a "phrase" at most.
const MOST_READ = 200;
const NAMED = [
  ["topic", "topics"],
  ["product", "products"],
  ["state", "states"],
  ["badge", "badges"],
  ["kind", "kinds"],
];
const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

// Reads the manifest. Throws Unavailable where there is no index that can be used.
export async function open(indexUrl, { fetch = globalThis.fetch.bind(globalThis) } = {}) {
  const base = new URL(indexUrl, globalThis.document?.baseURI);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const files = new Files(base, fetch);
  await files.renew();
  return new Search(files);
}

class Search {
  constructor(files) {
    this.files = files;
    this.prepare();
  }

  prepare() {
    this.analysis = new Analysis(this.files.told);
    const { topics, products } = this.files.told;
    this.facets = { topics: topics.filter(Boolean), products: products.filter(Boolean) };
  }

  // The pages for what somebody typed, best first. See the handbook for all that can be typed.
  async find(text, options = {}) {
    const found = await this.look(text, options);
    // A part that is gone may belong to an older build than the one that is there now.
    if (!found.broken || this.renewed === this.files.told.files) return found;
    const newer = await this.files.renew();
    this.renewed = this.files.told.files;
    if (!newer) return found;
    this.prepare();
    return this.look(text, options);
  }

  async look(text, { limit = 10, topic, product, prefix = true, signal }) {
    const { files, analysis } = this;
    const { told } = files;
    files.broken = new Set();
    const typed = takeApart(text, analysis);
    const { sought, mended } = await lookUp(typed, prefix, files, analysis);
    signal?.throwIfAborted();
    const lists = sought.map((each) => ({
      ...each,
      entries: each.entries.map(([entry, share]) => [files.postings(entry), share]),
    }));
    let ranked = rank(lists, { ...told, keywords: typed.keywords, lift: told.trust, scratch: files.numbers });
    const keep = await this.filter({ topic, product }, typed);
    if (keep) ranked = ranked.filter(({ page }) => keep(page));
    const total = ranked.length;
    const best = await this.standing(typed, ranked, limit);
    signal?.throwIfAborted();
    const hits = (await Promise.all(best.map((hit) => this.shown(hit, sought)))).filter(Boolean);
    signal?.throwIfAborted();
    const words = [...new Set(typed.words.map((word) => word.typed))];
    return { hits, total, mended, words, broken: files.broken.size };
  }

  // Whether a page may be shown, as far as postings and facets can say; null where any may.
  async filter(wanted, { phrases, banned }) {
    const tests = [];
    if (wanted.topic !== undefined || wanted.product !== undefined) {
      const { pages, topics, products } = this.files.told;
      const facets = await this.files.part("facets", (bytes) => new Reader(bytes).varints(2 * pages));
      if (facets && wanted.topic !== undefined) tests.push((page) => topics[facets[page]] === wanted.topic);
      if (facets && wanted.product !== undefined) {
        tests.push((page) => products[facets[pages + page]] === wanted.product);
      }
    }
    for (const terms of phrases) {
      const lists = this.lists(terms);
      tests.push((page) => lists.every((list) => list.has(page)));
    }
    for (const terms of banned.filter((each) => each.length === 1)) {
      const lists = this.lists(terms);
      tests.push((page) => !lists.every((list) => list.has(page)));
    }
    return tests.length ? (page) => tests.every((test) => test(page)) : null;
  }

  lists(terms) {
    const telling = terms.filter((term) => !this.analysis.small.has(term));
    return telling.map((term) => new Set(this.files.postings(term).pages));
  }

  // The first so many of which every phrase stands on the page, word after word, and no banned one does.
  async standing({ phrases, banned }, ranked, limit) {
    const together = (each) => each.length > 1;
    const wanted = phrases.filter(together);
    const unwanted = banned.filter(together);
    if (!wanted.length && !unwanted.length) return top(ranked, limit);
    const { standsOn } = await import("./texts.js");
    const found = [];
    const all = top(ranked, MOST_READ);
    for (let at = 0; at < all.length && found.length < limit; at += limit) {
      const some = all.slice(at, at + limit);
      const kept = await Promise.all(
        some.map(async (hit) => {
          const texts = await this.texts(hit.page);
          if (!texts) return false;
          const stands = (terms) => standsOn(texts, terms, this.analysis);
          return wanted.every(stands) && !unwanted.some(stands);
        }),
      );
      found.push(...some.filter((_, number) => kept[number]));
    }
    return found.slice(0, limit);
  }

  // A result as it is shown; null where its record cannot be read.
  async shown({ page, points, sure }, sought) {
    const record = await this.record(page);
    if (!record) return null;
    const matched = sought.filter((each) => !each.pair).flatMap((each) => each.entries.map(([entry]) => entry));
    return { page, points, sure, ...record, matched: matched.filter((entry) => this.files.isOn(entry, page)) };
  }

  // The line of how people asked that has most of what matched, and a piece of the text: lists of
  // [text, whether it matched], null where there is none.
  async excerpt(hit) {
    const texts = await this.texts(hit.page);
    if (!texts) return { asked: null, text: null };
    const { excerpt } = await import("./texts.js");
    return excerpt(texts, new Set(hit.matched), this.analysis);
  }

  async record(page) {
    const { records, ...names } = this.files.told;
    const columns = await this.files.part(`p${Math.floor(page / records)}`, json);
    const at = page % records;
    const url = columns?.[1]?.[at];
    if (url === undefined) return null;
    const record = { url, title: columns[0][at] };
    NAMED.forEach(([one, many], number) => (record[one] = names[many][columns[2 + number][at]] ?? ""));
    return record;
  }

  // [title, asked_as, vocabulary, headings, body] of a page, each a list; null where it cannot be read.
  async texts(page) {
    const { records } = this.files.told;
    const columns = await this.files.part(`p${Math.floor(page / records)}`, json);
    const pages = columns && (await this.files.part(`texts/${columns.at(-1)}`, json));
    const told = pages?.[page % (2 * records)];
    return told ? [[columns[0][page % records]], ...told.map((field) => [field].flat())] : null;
  }
}
