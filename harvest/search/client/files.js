import { Analysis } from "./analysis.js";
import { scratch, weight } from "./ranking.js";
import { Reader, Unreadable, inflate, json, rows } from "./reading.js";

// The files of an index: fetched when they are first needed, then kept.

const FORMAT = 3;
const MOST_PAGES = 1 << 22;
const NOTHING = { pages: [], levels: [] };
// So many shards are read for what a half typed word goes on to; beyond that, the list of words says which few.
const MOST_SHARDS = 3;
const LAST = "\uffff";

// The index cannot be used at all; the message says why, to whoever runs the site.
export class Unavailable extends Error {}

// Sorted keys of a line of the manifest: how much each begins with of the one before, as a capital letter, then
// what is new.
function keys(line) {
  let key = "";
  const parts = line.match(/[A-Z][^A-Z]*/g) ?? [];
  return parts.map((part) => (key = key.slice(0, part.charCodeAt(0) - 65) + part.slice(1)));
}

// The number of the file that holds a key.
function place(firsts, key) {
  let low = 0;
  let high = firsts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= key) low = middle;
    else high = middle;
  }
  return low;
}

export class Files {
  // Reads the manifest: asks whether the one in the browser's cache still holds, or ("reload") does not trust even
  // that, because hosts tell files apart by the second. Throws Unavailable where it names nothing that can be used.
  static async read(base, fetch, cache = "no-cache", asked = fetch(new URL("manifest.bin", base), { cache })) {
    try {
      const response = await asked;
      if (!response.ok) throw new Unreadable(`status ${response.status}`);
      const told = json(await inflate(response.body));
      if (told.format !== FORMAT) throw new Unreadable("it is of another version: reload the page");
      return new Files(base, fetch, told);
    } catch (error) {
      throw new Unavailable(`The search index at ${base} cannot be read: ${error.message}`);
    }
  }

  constructor(base, fetch, told) {
    if (!/^\w+$/.test(told.files) || !(told.pages <= MOST_PAGES)) throw new Unreadable("its manifest is damaged");
    Object.assign(this, { base, fetch, told, parts: new Map(), failed: new Set() });
    Object.assign(this, { entries: new Map(), meant: new Map() });
    this.analysis = new Analysis(told);
    this.known = new TextEncoder().encode(`${told.common} ${told.small}`);
    this.endings = ["", ...told.endings.split(" ").filter(Boolean)];
    this.firsts = { w: keys(told.words), l: keys(told.lexicon) };
    this.usual = new Uint8Array(told.pages);
    let end = told.pages;
    told.usual.forEach((many, level) => {
      this.usual.fill(level, 0, end);
      end -= many;
    });
    this.counts = scratch(told.pages);
    this.facets = { topics: told.topics.filter(Boolean), products: told.products.filter(Boolean) };
    this.broken = new Set();
  }

  // The same files, with a list of its own of what could not be read.
  view() {
    return Object.create(this, { broken: { value: new Set() } });
  }

  // What `read` makes of a file; null, and noted in `broken`, where it cannot be read. It is then tried again
  // when it is needed again.
  async part(name, read) {
    const { parts } = this;
    if (!parts.has(name)) {
      const forget = () => {
        parts.delete(name);
        // What is damaged may be in the browser's cache.
        this.failed.add(name);
        return null;
      };
      parts.set(name, this.get(name, read).catch(forget));
    }
    const part = await parts.get(name);
    if (part === null) this.broken.add(name);
    return part;
  }

  async get(name, read) {
    const path = name.includes("/") ? name : `${this.told.files}/${name}`;
    const { fetch } = this;
    const again = this.failed.has(name) ? { cache: "reload" } : {};
    const response = await fetch(new URL(`${path}.bin`, this.base), again);
    if (!response.ok) throw new Unreadable(`status ${response.status}`);
    return read(await inflate(response.body, read === rows ? this.known : undefined));
  }

  // What few queries need; null where it cannot be loaded.
  async later() {
    try {
      return await import("./later.js");
    } catch {
      this.broken.add("later");
      return null;
    }
  }

  // The lines of the file that holds a page's record, and which is its own: see harvest/search/export/records.py.
  async rows(page) {
    const { records } = this.told;
    return [await this.part(`p${Math.floor(page / records)}`, rows), page % records];
  }

  // Loads all there is of some keys: `has`, `weight`, `slips` and `postings` are about what was loaded.
  async need(wanted) {
    if (!this.firsts.w.length) return;
    const shards = new Set(wanted.map((key) => place(this.firsts.w, key)));
    await Promise.all(Array.from(shards, (number) => this.shard(number)));
  }

  // The keys of a shard.
  shard(number) {
    return this.part(`w${number}`, (bytes) => {
      const reader = new Reader(bytes);
      const { keys, pagesWith } = reader.entries();
      const lists = reader.lists(keys, pagesWith, this.usual);
      let from = 0;
      keys.forEach((key, at) => {
        const [word, meant] = key.split("!");
        const many = pagesWith[at];
        if (meant) this.meant.set(word, [...(this.meant.get(word) ?? []), meant]);
        else this.entries.set(key, { many, from, lists });
        from += many;
      });
      return keys;
    });
  }

  has(key) {
    return this.entries.has(key);
  }

  // Whether nothing is known of a key because its shard could not be read.
  lost(key) {
    return this.firsts.w.length > 0 && !this.parts.has(`w${place(this.firsts.w, key)}`);
  }

  postings(key) {
    const entry = this.entries.get(key);
    if (!entry) return NOTHING;
    const { many, from, lists } = entry;
    return { pages: lists.pages.subarray(from, from + many), levels: lists.levels.subarray(from, from + many) };
  }

  weight(key, kind) {
    return weight(this.entries.get(key)?.many ?? 0, this.told.pages, kind);
  }

  // What a word that stands in the index may be a slip of.
  slips(word) {
    return this.meant.get(word) ?? [];
  }

  // Words with a prefix, on how many pages each is and how people write it (see `spelled`), from the list of
  // words; `fits` says which are wanted.
  async words(prefix, fits = () => true) {
    const { l } = this.firsts;
    if (!l.length) return [];
    const parts = [];
    for (let number = place(l, prefix); number <= place(l, prefix + LAST); number++) {
      parts.push(this.part(`l${number}`, (bytes) => new Reader(bytes).words()));
    }
    const found = [];
    for (const part of await Promise.all(parts)) {
      part?.keys.forEach((entry, at) => {
        if (entry.startsWith(prefix) && fits(entry)) {
          found.push({ entry, many: part.pagesWith[at], form: part.forms[at] });
        }
      });
    }
    return found;
  }

  // The same, from the shards where they are few: what is found there is needed anyway.
  async completions(prefix) {
    const { w } = this.firsts;
    const numbers = [];
    for (let number = place(w, prefix); number <= place(w, prefix + LAST); number++) {
      // Not those that hold nothing but pairs and likenesses of one word.
      const [one, other] = [w[number], w[number + 1]].map((key = "") => key.split(/(?=[#$%])/));
      if (!numbers.length || !one[1] || !other[1] || one[0] !== other[0]) numbers.push(number);
    }
    if (!w.length || numbers.length > MOST_SHARDS) return this.words(prefix);
    return (await Promise.all(numbers.map((number) => this.shard(number))))
      .flatMap((keys) => keys ?? [])
      .filter((key) => key.startsWith(prefix) && !/[!#$%]/.test(key))
      .map((entry) => ({ entry, many: this.entries.get(entry).many }));
  }
}
