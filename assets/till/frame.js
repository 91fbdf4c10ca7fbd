// What stands around every view: whose till it is, how far the line has come, the notices, and the
// places at the thumb.

import { counts, trueNow } from "./acts.js";
import { button, h, icon, paint } from "./dom.js";
import { age } from "./shop.js";
import { hear, state, tell } from "./state.js";
import { spare, storage } from "./store.js";
import { take } from "./update.js";
import { clock, count, moment, t } from "./words.js";

const PLACES = [
  ["jual", "sell"], ["hari", "today"], ["tanya", "ask"], ["antrean", "queue"], ["lainnya", "more"],
];
/** How far this phone's clock is off: minutes, or days where those would say nothing. */
export function wrongClock(of, offset) {
  const minutes = Math.round(Math.abs(offset) / 60_000), days = Math.round(minutes / 1_440);
  const key = `${of}_${offset > 0 ? "late" : "early"}`;
  return days > 1 ? count(`${key}_days`, days) : count(key, minutes);
}

/** A clock that is off by more is said: days and receipts would be wrong. */
const CLOCK_OFF = 120_000;
const STORAGE_FULL = 0.8;
const GOODS_OLD = 3;
/** Each time writes a megabyte. */
const MEASURE_EVERY = 1_800_000;

/** Shape, tone and words of the line: three ways to see the same. */
export function lineOf() {
  const { line, counts: now, sent_at } = state, n = now?.queued ?? 0;
  const sent = sent_at ? moment(sent_at) : null;
  const sameDay = sent_at && new Date(sent_at).toDateString() === new Date().toDateString();
  const at = sameDay ? clock(sent_at) : sent;
  if (line === "signed_out" && !state.user) return ["lock", "quiet", t("view.start")];
  // Not counted yet is not "all sent".
  if (!now && line !== "signed_out") return ["clock", "quiet", t("state.counting")];
  const waiting = count("state.waiting", n);
  if (line === "signed_out") return ["lock", "warn", n ? `${t("state.signed_out")} · ${waiting}` : t("state.signed_out")];
  if (line === "sending" && n) return ["queue", "busy", count("state.sending", n)];
  if (n && line === "offline") return ["cloud", "warn", count("state.saved_offline", n)];
  if (n && line === "fault") return ["alert", "warn", `${t("state.fault")} · ${waiting}`];
  if (n) return ["clock", "warn", count("state.saved", n)];
  if (line === "offline") return ["cloud", "quiet", at ? t("state.offline_sent", { at }) : t("state.offline")];
  if (line === "fault" || line === "forbidden") return ["alert", "warn", t("state.fault")];
  if (now.refused) return ["alert", "warn", `${now.refused} ${t("place.refused")}`];
  return ["check", "good", at ? t("state.all_sent", { at }) : t("state.ready")];
}

function notice(tone, words, ...more) {
  return h(`li.notice.${tone}`, {}, icon(tone === "info" ? "clock" : "alert"), h("span", {}, words), ...more);
}

/** What the clerk must know before it is too late; each with what to do. */
function notices() {
  const { line, counts: now, update, moved } = state, old = age(), offset = trueNow() - Date.now();
  const used = state.full ? 1 : state.storage?.part;
  return [
    line === "signed_out" && state.user && notice("warn", t("notice.signed_out"),
      h("a.button", { href: "/masuk?lanjut=/kasir" }, t("notice.sign_in"))),
    line === "forbidden" && notice("bad", state.line_detail ?? t("notice.forbidden")),
    line === "no_shop" && notice("bad", t("start.no_shop_text")),
    moved && notice("bad", t("notice.moved"), button("", null, t("notice.reload"), () => location.reload())),
    used > STORAGE_FULL && notice("bad", t("notice.storage", { percent: Math.round(used * 100) }),
      h("a.button", { href: "#/antrean" }, t("notice.queue"))),
    Math.abs(offset) > CLOCK_OFF && notice("warn", wrongClock("notice.clock", offset)),
    now?.other > 0 && notice("warn", count("notice.other_shop", now.other)),
    update && notice("info", t("notice.update"), button("", null, t("notice.take"), take, { data: { k: "update" } })),
    old !== null && old >= GOODS_OLD && notice("info", count("notice.goods_old", old)),
  ];
}

