// Hitung sisa: two numbers a product, what is left and what is broken. What was sold follows from
// them. Also as a paper sheet to be filled at the shelf and typed in later.

import { dayOf, since, trueNow } from "./acts.js";
import { askPrice } from "./basket.js";
import { button, chips, field, h, paint, say } from "./dom.js";
import { keepInstead, kept, names, replaced } from "./form.js";
import { readCount, rupiah } from "./money.js";
import { fullName, good, goods, left, openPrice, payments } from "./shop.js";
import { go, state } from "./state.js";
import { count as countWords, dayWords, t } from "./words.js";

function number(one, which, value, tell) {
  const id = `${which}-${one.product}`, name = fullName(one);
  return h("input.number", {
    id, inputmode: "numeric", maxlength: 6, autocomplete: "off", value: value ?? "",
    "aria-label": t(`count.${which}_of`, { name }),
    oninput: (event) => {
      const text = event.target.value.trim(), n = readCount(text);
      const wrong = text !== "" && n === null;
      event.target.setAttribute("aria-invalid", String(wrong));
      tell(wrong ? undefined : n);
    },
  });
}

/** Broken ones that are new: those that the unit has confirmed are off the shelf already. */
const fresh = (one, entry) => Math.max(0, (entry.damaged ?? 0) - (one.broken ?? 0));

/** What was sold by what was typed; below zero more is there than on record. */
const gone = (one, entry) => left(one.product) - (entry.left ?? 0) - fresh(one, entry);

/** The price where the clerk says it: what was said, else what it was last sold at. */
const priceOf = (one, entry) => entry.price ?? one.price;
const asks = (one, entry) => openPrice(one) && Number.isInteger(entry.left) && gone(one, entry) > 0;

/** A row of the list; `entry` holds what was typed: null empty, undefined not a number. */
function row(one, entry, refresh) {
  const said = h("p.hint", { "aria-live": "polite" });
  const show = () => {
    const sold = gone(one, entry), known = Number.isInteger(entry.left), price = priceOf(one, entry);
    said.textContent = !known ? t("count.expected", { n: left(one.product), unit: one.unit })
      : sold > 0 ? t("count.sold", { n: sold }) : sold < 0 ? t("count.more", { n: -sold }) : t("count.same");
    ask.hidden = !asks(one, entry);
    ask.textContent = price ? t("count.at", { price: rupiah(price) }) : t("count.at_open");
    refresh();
  };
  const ask = h("button.link", {
    type: "button", hidden: true, onclick: async () => {
      const price = await askPrice({ ...one, price: priceOf(one, entry) });
      if (price === null) return;
      entry.price = price;
      show();
    },
  });
  const tell = (which) => (n) => { entry[which] = n; show(); };
  const node = h("li.count-row", {},
    h("span.line-name", {}, fullName(one), h("small", {}, one.code),
      one.broken > 0 && h("small", {}, t("count.broken", { n: one.broken }))),
    number(one, "left", entry.left, tell("left")),
    number(one, "damaged", entry.damaged, tell("damaged")), said, ask);
  queueMicrotask(show);
  return node;
}

/** The paper: blank columns and no expected number, so that the shelf is counted and not copied. */
function paperSheet() {
  const head = ["count.code", "count.good", "count.left", "count.damaged"];
  return h("section.count-sheet", { "aria-hidden": "true" },
    h("h1", {}, `${t("view.count")}: ${state.shop?.name ?? ""}`),
    h("p", {}, t("count.sheet_day"), " ____________________  ", t("count.sheet_who"), " ____________________"),
    h("table", {},
      h("thead", {}, h("tr", {}, head.map((key) => h("th", {}, t(key))))),
      h("tbody", {}, goods().map((one) => h("tr", {},
        h("td", {}, one.code), h("td", {}, fullName(one)), h("td"), h("td"))))),
    h("p", {}, t("count.sheet_foot")));
}

function printSheet() {
  document.body.classList.add("prints-sheet");
  addEventListener("afterprint", () => document.body.classList.remove("prints-sheet"), { once: true });
  print();
}

function line(one, entry) {
  const counted = { product: one.product, left: entry.left, damaged: entry.damaged ?? 0 };
  return asks(one, entry) ? { ...counted, price: priceOf(one, entry) } : counted;
}

/** What was typed; `null` and a word to the clerk when it cannot be kept. */
function read(entries) {
  const filled = [...entries].filter(([, entry]) => entry.left !== null || entry.damaged !== null);
  const wrong = ([, entry]) => entry.left === undefined || entry.damaged === undefined;
  if (!filled.length) say(t("count.nothing"), "bad");
  else if (filled.some(wrong)) say(t("count.wrong"), "bad");
  else if (filled.some(([, entry]) => entry.left === null)) say(t("count.left_missing"), "bad");
  else if (filled.some(([product, entry]) => asks(good(product), entry) && !priceOf(good(product), entry))) {
    say(t("count.price_missing"), "bad");
  } else return filled.map(([product, entry]) => line(good(product), entry));
  return null;
}

function worth(entries) {
  let pieces = 0, sum = 0;
  for (const one of goods()) {
    const entry = entries.get(one.product);
    if (!Number.isInteger(entry.left)) continue;
    const sold = Math.max(0, gone(one, entry));
    pieces += sold;
    sum += sold * (priceOf(one, entry) ?? 0);
  }
  return { pieces, sum };
}

async function lastCount() {
  const own = (await since(trueNow() - 90 * 86_400_000)).find((one) => one.kind === "count");
  return own?.act.body.counted_on ?? state.snapshot?.last_count ?? null;
}

export default async function count(changed) {
  const old = await replaced(changed), before = new Map(old?.act.body.lines.map((one) => [one.product, one]));
  const entries = new Map(goods().map(({ product }) => (
    [product, { left: null, damaged: null, price: null, ...before.get(product) }]
  )));
  let payment = old?.act.body.payment ?? "cash";
  const day = field(t("count.day"), { type: "date", value: old?.act.body.counted_on ?? dayOf(), max: dayOf() });
  const total = h("p.count-total", { role: "status" });
  const refresh = () => {
    const { pieces, sum } = worth(entries);
    paint(total, pieces ? countWords("count.total", pieces, { sum: rupiah(sum) }) : t("count.total_none"));
  };
  const submit = async (event) => {
    event.preventDefault();
    const lines = read(entries);
    if (!lines) return;
    const body = { counted_on: day.input.value || dayOf(), lines, payment };
    const draft = { kind: "count", body, local: { names: names(lines.map((one) => one.product)) } };
    if (await kept(() => keepInstead(draft, old))) {
      say(t("count.kept"));
      go("hari");
    }
  };
  const last = await lastCount();
  const node = h("form.form.count", { onsubmit: submit },
    h("p.lead", {}, t("count.lead"), " ", last && t("count.last", { day: dayWords(`${last}T12:00:00`) })),
    button("", "print", t("count.print"), printSheet),
    h("div.count-head", { "aria-hidden": "true" }, h("span"), h("span", {}, t("count.left")), h("span", {}, t("count.damaged"))),
    h("ul.count-rows", {}, goods().map((one) => row(one, entries.get(one.product), refresh))),
    !goods().length && h("p.empty", {}, t("sell.no_goods")),
    day.node,
    h("div.field", {}, h("span.label", {}, t("count.paid")), chips(t("count.paid"), payments().map((one) => [one, t(`payment.${one}`)]), payment, (value) => { payment = value; })),
    total, h("button.primary.exact", { type: "submit" }, t("count.submit")), paperSheet());
  return { title: t("view.count"), node, back: "lainnya" };
}
