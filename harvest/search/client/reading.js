// Bytes from the index. Nothing that a file says is believed: whatever does not fit is an error, never a hang.

const MOST_BYTES = 1 << 25;
const LONGEST_KEY = 1000;

// A broken or missing part of the index.
export class Unreadable extends Error {}

// RFC 1951; a file that unfolds beyond all reason is cut off. `known`: what its packer had before it.
export async function inflate(stream, known = new Uint8Array()) {
  const { length } = known;
  // A block that is not packed says it again.
  const block = [0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255];
  const start = (packed) => packed.enqueue(new Uint8Array([...block, ...known]));
  const whole = stream.pipeThrough(new TransformStream({ start }));
  const reader = whole.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      reader.cancel().catch(() => {});
      throw new Unreadable("too long");
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.subarray(length);
}

const utf8 = new TextDecoder();

const text = (bytes) => utf8.decode(bytes);
export const json = (bytes) => JSON.parse(text(bytes));
// Lines and what tabs part in them.
export const rows = (bytes) => text(bytes).split("\n").map((line) => line.split("\t"));

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  // Seven bits a byte, lowest first.
  varint() {
    let number = 0;
    for (let shift = 1; shift < 2 ** 35; shift *= 128) {
      if (this.at >= this.bytes.length) break;
      const byte = this.bytes[this.at++];
      number += (byte & 127) * shift;
      if (byte < 128) return number;
    }
    throw new Unreadable("no number");
  }

  varints(many) {
    if (many > this.bytes.length - this.at) throw new Unreadable("too many");
    return Array.from({ length: many }, () => this.varint());
  }

  text(many) {
    if (many > this.bytes.length - this.at) throw new Unreadable("no text");
    return utf8.decode(this.bytes.subarray(this.at, (this.at += many)));
  }

  // Keys and on how many pages each is: what shards and the list of words have in common.
  entries() {
    const many = this.varint();
    const same = this.varints(many);
    const fresh = this.varints(many);
    const pagesWith = this.varints(many);
    const text = this.text(this.varint());
    const keys = [];
    let key = "";
    let at = 0;
    for (let i = 0; i < many; i++) {
      const fits = same[i] <= key.length && at + fresh[i] <= text.length && key.length <= LONGEST_KEY;
      if (!fits) throw new Unreadable("no key");
      key = key.slice(0, same[i]) + text.slice(at, (at += fresh[i]));
      keys.push(key);
    }
    return { keys, pagesWith };
  }

  // The same of the list of words, and a line for each: how its form differs.
  words() {
    return { ...this.entries(), forms: this.text(this.varint()).split("\n") };
  }

  // The lists of a shard's entries, one behind the other, in two arrays: each array costs a browser 200 bytes.
  // `usual`: the level of each page.
  lists(keys, pagesWith, usual) {
    const own = this.varints(keys.length);
    const bits = new Bits(this.bytes, this.at);
    const all = pagesWith.reduce((sum, many) => sum + many, 0);
    if (all * 2 > bits.end - bits.at) throw new Unreadable("too many pages");
    const lists = { pages: new Uint32Array(all), levels: new Uint8Array(all) };
    let from = 0;
    keys.forEach((key, at) => {
      bits.postings(lists, from, pagesWith[at], usual, !/[$%]/.test(key) && usual, own[at]);
      from += pagesWith[at];
    });
    return lists;
  }
}

// Bits, the highest of a byte first.
class Bits {
  constructor(bytes, from = 0) {
    this.bytes = bytes;
    this.at = from * 8;
    this.end = bytes.length * 8;
  }

  // The next 25 bits at least, from the highest of 32; beyond the end they are zeros.
  ahead() {
    const { bytes } = this;
    const i = this.at >> 3;
    return ((bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3]) << (this.at & 7);
  }

  skip(many) {
    this.at += many;
    if (this.at > this.end) throw new Unreadable("too short");
  }

  // 25 at most.
  take(many) {
    const value = many && this.ahead() >>> (32 - many);
    this.skip(many);
    return value;
  }

  // A gap: its quotient in ones, a zero, the rest.
  rice(shift) {
    let ones = 0;
    for (;;) {
      const some = Math.min(24, Math.clz32(~this.ahead()));
      ones += some;
      this.skip(some);
      if (some < 24) break;
    }
    this.skip(1);
    return ones * 2 ** shift + this.take(shift);
  }

  // Pages that have an entry, rising, and their levels: so many, from there on. See harvest/search/export/bits.py.
  postings({ pages, levels }, from, many, { length }, usual, own) {
    const shift = 31 - Math.clz32(Math.max(1, Math.floor((length * 11) / (many * 16))));
    let page = -1;
    for (let i = from; i < from + many; i++) {
      page += 1 + this.rice(shift);
      if (page >= length) throw new Unreadable("no such page");
      pages[i] = page;
      levels[i] = usual ? (usual[page] + own + this.apart()) & 63 : this.take(6);
    }
  }

  // How far a level is from what it usually is.
  apart() {
    return this.take(1) && (this.take(1) ? (this.take(1) ? this.take(6) : 7 + this.take(3)) : 5);
  }
}
