// The till begins here: what the phone knows first, then the line to the server. Nothing on the
// way to a sale waits for the network.

import * as carts from "./cart.js";
import { h, paint, say } from "./dom.js";
import { ask, request } from "./ask.js";
import count, { drawer } from "./count.js";
import { frame, more, viewHead } from "./frame.js";
import nota, { refund } from "./nota.js";
import pay from "./pay.js";
import { byKeys } from "./scan.js";
import sell from "./sell.js";
import settings, { theme } from "./settings.js";
import * as shop from "./shop.js";
import startView, { ready } from "./start.js";
import { hear, state, tell } from "./state.js";
import { onTrouble, persist } from "./store.js";
import * as line from "./sync.js";
import today from "./today.js";
import tray from "./tray.js";
import * as update from "./update.js";
import { load, t } from "./words.js";

const VIEWS = {
  jual: sell, bayar: pay, nota, retur: refund, hari: today, antrean: tray, tanya: ask,
  minta: request, hitung: count, tutup: drawer, atur: settings, lainnya: more,
};
/** The place at the thumb under which a view stands. */
const UNDER = { bayar: "jual", nota: "hari", retur: "hari", minta: "lainnya", hitung: "lainnya", tutup: "lainnya", atur: "lainnya" };

let page = null, current = null, deaf = null, turn = 0;

/** What the address asks for; the first view where it asks for nothing known. */
function route() {
  const [name, ...parts] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return VIEWS[name] ? { name, parts } : { name: "jual", parts: [] };
}

async function show() {
  const { name, parts } = route(), own = (turn += 1), bare = !ready() && name !== "atur";
  const next = await (bare ? startView() : VIEWS[name](...parts));
  if (own !== turn) return next.leave?.(); // the clerk went on meanwhile
  current?.leave?.();
  deaf?.();
  // A scan presses no button, and is answered, where nothing can be sold.
  deaf = bare || next.scans ? null : byKeys(() => say(t("scan.where"), "bad"));
  const first = current === null;
  current = next;
  page.bare(bare);
  page.main.className = `view-${bare ? "start" : name}`;
  paint(page.main, viewHead(next), next.node);
  page.at(bare ? "" : UNDER[name] ?? name);
  document.title = `${next.title} · ${t("brand")}`;
  scrollTo(0, 0);
  // A reader hears where it is; the first view leaves the focus where the browser put it.
  if (!first) page.main.querySelector("h1").focus({ preventScroll: true });
  update.takeIfIdle();
}

/** When the till learns that it may sell (or that it is another shop's), the view follows. */
function follow() {
  let was = ready();
  hear("state", () => {
    update.look();
    if (ready() === was) return;
    was = ready();
    carts.recall().then(show);
  });
  hear("session", () => {
    const before = was, baskets = carts.recall(); // another shop's
    was = ready();
    // The first start follows by itself; a name that is being typed there stays.
    if (before || was) baskets.then(show);
  });
  hear("language", show);
  addEventListener("hashchange", show);
}

function trouble(what) {
  if (what !== "blocked") state[what] = true;
  tell("state");
}

async function begin(root) {
  theme();
  onTrouble(trouble);
  await load();
  await shop.recall();
  await carts.recall();
  page = frame(root);
  follow();
  await show();
  update.start();
  line.start();
  state.persisted = await persist();
}

/** Before the words are there nothing can be said but this. */
function failed(root, error) {
  console.error(error);
  root.replaceChildren(h("main.start", {}, h("h1", {}, "Hilir Kasir"),
    h("p.lead", {}, "Kasir belum bisa dibuka di HP ini. Sambungkan ke internet, lalu muat ulang."),
    h("p", { lang: "en" }, "The till cannot open on this phone yet. Connect to the internet and reload."),
    h("button.primary", { type: "button", onclick: () => location.reload() }, "Muat ulang")));
}

const root = document.getElementById("till") ?? document.body;
begin(root).catch((error) => failed(root, error));

