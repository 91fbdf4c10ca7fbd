// The phone's memory: one IndexedDB behind promises. What was sold lives here until the server
// has it on its disk, so a change counts only when the phone says that it is on the phone's.

const NAME = "hilir-kasir";
const VERSION = 2;

/** The phone has no room left. Nothing of the change was kept. */
export class Full extends Error {}

let opening = null;
let warn = () => {};

/**
 * `warn("moved" | "blocked" | "full")`: another tab wants a newer store, or holds an older one
 * open, or the last spare room is being used.
 */
export function onTrouble(tell) {
  warn = tell;
}

/** Acts by the true time: a phone's own clock may be years behind. */
function build({ result: db, transaction }, from) {
  if (from) {
    const acts = transaction.objectStore("acts");
    acts.deleteIndex("made_at");
    acts.createIndex("true_at", "true_at");
    return;
  }
  const acts = db.createObjectStore("acts", { keyPath: "id" });
  // The queue in the order of sending: acts that made the server stumble go to the end.
  acts.createIndex("line", ["shop", "state", "faults", "seq"]);
  acts.createIndex("state", "state");
  acts.createIndex("device_seq", ["device", "seq"], { unique: true });
  acts.createIndex("true_at", "true_at");
  acts.createIndex("settled_at", "settled_at");
  db.createObjectStore("carts", { keyPath: "id" });
  db.createObjectStore("snapshots", { keyPath: "shop" });
  db.createObjectStore("meta");
}

export function open() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => build(request, oldVersion);
    request.onblocked = () => warn("blocked");
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => {
        db.close();
        opening = null;
        warn("moved");
      };
      db.onclose = () => { opening = null; };
      done(db);
    };
  });
  opening.catch(() => { opening = null; });
  return opening;
}

/** The answer to one request inside a transaction. */
export function ask(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

function ended(tx) {
  return new Promise((done, fail) => {
    tx.oncomplete = () => done();
    tx.onabort = () => fail(tx.error ?? new DOMException("aborted", "AbortError"));
  });
}

const isFull = (error) => error?.name === "QuotaExceededError";

async function run(stores, mode, durability, work) {
  const db = await open();
  const tx = db.transaction(stores, mode, { durability });
  const end = ended(tx), by = {};
  for (const name of stores) by[name] = tx.objectStore(name);
  let result;
  try {
    result = await work(by);
  } catch (error) {
    end.catch(() => {});
    try { tx.abort(); } catch { /* it aborted itself */ }
    throw isFull(error) || isFull(tx.error) ? new Full() : error;
  }
  await end.catch((error) => { throw isFull(error) ? new Full() : error; });
  return result;
}

const PHOTOS = "kasir-foto", SPARE = "/kasir/cadangan";

/**
 * Holds room for a thousand sales, and gives false when it cannot be taken anew: what a browser
 * tells of its storage says little of how full the phone is, so it is tried.
 */
export async function spare() {
  try {
    const cache = await caches.open(PHOTOS), room = new Uint8Array(1 << 20);
    await cache.put(SPARE, new Response(room));
    return true;
  } catch (error) {
    return !isFull(error);
  }
}

/** Photos can be fetched again, sales cannot: when the room is gone, they and the spare go first. */
async function makeRoom() {
  warn("full");
  return "caches" in globalThis && caches.delete(PHOTOS);
}

/**
 * Changes several stores at once or not at all; resolved only when it is on the disk (`relaxed`:
 * when the system has it). `work` gets the stores by name and may await nothing but [`ask`].
 */
export async function change(stores, work, durability = "strict") {
  try {
    return await run(stores, "readwrite", durability, work);
  } catch (error) {
    if (error instanceof Full && await makeRoom()) {
      return run(stores, "readwrite", durability, work);
    }
    throw error;
  }
}

const unlessFull = (error) => {
  if (!(error instanceof Full)) throw error;
};

/** A change that may be lost with the power, or where there is no room: the newest goods. */
export function note(stores, work) {
  return run(stores, "readwrite", "relaxed", work).catch(unlessFull);
}

export function look(stores, work) {
  return run(stores, "readonly", "default", work);
}

export function meta(name) {
  return look(["meta"], (s) => ask(s.meta.get(name)));
}

/** A small fact that is learned anew: where there is no room for it, nothing stops. */
export function setMeta(name, value) {
  return change(["meta"], (s) => ask(s.meta.put(value, name))).catch(unlessFull);
}

/** `{used, room, part}` in bytes, or `null` where the browser does not say. */
export async function storage() {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  if (!estimate?.quota) return null;
  const { usage, quota } = estimate;
  return { used: usage, room: quota, part: usage / quota };
}

/** Asks the browser to keep this store when the phone gets full. */
export async function persist() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist().catch(() => false);
}
