// With the options that its own examples have for a search box.
export async function open() {
  const index = fetch("/index.json").then((response) => response.text());
  const { default: MiniSearch } = await import("/minisearch.js");
  const made = { fields: ["title", "text"], storeFields: ["title"] };
  const search = await MiniSearch.loadJSONAsync(await index, made);
  const options = { boost: { title: 2 }, prefix: true, fuzzy: 0.2 };
  return async (text) => search.search(text, options).slice(0, 10).map(({ id }) => id);
}
