/*
 * Keeps the shop's shell (its page, scripts and styles) so that it opens without a network. What the API, the media
 * and uploaded files say is never kept here: a price or a picture of a moment ago would be a lie.
 * The two words in capitals are filled in when the pages are built.
 */
const SHELL = __SHELL__;
const CACHE = "kaibo-shell-__VERSION__";
const PAGE = "/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...SHELL])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith("kaibo-shell-") && name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

// The page asks, when the user agreed to begin anew with the new version.
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

const isShopPage = (path) => path === "/" || /^\/(s|orders|account)(\/|$)/.test(path);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === "navigate" && isShopPage(url.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
  }
});
