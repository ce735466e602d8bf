import { stem } from "./stemmer.js";

// From text to the words that are looked up, word for word as harvest/search/analysis.py has them.

const LONGEST = 64;
const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff";
const LETTER = `(?![${CJK}])[\\p{L}\\p{N}]`;
const LETTERS = `(?:${LETTER})+(?:\\p{M}+(?:${LETTER})*)*`;
const WORD = new RegExp(`[${CJK}]+|${LETTERS}(?:[-.:_'&]${LETTERS})*`, "gu");
const HAN = new RegExp(`^[${CJK}]`);
const JOINS = /[-.:_&]/;
const VERSION = /^v(?=\p{Nd}+(?:\.\p{Nd}+)+$)/u;
const DIGIT = /\p{Nd}/u;

const quotes = (text) => text.replace(/[’‘´`ʼ＇]/g, "'").replace(/[‐‑‒–]/g, "-");

// Without what two people type differently.
export function fold(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  const lower = quotes(quotes(text).normalize("NFKC").toLowerCase());
  return lower.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
}

// The first so many characters; a pair of surrogates is one.
export function cut(text, many) {
  return text.length > many ? Array.from(text).slice(0, many).join("") : text;
}

// Hyphens close up, "v2.3.1" is "2.3.1".
export const closed = (form) => form.replaceAll("-", "").replace(VERSION, "");

// An error code, a version, an identifier or an address: never stemmed, never mended.
export const isCode = (word) => DIGIT.test(word) || JOINS.test(word);

export class Analysis {
  constructor({ small, common, elided }) {
    this.small = new Set(small.split(" "));
    this.common = new Set(common.split(" "));
    this.elided = elided;
    this.known = new Map();
  }

  // [{term, small, typed, parts}]: see `Word` in analysis.py.
  words(text) {
    return (fold(text).match(WORD) ?? []).flatMap((written) => {
      let words = this.known.get(written);
      if (!words) {
        words = this.forms(cut(written, LONGEST)).map((form) => this.word(form));
        if (this.known.size < 20000) this.known.set(written, words);
      }
      return words;
    });
  }

  forms(text) {
    if (HAN.test(text)) {
      return Array.from({ length: Math.max(1, text.length - 1) }, (_, at) => text.slice(at, at + 2));
    }
    if (!text.includes("'")) return [text];
    if (this.elided) return text.split("'").flatMap((part) => this.forms(part));
    return [text.replace(/'s$/, "").replaceAll("'", "")];
  }

  word(typed) {
    const text = closed(typed);
    const small = !text || this.small.has(text);
    const parts = JOINS.test(typed)
      ? typed
          .split(JOINS)
          .filter((part) => cut(part, 1) !== part && !this.small.has(part))
          .map(stemmed)
      : [];
    return { term: small ? text : stemmed(text), small, typed, parts };
  }
}

const stemmed = (word) => (isCode(word) || /[\ud800-\udfff]/.test(word) ? word : stem(word));
