// What Snowball's stemmers run on: a word, a cursor in it, and a slice between two marks. The stemmer of the
// site's language stands behind this in the built script; see harvest/search/export/stemmer.py.

let current, cursor, limit, limit_backward, bra, ket;

function start(word) {
  current = word;
  cursor = limit_backward = bra = 0;
  limit = ket = word.length;
}

// One letter, forwards or backwards, that is (or is not) one of a group.
function in_grouping(group) {
  if (cursor >= limit || !group.includes(current[cursor])) return false;
  cursor++;
  return true;
}
function in_grouping_b(group) {
  if (cursor <= limit_backward || !group.includes(current[cursor - 1])) return false;
  cursor--;
  return true;
}
function out_grouping(group) {
  if (cursor >= limit || group.includes(current[cursor])) return false;
  cursor++;
  return true;
}
function out_grouping_b(group) {
  if (cursor <= limit_backward || group.includes(current[cursor - 1])) return false;
  cursor--;
  return true;
}

// To the next letter that is not (or is) one of a group; false where there is none.
function go_in_grouping(group) {
  while (in_grouping(group));
  return cursor < limit;
}
function go_in_grouping_b(group) {
  while (in_grouping_b(group));
  return cursor > limit_backward;
}
function go_out_grouping(group) {
  while (out_grouping(group));
  return cursor < limit;
}
function go_out_grouping_b(group) {
  while (out_grouping_b(group));
  return cursor > limit_backward;
}

function eq_s(text) {
  if (limit - cursor < text.length || !current.startsWith(text, cursor)) return false;
  cursor += text.length;
  return true;
}
function eq_s_b(text) {
  if (cursor - limit_backward < text.length || !current.endsWith(text, cursor)) return false;
  cursor -= text.length;
  return true;
}

// Endings and their results, "s1 ies2": the longest that stands at the cursor.
function among(rows) {
  const table = new Map();
  let longest = 0;
  for (const row of rows.split(" ")) {
    const [, ending, result] = /^(.*?)(-?\d+)$/.exec(row);
    table.set(ending, +result);
    longest = Math.max(longest, ending.length);
  }
  return { table, longest };
}
function find_among({ table, longest }) {
  for (let many = Math.min(longest, limit - cursor); many >= 0; many--) {
    const result = table.get(current.slice(cursor, cursor + many));
    if (result !== undefined) {
      cursor += many;
      return result;
    }
  }
  return 0;
}
function find_among_b({ table, longest }) {
  for (let many = Math.min(longest, cursor - limit_backward); many >= 0; many--) {
    const result = table.get(current.slice(cursor - many, cursor));
    if (result !== undefined) {
      cursor -= many;
      return result;
    }
  }
  return 0;
}

function replace(from, to, text) {
  const more = text.length - (to - from);
  current = current.slice(0, from) + text + current.slice(to);
  limit += more;
  if (cursor >= to) cursor += more;
  else if (cursor > from) cursor = from;
  return more;
}
function slice_from(text) {
  if (bra < 0 || bra > ket || ket > limit || limit > current.length) return false;
  replace(bra, ket, text);
  return true;
}
function slice_del() {
  return slice_from("");
}
function slice_to() {
  return current.slice(bra, ket);
}
function insert(from, to, text) {
  const more = replace(from, to, text);
  if (from <= bra) bra += more;
  if (from <= ket) ket += more;
}
