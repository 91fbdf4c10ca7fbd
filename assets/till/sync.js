// The line to the server: everything that waits is sent, in batches, answered act by act, until
// the server says that it is on its disk. What fails stays; nothing here deletes but the very old.

import { ownRange, pullDown, trueNow, uuid7 } from "./acts.js";
import { Full, ask, change, look, meta, setMeta } from "./store.js";
import * as shop from "./shop.js";
import { hear, state, tell } from "./state.js";

const BATCH = 50;
const WAIT_FIRST = 2_000, WAIT_MOST = 300_000;
/** With nothing to send: a look at the server now and then, for goods and for the session. */
const IDLE = 240_000;
const PATIENCE = 30_000;
/** For the goods: they come whole or not at all. */
const PATIENCE_GOODS = 120_000;
/** After sending, the goods are asked for anew at most so often: what was sold here is known here. */
const GOODS_EVERY = 60_000;
const KEEP_DAYS = 90;

/** Why the line stands still: offline, slow, signed_out, forbidden, fault, no_shop, no_device. */
class Stopped extends Error {
  constructor(why, detail = null) {
    super(why);
    Object.assign(this, { why, detail });
  }
}

let timer = 0, failures = 0, batch = BATCH, running = null, again = false;
/** How many acts the line carried in time when it last did not. */
let carries = BATCH;
/** Acknowledged in this round, but the phone has no room to note it: sent once more in the next. */
let unnoted = new Set();
/** What the server could not take in this round. */
let later = new Set();
/** When this page heard the goods; a page that begins asks for them anew. */
let refreshed = 0;

/** A line that breaks is offline; one on which time ran out may carry less at a time. */
const broken = (error) => new Stopped(error?.name === "TimeoutError" ? "slow" : "offline");

async function call(path, { patience = PATIENCE, ...options } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      credentials: "same-origin", cache: "no-store", redirect: "error",
      signal: AbortSignal.timeout(patience), ...options,
    });
  } catch (error) {
    throw broken(error);
  }
  const type = answer.headers.get("content-type") ?? "";
  if (answer.status === 401) throw new Stopped("signed_out");
  if (!type.includes("json")) throw new Stopped(answer.status >= 500 ? "fault" : "offline");
  let text;
  try {
    text = await answer.text();
  } catch (error) {
    throw broken(error); // in the middle: not known, so sent again
  }
  if (answer.ok) return text;
  const problem = parsed(text);
  if (answer.status === 413) throw new Stopped("too_large");
  throw new Stopped(answer.status === 403 ? "forbidden" : "fault", problem?.detail ?? null);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function json(path, options) {
  const value = parsed(await call(path, options));
  if (value === null || typeof value !== "object") throw new Stopped("offline");
  return value;
}

/** Who is signed in, what the server holds, and how far this phone's clock is off. */
async function greet() {
  const device = state.device?.id ?? (await freshDevice()), left = Date.now();
  const hello = await json(`/api/v1/till/hello?device=${device}`), back = Date.now();
  await measure(hello.now, left, back);
  if (state.signed_out) await signedOut(false);
  if (!hello.shop) throw new Stopped("no_shop");
  const changed = await shop.session(hello.user, hello.shop, hello.may ?? []);
  if (changed) {
    refreshed = 0; // another shop's goods
    tell("session");
  }
  if (changed && state.device && state.device.id !== device) return greet();
  if (hello.device) await shop.named(hello.device);
  else if (state.device) await register(state.device.name, state.device.id);
  if (!state.device) throw new Stopped("no_device");
  await compare(hello.have ?? [], hello.given_up ?? []);
  return hello;
}

/** The offset is the middle of the way there and back; a slow way measures nothing. */
async function measure(now, left, back) {
  const theirs = Date.parse(now);
  if (Number.isNaN(theirs) || (back - left > 10_000 && state.offset !== null)) return;
  state.offset = Math.round(theirs - (left + back) / 2);
  await setMeta("offset", state.offset);
  await pullDown();
}

/** The id that this phone will have; kept before it is told, so that telling twice is once. */
async function freshDevice() {
  const kept = await meta("device:new");
  if (kept) return kept;
  const id = uuid7();
  await setMeta("device:new", id);
  return id;
}

