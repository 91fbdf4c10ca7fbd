// This phone: its name, language and theme, its store and its clock, and the way out. Signing out
// keeps what waits, and says so before.

import { counts, trueNow } from "./acts.js";
import { byRadio, byUsb, connectRadio, connectUsb } from "./printer.js";
import { button, chips, h, icon, paint, say, sheet } from "./dom.js";
import { installable, install, keepWords } from "./update.js";
import { wrongClock } from "./frame.js";
import { sync } from "./sync.js";
import { go, hear, state, tell } from "./state.js";
import { exportQueue } from "./tray.js";
import { count, lang, load, moment, remember, remembered, t } from "./words.js";

export function theme(value = remembered("theme") ?? "auto") {
  remember("theme", value);
  if (value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
}

async function speak(tag) {
  remember("lang", tag);
  await load(tag).catch(() => {});
  await keepWords();
  tell("language");
}

function facts(rows) {
  return h("dl.facts", {}, rows.filter(Boolean).map(([label, value]) => (
    h("div", {}, h("dt", {}, label), h("dd", {}, value))
  )));
}

function megabytes(bytes) {
  return `${(bytes / 1_048_576).toFixed(1).replace(".", lang === "en" ? "." : ",")} MB`;
}

function storageWords() {
  const { storage, persisted } = state;
  const kept = t(persisted ? "settings.persisted" : "settings.not_persisted");
  return storage ? `${megabytes(storage.used)} / ${megabytes(storage.room)}. ${kept}` : kept;
}

function clockWords() {
  if (state.offset === null) return t("settings.clock_unknown");
  const off = trueNow() - Date.now();
  return Math.abs(off) < 60_000 ? t("settings.clock_right") : wrongClock("settings.clock", off);
}

async function connect(how) {
  try {
    say(t("printer.ready", { name: await how() }));
  } catch {
    say(t("printer.none"), "bad");
  }
}

/** Leaving is a page of the house; what waits stays on this phone and is sent at the next sign-in. */
async function leave() {
  const { queued, refused, other } = await counts(), waiting = queued + refused + other;
  const form = h("form", { method: "post", action: "/keluar" },
    h("button.danger", { type: "submit" }, t("settings.sign_out")));
  const { dialog } = sheet(t(waiting ? "leave.waiting_title" : "leave.title"),
    h("p", {}, waiting ? count("leave.waiting", waiting) : t("leave.nothing_waits")),
    h("div.actions", {}, waiting > 0 && button(".primary", "queue", t("tray.send_now"), () => { dialog.close(); sync(); go("antrean"); }),
      waiting > 0 && button("", "save", t("tray.export"), exportQueue), form,
      button(".quiet", null, t("action.cancel"), () => dialog.close())));
}

function printers() {
  if (!byUsb() && !byRadio()) return h("p.hint", {}, t("printer.page_only"));
  return h("div.actions", {},
    byRadio() && button("", "print", t("printer.radio"), () => connect(connectRadio)),
    byUsb() && button("", "print", t("printer.usb"), () => connect(connectUsb)));
}

function parts() {
  const { device, user, shop } = state;
  return [
    h("section.day", {}, h("h2", {}, t("settings.look")),
      h("div.field", {}, h("span.label", {}, t("settings.language")),
        chips(t("settings.language"), [["id", "Indonesia"], ["en", "English"]], lang, speak)),
      h("div.field", {}, h("span.label", {}, t("settings.theme")),
        chips(t("settings.theme"), ["auto", "light", "dark"].map((one) => [one, t(`settings.theme_${one}`)]), remembered("theme") ?? "auto", theme))),
    h("section.day", {}, h("h2", {}, t("settings.phone")),
      facts([
        [t("settings.shop"), shop?.name ?? "–"], [t("settings.user"), user?.name ?? "–"],
        device && [t("settings.device"), `${device.name} (${device.code})`],
        [t("settings.goods_from"), state.heard_at ? moment(state.heard_at) : "–"],
        [t("settings.storage"), storageWords()], [t("settings.clock"), clockWords()],
        [t("settings.version"), state.version ?? "–"],
      ]),
      installable() && button(".primary", "save", t("settings.install"), install),
      !state.worker && h("p.notice.warn", {}, icon("alert"), h("span", {}, t("settings.no_worker")))),
    h("section.day", {}, h("h2", {}, t("settings.printer")), printers()),
    h("section.day", {}, h("h2", {}, t("settings.account")),
      h("p", {}, h("a", { href: "/beranda" }, t("settings.house"))),
      h("div.actions", {}, button(".danger", null, t("settings.sign_out"), leave))),
  ];
}

export default function settings() {
  const node = h("div.settings"), show = () => paint(node, parts());
  show();
  const stops = ["session", "storage", "worker", "installable"].map((topic) => hear(topic, show));
  return { title: t("view.settings"), node, back: "lainnya", leave: () => stops.forEach((stop) => stop()) };
}
