// A result is an address once its fragment is loaded.
export async function open() {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  return async (text) => {
    const { results } = await pagefind.search(text);
    const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return shown.map(({ url }) => url.replace(/^\//, ""));
  };
}