/** Tells the server of this phone; the answer gives the letters of its receipts. */
export async function register(name, id = null) {
  const device = id ?? (await freshDevice());
  // A server that forgot this phone is asked for the letters that stand on its receipts.
  const code = state.device?.id === device ? { code: state.device.code } : {};
  const body = JSON.stringify({ id: device, name, ...code });
  const headers = { "content-type": "application/json" };
  const answer = await json("/api/v1/till/devices", { method: "POST", body, headers });
  if (!answer.code) throw new Stopped("fault");
  await shop.named({ id: answer.id ?? device, code: answer.code, name });
}

/** The sequences between 1 and `last` that are in none of the ranges, as ranges. */
export function gaps(have, last) {
  const found = [];
  let next = 1;
  for (const [from, to] of [...have].sort((a, b) => a[0] - b[0])) {
    if (from > next) found.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= last) found.push([next, last]);
  return found;
}

/**
 * What the server once acknowledged and holds no more (it was restored from an older backup) is
 * sent again. What it holds and this phone does not know (the phone was restored) moves the number.
 * What was given up at the desk meanwhile is given up here.
 */
async function compare(have, given_up) {
  const device = state.device.id, key = `seq:${device}`;
  const changed = await change(["acts", "meta"], async (s) => {
    const seq = (await ask(s.meta.get(key))) ?? 0;
    const most = have.reduce((most, [, to]) => Math.max(most, to), 0);
    if (most > seq) s.meta.put(most, key);
    let changed = 0;
    for (const [from, to] of gaps(have, seq)) {
      const range = IDBKeyRange.bound([device, from], [device, to]);
      for (const record of await ask(s.acts.index("device_seq").getAll(range))) {
        // What the server never read it never held.
        if (record.unread || !["done", "refused", "withdrawn"].includes(record.state)) continue;
        s.acts.put({ ...record, state: "queued", faults: 0 });
        changed += 1;
      }
    }
    for (const { act, reason } of given_up) {
      const record = await ask(s.acts.get(act));
      if (!record || ["done", "withdrawn"].includes(record.state)) continue;
      s.acts.put({ ...record, state: "withdrawn", reason });
      changed += 1;
    }
    if (!changed) await forget(s.acts, have);
    return changed;
  });
  if (changed) tell("acts");
}

/** Acknowledged, held by the server, and older than a season: the phone may forget it. */
async function forget(acts, have) {
  const old = IDBKeyRange.upperBound(trueNow() - KEEP_DAYS * 86_400_000);
  const held = (seq) => have.some(([from, to]) => from <= seq && seq <= to);
  for (const record of await ask(acts.index("true_at").getAll(old, 500))) {
    const own = record.device === state.device.id && ["done", "withdrawn"].includes(record.state);
    if (own && held(record.seq)) acts.delete(record.id);
  }
}

async function queued(most) {
  const count = most + unnoted.size;
  const found = await look(["acts"], (s) => ask(s.acts.index("line").getAll(ownRange("queued"), count)));
  return found.filter(({ id }) => !unnoted.has(id)).slice(0, most);
}

/** Sends until nothing waits. Gives how many the server has acknowledged. */
async function send() {
  let sent = 0;
  for (;;) {
    const records = await queued(batch), before = later.size;
    if (!records.length) return sent;
    const moved = await post(records);
    sent += moved;
    if (!moved && later.size > before) continue; // they wait at the end, the others go first
    if (!moved) throw new Stopped("fault");
    failures = 0;
    state.sent_at = Date.now();
    await setMeta("sent_at", state.sent_at);
    tell("acts");
  }
}

async function post(records) {
  const body = records.map((record) => `${JSON.stringify(record.act)}\n`).join("");
  const headers = { "content-type": "application/x-ndjson" };
  try {
    const text = await call("/api/v1/till/acts", { method: "POST", body, headers });
    batch = Math.min(carries, batch * 2);
    return await settle(records, text.split("\n").map(parsed).filter(Boolean));
  } catch (error) {
    if (["fault", "too_large", "slow"].includes(error.why)) await stumbled(records, error.why);
    if (error.why === "too_large") throw new Stopped("fault", error.detail);
    throw error;
  }
}

/**
 * A batch that the server cannot take, or the line not in time, is halved; one act that the server
 * cannot take waits at the end.
 */
async function stumbled(records, why) {
  if (records.length > 1) {
    batch = Math.max(1, Math.floor(records.length / 2));
    if (why === "slow") carries = batch;
    return;
  }
  if (why === "slow") return;
  await change(["acts"], async (s) => {
    const record = await ask(s.acts.get(records[0].id));
    s.acts.put({ ...record, faults: record.faults + 1 });
  });
}

