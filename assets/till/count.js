// What is counted. Hitung sisa: two numbers a product, what is left and what is broken; what was sold
// follows from them. Also as a paper sheet to be filled at the shelf and typed in later. Tutup hari:
// the drawer is counted and the difference is seen; nothing is posted, since each sale was posted
// when it was accepted.

import { dayOf, keep, since, trueNow } from "./acts.js";
import { askPrice } from "./basket.js";
import { button, chips, field, h, icon, numberField, paint, say } from "./dom.js";
import { keepInstead, kept, names, replaced } from "./form.js";
import { readCount, readRupiah, rupiah } from "./money.js";
import { stands, totalOf } from "./sales.js";
import { fullName, good, goods, left, openPrice, payments } from "./shop.js";
import { go, state } from "./state.js";
import { meta, note } from "./store.js";
import { count as countWords, dayWords, moment, t } from "./words.js";

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

/** What held since the last count and holds no more: how many were sold by it, as far as said. */
const earlierOf = (one, said = []) => (one.earlier ?? []).map(({ until, price }) => (
  { day: until, price, quantity: said.find(({ day }) => day === until)?.quantity ?? null }
));
const asksEarlier = (one, entry) => entry.earlier.length > 0 && Number.isInteger(entry.left) && gone(one, entry) > 0;
const said = (entry) => entry.earlier.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
const earlierWrong = (one, entry) => asksEarlier(one, entry)
  && (entry.earlier.some(({ quantity }) => !Number.isInteger(quantity)) || said(entry) > gone(one, entry));

/** A number for each of them, seen when something is gone. */
function earlierFields(one, entry, changed) {
  return entry.earlier.map((told, at) => {
    const label = t("count.earlier", { day: dayWords(`${told.day}T12:00:00`), said: one.earlier[at].said });
    const { node, input } = numberField(label, { value: told.quantity ?? "", maxlength: 6 });
    input.addEventListener("input", () => {
      told.quantity = input.value.trim() === "" ? null : readCount(input.value.trim()) ?? undefined;
      changed();
    });
    return node;
  });
}

/** What so many pieces brought in, those of before at what they cost then. */
function worthOf(one, entry, sold) {
  let rest = sold, sum = 0;
  const price = priceOf(one, entry) ?? 0;
  for (const told of entry.earlier) {
    const pieces = Math.min(rest, told.quantity ?? 0);
    rest -= pieces;
    sum += pieces * (told.price ?? price);
  }
  return sum + rest * price;
}

/** A row of the list; `entry` holds what was typed: null empty, undefined not a number. */
function row(one, entry, refresh) {
  const hint = h("p.hint", { "aria-live": "polite" });
  const before = earlierFields(one, entry, () => show(true));
  const show = (changed) => {
    const sold = gone(one, entry), known = Number.isInteger(entry.left), price = priceOf(one, entry);
    hint.textContent = !known ? t("count.expected", { n: left(one.product), unit: one.unit })
      : sold > 0 ? t("count.sold", { n: sold }) : sold < 0 ? t("count.more", { n: -sold }) : t("count.same");
    ask.hidden = !asks(one, entry);
    for (const node of before) node.hidden = !asksEarlier(one, entry);
    ask.textContent = price ? t("count.at", { price: rupiah(price) }) : t("count.at_open");
    refresh(changed);
  };
  const ask = h("button.link", {
    type: "button", hidden: true, onclick: async () => {
      const price = await askPrice({ ...one, price: priceOf(one, entry) });
      if (price === null) return;
      entry.price = price;
      show(true);
    },
  });
  const tell = (which) => (n) => { entry[which] = n; show(true); };
  const node = h("li.count-row", {},
    h("span.line-name", {}, fullName(one), h("small", {}, one.code),
      one.broken > 0 && h("small", {}, t("count.broken", { n: one.broken }))),
    number(one, "left", entry.left, tell("left")),
    number(one, "damaged", entry.damaged, tell("damaged")), hint, ask, before);
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
  if (asksEarlier(one, entry)) counted.earlier = entry.earlier.map(({ day, quantity }) => ({ day, quantity }));
  return asks(one, entry) ? { ...counted, price: priceOf(one, entry) } : counted;
}

const filledOf = (entries) => [...entries].filter(([, entry]) => entry.left !== null || entry.damaged !== null);

