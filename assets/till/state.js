// What every part of the till looks at, and how the parts hear of a change. No part writes another
// part's field.

/** Filled by shop.js (session, goods) and sync.js (the line to the server). */
export const state = {
  user: null, shop: null, may: [], device: null, snapshot: null,
  offset: null, least: 0, line: "starting", line_detail: null, sent_at: null, counts: null,
  storage: null, persisted: null, update: null, moved: false, full: false,
};

const hearers = new Map();

/** Topics: "state", "acts", "goods", "carts", "kept" (with the new records), "session". */
export function hear(topic, hearer) {
  const own = hearers.get(topic) ?? new Set();
  hearers.set(topic, own.add(hearer));
  return () => own.delete(hearer);
}

const others = "BroadcastChannel" in globalThis ? new BroadcastChannel("hilir-kasir") : null;
/** What changed in the store, and so concerns the other tabs; they hear "…-elsewhere". */
const SHARED = ["kept", "acts", "carts", "goods-new", "session"];

function here(topic, what) {
  for (const hearer of hearers.get(topic) ?? []) hearer(what);
}

/** Tells the parts of this tab, and the other tabs when the store was changed. */
export function tell(topic, what) {
  here(topic, what);
  if (SHARED.includes(topic)) others?.postMessage(topic);
}

others?.addEventListener("message", ({ data }) => here(`${data}-elsewhere`));

/** Goes to a view: `go("nota", id)`. */
export function go(...parts) {
  location.hash = `#/${parts.map(encodeURIComponent).join("/")}`;
}
