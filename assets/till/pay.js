// Taking the money: cash with change, QRIS with the amount in the code, transfer. A receipt is
// shown only after the sale is on the phone's disk.

import { Gone, keep, withdrawal } from "./acts.js";
import * as carts from "./cart.js";
import { lines, namesOf } from "./basket.js";
import { chips, h, icon, numberField, paint, say } from "./dom.js";
import { notKept } from "./form.js";
import { likelySums, readRupiah, rupiah } from "./money.js";
import { WrongCode, parse, withAmount } from "./qris.js";
import { draw } from "./qr.js";
import { byKeys } from "./scan.js";
import { scanned } from "./sell.js";
import { good, payments } from "./shop.js";
import { go, hear, state } from "./state.js";
import { t } from "./words.js";

let paying = false;

/** One sale for each owner of goods: two Lapas never share a sale. */
function drafts(cart, payment, local) {
  const owners = new Map();
  for (const { product, quantity, price, batch } of cart.lines) {
    const owner = good(product)?.consignor ?? "";
    const line = { product, quantity, price, ...(batch ? { batch } : {}) };
    owners.set(owner, [...(owners.get(owner) ?? []), line]);
  }
  const names = namesOf(cart.lines);
  return [...owners.values()].map((own) => ({
    kind: "sell", local: { ...local, names },
    body: { lines: own, payment, priced_on: cart.priced_on ?? state.snapshot?.day ?? null },
  }));
}

/** Keeps the sale, then shows its receipt; says plainly when it could not be kept. */
async function sold(payment, local, tapped) {
  if (paying) return;
  paying = true;
  const cart = carts.current(), old = cart.replaces, reason = t("tray.replaced");
  try {
    await carts.settled();
    const all = drafts(cart, payment, local);
    if (old) all.push(withdrawal(old.id, old.seq, reason));
    const made = await keep(all, { cart: cart.id, gives_up: old?.id ?? null, reason });
    performance.measure("tap-to-kept", { start: tapped, end: performance.now() });
    carts.sold(cart.id);
    go("nota", made[0].id);
  } catch (error) {
    if (error instanceof Gone && !error.message) {
      await carts.recall();
      say(t("pay.gone"), "bad");
      go("jual");
    } else notKept(error, "pay");
  } finally {
    paying = false;
  }
}

function cash(total) {
  const take = (given) => (event) => (
    sold("cash", { cash: given, change: given - total }, event.timeStamp)
  );
  const { node, input, fail } = numberField(t("pay.other_sum"));
  const change = h("p.change", { role: "status" });
  input.addEventListener("input", () => {
    const given = readRupiah(input.value), enough = given !== null && given >= total;
    change.textContent = enough ? t("pay.change_is", { change: rupiah(given - total) }) : "";
  });
  const other = (event) => {
    event.preventDefault();
    const given = readRupiah(input.value);
    if (given === null) fail(t("price.wrong"));
    else if (given < total) fail(t("pay.too_little", { missing: rupiah(total - given) }));
    else take(given)(event);
  };
  return h("div.cash", {},
    h("button.primary.exact", { type: "button", data: { k: "exact" }, onclick: take(total) },
      t("pay.exact"), h("b", {}, rupiah(total))),
    h("div.sums", { role: "group", "aria-label": t("pay.given") }, likelySums(total).map((sum) => (
      h("button.sum", { type: "button", onclick: take(sum) }, h("b", {}, rupiah(sum)),
        h("small", {}, t("pay.change_short", { change: rupiah(sum - total) })))
    ))),
    h("form.form.inline", { onsubmit: other }, node,
      h("button", { type: "submit" }, t("pay.keep")), change));
}

/** The shop's own code with the amount in it; checked again here, since a sticker can be false. */
function qris(total) {
  try {
    const code = parse(state.snapshot.shop.qris?.code ?? "");
    return h("div.qris", {},
      h("div.qr-frame", {}, draw(withAmount(code, total), t("qris.code", { amount: rupiah(total) }))),
      h("dl.facts", {},
        h("div", {}, h("dt", {}, t("qris.merchant")), h("dd", {}, h("b", {}, code.merchant))),
        h("div", {}, h("dt", {}, t("qris.nmid")), h("dd", {}, code.nmid)),
        h("div", {}, h("dt", {}, t("qris.city")), h("dd", {}, code.city))),
      h("p.hint", {}, t("qris.check")),
      arrived("qris", t("qris.arrived")));
  } catch (error) {
    if (!(error instanceof WrongCode)) throw error;
    return h("p.notice.bad", {}, icon("alert"),
      h("span", {}, `${t("qris.wrong")} ${t(`qris.why.${error.why}`)}`));
  }
}

function arrived(payment, words) {
  return h("button.primary.exact", {
    type: "button", data: { k: "arrived" },
    onclick: (event) => sold(payment, {}, event.timeStamp),
  }, words);
}

function transfer(total) {
  return h("div.qris", {},
    h("p", {}, t("transfer.how", { amount: rupiah(total) })),
    arrived("transfer", t("transfer.arrived")));
}

const WAYS = { cash, qris, transfer };

export default function pay() {
  const node = h("div.pay");
  let way = "cash";
  const body = h("div.way"), head = h("div.pay-head"), list = h("div.pay-lines");
  const refresh = () => {
    const cart = carts.current(), total = carts.total(cart);
    if (!cart.lines.length) {
      // Not when it was sold here and the receipt is on its way.
      if (!paying && location.hash === "#/bayar") go("jual");
      return;
    }
    paint(head, h("p.pay-label", {}, t("pay.total")), h("p.pay-total", {}, rupiah(total)));
    paint(list, lines(cart));
    paint(body, WAYS[way](total));
  };
  const ways = payments().map((one) => [one, t(`payment.${one}`)]);
  const choose = chips(t("pay.how"), ways, way, (value) => { way = value; refresh(); });
  choose.classList.add("ways");
  node.append(head, choose, body, list);
  refresh();
  const stops = [hear("baskets", refresh), byKeys(scanned), carts.reprice];
  return { title: t("view.pay"), node, back: "jual", scans: true, leave: () => stops.forEach((stop) => stop()) };
}