/** What was typed; `null` and a word to the clerk when it cannot be kept. */
function read(entries) {
  const filled = filledOf(entries);
  const wrong = ([, entry]) => entry.left === undefined || entry.damaged === undefined;
  if (!filled.length) say(t("count.nothing"), "bad");
  else if (filled.some(wrong)) say(t("count.wrong"), "bad");
  else if (filled.some(([, entry]) => entry.left === null)) say(t("count.left_missing"), "bad");
  else if (filled.some(([product, entry]) => asks(good(product), entry) && !priceOf(good(product), entry))) {
    say(t("count.price_missing"), "bad");
  } else if (filled.some(([product, entry]) => earlierWrong(good(product), entry))) {
    say(t("count.earlier_wrong"), "bad");
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
    sum += worthOf(one, entry, sold);
  }
  return { pieces, sum };
}

async function lastCount() {
  const own = (await since(trueNow() - 90 * 86_400_000)).find((one) => one.kind === "count");
  return own?.act.body.counted_on ?? state.snapshot?.last_count ?? null;
}

/** A shelf takes an hour to count, and a phone rings: what is typed is kept as it is typed. */
async function scratch(old) {
  const key = `count:${state.shop?.id}:${old?.id ?? ""}`, before = await meta(key);
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const write = ({ lines, ...rest }) => note(["meta"], (s) => (
    lines.length ? s.meta.put({ begun: before?.begun ?? trueNow(), ...rest, lines }, key) : s.meta.delete(key)));
  const later = (what) => {
    stop();
    timer = setTimeout(() => write(what()), 300);
  };
  return { key, before, stop, later };
}

export default async function count(changed) {
  const old = await replaced(changed), typed = await scratch(old), first = typed.before ?? old?.act.body;
  const before = new Map(first?.lines.map((one) => [one.product, one]));
  const entries = new Map(goods().map((one) => {
    const known = before.get(one.product), earlier = earlierOf(one, known?.earlier);
    return [one.product, { left: null, damaged: null, price: null, ...known, earlier }];
  }));
  let payment = first?.payment ?? "cash";
  const day = field(t("count.day"), { type: "date", value: first?.counted_on ?? dayOf(), max: dayOf() });
  const now = () => ({
    lines: filledOf(entries).map(([product, entry]) => ({ product, ...entry })), payment,
    counted_on: day.input.value === dayOf() ? null : day.input.value,
  });
  const later = () => typed.later(now);
  const total = h("p.count-total", { role: "status" });
  const refresh = (changes) => {
    const { pieces, sum } = worth(entries);
    if (changes) later();
    paint(total, pieces ? countWords("count.total", pieces, { sum: rupiah(sum) }) : t("count.total_none"));
  };
  const submit = async (event) => {
    event.preventDefault();
    const lines = read(entries);
    if (!lines) return;
    const body = { counted_on: day.input.value || dayOf(), lines, payment };
    const draft = { kind: "count", body, local: { names: names(lines.map((one) => one.product)) } };
    typed.stop();
    if (await kept(() => keepInstead(draft, old, typed.key))) {
      say(t("count.kept"));
      go("hari");
    } else later();
  };
  const anew = async () => {
    typed.stop();
    await note(["meta"], (s) => s.meta.delete(typed.key));
    node.replaceWith((await count(changed)).node);
  };
  day.input.addEventListener("input", later);
  const last = await lastCount();
  const node = h("form.form.count", { onsubmit: submit },
    h("p.lead", {}, t("count.lead"), " ", last && t("count.last", { day: dayWords(`${last}T12:00:00`) })),
    typed.before && h("div.notice.info", {}, icon("clock"), h("span", {}, t("count.goes_on", { time: moment(typed.before.begun) })),
      button("", null, t("count.anew"), anew)),
    button("", "print", t("count.print"), printSheet),
    h("div.count-head", { "aria-hidden": "true" }, h("span"), h("span", {}, t("count.left")), h("span", {}, t("count.damaged"))),
    h("ul.count-rows", {}, goods().map((one) => row(one, entries.get(one.product), refresh))),
    !goods().length && h("p.empty", {}, t("sell.no_goods")),
    day.node,
    h("div.field", {}, h("span.label", {}, t("count.paid")), chips(t("count.paid"), payments().map((one) => [one, t(`payment.${one}`)]), payment, (value) => { payment = value; later(); })),
    total, h("button.primary.exact", { type: "submit" }, t("count.submit")), paperSheet());
  return { title: t("view.count"), node, back: "lainnya" };
}

