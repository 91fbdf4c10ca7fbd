// Tutup hari: the drawer is counted and the difference is seen. Nothing is posted here, since each
// sale was posted when it was accepted.

import { dayOf, keep, since } from "./acts.js";
import { field, h, numberField, paint, say } from "./dom.js";
import { kept } from "./form.js";
import { readRupiah, rupiah } from "./money.js";
import { stands, totalOf } from "./sales.js";
import { go } from "./state.js";
import { count, moment, t } from "./words.js";

/**
 * Acts since the drawer was last counted, on whichever day, and that time; before the first count
 * since the morning of the oldest that this phone keeps.
 */
async function shift() {
  const all = (await since(0)).filter(stands), midnight = (time) => new Date(`${dayOf(time)}T00:00:00`).getTime();
  const last = all.find((one) => one.kind === "drawer");
  const from = last?.true_at ?? midnight(all.at(-1)?.true_at);
  const own = all.filter((one) => one.true_at > from);
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

export default async function drawer() {
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
    h("p.lead", {}, t("drawer.since", { time: moment(from) }), " ", count("today.sales", sum.receipts)),
    more && h("p.hint", {}, t("drawer.days")),
    facts(sum), opened.node, counted.node, said, note.node,
    h("p.hint", {}, t("drawer.nothing_posted")),
    h("button.primary.exact", { type: "submit" }, t("drawer.submit")));
  return { title: t("view.drawer"), node, back: "lainnya" };
}
