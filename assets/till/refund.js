// A buyer brings something back, or a sale was a mistake: a new act that points at the sale. The
// sale itself is never touched.

import { find } from "./acts.js";
import { chips, field, h, icon, paint, say } from "./dom.js";
import { rupiah } from "./money.js";
import { broughtBack, nameOf, refunded } from "./sales.js";
import { keepInstead, kept, replaced } from "./form.js";
import { go } from "./state.js";
import { t } from "./words.js";

/** Product → pieces that can still come back. */
async function open(sale, except) {
  const back = await broughtBack(sale, except), rest = new Map();
  for (const { product, quantity } of sale.act.body.lines) {
    rest.set(product, (rest.get(product) ?? 0) + quantity);
  }
  for (const [product, n] of back) rest.set(product, (rest.get(product) ?? 0) - n);
  return new Map([...rest].filter(([, n]) => n > 0));
}

function row(sale, product, most, chosen, refresh) {
  const name = nameOf(sale, product), n = chosen.get(product);
  const step = (by) => () => {
    chosen.set(product, Math.min(most, Math.max(0, n + by)));
    refresh();
  };
  return h("li.line", {},
    h("span.line-name", {}, name), h("span.line-price", {}, t("refund.of_sold", { n: most })),
    h("span.stepper", {},
      h("button", { type: "button", "aria-label": t("sell.fewer", { name }), data: { k: `less${product}` }, onclick: step(-1) }, icon("minus")),
      h("output", {}, n),
      h("button", { type: "button", "aria-label": t("sell.more", { name }), data: { k: `more${product}` }, onclick: step(1) }, icon("plus"))));
}

export default async function refund(id, changed) {
  const sale = await find(id);
  if (!sale || sale.kind !== "sell") return { title: t("view.refund"), node: h("p.empty", {}, t("receipt.unknown")), back: "hari" };
  const old = await replaced(changed), most = await open(sale, old?.id), chosen = new Map(most);
  const number = sale.act.body.receipt;
  let reason = "mistake";
  const list = h("ul.lines"), sum = h("p.pay-total"), other = field(t("refund.other_reason"));
  const good = h("input#good", { type: "checkbox", checked: true });
  other.node.hidden = true;
  const lines = () => [...chosen].filter(([, n]) => n > 0).map(([product, quantity]) => ({ product, quantity }));
  const refresh = () => {
    paint(list, [...most].map(([product, n]) => row(sale, product, n, chosen, refresh)));
    paint(sum, rupiah(refunded(sale, lines())));
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!lines().length) return say(t("refund.nothing"), "bad");
    if (reason === "other" && !other.input.value.trim()) return other.fail(t("refund.say_why"));
    const words = reason === "other" ? other.input.value.trim() : t(`refund.reason.${reason}`);
    const body = { sale: id, lines: lines(), reason: words, resellable: good.checked };
    const money = refunded(sale, lines()), { names } = sale.local;
    const cash = sale.act.body.payment === "cash";
    const draft = { kind: "refund", body, local: { number, names, amount: money, cash } };
    if (await kept(() => keepInstead(draft, old))) {
      say(t("refund.kept", { amount: rupiah(money) }));
      go("nota", id);
    }
  };
  refresh();
  const node = h("form.form.refund", { onsubmit: submit },
    h("p.pay-label", {}, t("refund.give_back")), sum, list,
    h("div.field", {}, h("span.label", {}, t("refund.why")), chips(t("refund.why"), ["mistake", "changed", "broken", "other"].map((one) => [one, t(`refund.reason.${one}`)]), reason, (value) => {
      reason = value;
      other.node.hidden = value !== "other";
      good.checked = value !== "broken";
    })),
    other.node,
    h("label.choice", { for: "good" }, good, h("span", {}, t("refund.resellable"), h("small", {}, t("refund.resellable_hint")))),
    h("button.primary.exact", { type: "submit" }, t("refund.submit")));
  const gone = h("p.empty", {}, t("refund.all_back"));
  return { title: t("view.refund_of", { number }), node: most.size ? node : gone, back: ["nota", id] };
}
