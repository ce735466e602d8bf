// The site without a connection. The build writes TOLD above this: which files there are.
//
// Pages, scripts and the manifest come from the network, and from here only where it fails or is slow. Parts of the
// index never change under their name, so they come from here first. What is not in TOLD, and what is there to reach
// the host, is not touched. Whatever is wrong with the storage (full, denied), the answer of the network is given.

const { version, build, top, first, offline, whole, gone } = TOLD;
const ROOT = registration.scope;
const SITE = `harvest ${new URL(ROOT).pathname} `;
const NAME = `${SITE}${version} `;
// Files kept at most; the oldest go. `first` is what works from the first visit on.
const MOST = { first: Infinity, pages: 200, files: 300, index: 1000 };
// Milliseconds that a page waits for a slow network.
const PATIENCE = 3000;
// Bytes of a file that is kept at most.
const LARGEST = 2e6;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(begin());
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([clients.claim(), tidy().catch(() => {})]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range")) return;
  const file = own(request.url, request.mode === "navigate");
  if (!file) return;
  event.respondWith(file.place === "index" ? fixed(event, file) : newest(event, file));
});

// A page says what it had loaded before this worker was there, or that there is time to load what is missing.
addEventListener("message", (event) => {
  const { page, files, idle } = event.data;
  if (page) event.waitUntil(Promise.all([get(page, { navigates: true }), ...files.map((address) => get(address))]));
  if (idle) event.waitUntil((filling ??= fill().finally(() => (filling = undefined))));
});

let filling;

const isPage = (address) => /(\/|\.html)$/.test(address);

// Where a file is kept and under which address; undefined for what is not ours to keep.
function own(address, navigates) {
  const url = new URL(address);
  url.hash = "";
  if (navigates) url.search = "";
  const key = url.href;
  if (!key.startsWith(ROOT)) return undefined;
  const path = key.slice(ROOT.length);
  if (path.startsWith("search/miss.txt") || !top.includes(plain(path.split(/[/?]/)[0]))) return undefined;
  if (first.includes(path)) return { place: "first", key };
  if (/^search\/\w+\/[\w-]+\.bin$/.test(path)) return { place: "index", key };
  return { place: navigates ? "pages" : "files", key };
}

function plain(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

async function newest(event, file) {
  const coming = fetch(event.request);
  event.waitUntil(coming.then((response) => keep(file, response)).catch(() => {}));
  try {
    return await Promise.race([coming, patient(file, coming)]);
  } catch {
    const kept = (await find(file)) ?? (event.request.mode === "navigate" && (await find(own(ROOT + offline, true))));
    return kept || Response.error();
  }
}

// What is kept, once the network has had its time; without it, the network may take as long as it needs.
async function patient(file, coming) {
  await new Promise((done) => setTimeout(done, PATIENCE));
  return (await find(file)) ?? coming;
}

// A part that was damaged here is asked for with "reload".
async function fixed(event, file) {
  const kept = await find(file);
  if (kept && event.request.cache !== "reload") return kept;
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(file, response));
    return response;
  } catch {
    return kept ?? Response.error();
  }
}

async function find({ place, key }) {
  try {
    return await caches.match(key, { cacheName: NAME + place, ignoreVary: true });
  } catch {
    return undefined;
  }
}

// Keeps a copy of a response that may be kept: whole, from here, and what was asked for. Returns false where there is
// no room for it; never throws.
async function keep(file, response) {
  const { status, redirected, type, headers } = response;
  const gone = status === 404 || status === 410 || type === "opaqueredirect";
  const may = status === 200 && !redirected && type === "basic" && !/no-store/i.test(headers.get("cache-control"));
  if (!gone && !(may && !(headers.get("content-length") > LARGEST))) return true;
  const copy = may && response.clone();
  try {
    if (!(await caches.has(NAME + file.place))) return false;
    const cache = await caches.open(NAME + file.place);
    if (gone) return await cache.delete(file.key, { ignoreVary: true });
    const tag = file.place === "files" && headers.get("etag");
    if (tag && (await find(file))?.headers.get("etag") === tag) return true;
    await cache.put(file.key, copy);
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - MOST[file.place]))) await cache.delete(old);
    return true;
  } catch {
    return false;
  }
}

// Fetches a file and keeps it, unless it is there; with `renew` even then. Returns false where that did not work.
async function get(address, { navigates = isPage(address), renew = false } = {}) {
  const file = own(address, navigates);
  if (!file || (!renew && (file.place === "first" || file.place === "index") && (await find(file)))) return true;
  try {
    return await keep(file, await fetch(file.key, { cache: renew ? "no-cache" : "default" }));
  } catch {
    return false;
  }
}

// One after the other, because nobody waits for it, until one does not go in.
async function fill() {
  const parts = whole.map((part) => `search/${part.includes("/") ? part : `${build}/${part}`}.bin`);
  for (const path of [...first, ...parts]) if (!(await get(ROOT + path))) return;
}

// Only here caches are made: what this worker still does when another has taken its place makes none anew.
async function begin() {
  await Promise.all(Object.keys(MOST).map((place) => caches.open(NAME + place))).catch(() => {});
  await Promise.all(first.map((path) => get(ROOT + path, { renew: true })));
}

// Away with what older versions kept, with pages that were taken down, and with the parts of older builds.
async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(SITE) && !name.startsWith(NAME)) await caches.delete(name);
  }
  const pages = await caches.open(`${NAME}pages`);
  for (const path of gone) await pages.delete(ROOT + path, { ignoreVary: true });
  const index = await caches.open(`${NAME}index`);
  const current = [`${ROOT}search/${build}/`, `${ROOT}search/texts/`];
  for (const { url } of await index.keys()) {
    if (!current.some((folder) => url.startsWith(folder))) await index.delete(url, { ignoreVary: true });
  }
}
