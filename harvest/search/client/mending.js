// Words that are on no page: harvest/search/query.py, `alike`. Loaded when first needed.

const TWO_MISTAKES = 8;
const CANDIDATES = 3;
const FAR = 9;

// The entries a mistyped word may stand for, and how people write them: see `alike` in query.py.
export async function alike({ term, typed }, index) {
  const letters = Array.from(term);
  const written = Array.from(typed);
  const allowed = letters.length >= TWO_MISTAKES ? 2 : 1;
  const first = written.slice(0, 2).join("");
  const mistakes = new Map();
  const fits = (entry) => {
    const other = split(entry);
    let many = distance(letters, other, allowed);
    if (many && entry.startsWith(first)) {
      for (const ending of index.endings) {
        if (Math.abs(other.length + ending.length - written.length) > 1) continue;
        many = Math.min(many, distance(written, split(entry + ending), 1));
      }
    }
    if (many <= allowed) mistakes.set(entry, many);
    return many <= allowed;
  };
  const starts = [letters[0], letters[1] + letters[0]];
  const lists = await Promise.all(starts.map((start) => index.words(start, fits)));
  let found = [...new Map(lists.flat().map((each) => [each.entry, each])).values()];
  if (!found.length) found = await index.words(term);
  const far = ({ entry }) => mistakes.get(entry) ?? 0;
  found.sort((a, b) => far(a) - far(b) || b.many - a.many || (a.entry < b.entry ? -1 : 1));
  return found
    .filter((each) => far(each) === far(found[0]))
    .slice(0, CANDIDATES)
    .map(({ entry, form }) => ({ entry, written: spelled(entry, form) }));
}

// See `difference` in harvest/search/export/words.py.
function spelled(entry, form) {
  return form ? entry.slice(0, entry.length - form.charCodeAt(0) + 65) + form.slice(1) : entry;
}

// A word's characters; most words need no list of them.
const split = (word) => (/[\ud800-\udfff]/.test(word) ? Array.from(word) : word);

// The rows of a table, three of which are in use at a time: words are no longer than analysis cuts them.
const ROWS = [0, 1, 2].map(() => new Uint8Array(128));

// Mistakes between two words (optimal string alignment), or one more than `most`: only cells so near to the
// diagonal are looked at.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let from = 0;
  let rows = one.length;
  let columns = other.length;
  while (from < rows && from < columns && one[from] === other[from]) from++;
  while (rows > from && columns > from && one[rows - 1] === other[columns - 1]) {
    rows--;
    columns--;
  }
  rows -= from;
  columns -= from;
  let [twoBefore, before, row] = ROWS;
  for (let j = 0; j <= most + 1; j++) row[j] = j;
  for (let i = 1; i <= rows; i++) {
    [twoBefore, before, row] = [before, row, twoBefore];
    const first = Math.max(1, i - most);
    const last = Math.min(columns, i + most);
    row[first - 1] = first > 1 ? FAR : i;
    row[last + 1] = FAR;
    let least = row[first - 1];
    for (let j = first; j <= last; j++) {
      const a = one[from + i - 1];
      const b = other[from + j - 1];
      let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a === b ? 0 : 1));
      if (i > 1 && j > 1 && a === other[from + j - 2] && b === one[from + i - 2]) {
        cost = Math.min(cost, twoBefore[j - 2] + 1);
      }
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
  }
  return Math.min(row[columns], most + 1);
}
