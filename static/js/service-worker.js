// Shows the reviews that were opened, when there is no connection. Answers are not its business:
// the page's own queue keeps and sends them.
const PAGES = "peel-pages-1";
const ASSETS = "peel-assets-1";
const OFFLINE = "/offline/";
const MOST_PAGES = 80;
const MOST_ASSETS = 80;
const OLDEST = 12 * 60 * 60 * 1000;
const PATIENCE = 8_000;
const ASSET_KINDS = new Set(["style", "script", "font", "image"]);
const REVIEW = /^\/reviews\/\d+\/$/;

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keepPage(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (ASSET_KINDS.has(request.destination)) event.respondWith(asset(event));
});

async function page(event, url) {
  const isReview = REVIEW.test(url.pathname);
  try {
    const response = await fetch(event.request, isReview ? patience() : {});
    if (isReview && response.ok) {
      const copy = response.clone();
      event.waitUntil(put(PAGES, url.href.split("#")[0], copy, MOST_PAGES));
    }
    return response;
  } catch {
    return (isReview && (await keptReview(url))) || offlinePage();
  }
}

function patience() {
  return { signal: AbortSignal.timeout(PATIENCE) };
}

async function keptReview(url) {
  const pages = await caches.open(PAGES);
  const all = new URL(url.pathname + "?stage=all", url);
  const found =
    (await pages.match(url.href.split("#")[0])) ??
    (await pages.match(all.href)) ??
    (await pages.match(url.href, { ignoreSearch: true }));
  if (!found) return null;
  const age = Date.now() - Date.parse(found.headers.get("Date") ?? "");
  return age > OLDEST ? null : found;
}

async function offlinePage() {
  return (await caches.match(OFFLINE)) ?? Response.error();
}

// Kept ones first, so that a page opens at once; a newer one is there the next time.
async function asset(event) {
  const kept = await caches.match(event.request);
  const fresh = fetch(event.request).then((response) => {
    if (response.ok) event.waitUntil(put(ASSETS, event.request, response.clone(), MOST_ASSETS));
    return response;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

async function put(name, request, response, most) {
  const cache = await caches.open(name);
  await cache.put(request, response);
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function keepPage(address) {
  const pages = await caches.open(PAGES);
  if (await pages.match(address)) return;
  try {
    const headers = { "X-Peel-Keep": "1" };
    const response = await fetch(address, { redirect: "error", headers });
    if (response.ok) await put(PAGES, address, response, MOST_PAGES);
  } catch {
    // The connection went; the page that is open now is kept already.
  }
}

async function keepOfflinePage() {
  const cache = await caches.open(ASSETS);
  await cache.add(OFFLINE);
}

async function dropOldCaches() {
  for (const name of await caches.keys()) {
    if (name !== PAGES && name !== ASSETS) await caches.delete(name);
  }
}
