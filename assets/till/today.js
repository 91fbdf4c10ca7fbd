// What was sold on this phone: today first, older days on demand, and a receipt by its number.

import { dayOf, since, trueNow } from "./acts.js";
import { button, field, h, icon, paint } from "./dom.js";
import { rupiah } from "./money.js";
import { elsewhere, standing, stands, summary, totalOf } from "./sales.js";
import { hear } from "./state.js";
import { clock, count, dayWords, t } from "./words.js";

const DAY = 86_400_000;

function row(record) {
  const { shape, tone, words } = standing(record), { kind, act } = record;
  const amount = kind === "sell" ? totalOf(record) : kind === "refund" ? -record.local.amount : null;
  const head = kind === "sell" ? act.body.receipt : t(`kind.${kind}`);
  const inside = [
    h("span.row-head", {}, h("b", {}, head), h("span", {}, clock(record.true_at))),
    amount !== null && h(`b.row-sum${amount < 0 ? ".minus" : ""}`, {}, rupiah(amount)),
    h("span.row-what", {}, summary(record)),
    record.state === "withdrawn" && h("span.row-what", {}, record.reason),
    h(`span.badge.${tone}`, {}, icon(shape, "glyph"), words),
  ];
  if (kind === "sell") return h("li.row", {}, h("a", { href: `#/nota/${record.id}` }, inside));
  return h("li.row", {}, h("div", {}, inside));
}

function sums(records) {
  const own = records.filter(stands);
  const sold = own.filter((one) => one.kind === "sell");
  const back = own.filter((one) => one.kind === "refund").reduce((sum, one) => sum + one.local.amount, 0);
  const total = sold.reduce((sum, one) => sum + totalOf(one), 0);
  return { n: sold.length, total: total - back };
}

function group(day, records) {
  const { n, total } = sums(records), isToday = day === dayOf();
  return h("section.day", {},
    h("h2", {}, isToday ? t("today.today") : dayWords(`${day}T12:00:00`)),
    h("p.day-sum", {}, h("b", {}, rupiah(total)), h("span", {}, count("today.sales", n))),
    h("ul.rows", {}, records.map(row)));
}

export default async function today() {
  let days = 1, wanted = "";
  const list = h("div.days"), find = field(t("today.find"), { type: "search" });
  const show = async () => {
    const from = wanted ? trueNow() - 90 * DAY : new Date(`${dayOf()}T00:00:00`).getTime() - (days - 1) * DAY;
    const records = (await since(from - DAY)).filter((one) => {
      if (one.kind === "withdraw") return false;
      if (wanted) return one.act.body.receipt?.includes(wanted);
      return one.true_at >= from;
    });
    const byDay = new Map(days === 1 && !wanted ? [[dayOf(), []]] : []);
    for (const one of records) {
      const day = dayOf(one.true_at);
      byDay.set(day, [...(byDay.get(day) ?? []), one]);
    }
    const parts = [...byDay].map(([day, own]) => group(day, own));
    paint(list, parts, !records.length && (wanted ? elsewhere("today.not_found") : h("p.empty", {}, t("today.none"))),
      !wanted && days < 31 && button(".quiet", null, t("today.more"), () => { days = days === 1 ? 7 : 31; show(); }, { data: { k: "more" } }));
  };
  find.input.addEventListener("input", () => {
    wanted = find.input.value.trim().toUpperCase();
    show();
  });
  await show();
  const stops = [hear("acts", show), hear("kept", show)];
  const node = h("div.today", {}, find.node, list);
  return { title: t("view.today"), node, leave: () => stops.forEach((stop) => stop()) };
}
