// The receipt: shown only for what is on the phone's disk. And what comes back of it, or was a
// mistake: a new act that points at the sale, which is never touched.

import { byRadio, byUsb, connected, connectRadio, connectUsb, print } from "./printer.js";
import { button, chips, field, h, icon, paint, say, sheet } from "./dom.js";
import { rupiah } from "./money.js";
import { escpos, textOf, waLink } from "./receipt.js";
import { byKeys } from "./scan.js";
import { scanned } from "./sell.js";
import { broughtBack, elsewhere, nameOf, paperOf, refunded, standing, stands, together } from "./sales.js";
import { go, hear } from "./state.js";
import { count, t } from "./words.js";
import { dayOf, find } from "./acts.js";
import { keepInstead, kept, oneLine, replaced } from "./form.js";
import { good } from "./shop.js";

const MM = 25.4 / 96;

/** A strip as long as its receipt: a printed page has a length, and no style can say "as needed". */
function measure() {
  const root = document.documentElement;
  root.classList.add("strip");
  const height = Math.ceil(document.querySelector(".paper").scrollHeight * MM) + 6;
  root.classList.remove("strip");
  const strip = new CSSStyleSheet(); // an old browser has none, and prints on what it has
  strip.replaceSync(`@page{size:58mm ${height}mm}`);
  document.adoptedStyleSheets = [strip];
}

function paperNode(paper) {
  return h("div.paper", {},
    h("p.paper-shop", {}, h("b", {}, paper.shop), paper.address && h("span", {}, paper.address)),
    h("p.paper-head", {}, h("span", {}, paper.numbers), h("span", {}, paper.when)),
    h("ul", {}, paper.lines.map((line) => h("li", {},
      h("span", {}, line.name),
      h("span.paper-sum", {}, h("span", {}, `${line.quantity} × ${line.price}`), h("b", {}, line.sum))))),
    h("dl", {}, paper.rows.map(([label, amount], at) => h(at ? "div" : "div.paper-total", {},
      h("dt", {}, label), h("dd", {}, amount)))),
    h("p.paper-foot", {}, paper.foot.map((sentence) => h("span", {}, sentence))));
}

/** A message to the buyer: the number may be left out, then the sender chooses whom. */
function byMessage(paper) {
  const { node, input } = field(t("receipt.wa_number"), { type: "tel" }, t("receipt.wa_hint"));
  const form = h("form.form", {
    onsubmit: (event) => {
      event.preventDefault();
      open(waLink(input.value, textOf(paper).map((line) => line.trimEnd()).join("\n")), "_blank", "noopener");
      dialog.close();
    },
  }, node, h("div.actions", {}, h("button.primary", { type: "submit" }, t("receipt.wa_open")),
    h("button", { type: "button", onclick: () => dialog.close() }, t("action.cancel"))));
  const { dialog } = sheet(t("receipt.wa"), form);
}

async function toPrinter(paper) {
  const lines = textOf(paper), total = paper.rows[0][0];
  try {
    await print(escpos(lines, (line) => line.startsWith(total)));
    say(t("printer.sent"));
  } catch {
    say(t("printer.gone"), "bad");
  }
}

/** Prints where a printer is connected; else asks how: a printer of its own, or the phone's way. */
function printing(paper) {
  if (connected()) return toPrinter(paper);
  if (!byUsb() && !byRadio()) return globalThis.print();
  const connect = (how) => async () => {
    dialog.close();
    try {
      await how();
      await toPrinter(paper);
    } catch {
      say(t("printer.none"), "bad");
    }
  };
  const { dialog } = sheet(t("printer.how"), h("div.stack", {},
    button(".primary", "print", t("printer.page"), () => { dialog.close(); globalThis.print(); }),
    byRadio() && button("", null, t("printer.radio"), connect(connectRadio)),
    byUsb() && button("", null, t("printer.usb"), connect(connectUsb)),
    button(".quiet", null, t("action.cancel"), () => dialog.close())));
  return null;
}

