// A buyer brings something back, or a sale was a mistake: a new act that points at the sale. The
// sale itself is never touched.

import { dayOf, find } from "./acts.js";
import { chips, field, h, icon, paint, say } from "./dom.js";
import { rupiah } from "./money.js";
import { broughtBack, nameOf, refunded } from "./sales.js";
import { keepInstead, kept, oneLine, replaced } from "./form.js";
import { good } from "./shop.js";
import { go } from "./state.js";
import { count, t } from "./words.js";

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

/** Days since the sale, where that is longer than its goods may come back, or the house said so. */
function late(sale, old) {
  const days = Math.round((Date.parse(dayOf()) - Date.parse(dayOf(sale.true_at))) / 86_400_000);
  const most = sale.act.body.lines.map(({ product }) => good(product)?.return_days ?? Infinity);
  return days > Math.min(...most) || old?.code === "sales.window_over" ? days : null;
}

/** After the return time it is taken back only with a word of why. */
function exception(days, old) {
  if (days === null) return null;
  const { node, ...rest } = field(t("refund.exception"), { maxlength: 200, value: old?.act.body.exception ?? "" });
  return { ...rest, node: [h("p.notice.warn", {}, icon("alert"), count("refund.late", days)), node] };
}

export default async function refund(id, changed) {
  const sale = await find(id);
  if (!sale || sale.kind !== "sell") return { title: t("view.refund"), node: h("p.empty", {}, t("receipt.unknown")), back: "hari" };
  const old = await replaced(changed), most = await open(sale, old?.id), chosen = new Map(most);
  const number = sale.act.body.receipt;
  let reason = "mistake", way = old?.local.cash === false ? "transfer" : "cash";
  const list = h("ul.lines"), sum = h("p.pay-total"), other = field(t("refund.other_reason"), { maxlength: 200 });
  const fit = h("input#good", { type: "checkbox", checked: true }), why = exception(late(sale, old), old);
  other.node.hidden = true;
  const lines = () => [...chosen].filter(([, n]) => n > 0).map(([product, quantity]) => ({ product, quantity }));
  const refresh = () => {
    paint(list, [...most].map(([product, n]) => row(sale, product, n, chosen, refresh)));
    paint(sum, rupiah(refunded(sale, lines())));
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!lines().length) return say(t("refund.nothing"), "bad");
    const words = reason === "other" ? oneLine(other) : t(`refund.reason.${reason}`);
    if (!words) return other.fail(t("refund.say_why"));
    const because = why && oneLine(why);
    if (why && !because) return why.fail(t("refund.say_why"));
    const body = { sale: id, lines: lines(), reason: words, resellable: fit.checked, ...(because && { exception: because }) };
    const money = refunded(sale, lines()), { names } = sale.local;
    const draft = { kind: "refund", body, local: { number, names, amount: money, cash: way === "cash" } };
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
      fit.checked = value !== "broken";
    })),
    other.node, why?.node,
    h("div.field", {}, h("span.label", {}, t("refund.how")), chips(t("refund.how"), ["cash", "transfer"].map((one) => [one, t(`payment.${one}`)]), way, (value) => { way = value; })),
    h("label.choice", { for: "good" }, fit, h("span", {}, t("refund.resellable"), h("small", {}, t("refund.resellable_hint")))),
    h("button.primary.exact", { type: "submit" }, t("refund.submit")));
  const gone = h("p.empty", {}, t("refund.all_back"));
  return { title: t("view.refund_of", { number }), node: most.size ? node : gone, back: ["nota", id] };
}
