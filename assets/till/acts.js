// What a clerk did: made here, kept for good, sent later. Never changed, never deleted by hand.

import { ask, change, look, note } from "./store.js";
import { state, tell } from "./state.js";

const UNSETTLED = ["queued", "refused", "unread"];

/** The basket was paid in another tab, or with another tap; or what it replaces was decided. */
export class Gone extends Error {}

/** UUIDv7 (RFC 9562): milliseconds first, so that ids sort by time. */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 256 ** (5 - i)) & 0xff;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function receiptNumber(code, seq) {
  return `${code}-${String(seq).padStart(4, "0")}`;
}

let behind = 0;

/**
 * The time by the server's clock as last measured; the phone's own may be wrong. An empty battery
 * takes it back: it is at least as late as the newest goods, until it is put right.
 */
export function trueNow() {
  const now = Date.now() + (state.offset ?? 0), least = state.least ?? 0;
  behind = now < least ? Math.max(behind, least - now) : 0;
  return now + behind;
}

/** The day of this phone's zone, by the server's clock: "2026-01-05". */
export function dayOf(time = trueNow()) {
  const date = new Date(time), two = (n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When it happened, by this phone's clock, and how far that was off; `old` is what it replaces. */
function happened(old) {
  if (old) return { made_at: old.act.made_at, offset_ms: old.act.offset_ms, true_at: old.true_at };
  const now = Date.now(), true_at = Math.round(trueNow());
  return { made_at: new Date(now).toISOString(), offset_ms: true_at - now, true_at };
}

/** Once the time is known, nothing lies ahead of it: the clock was wrong when that was made. */
export async function pullDown() {
  const now = Math.round(trueNow()), ahead = IDBKeyRange.lowerBound(now + 60_000);
  if (!(await look(["acts"], (s) => ask(s.acts.index("true_at").count(ahead))))) return;
  await note(["acts"], async ({ acts }) => {
    for (const record of await ask(acts.index("true_at").getAll(ahead))) {
      acts.put({ ...record, true_at: now });
    }
  });
  tell("acts");
}

function make(draft, seq, group, old) {
  const { device, shop, user } = state, { id } = draft;
  const { made_at, offset_ms, true_at } = happened(draft.kind === old?.kind ? old : null);
  const body = { ...draft.body };
  if (draft.kind === "sell") body.receipt = receiptNumber(device.code, seq);
  const act = {
    id, device: device.id, seq, shop: shop.id, by: user.id, made_at, offset_ms,
    kind: draft.kind, body,
  };
  return {
    id, seq, device: device.id, shop: shop.id, kind: draft.kind, made_at, state: "queued",
    faults: 0, true_at, local: { ...draft.local, group }, act, after: old?.after ?? old?.seq ?? seq,
  };
}

/** Of the shop that is signed in: a phone may have served another one. */
const own = (record) => record?.shop === state.shop?.id;

/** It was refused, and nobody has decided yet. */
export const waits = (record) => ["refused", "unread"].includes(record?.state);

/** Whoever gives up a giving up has the act itself to decide on again. */
async function restore(acts, id) {
  const record = await ask(acts.get(id));
  if (record?.state !== "withdrawn" || record.instead) return;
  acts.put({ ...record, state: record.unread ? "unread" : "refused", reason: null, unread: false });
}

/**
 * Keeps what was done, on the disk, numbered in the same transaction: two tabs never share a
 * number. `cart` is the basket that it came from; a basket is sold once. `gives_up` is a refused
 * act that this replaces, with the reason: replaced once, and not when it went through meanwhile.
 * `typed` is where the form was kept while it was filled.
 */
export async function keep(drafts, { cart = null, gives_up = null, reason = "", typed = null } = {}) {
  const made = await change(["acts", "meta", "carts"], async (s) => {
    const key = `seq:${state.device.id}`;
    const [basket, last, old] = await Promise.all([
      cart && ask(s.carts.get(cart)), ask(s.meta.get(key)), gives_up && ask(s.acts.get(gives_up)),
    ]);
    if (cart && !basket) throw new Gone();
    let seq = last ?? 0;
    if (gives_up && !(waits(old) && own(old))) throw new Gone("decided");
    const ids = drafts.map(() => uuid7());
    const records = drafts.map((draft, i) => make({ id: ids[i], ...draft }, seq += 1, ids, old));
    for (const record of records) s.acts.add(record);
    s.meta.put(seq, key);
    if (cart) s.carts.delete(cart);
    if (typed) s.meta.delete(typed);
    if (old) {
      const instead = ids.length > 1 ? ids[0] : null;
      s.acts.put({ ...old, state: "withdrawn", reason, unread: old.state === "unread", instead });
      if (old.kind === "withdraw" && !instead) await restore(s.acts, old.act.body.act);
    }
    return records;
  });
  tell("kept", made);
  return made;
}

/** The act that says a refused one is given up: it stays, with the reason, on both sides. */
export function withdrawal(id, seq, reason) {
  return { kind: "withdraw", body: { act: id, reason }, local: { of: seq } };
}

/** An act of this shop; `null` where there is none. */
export async function find(id) {
  const found = await look(["acts"], (s) => ask(s.acts.get(id)));
  return own(found) ? found : null;
}

/** Acts since a time (the true one, milliseconds), newest first. */
export async function since(time) {
  const range = IDBKeyRange.lowerBound(time);
  const found = await look(["acts"], (s) => ask(s.acts.index("true_at").getAll(range)));
  return found.filter(own).reverse();
}

/** The part of the index "line" that holds this shop's acts in a state. */
export function ownRange(name) {
  const shop = state.shop?.id ?? "";
  return IDBKeyRange.bound([shop, name], [shop, name, []]);
}

/** This shop's acts in any of the states, in the order of their numbers. */
export async function inState(...names) {
  const found = await look(["acts"], (s) => (
    Promise.all(names.map((name) => ask(s.acts.index("line").getAll(ownRange(name)))))
  ));
  return found.flat().sort((a, b) => a.seq - b.seq);
}

/** What waits, what was refused, and what belongs to another shop than the one signed in. */
export async function counts() {
  return look(["acts"], async ({ acts }) => {
    const [queued, refused, unread, ...all] = await Promise.all([
      ...UNSETTLED.map((name) => ask(acts.index("line").count(ownRange(name)))),
      ...UNSETTLED.map((name) => ask(acts.index("state").count(name))),
    ]);
    const other = all.reduce((sum, n) => sum + n, -queued - refused - unread);
    return { queued, refused: refused + unread, other };
  });
}

/** Puts a refused act back into the queue, as it is: the same number and the same id. */
export async function sendAgain(id) {
  await change(["acts"], async (s) => {
    const record = await ask(s.acts.get(id));
    if (!waits(record)) return;
    Object.assign(record, { state: "queued", faults: 0, reason: null });
    s.acts.put(record);
  });
  tell("kept", []);
}

/** Everything that the server has not acknowledged, of every shop, one act a line: for a file. */
export async function exported() {
  const found = await look(["acts"], (s) => (
    Promise.all(UNSETTLED.map((name) => ask(s.acts.index("state").getAll(name))))
  ));
  return found.flat().sort((a, b) => a.seq - b.seq).map((record) => `${JSON.stringify(record.act)}\n`);
}