function place([path, name], here) {
  const n = name === "queue" ? (state.counts?.queued ?? 0) + (state.counts?.refused ?? 0) : 0;
  const refused = name === "queue" && state.counts?.refused > 0;
  return h("li", {}, h("a", { href: `#/${path}`, "aria-current": here ? "page" : null, data: { k: `go-${path}` } },
    icon(name), h("span", {}, t(`place.${name}`)),
    n > 0 && h(`span.number-badge${refused ? ".bad" : ""}`, {}, n > 999 ? "999+" : n,
      h("span.unseen", {}, refused ? t("place.refused") : t("place.waiting")))));
}

/** Builds the frame into the page; gives the place of the view and a function for its name. */
export function frame(root) {
  const line = h("span.line-words", { role: "status", "aria-live": "polite" });
  const mark = h("span.line-mark"), shop = h("b.shop-name");
  const link = h("a.state-line", { href: "#/antrean" }, mark, line);
  const notes = h("ul.notices"), side = h("aside", {}, notes), nav = h("ul"), main = h("main#isi", { tabindex: "-1" });
  const bar = h("nav.places", {}, nav), said = h("div#said", { role: "status", "aria-live": "polite" });
  const skip = h("a.skip", { href: "#isi", onclick: (event) => { event.preventDefault(); main.focus(); } });
  const top = h("header.top", {}, h("img", { src: "/kasir/mark.svg", alt: "", width: 32, height: 32 }),
    h("div.top-words", {}, shop, link), h("span.code"));
  root.replaceChildren(skip, top, h("div.middle", {}, side, main), said, bar);
  let here = "", shown = "";
  const show = () => {
    const [shape, tone, words] = lineOf();
    paint(mark, icon(shape, "glyph"));
    link.className = `state-line ${tone}`;
    // Said again only when it says something else.
    if (line.textContent !== words) line.textContent = words;
    shop.textContent = state.shop?.name ?? t("brand");
    top.lastChild.textContent = state.device?.code ?? "";
    skip.textContent = t("frame.skip");
    bar.setAttribute("aria-label", t("frame.places"));
    paint(nav, PLACES.map((one) => place(one, one[0] === here)));
    const next = notices(), key = next.map((one) => one && one.textContent).join();
    if (key !== shown) paint(notes, next);
    shown = key;
    side.hidden = !next.some(Boolean);
  };
  const recount = async () => {
    state.counts = await counts().catch(() => state.counts);
    show();
  };
  for (const topic of ["state", "session", "goods", "storage"]) hear(topic, show);
  // Counted in the tap itself: "all sent" is never said of what has just been kept.
  hear("kept", (records) => {
    if (state.counts) state.counts.queued += records?.length ?? 1;
    show();
  });
  for (const topic of ["kept", "acts", "kept-elsewhere", "acts-elsewhere", "session"]) hear(topic, recount);
  show();
  recount();
  measureStorage();
  setInterval(measureStorage, MEASURE_EVERY);
  return { main, at: (path) => { here = path; show(); }, bare: (yes) => document.body.classList.toggle("bare", yes) };
}

async function measureStorage() {
  state.full = !(await spare());
  state.storage = await storage();
  tell("storage");
}

/** The head of a view: the way back, and its name. */
export function viewHead({ title, back }) {
  const path = Array.isArray(back) ? back.join("/") : back;
  return h("div.view-head", {},
    back && h("a.back", { href: `#/${path}`, "aria-label": t("action.back") }, icon("back")),
    h("h1", { tabindex: "-1" }, title));
}

/** The places that are not at the thumb. */
export function more() {
  const list = [["hitung", "count"], ["minta", "request"], ["tutup", "drawer"], ["atur", "settings"]];
  const node = h("ul.more", {}, list.map(([path, name]) => h("li", {}, h("a", { href: `#/${path}` },
    icon(name), h("span", {}, h("b", {}, t(`view.${name}`)), h("small", {}, t(`more.${name}`)))))));
  return { title: t("view.more"), node };
}

