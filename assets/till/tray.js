// The queue: what waits, what the server refused and why, and what the clerk can do about it.

import { counts, dayOf, exported, inState, keep, sendAgain, withdrawal } from "./acts.js";
import * as carts from "./cart.js";
import { button, field, h, icon, paint, say, sheet } from "./dom.js";
import { kept, oneLine } from "./form.js";
import { rupiah } from "./money.js";
import { standing, summary, totalOf } from "./sales.js";
import { go, hear, state } from "./state.js";
import { sync } from "./sync.js";
import { count, has, moment, t } from "./words.js";

const SHOWN = 60;

function head(record) {
  const { kind, act } = record;
  return h("span.row-head", {},
    h("b", {}, kind === "sell" ? act.body.receipt : t(`kind.${kind}`)),
    h("span", {}, moment(record.true_at)));
}

function amount(record) {
  return record.kind === "sell" && h("b.row-sum", {}, rupiah(totalOf(record)));
}

/** What to do about it: by the code where there is advice, else by what was done. */
function advice(record) {
  const own = `tray.do.${record.code?.split(".").at(-1)}`;
  return has(own) ? t(own) : t(record.state === "unread" ? "tray.do.unread" : "tray.do.other");
}

const CHANGED_IN = { ask: "tanya", request: "minta", count: "hitung" };

/** A refused act comes back as a basket or a filled form; what is kept then replaces it. */
async function reopen(record) {
  if (record.kind === "withdraw") return anew(record);
  if (record.kind === "sell") {
    await carts.reopen(record);
    go("bayar");
  } else if (record.kind === "refund") go("retur", record.act.body.sale, record.id);
  else go(CHANGED_IN[record.kind], record.id);
  return null;
}

/** A giving up that the server could not read is given anew, with another reason. */
function anew(record) {
  const { local, act: { body } } = record, instead = t("tray.replaced");
  askWhy(record, body.reason, (reason) => (
    keep([withdrawal(body.act, local.of, reason), withdrawal(record.id, record.seq, instead)], { gives_up: record.id, reason: instead })
  ));
}

function giveUp(record) {
  askWhy(record, "", (reason) => keep([withdrawal(record.id, record.seq, reason)], { gives_up: record.id, reason }));
}

function askWhy(record, value, keeping) {
  const why = field(t("tray.why"), { maxlength: 200, value }, t("tray.why_hint"));
  const form = h("form.form", {
    onsubmit: async (event) => {
      event.preventDefault();
      const reason = oneLine(why);
      if (!reason) return why.fail(t("tray.say_why"));
      if (await kept(() => keeping(reason))) {
        dialog.close();
        say(t("tray.given_up"));
      }
    },
  }, h("p", {}, t("tray.give_up_text")), why.node, h("div.actions", {},
    h("button.danger", { type: "submit" }, t("tray.give_up")),
    h("button", { type: "button", onclick: () => dialog.close() }, t("action.cancel"))));
  const { dialog } = sheet(t("tray.give_up_title", { what: summary(record) }), form);
}

/** The good that the refusal is about, where its sentence does not name it. */
function about({ field, detail, act: { body }, local }) {
  const [, at] = /^lines\[(\d+)\]/.exec(field ?? "") ?? [], product = body.lines?.[at]?.product;
  const name = local?.names?.[product]?.name;
  return name && !detail?.includes(name) ? h("b", {}, `${name}: `) : null;
}

function refusedRow(record) {
  // What went through meanwhile cannot be given up, for whichever reason.
  const changeable = record.kind !== "drawer" && record.code !== "till.nothing_to_withdraw";
  return h("li.row.refused", {}, h("div", {}, head(record), amount(record),
    h("span.row-what", {}, summary(record)),
    h("p.reason", {}, icon("alert", "glyph"), h("span", {}, about(record), record.detail ?? t("tray.no_detail"))),
    h("p.advice", {}, advice(record)),
    h("div.actions", {},
      button("", null, t("tray.again"), () => sendAgain(record.id), { data: { k: `again${record.id}` } }),
      changeable && button("", null, t("tray.change"), () => reopen(record)),
      button(".quiet", null, t("tray.give_up"), () => giveUp(record)))));
}

function queuedRow(record) {
  const { shape, tone, words } = standing(record);
  return h("li.row", {}, h("div", {}, head(record), amount(record),
    h("span.row-what", {}, summary(record)),
    h(`span.badge.${tone}`, {}, icon(shape, "glyph"), words)));
}

/** Acts in one file: more than this the house does not take in at once. */
const PART = 2_000;

function saveFile(lines, part = "") {
  const file = new Blob(lines, { type: "application/x-ndjson" }), url = URL.createObjectURL(file);
  const link = h("a", { href: url, download: `hilir-antrean-${state.device?.code ?? "x"}-${dayOf()}${part}.ndjson` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  say(t("tray.exported"));
}

/** The queue as a file, or several: to be imported at the Lapas or at the shop's desk. */
export async function exportQueue() {
  const lines = await exported(), files = Math.ceil(lines.length / PART);
  if (files < 2) return saveFile(lines);
  // A tap for each: a browser asks before a page saves many files by itself.
  const parts = Array.from({ length: files }, (_, at) => (
    button("", "save", t("tray.part", { n: at + 1 }), () => saveFile(lines.slice(at * PART, (at + 1) * PART), `-${at + 1}`))));
  const { dialog } = sheet(t("tray.export"), h("p", {}, t("tray.parts", { n: files })),
    h("div.stack", {}, parts, button(".quiet", null, t("action.close"), () => dialog.close())));
  return null;
}

async function sections() {
  const refused = await inState("refused", "unread"), own = await inState("queued"), now = await counts();
  return [
    refused.length > 0 && h("section.day", {},
      h("h2", {}, t("tray.refused"), h("span.number-badge.bad", {}, refused.length)),
      h("p.hint", {}, t("tray.refused_lead")),
      h("ul.rows", {}, refused.map(refusedRow))),
    h("section.day", {},
      h("h2", {}, t("tray.waiting"), own.length > 0 && h("span.number-badge", {}, own.length)),
      own.length ? h("ul.rows", {}, own.slice(0, SHOWN).map(queuedRow))
        : h("p.empty", {}, icon("check"), t("tray.all_sent")),
      own.length > SHOWN && h("p.hint", {}, count("tray.and_more", own.length - SHOWN))),
    h("div.actions", {},
      button(".primary", "queue", t("tray.send_now"), sync, { data: { k: "send" } }),
      own.length + refused.length + now.other > 0 && button("", "save", t("tray.export"), exportQueue, { data: { k: "export" } })),
    h("p.hint", {}, t("tray.export_hint")),
  ];
}

export default async function tray() {
  const node = h("div.tray");
  const show = async () => paint(node, await sections());
  await show();
  const stops = [hear("acts", show), hear("kept", show), hear("kept-elsewhere", show)];
  return { title: t("view.tray"), node, leave: () => stops.forEach((stop) => stop()) };
}
