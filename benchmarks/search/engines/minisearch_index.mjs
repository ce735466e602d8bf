// node minisearch_index.mjs MODULE PAGES.json INDEX.json
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, pages, index] = process.argv.slice(2);
const { default: MiniSearch } = await import(pathToFileURL(module));
const search = new MiniSearch({ fields: ["title", "text"], storeFields: ["title"] });
search.addAll(JSON.parse(readFileSync(pages, "utf-8")));
writeFileSync(index, JSON.stringify(search));
