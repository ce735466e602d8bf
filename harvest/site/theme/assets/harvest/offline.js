// The worker that keeps the site for when there is no connection: put in where the company wants it (`search:
// offline`), taken out where it does not want it any more. Loaded only where there is one or should be one.
import { at } from "./asking.js";

export async function offline(form) {
  const root = at(form, "");
  const { serviceWorker } = navigator;
  if (!("offline" in form.dataset)) return leave(root, await serviceWorker.getRegistration(root));
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
  // What this page loaded before the worker was there, it has not seen.
  serviceWorker.addEventListener("controllerchange", () => {
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    serviceWorker.controller?.postMessage({ page: location.href, files });
  });
  await serviceWorker.register(script(root), { updateViaCache: "none" });
  const { active } = await serviceWorker.ready;
  if (navigator.connection?.saveData) return;
  (window.requestIdleCallback ?? setTimeout)(() => active.postMessage({ idle: true }));
}

// By this address it is known: a company may have another worker at the same root.
const script = (root) => `${root}sw.js?harvest`;

// The host has a worker that takes itself out. Where that cannot be had, it is done from here.
async function leave(root, registration) {
  if (registration?.active?.scriptURL !== script(root)) return;
  await registration.update().catch(() => {});
  if (registration.installing || registration.waiting) return;
  await registration.unregister();
  const site = `harvest ${new URL(root).pathname} `;
  for (const name of await caches.keys()) if (name.startsWith(site)) await caches.delete(name);
}