const STATES = { done: "done", again: "done", refused: "refused", unread: "unread" };

/** Each act by its own answer; one without an answer, or answered "later", waits on. */
async function settle(records, answers) {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const byLine = new Map(answers.filter((one) => !one.id).map((one) => [one.line, one]));
  const settled_at = Date.now();
  const noted = change(["acts"], async (s) => {
    let moved = 0;
    for (const [at, { id }] of records.entries()) {
      const answer = byId.get(id) ?? byLine.get(at + 1);
      const next = STATES[answer?.state], record = await ask(s.acts.get(id));
      if (!next) {
        if (answer?.state !== "later" || later.has(id)) continue;
        s.acts.put({ ...record, faults: record.faults + 1 });
        later.add(id);
        continue;
      }
      // Given up by the clerk, and sent again to a restored server: it stays given up.
      const was = record.reason && record.state === "queued" && next !== "done";
      const { code = null, detail = null, field = null } = answer;
      // Given up here, but done there (a file of the queue was imported): it counts, and is shown.
      // Where another was made instead, both count: the clerk has to take one of them back.
      const found = code === "till.nothing_to_withdraw" && await ask(s.acts.get(record.act.body.act));
      const late = found?.shop === record.shop ? found : null;
      if (late) s.acts.put({ ...late, state: "done", settled_at });
      const reason = answer.given_up ?? record.reason;
      const then = was || (late && !late.instead) || answer.given_up ? "withdrawn" : next;
      s.acts.put({ ...record, state: then, reason, settled_at, code, detail, field });
      moved += 1;
    }
    return moved;
  });
  return noted.catch((error) => {
    if (!(error instanceof Full)) throw error;
    const known = records.filter(({ id }) => byId.has(id));
    for (const { id } of known) unnoted.add(id);
    return known.length;
  });
}

async function refreshGoods() {
  const asked = Date.now(), known = state.snapshot?.digest ?? "";
  const path = `/api/v1/till/snapshot?known=${known}`;
  await shop.heard(await json(path, { patience: PATIENCE_GOODS }), asked);
  refreshed = asked;
}

async function signedOut(yes) {
  state.signed_out = yes;
  await setMeta("signed_out", yes);
}

function standing(line, detail = null) {
  Object.assign(state, { line, line_detail: detail });
  tell("state");
}

async function round() {
  standing("sending");
  unnoted = new Set();
  later = new Set();
  try {
    await greet();
    const sent = await send();
    carries = Math.min(BATCH, carries * 2);
    const old = Date.now() - refreshed > (sent ? GOODS_EVERY : IDLE);
    if (old || !state.snapshot) await refreshGoods();
    failures = 0;
    state.sent_at = (await meta("sent_at")) ?? null; // another tab may have sent
    standing("idle");
  } catch (error) {
    if (!(error instanceof Stopped)) console.error(error);
    let why = error instanceof Stopped ? error.why : "fault";
    if (why === "slow") why = "offline";
    if (why === "signed_out") await signedOut(true);
    failures += 1;
    standing(why, error.detail);
  }
}

/** 2 s, 4 s, … 5 minutes, each drawn anew: a hundred tills do not return in step. */
function wait() {
  if (!failures) return IDLE;
  const most = Math.min(WAIT_MOST, WAIT_FIRST * 2 ** (failures - 1));
  return most / 2 + Math.random() * (most / 2);
}

/** One tab sends at a time. Without locks (an old browser) two may: the server counts it once. */
function alone(work) {
  return navigator.locks ? navigator.locks.request("hilir-kasir-kirim", work) : work();
}

/** Sends now, or once more after the sending that runs. Resolves when the line stands still. */
export function sync() {
  clearTimeout(timer);
  if (running) {
    again = true;
    return running;
  }
  running = alone(round).finally(() => {
    running = null;
    const once = again && !failures;
    again = false;
    timer = setTimeout(sync, once ? 0 : wait());
  });
  return running;
}

/** Begins the line: now, when the network returns, when the till is looked at, after each act. */
export function start() {
  const eager = () => {
    failures = 0;
    sync();
  };
  addEventListener("online", eager);
  addEventListener("offline", () => standing("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") eager();
  });
  // A queue that cannot leave waits for its turn; a sale does not shorten that.
  hear("kept", () => { if (!failures) sync(); });
  // Another tab got through: this one need not go on saying that the server cannot be reached.
  hear("acts-elsewhere", () => { if (failures) eager(); });
  return sync();
}
