// As its bundle does: the index is fetched by the page, everything else happens in the worker.
import { asked } from "./worker.js";

const FILTER = {
  input: { type: "operator", data: { operator: "and", operands: [] } },
  aggregation: { input: [{ type: "term", data: { field: "tags" } }] },
};

export async function open() {
  const told = await fetch("/search.json").then((response) => response.json());
  const worker = new Worker("/assets/javascripts/workers/search.js");
  await asked(worker, { type: 0, data: told });
  return async (text) => {
    const { data } = await asked(worker, { type: 2, data: { input: text, filter: FILTER } });
    const pages = data.items.map(({ id }) => told.items[id].location.replace(/#.*/, ""));
    return [...new Set(pages)];
  };
}
