// As the box of the site asks: asking.js comes with the page, the ranker and its index when somebody is about to type.
import { questions } from "/assets/harvest/asking.js";

export async function open() {
  const ask = questions({ dataset: { base: "/" } });
  return async (text) => (await ask(text)).hits.map((hit) => hit.url);
}
