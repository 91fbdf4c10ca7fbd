// Sales as this phone keeps them: their papers, and what of them was brought back.

import { find, since } from "./acts.js";
import { h } from "./dom.js";
import { rupiah } from "./money.js";
import { state } from "./state.js";
import { count, moment, t } from "./words.js";

export const totalOf = (record) => (
  record.act.body.lines.reduce((sum, line) => sum + line.quantity * line.price, 0)
);

export const nameOf = (record, product) => record.local?.names?.[product]?.name ?? product;

/** Acts that count: given up ones do not. */
export const stands = (record) => record.state !== "withdrawn";

/** The sales that were paid together (goods of several owners), in the order of their numbers. */
export async function together(id) {
  const first = await find(id);
  if (!first) return [];
  const all = await Promise.all((first.local.group ?? [id]).map(find));
  return all.filter((record) => record?.kind === "sell");
}

/** Product → pieces that were brought back of a sale, by acts other than `except`. */
export async function broughtBack(sale, except = null) {
  const after = await since(sale.true_at - 86_400_000);
  const refunds = after.filter((one) => one.kind === "refund" && one.act.body.sale === sale.id
    && one.id !== except);
  const back = new Map();
  for (const { act } of refunds.filter(stands)) {
    for (const { product, quantity } of act.body.lines) {
      back.set(product, (back.get(product) ?? 0) + quantity);
    }
  }
  return back;
}

/** What a refund gives back in rupiah: the price paid, the sale's dearest line first. */
export function refunded(sale, lines) {
  let sum = 0;
  for (const { product, quantity } of lines) {
    let rest = quantity;
    const own = sale.act.body.lines.filter((line) => line.product === product);
    for (const line of own.sort((a, b) => b.price - a.price)) {
      const n = Math.min(rest, line.quantity);
      sum += n * line.price;
      rest -= n;
    }
  }
  return sum;
}

/** A receipt as texts: for the screen, the printer and the message alike. */
export function paperOf(sales) {
  const [first] = sales, { shop } = state.snapshot ?? { shop: state.shop };
  const total = sales.reduce((sum, sale) => sum + totalOf(sale), 0), { cash, change } = first.local;
  const rows = [[t("receipt.total"), rupiah(total)]];
  rows.push([t(`payment.${first.act.body.payment}`), rupiah(cash ?? total)]);
  if (change) rows.push([t("receipt.change"), rupiah(change)]);
  return {
    shop: shop?.name ?? "", address: shop?.address ?? "",
    numbers: sales.map((sale) => sale.act.body.receipt).join(", "), when: moment(first.true_at, "numeric"),
    lines: sales.flatMap((sale) => sale.act.body.lines.map((line) => ({
      name: nameOf(sale, line.product), quantity: line.quantity,
      price: rupiah(line.price), sum: rupiah(line.quantity * line.price),
    }))),
    rows, total, foot: [...returnWords(sales), ...codeWords(sales), t("receipt.thanks")],
  };
}

/** What opens a receipt to its buyer, beside its number: made of the id, as the house makes it. */
export function receiptCode(id) {
  const code = id.replaceAll("-", "").slice(-8).toUpperCase();
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function codeWords(sales) {
  const address = `${location.host}/ulasan`;
  return sales.map(({ id, act }) => (
    t("receipt.code", { address, number: act.body.receipt, code: receiptCode(id) })
  ));
}

/** How long goods may come back, when all of them have the same time. */
function returnWords(sales) {
  const goods = state.snapshot?.goods ?? [];
  const products = new Set(sales.flatMap((sale) => sale.act.body.lines.map((line) => line.product)));
  const days = new Set(goods.filter((one) => products.has(one.product)).map((one) => one.return_days));
  const [only] = days;
  return days.size === 1 && only > 0 ? [count("receipt.return_days", only)] : [];
}

/** The shape and the word for how far an act has come. */
export function standing(record) {
  const words = {
    queued: ["clock", "warn", "act.queued"], done: ["check", "good", "act.done"],
    refused: ["alert", "bad", "act.refused"], unread: ["alert", "bad", "act.unread"],
    withdrawn: ["close", "quiet", "act.withdrawn"],
  };
  const [shape, tone, key] = words[record.state] ?? words.queued;
  return { shape, tone, words: t(key) };
}

/** What this phone does not have was sold on another one: the house has all of them. */
export function elsewhere(words) {
  return h("div", {}, h("p.empty", {}, t(words)), h("a.button", { href: "/penjualan" }, t("receipt.all")));
}

/** One line that says what an act was. */
export function summary(record) {
  const { kind, act: { body } } = record;
  const names = (lines) => (
    lines.map((line) => `${line.quantity} ${nameOf(record, line.product)}`).join(", ")
  );
  switch (kind) {
    case "sell": return names(body.lines);
    case "refund": return t("act.refund_of", { goods: names(body.lines), number: record.local.number });
    case "count": return count("act.counted", body.lines.length);
    case "ask": return `${body.quantity} ${body.words ?? nameOf(record, body.product)}`;
    case "request": return `${body.quantity} ${nameOf(record, body.product)}`;
    case "drawer": return t("act.drawer_of", { counted: rupiah(body.counted) });
    default: return t("act.withdraw_of", { n: record.local.of, reason: body.reason });
  }
}
