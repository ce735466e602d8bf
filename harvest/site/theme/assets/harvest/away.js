// Which of what was found is not on this device. Loaded where there is no connection.
import { at } from "./asking.js";

// Sets `away` of each hit whose page the worker has not kept.
export async function mark(form, hits) {
  const site = `harvest ${new URL(at(form, "")).pathname} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(site) && name.endsWith(" pages"));
  await Promise.all(
    hits.map(async (hit) => {
      const kept = names.map((cacheName) => caches.match(hit.href, { cacheName, ignoreVary: true }));
      hit.away = !(await Promise.all(kept)).some(Boolean);
    }),
  );
}
