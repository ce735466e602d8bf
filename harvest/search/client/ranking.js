// The arithmetic of harvest/search/ranking.py, which is its specification: whole numbers below 2 ** 53.

export const ONE = 256;
export const NEAR = 112;
export const REPAIRED = 192;
export const FEW_WORDS = 4;
const IN_TITLE = 50;

// Points and coverage of every page that has one of the words sought.
// sought: [{weight, pair, lists: [[{pages, levels}, share]]}]; scratch: numbers for every page, all zero.
export function rank(sought, { long, short, keywords, lift, scratch }) {
  const table = keywords ? short : long;
  const [points, found, best, bestFound] = scratch;
  const touched = [];
  let whole = 0;
  for (const { weight, pair, lists } of sought) {
    if (!pair) whole += weight;
    const seen = [];
    for (const [{ pages, levels }, share] of lists) {
      for (let i = 0; i < pages.length; i++) {
        const page = pages[i];
        if (!best[page]) seen.push(page);
        best[page] = Math.max(best[page], table[levels[i]] * share);
        bestFound[page] = Math.max(bestFound[page], short[levels[i]] * share);
      }
    }
    for (const page of seen) {
      if (!points[page]) touched.push(page);
      points[page] += best[page] * weight;
      if (!pair) found[page] += bestFound[page] * weight;
      best[page] = bestFound[page] = 0;
    }
  }
  const ranked = [];
  for (const page of touched) {
    const coverage = whole ? Math.floor(found[page] / (255 * whole)) : 0;
    let many = points[page];
    if (!keywords) many = Math.floor((many * (ONE + lifted(coverage, lift))) / ONE);
    many = Math.floor(many / ONE);
    points[page] = found[page] = 0;
    if (many) ranked.push({ page, points: many, sure: sure(many, coverage, whole * long[IN_TITLE], keywords) });
  }
  return ranked;
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

// The first so many, most points first; ties go to the page that comes first in the index.
export function top(ranked, many) {
  const before = (a, b) => b.points - a.points || a.page - b.page;
  if (ranked.length <= 4 * many) return ranked.sort(before).slice(0, many);
  const first = [];
  for (const each of ranked) {
    if (first.length === many && before(first[many - 1], each) < 0) continue;
    let at = first.length;
    while (at && before(each, first[at - 1]) < 0) at--;
    first.splice(at, 0, each);
    if (first.length > many) first.pop();
  }
  return first;
}
