// Words that are on no page: harvest/search/query.py, `alike`. Loaded when first needed.

const TWO_MISTAKES = 8;
const CANDIDATES = 3;

// The entries a mistyped word may stand for, and how people write them: see `alike` in query.py.
export async function alike({ term, typed }, index) {
  const letters = Array.from(term);
  const allowed = letters.length >= TWO_MISTAKES ? 2 : 1;
  const first = Array.from(typed).slice(0, 2).join("");
  const size = Array.from(typed).length;
  const starts = [letters[0], letters[1] + letters[0]];
  const words = new Map();
  for (const list of await Promise.all(starts.map((start) => index.words(start)))) {
    for (const each of list) words.set(each.entry, each);
  }
  let found = [];
  for (const { entry, many, form } of words.values()) {
    const other = Array.from(entry);
    let mistakes = Math.abs(other.length - letters.length) <= allowed ? distance(letters, other, allowed) : 9;
    if (mistakes > 1 && entry.startsWith(first)) {
      for (const ending of index.endings) {
        if (Math.abs(other.length + ending.length - size) <= 1) {
          mistakes = Math.min(mistakes, distance(Array.from(typed), [...other, ...ending], 1));
        }
      }
    }
    if (mistakes <= allowed) found.push({ mistakes, many, entry, form });
  }
  if (!found.length) {
    found = (await index.words(term)).map((each) => ({ mistakes: 0, ...each }));
  }
  const order = (a, b) => a.mistakes - b.mistakes || b.many - a.many || (a.entry < b.entry ? -1 : 1);
  found.sort(order);
  return found
    .filter(({ mistakes }) => mistakes === found[0].mistakes)
    .slice(0, CANDIDATES)
    .map(({ entry, form }) => ({ entry, written: spelled(entry, form) }));
}

// See `difference` in harvest/search/export/words.py.
function spelled(entry, form) {
  return form ? entry.slice(0, entry.length - form.charCodeAt(0) + 65) + form.slice(1) : entry;
}

// Mistakes between two words (optimal string alignment); more than `most` is only known to be more.
function distance(one, other, most) {
  let twoBefore = [];
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    [twoBefore, before, row] = [before, row, [i]];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && other[j - 1] === one[i - 2]) {
        cost = Math.min(cost, twoBefore[j - 2] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
  }
  return row[other.length];
}
