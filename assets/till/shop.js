// Who sells what at which price: the session and the goods as last heard from the server, and what
// this phone has sold since.

import { ownRange, trueNow } from "./acts.js";
import { ask, change, look, meta, note, setMeta } from "./store.js";
import { hear, state, tell } from "./state.js";

/** Product → pieces sold here that the goods' list does not know of yet. */
let pending = new Map();
let byProduct = new Map(), byLabel = new Map();

const plain = (label) => String(label).trim().toUpperCase();

function take(snapshot, heard_at) {
  state.snapshot = snapshot;
  state.heard_at = heard_at;
  state.least = Date.parse(snapshot.made_at);
  byProduct = new Map(snapshot.goods.map((good) => [good.product, good]));
  byLabel = new Map();
  // The product's own code and barcode first; a label, which knows its batch, wins.
  for (const good of snapshot.goods) {
    for (const label of [good.code, good.barcode]) {
      if (label) byLabel.set(plain(label), { product: good.product, batch: null });
    }
  }
  for (const { label, product, batch } of snapshot.labels ?? []) {
    byLabel.set(plain(label), { product, batch: batch ?? null });
  }
}

/** Reads what this phone knows without a network. */
export async function recall() {
  const session = await meta("session");
  if (!session) return;
  Object.assign(state, { user: session.user, shop: session.shop, may: session.may });
  state.offset = (await meta("offset")) ?? null;
  state.sent_at = (await meta("sent_at")) ?? null;
  state.signed_out = (await meta("signed_out")) ?? false;
  await recallShop();
}

async function recallShop() {
  const shop = state.shop?.id ?? "";
  state.device = (await meta(`device:${shop}`)) ?? null;
  state.snapshot = null;
  const kept = await look(["snapshots"], (s) => ask(s.snapshots.get(shop)));
  if (kept) take(kept.snapshot, kept.heard_at);
  await recount();
}

/** The session that the server named. Another shop's goods and number of the device follow. */
export async function session(user, shop, may) {
  const changed = shop?.id !== state.shop?.id;
  Object.assign(state, { user, shop, may });
  await setMeta("session", { user, shop, may });
  if (changed) await recallShop();
  return changed;
}

export async function named(device) {
  const { id, code, name } = device, known = state.device;
  if (known?.id === id && known.code === code && known.name === name) return;
  state.device = { id, code, name };
  await change(["meta"], (s) => {
    s.meta.put(state.device, `device:${state.shop.id}`);
    s.meta.delete("device:new"); // the next shop's device has another id
  });
}

/** Goods from the server, or that they are the same, asked for at `heard_at` (this phone's clock). */
export async function heard(news, heard_at) {
  const same = news?.same && news.same === state.snapshot?.digest;
  const snapshot = same ? { ...state.snapshot, made_at: news.made_at } : news;
  if (!Array.isArray(snapshot?.goods) || snapshot.shop?.id !== state.shop?.id) return;
  take(snapshot, heard_at);
  await note(["snapshots"], (s) => {
    s.snapshots.put({ shop: snapshot.shop.id, snapshot, heard_at });
  });
  await recount();
  tell("goods-new");
}

/** The goods that another tab heard. */
async function reread() {
  const kept = await look(["snapshots"], (s) => ask(s.snapshots.get(state.shop?.id ?? "")));
  if (kept) take(kept.snapshot, kept.heard_at);
  await recount();
}

function move(record) {
  const { kind, act } = record;
  if (kind !== "sell" && !(kind === "refund" && act.body.resellable)) return;
  for (const { product, quantity } of act.body.lines) {
    const change = kind === "sell" ? quantity : -quantity;
    pending.set(product, (pending.get(product) ?? 0) + change);
  }
}

let turns = 0, recounting = false;

/** Sold since the goods were heard: what still waits, and what was sent after. */
async function recount() {
  const turn = (turns += 1);
  recounting = true;
  const shop = state.shop?.id ?? "", heard = state.heard_at ?? Date.now();
  const records = await look(["acts"], async (s) => {
    const waiting = await ask(s.acts.index("line").getAll(ownRange("queued")));
    const sent = await ask(s.acts.index("settled_at").getAll(IDBKeyRange.lowerBound(heard)));
    return [...waiting, ...sent.filter((one) => one.shop === shop && one.state === "done")];
  });
  if (turn !== turns) return; // something was sold meanwhile: a later count knows it
  recounting = false;
  pending = new Map();
  for (const record of records) move(record);
  tell("goods");
}

hear("kept", (records) => {
  // At once, since the next tap may come before the store has been read.
  for (const record of records ?? []) move(record);
  if (!records?.length || recounting) recount();
  tell("goods");
});
hear("acts", recount);
hear("kept-elsewhere", recount);
hear("acts-elsewhere", recount);
hear("goods-new-elsewhere", reread);

export function goods() {
  return state.snapshot?.goods ?? [];
}

export function good(product) {
  return byProduct.get(product) ?? null;
}

/** On the shelf as far as this phone knows; below zero it is said and not hidden. */
export function left(product) {
  return (byProduct.get(product)?.shelf ?? 0) - (pending.get(product) ?? 0);
}

/** Pieces of it that are set aside for buyers who ordered; after their time they are free again. */
export function held(product) {
  const now = trueNow(), all = byProduct.get(product)?.held ?? [];
  return all.filter(({ until }) => Date.parse(until) > now).reduce((sum, one) => sum + one.quantity, 0);
}

/** A good by what was scanned or typed: `{product, batch}` or `null`. A link ends in its label. */
export function labelled(text) {
  const whole = plain(text);
  return byLabel.get(whole) ?? byLabel.get(whole.split(/[/=]/).at(-1)) ?? null;
}

/** Goods whose name, variant or code holds the words. */
export function matching(words) {
  const wanted = words.trim().toLowerCase().split(/\s+/);
  return goods().filter((good) => {
    const text = `${good.name} ${good.variant ?? ""} ${good.code}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

export function fullName(good) {
  return good.variant ? `${good.name}, ${good.variant}` : good.name;
}

/** Whether the clerk says the price: where the shop sets it, or nobody has. */
export function openPrice(good) {
  return good.price_set_by === "shop" || good.price === null;
}

/** How a buyer can pay here: QRIS only where the shop has saved its code. */
export function payments() {
  return ["cash", ...(state.snapshot?.shop?.qris ? ["qris"] : []), "transfer"];
}

/** Whole days since the goods were heard. */
export function age() {
  return state.heard_at ? Math.floor((Date.now() - state.heard_at) / 86_400_000) : null;
}

