import { json } from "./reading.js";

// What pages say: whether words stand there together, and what of it to show. Loaded when first needed.

// What has been read of pages stays as long as the file it is from.
const known = new WeakMap();
const read = new WeakMap();

const AROUND = 180;
const RUN = /[\p{L}\p{M}\p{N}]+(?:[-.:_&'’‘´`ʼ＇‐‑‒–][\p{L}\p{M}\p{N}]+)*/gu;
const HAN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

// [title, asked_as, vocabulary, headings, body] of a page, each a list; null where it cannot be read.
export async function textsOf(files, page) {
  const [rows, at] = await files.rows(page);
  if (!rows) return null;
  const [name, before] = rows.at(-1).slice(-2);
  const told = (await files.part(`texts/${name}`, json))?.[at + +before];
  if (!told) return null;
  if (!known.has(told)) known.set(told, [[rows[at][0]], ...told.map((field) => [field].flat())]);
  return known.get(told);
}

// Whether terms follow each other in one of the texts of a page.
export function standsOn(texts, terms, analysis) {
  const line = ` ${terms.join(" ")} `;
  if (!read.has(texts)) read.set(texts, texts.flat().map((text) => termsOf(text, analysis)));
  return read.get(texts).some((told) => told.includes(line));
}

const termsOf = (text, analysis) => ` ${analysis.words(text).map((word) => word.term).join(" ")} `;

// See `Search.excerpt`.
export async function excerpt(files, hit) {
  const texts = await textsOf(files, hit.page);
  if (!texts) return null;
  const [, asked, , , body] = texts;
  const matched = new Set(hit.matched);
  const lines = asked.map((line) => pieces(line, matched, files.analysis));
  const best = lines.reduce((one, other) => (worth(other) > worth(one) ? other : one), []);
  const text = stretch(pieces(body.join(" "), matched, files.analysis));
  return { asked: worth(best) ? best.map(bare) : null, text };
}

// [text, whether it matched, the term]: the text in order, nothing left out.
function pieces(text, matched, analysis) {
  const found = [];
  let at = 0;
  const add = (to, term) => {
    if (to > at) found.push([text.slice(at, to), term !== undefined, term]);
    at = to;
  };
  for (const run of text.matchAll(RUN)) {
    for (const [start, part] of HAN.test(run[0]) ? signs(run[0]) : [[0, run[0]]]) {
      const words = analysis.words(part);
      const term = words.flatMap((word) => [word.term, ...word.parts]).find((each) => matched.has(each));
      const from = Math.max(at, run.index + start);
      if (term === undefined || from >= run.index + start + part.length) continue;
      add(from);
      add(run.index + start + part.length, term);
    }
  }
  add(text.length);
  return found;
}

// A run of signs as its pairs.
function signs(run) {
  return Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => [at, run.slice(at, at + 2)]);
}

const bare = ([text, isMatch]) => [text, isMatch];
const worth = (some) => new Set(some.filter((piece) => piece[1]).map((piece) => piece[2])).size;

// The stretch with most of what matched, cut at blanks.
function stretch(all) {
  let best = null;
  let most = 0;
  let end = 0;
  const starts = all.map((piece) => (end += piece[0].length) - piece[0].length);
  all.forEach((piece, first) => {
    if (!piece[1]) return;
    let last = first;
    while (last + 1 < all.length && starts[last + 1] < starts[first] + AROUND) last++;
    const many = worth(all.slice(first, last + 1));
    if (many > most) [most, best] = [many, first];
  });
  if (best === null) return all.length ? shortened(all, 0, AROUND) : null;
  const from = Math.max(0, starts[best] - AROUND / 4);
  return shortened(all, from, from + AROUND);
}

function shortened(all, from, to) {
  const text = all.map((piece) => piece[0]).join("");
  if (from > 0) from += text.slice(from, from + 30).search(/\s|$/);
  if (to < text.length) to -= Math.max(0, Array.from(text.slice(to - 30, to)).reverse().findIndex((c) => /\s/.test(c)));
  const found = [];
  let at = 0;
  for (const [part, isMatch] of all) {
    const some = part.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += part.length;
    if (some) found.push([some, isMatch]);
  }
  if (from > 0) found.unshift(["… ", false]);
  if (to < text.length) found.push([" …", false]);
  return found;
}
