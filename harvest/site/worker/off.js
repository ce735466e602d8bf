// The site is not read offline (any more): this takes the place of the worker that was here, deletes what it kept, and
// goes. Where there never was one, nobody asks for this file.

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  await clear();
  await registration.unregister();
  await clear(); // what the worker before had begun to keep
}

async function clear() {
  const site = `harvest ${new URL(registration.scope).pathname} `;
  const names = await caches.keys().catch(() => []);
  await Promise.allSettled(names.filter((name) => name.startsWith(site)).map((name) => caches.delete(name)));
}
