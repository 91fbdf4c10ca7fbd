// Keeps the till on the phone. The server writes VERSION and FILES in front of this file: a change
// of any file is a new version, kept whole beside the old one until the page takes it.
// Nothing under /api/ is ever kept.

/* global VERSION, FILES */
const SHELL = `kasir-${VERSION}`;
const PHOTOS = "kasir-foto";
const PHOTOS_MOST = 200;
const OWN = new Set(FILES);

const WORDS = "/kasir/kata/";

/** The languages that this phone had in an earlier version. */
async function spoken() {
  const files = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("kasir-"))) {
    const kept = await (await caches.open(name)).keys();
    files.push(...kept.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(WORDS)));
  }
  return files;
}

async function keepAll() {
  const cache = await caches.open(SHELL), files = new Set([...FILES, ...(await spoken())]);
  // The server is asked whether the browser's own copy is still the same: an old file must not
  // stand in a new version, and a file that the page just had need not come twice.
  await cache.addAll([...files].map((file) => new Request(file, { cache: "no-cache" })));
}

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith("kasir-") && name !== SHELL && name !== PHOTOS) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));

self.addEventListener("message", ({ data, ports }) => {
  if (data === "activate") self.skipWaiting();
  if (data === "version") ports[0]?.postMessage(VERSION);
});

/** From this version's files; from the network only where the phone has lost them. */
async function own(path) {
  const cache = await caches.open(SHELL);
  return (await cache.match(path)) ?? fetch(path);
}

/** A photo that was seen is kept; the oldest makes room. */
async function photo(request) {
  const cache = await caches.open(PHOTOS), kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic" && !answer.redirected) {
    try {
      await cache.put(request, answer.clone());
      const keys = await cache.keys();
      for (const old of keys.slice(0, Math.max(0, keys.length - PHOTOS_MOST))) await cache.delete(old);
    } catch {
      // No room: the photo is shown and not kept.
    }
  }
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/api/")) return;
  if (OWN.has(url.pathname) || url.pathname.startsWith(WORDS)) event.respondWith(own(url.pathname));
  else if (request.destination === "image") event.respondWith(photo(request));
});
