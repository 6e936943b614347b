// Shows the reviews that were opened, when there is no connection. Answers are not its business:
// the page's own queue keeps and sends them.
//
// Pages are kept for one person at a time: every page from the server names who is signed in, and
// those of anybody else are dropped. Without a connection a cookie of the browser's session says it.
const PAGES = "peel-pages-2-";
const PERSON = "X-Peel-Person";
const PERSON_COOKIE = "peel_person";
const ASSETS = "peel-assets-2";
const OFFLINE = "/offline/";
const MOST_PAGES = 80;
const MOST_ASSETS = 80;
const OLDEST = 4 * 60 * 60 * 1000;
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
    const copy = isReview && response.ok ? response.clone() : null;
    event.waitUntil(keepFor(response.headers.get(PERSON), url.href.split("#")[0], copy));
    return response;
  } catch {
    return (isReview && (await keptReview(url))) || offlinePage();
  }
}

function patience() {
  return { signal: AbortSignal.timeout(PATIENCE) };
}

// A response without the person, such as a redirect, says nothing about who is signed in.
async function keepFor(person, address, copy) {
  if (!person) return;
  await dropPages((name) => name !== PAGES + person);
  if (copy) await put(PAGES + person, address, copy, MOST_PAGES);
}

async function dropPages(isDropped) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  await Promise.all(names.filter(isDropped).map((name) => caches.delete(name)));
}

async function keptReview(url) {
  const name = (await caches.keys()).find((one) => one.startsWith(PAGES));
  if (!name) return null;
  if (!(await isStillHere(name.slice(PAGES.length)))) {
    await dropPages(() => true);
    return null;
  }
  const pages = await caches.open(name);
  await dropOldPages(pages);
  const all = new URL(url.pathname + "?stage=all", url);
  return (
    (await pages.match(url.href.split("#")[0])) ??
    (await pages.match(all.href)) ??
    (await pages.match(url.href, { ignoreSearch: true }))
  );
}

// A browser that hides its cookies from service workers is left with the age alone.
async function isStillHere(person) {
  if (!self.cookieStore) return true;
  return (await self.cookieStore.get(PERSON_COOKIE))?.value === person;
}

async function dropOldPages(pages) {
  for (const request of await pages.keys()) {
    const kept = await pages.match(request);
    const age = Date.now() - Date.parse(kept.headers.get("Date") ?? "");
    if (!(age <= OLDEST)) await pages.delete(request);
  }
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
  if (await caches.match(address)) return;
  try {
    const headers = { "X-Peel-Keep": "1" };
    const response = await fetch(address, { redirect: "error", headers });
    if (response.ok) await keepFor(response.headers.get(PERSON), address, response);
  } catch {
    // The connection went; the page that is open now is kept already.
  }
}

// Without cookies: it is shown to whoever sits there, so it names nobody.
async function keepOfflinePage() {
  const cache = await caches.open(ASSETS);
  await cache.add(new Request(OFFLINE, { credentials: "omit" }));
}

async function dropOldCaches() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES) && name !== ASSETS) await caches.delete(name);
  }
}
