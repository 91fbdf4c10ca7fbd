// Open baskets: several at once, kept on the phone, so that a buyer who runs for change is not lost
// when the phone restarts.

import { uuid7 } from "./acts.js";
import { ask, change, look } from "./store.js";
import { good, openPrice } from "./shop.js";
import { hear, state, tell } from "./state.js";

let carts = [], active = null;
/** Writes one after another: the last tap is what is kept. */
let writing = Promise.resolve();

function empty() {
  return { id: uuid7(), shop: state.shop?.id, lines: [], replaces: null, priced_on: null };
}

/** The day of the prices that this phone has now. */
const today = () => state.snapshot?.day ?? null;

/** The open basket is being paid: the sum stands under the buyer's eyes. */
const isPaid = (cart) => cart.id === active && location.hash === "#/bayar";

const goodsOf = ({ lines }) => JSON.stringify(lines.map((line) => [line.product, line.batch, line.quantity]));

/** Reads the open baskets of this shop. An active one stays active. */
export async function recall() {
  await writing.catch(() => {});
  const all = await look(["carts"], (s) => ask(s.carts.getAll()));
  const blank = carts.filter((cart) => !cart.lines.length && cart.shop === state.shop?.id);
  carts = [...all.filter((cart) => cart.shop === state.shop?.id), ...blank];
  if (!carts.some((cart) => cart.id === active)) active = carts.at(-1)?.id ?? null;
}

/** Another tab changed a basket, or sold it. One that is being paid here keeps its prices. */
async function reread() {
  const own = carts.find(isPaid);
  await recall();
  const at = own ? carts.findIndex(({ id }) => id === own.id) : -1;
  if (at >= 0 && goodsOf(carts[at]) === goodsOf(own)) carts[at] = own;
  changed();
}

/** Puts the prices of today on a basket; true where that changes it. */
function pricedAnew(cart) {
  let changes = cart.priced_on !== today();
  for (const line of cart.lines) {
    const one = good(line.product);
    if (!one || openPrice(one) || one.price === line.price) continue;
    line.price = one.price;
    changes = true;
  }
  cart.priced_on = today();
  return changes;
}

/**
 * A basket that waited while a price changed is paid at the new one: no other is agreed. What is
 * being paid keeps its sum, and the day of its prices goes with it.
 */
export function reprice() {
  const waiting = carts.filter((cart) => cart.lines.length && !cart.replaces && !isPaid(cart));
  for (const cart of waiting) if (pricedAnew(cart)) save(cart);
}

hear("goods", reprice);
hear("carts-elsewhere", reread);
hear("kept-elsewhere", reread);

export function all() {
  return carts;
}

/** Whether a basket holds anything: then no new version interrupts. */
export function open() {
  return carts.some((cart) => cart.lines.length > 0);
}

/** The basket that taps go into; made when first asked for. */
export function current() {
  let cart = carts.find((one) => one.id === active);
  if (!cart) {
    cart = empty();
    carts.push(cart);
    active = cart.id;
  }
  return cart;
}

/** The baskets on the screen, at once; the store and the other tabs follow. */
function changed() {
  tell("baskets");
}

function save(cart) {
  // Emptied, it is the next buyer's and replaces nothing.
  if (!cart.lines.length) cart.replaces = null;
  const copy = structuredClone(cart);
  writing = writing.catch(() => {}).then(() => change(["carts"], (s) => {
    if (copy.lines.length) s.carts.put(copy);
    else s.carts.delete(copy.id);
  }, "relaxed")).then(() => tell("carts"));
  changed();
  return writing;
}

/** Resolves when the last tap is kept; one that was not is tried once more, and rejects. */
export function settled() {
  return writing.catch(() => save(current()));
}

/** Puts one more piece in; the same price and batch go into the same line. */
export function put(product, price, batch = null, quantity = 1) {
  const cart = current();
  if (!cart.replaces) pricedAnew(cart);
  const same = (line) => line.product === product && line.batch === batch && line.price === price;
  const line = cart.lines.find(same);
  if (line) line.quantity += quantity;
  else {
    cart.lines.push({ product, batch, price, quantity });
    cart.priced_on = today();
  }
  save(cart);
}

/** Takes one piece out, from the product's last line. */
export function takeOut(product) {
  const cart = current();
  const at = cart.lines.findLastIndex((line) => line.product === product);
  if (at < 0) return;
  cart.lines[at].quantity -= 1;
  if (cart.lines[at].quantity < 1) cart.lines.splice(at, 1);
  save(cart);
}

export function setLine(at, quantity) {
  const cart = current();
  if (quantity < 1) cart.lines.splice(at, 1);
  else cart.lines[at].quantity = Math.min(quantity, 9_999);
  save(cart);
}

export function setPrice(at, price) {
  const cart = current();
  if (cart.lines[at]) cart.lines[at].price = price;
  cart.priced_on = today();
  save(cart);
}

export function quantityOf(product) {
  const own = current().lines.filter((line) => line.product === product);
  return own.reduce((sum, line) => sum + line.quantity, 0);
}

export function total(cart = current()) {
  return cart.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
}

export function pieces(cart = current()) {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** Holds the open basket and begins another. */
export function hold() {
  const unused = carts.find((cart) => !cart.lines.length);
  if (unused) active = unused.id;
  else {
    const cart = empty();
    carts.push(cart);
    active = cart.id;
  }
  changed();
}

export function choose(id) {
  active = id;
  changed();
}

export function clear() {
  const cart = current();
  cart.lines = [];
  const gone = save(cart);
  carts = carts.filter((one) => one !== cart);
  active = carts.at(-1)?.id ?? null;
  return gone;
}

/** A basket was sold: it is gone from the store already. */
export function sold(id) {
  carts = carts.filter((cart) => cart.id !== id);
  active = carts.at(-1)?.id ?? null;
  changed();
}

/** A refused sale comes back as a basket to be changed: one, however often it is asked for. */
export function reopen(record) {
  const known = carts.find(({ replaces }) => replaces?.id === record.id);
  if (known) return choose(known.id);
  const cart = empty(), { body } = record.act;
  cart.replaces = { id: record.id, seq: record.seq };
  cart.priced_on = body.priced_on;
  cart.lines = body.lines.map(({ product, quantity, price, batch }) => (
    { product, quantity, price, batch: batch ?? null }
  ));
  // Prices of a day so long ago are no longer taken.
  if (record.code === "till.price_too_old") pricedAnew(cart);
  carts.push(cart);
  active = cart.id;
  return save(cart);
}
