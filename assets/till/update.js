// The service worker: it keeps the till on the phone, and brings a new version when no basket is
// open, or when the clerk agrees.

import * as carts from "./cart.js";
import { state, tell } from "./state.js";
import { lang } from "./words.js";

/** A till stays open for weeks, and the browser looks only when a page is opened: hourly, in ms. */
const LOOK_EVERY = 3_600_000;

/** `older`: the worker is newer than this page. */
let waiting = null, older = false, offer = null, reloading = false, looked = Date.now();

function version(worker) {
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => done(data);
    worker.postMessage("version", [channel.port2]);
    setTimeout(() => done(null), 2_000);
  });
}

/** Takes the new version: the page begins again, the baskets are in the store. */
export function take() {
  reloading = true;
  if (waiting) waiting.postMessage("activate");
  else location.reload();
}

function ready(worker) {
  waiting = worker;
  state.update = true;
  tell("state");
  takeIfIdle();
}

/** Where nothing is lost to the eye: no basket, no form, on the view of the goods. */
function idle() {
  return document.querySelector("main.view-jual") && !carts.open() && !document.querySelector("dialog[open]");
}

export function takeIfIdle() {
  if ((waiting || older) && !reloading && idle()) take();
}

function watch(registration) {
  const found = (worker) => worker?.addEventListener("statechange", () => {
    // The very first worker is no update.
    if (worker.state === "installed" && navigator.serviceWorker.controller) ready(worker);
  });
  if (registration.waiting && navigator.serviceWorker.controller) ready(registration.waiting);
  found(registration.installing);
  registration.addEventListener("updatefound", () => found(registration.installing));
}

/** Registers the worker. Without one (no https) the till works, and says that it needs a network. */
export async function start() {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  let had = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener("controllerchange", () => {
    // The very first worker is no update.
    const first = !had;
    had = true;
    if (first) return;
    // Another tab took the new version: this one follows when nobody is in the middle of something.
    if (reloading || idle()) return location.reload();
    waiting = null;
    older = true;
    state.update = true;
    tell("state");
  });
  try {
    const registration = await serviceWorker.register("/kasir/sw.js", { scope: "/kasir", updateViaCache: "none" });
    state.worker = true;
    state.registration = registration;
    watch(registration);
    const active = (await serviceWorker.ready).active;
    state.version = await version(active);
    await keepWords();
  } catch (error) {
    console.error(error);
    state.worker = Boolean(serviceWorker.controller);
  }
  tell("worker");
}

/** The language in use, kept beside the shell: one that nobody speaks need not be carried. */
export async function keepWords() {
  if (!state.version) return;
  const path = `/kasir/kata/${lang}.json`, cache = await caches.open(`kasir-${state.version}`);
  if (!(await cache.match(path))) await cache.add(path).catch(() => {});
}

/** Asks for a new version when the server was met, once in a while. */
export function look() {
  if (Date.now() - looked < LOOK_EVERY) return;
  looked = Date.now();
  state.registration?.update().catch(() => {});
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  tell("installable");
});

export const installable = () => offer !== null;

export async function install() {
  const event = offer;
  offer = null;
  await event?.prompt();
  tell("installable");
}