function actions(sales, paper) {
  return h("div.actions.nota-actions", {},
    button(".primary.wide", null, t("receipt.next"), () => go("jual"), { data: { k: "next" } }),
    button("", "print", t("receipt.print"), () => printing(paper)),
    button("", "chat", "WhatsApp", () => byMessage(paper)));
}

function broughtBackLinks(sales, back) {
  return sales.filter(stands).map((sale) => {
    const sold = sale.act.body.lines.reduce((sum, line) => sum + line.quantity, 0);
    const gone = [...(back.get(sale.id) ?? new Map()).values()].reduce((sum, n) => sum + n, 0);
    return h("p.nota-back", {},
      gone > 0 && h("span.badge.warn", {}, t("refund.already", { n: gone })),
      gone < sold && h("a.button.quiet", { href: `#/retur/${sale.id}` },
        sales.length > 1 ? t("refund.of", { number: sale.act.body.receipt }) : t("refund.open")));
  });
}

export default async function nota(id) {
  const sales = await together(id);
  if (!sales.length) return { title: t("view.receipt"), node: elsewhere("receipt.unknown"), back: "hari" };
  const node = h("div.nota");
  const show = async () => {
    const now = await together(id), paper = paperOf(now), { change } = now[0].local;
    const back = new Map();
    for (const sale of now) back.set(sale.id, await broughtBack(sale));
    const { shape, tone, words } = standing(now.find((one) => one.state !== "done") ?? now[0]);
    paint(node,
      h("div.nota-head", {},
        change > 0
          ? [h("p.pay-label", {}, t("receipt.give_back")), h("p.pay-total.clay", {}, rupiah(change))]
          : [h("p.pay-label", {}, t("receipt.sold")), h("p.pay-total", {}, rupiah(paper.total))],
        h(`p.badge.${tone}`, { role: "status" }, icon(shape, "glyph"), words)),
      actions(now, paper), paperNode(paper), broughtBackLinks(now, back));
  };
  await show();
  // The next buyer's goods are scanned while the last receipt still stands.
  const next = (text) => { go("jual"); scanned(text); };
  const stops = [hear("acts", show), byKeys(next), () => {
    document.adoptedStyleSheets = [];
    removeEventListener("beforeprint", measure);
  }];
  addEventListener("beforeprint", measure);
  return { title: t("view.receipt_of", { number: sales[0].act.body.receipt }), node, back: "hari", scans: true, leave: () => stops.forEach((stop) => stop()) };
}

/** Product → pieces that can still come back. */
async function returnable(sale, except) {
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

const REASONS = ["mistake", "changed", "broken"];

/** Which chip the words are of. */
const reasonOf = (words) => REASONS.find((one) => t(`refund.reason.${one}`) === words) ?? "other";

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
  return { ...rest, node: [h("p.notice.warn", {}, icon("alert"), h("span", {}, count("refund.late", days))), node] };
}

export async function refund(id, changed) {
  const sale = await find(id);
  if (!sale || sale.kind !== "sell") return { title: t("view.refund"), node: elsewhere("receipt.unknown"), back: "hari" };
  const old = await replaced(changed), most = await returnable(sale, old?.id), was = old?.act.body;
  const before = was && new Map(was.lines.map((line) => [line.product, line.quantity]));
  const chosen = new Map([...most].map(([product, n]) => [product, before ? Math.min(n, before.get(product) ?? 0) : n]));
  const number = sale.act.body.receipt;
  let reason = was ? reasonOf(was.reason) : "mistake", way = old?.local.cash === false ? "transfer" : "cash";
  const list = h("ul.lines"), sum = h("p.pay-total"), other = field(t("refund.other_reason"), { maxlength: 200, value: reason === "other" ? was.reason : "" });
  const fit = h("input#good", { type: "checkbox", checked: was?.resellable ?? true }), why = exception(late(sale, old), old);
  other.node.hidden = reason !== "other";
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
    h("div.field", {}, h("span.label", {}, t("refund.why")), chips(t("refund.why"), [...REASONS, "other"].map((one) => [one, t(`refund.reason.${one}`)]), reason, (value) => {
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
