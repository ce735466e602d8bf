// As the theme's bundle does: the index is fetched by the page, everything else happens in the worker.
import { asked } from "./worker.js";

export async function open() {
  const index = fetch("/search/search_index.json").then((response) => response.json());
  const worker = new Worker("/assets/javascripts/workers/search.js");
  const { config, docs } = await index;
  await asked(worker, { type: 0, data: { config, docs, options: { suggest: false } } });
  return async (text) => {
    const { data } = await asked(worker, { type: 2, data: text });
    const pages = data.items.map((sections) => sections[0].location.replace(/#.*/, ""));
    return pages.slice(0, 10);
  };
}