/**
 * Acts since the drawer was last counted, on whichever day, and that time; before the first count
 * since the morning of the oldest that this phone keeps. Their numbers say what came after: a clock
 * may have been put right in between. One that replaces another stands where that stood.
 */
async function shift() {
  const all = (await since(0)).filter(stands), midnight = (time) => new Date(`${dayOf(time)}T00:00:00`).getTime();
  const [last] = all.filter((one) => one.kind === "drawer").sort((a, b) => b.seq - a.seq);
  const from = Math.min(last?.true_at ?? midnight(all.at(-1)?.true_at), trueNow());
  const own = all.filter((one) => !last || (one.after ?? one.seq) > last.seq);
  return { from, last, own, more: own.some(({ true_at }) => true_at < midnight()) };
}

function sums(own) {
  const by = { cash: 0, qris: 0, transfer: 0 };
  for (const one of own) if (one.kind === "sell") by[one.act.body.payment] += totalOf(one);
  const back = own.filter((one) => one.kind === "refund");
  const given = back.filter((one) => one.local.cash).reduce((sum, one) => sum + one.local.amount, 0);
  return { ...by, given, receipts: own.filter((one) => one.kind === "sell").length };
}

function facts(sum) {
  const rows = [["drawer.cash", sum.cash], ["drawer.given", -sum.given], ["payment.qris", sum.qris], ["payment.transfer", sum.transfer]];
  return h("dl.facts.big", {}, rows.map(([key, amount]) => (
    h("div", {}, h("dt", {}, t(key)), h("dd", {}, rupiah(amount)))
  )));
}

/** The difference in a word, a sign and a colour. */
function verdict(expected, counted) {
  if (counted === null) return h("p.hint", {}, t("drawer.expected", { sum: rupiah(expected) }));
  const off = counted - expected;
  const tone = off === 0 ? "good" : "warn";
  const words = off === 0 ? t("drawer.right") : t(off > 0 ? "drawer.over" : "drawer.short", { sum: rupiah(Math.abs(off)) });
  return h(`p.verdict.${tone}`, {}, h("span", {}, t("drawer.expected", { sum: rupiah(expected) })), h("b", {}, words));
}

export async function drawer() {
  const { from, last, own, more } = await shift(), sum = sums(own);
  const opened = numberField(t("drawer.opened"), { value: rupiah(last?.act.body.counted ?? 0) }, t("drawer.opened_hint"));
  const counted = numberField(t("drawer.counted"), {}, t("drawer.counted_hint"));
  const note = field(t("drawer.note"), { rows: 2, maxlength: 500 });
  const said = h("div", { role: "status" });
  const expected = () => (readRupiah(opened.input.value) ?? 0) + sum.cash - sum.given;
  const show = () => paint(said, verdict(expected(), readRupiah(counted.input.value)));
  for (const one of [opened, counted]) one.input.addEventListener("input", show);
  const submit = async (event) => {
    event.preventDefault();
    const begun = readRupiah(opened.input.value), found = readRupiah(counted.input.value);
    if (begun === null) return opened.fail(t("price.wrong"));
    if (found === null) return counted.fail(t("price.wrong"));
    const words = note.input.value.trim();
    const body = {
      from: new Date(from).toISOString(), opened_with: begun, expected: expected(), counted: found,
      receipts: sum.receipts, ...(words ? { note: words } : {}),
    };
    if (await kept(() => keep([{ kind: "drawer", body, local: {} }]))) {
      say(t("drawer.kept"));
      go("hari");
    }
  };
  show();
  const node = h("form.form.drawer", { onsubmit: submit },
    h("p.lead", {}, t("drawer.since", { time: moment(from) }), " ", countWords("today.sales", sum.receipts)),
    h("p.hint", {}, t("drawer.own"), more && ` ${t("drawer.days")}`),
    facts(sum), opened.node, counted.node, said, note.node,
    h("p.hint", {}, t("drawer.nothing_posted")),
    h("button.primary.exact", { type: "submit" }, t("drawer.submit")));
  return { title: t("view.drawer"), node, back: "lainnya" };
}
