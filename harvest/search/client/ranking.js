// The arithmetic of harvest/search/ranking.py, its specification: whole numbers below 2 ** 53 (`weight`: larger).

export const ONE = 256;
export const NEAR = 112;
export const REPAIRED = 192;
export const FEW_WORDS = 4;
const IN_TITLE = 42;
// Kinds of entries, for `weight`.
export const PLAIN = 3;
export const COMMON = 4;
export const PAIR = 15;

// How much an entry tells that is on so many of so many pages.
export function weight(many, pages, kind) {
  const steps = (BigInt(2 * pages + 2) ** 48n / BigInt(2 * many + 1) ** 48n).toString(2).length - 1;
  return Math.min(255, Math.max(1, (Math.floor(steps / kind) + 1) >> 1));
}

// What `rank` counts in, all zero between two queries: four numbers and a mark for every page.
export function scratch(pages) {
  return [...["points", "found", "best", "bestFound"].map(() => new Float64Array(pages)), new Uint8Array(pages)];
}

// Every page that has one of the words sought, with its points and its coverage: three lists. Objects are made
// of the few that are shown only, because common words are on thousands.
// sought: [{weight, pair, apart, lists: [[{pages, levels}, share]]}]; of lists that are not apart, a page counts
// for the best.
export function rank(sought, { long, short, keywords, lift, counts }) {
  const table = keywords ? short : long;
  const [points, found, best, bestFound, seen] = counts;
  const touched = [];
  const touch = (page) => {
    if (!seen[page]) touched.push(page);
    seen[page] = 1;
  };
  let whole = 0;
  for (const { weight, pair, apart, lists } of sought) {
    if (!pair) whole += weight;
    const covers = pair ? 0 : weight;
    if (apart || pair) {
      for (const [{ pages, levels }, share] of lists) {
        const gain = table.map((step) => step * share * weight);
        const cover = short.map((step) => step * share * covers);
        for (let i = 0; i < pages.length; i++) {
          touch(pages[i]);
          points[pages[i]] += gain[levels[i]];
          found[pages[i]] += cover[levels[i]];
        }
      }
      continue;
    }
    const some = [];
    for (const [{ pages, levels }, share] of lists) {
      for (let i = 0; i < pages.length; i++) {
        const page = pages[i];
        if (!best[page]) some.push(page);
        best[page] = Math.max(best[page], table[levels[i]] * share);
        bestFound[page] = Math.max(bestFound[page], short[levels[i]] * share);
      }
    }
    for (const page of some) {
      touch(page);
      points[page] += best[page] * weight;
      found[page] += bestFound[page] * covers;
      best[page] = bestFound[page] = 0;
    }
  }
  const ranked = { pages: [], points: [], coverage: [], whole: whole * long[IN_TITLE], keywords };
  for (const page of touched) {
    const coverage = whole ? Math.floor(found[page] / (255 * whole)) : 0;
    let many = points[page];
    if (!keywords) many = Math.floor((many * (ONE + lifted(coverage, lift))) / ONE);
    many = Math.floor(many / ONE);
    points[page] = found[page] = seen[page] = 0;
    if (many) add(ranked, page, many, coverage);
  }
  return ranked;
}

function add({ pages, points, coverage }, page, many, covered) {
  pages.push(page);
  points.push(many);
  coverage.push(covered);
}

// What is left of a ranking by a test of pages.
export function keep(ranked, test) {
  const left = { ...ranked, pages: [], points: [], coverage: [] };
  ranked.pages.forEach((page, at) => {
    if (test(page)) add(left, page, ranked.points[at], ranked.coverage[at]);
  });
  return left;
}

function lifted(coverage, lift) {
  const square = Math.floor((coverage * coverage) / ONE);
  const fifth = Math.floor((Math.floor((square * square) / ONE) * coverage) / ONE);
  return Math.floor((lift * fifth) / ONE);
}

function sure(points, coverage, most, keywords) {
  if (keywords) return coverage;
  return most ? Math.min(ONE, Math.floor((4 * points * Math.floor(Math.sqrt(points))) / most)) : 0;
}

// The first so many, most points first, as {page, points, sure}; ties go to the page that comes first in the
// index.
export function top({ pages, points, coverage, whole, keywords }, many) {
  const before = (a, b) => points[b] - points[a] || pages[a] - pages[b];
  const first = [];
  for (let at = 0; at < pages.length; at++) {
    if (first.length === many && before(first[many - 1], at) < 0) continue;
    let place = first.length;
    while (place && before(at, first[place - 1]) < 0) place--;
    first.splice(place, 0, at);
    if (first.length > many) first.pop();
  }
  return first.map((at) => ({
    page: pages[at],
    points: points[at],
    sure: sure(points[at], coverage[at], whole, keywords),
  }));
}
