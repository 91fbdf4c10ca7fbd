// The first view: the goods as tiles, the most sold first; a tap puts one into the basket.

import * as carts from "./cart.js";
import { askLeave, leftWords, lines, picture, putIn } from "./basket.js";
import { button, h, icon, paint, say } from "./dom.js";
import { rupiah } from "./money.js";
import { byCamera, byKeys, hasCamera } from "./scan.js";
import { fullName, good, goods, labelled, left, matching } from "./shop.js";
import { go, hear, state } from "./state.js";
import { count, t } from "./words.js";

/** One good. Its node stays; only what changes is written anew, so that a thumb never misses. */
function tile(one) {
  const name = fullName(one), price = one.price === null ? t("price.open") : rupiah(one.price);
  const stock = h("span.tile-left");
  const number = h("output", { "aria-live": "polite" });
  const add = () => putIn(one.product);
  const stepper = h("div.stepper", {},
    h("button", {
      type: "button", "aria-label": t("sell.fewer", { name }),
      onclick: () => carts.takeOut(one.product),
    }, icon("minus")),
    number,
    h("button", { type: "button", "aria-label": t("sell.more", { name }), onclick: add }, icon("plus")));
  const main = h("button.tile-add", { type: "button", onclick: add },
    picture(one),
    h("span.tile-name", {}, name),
    h("span.tile-foot", {}, h("b", {}, price), stock));
  const node = h("li.tile", { data: { product: one.product } }, main, stepper);
  const update = () => {
    const n = carts.quantityOf(one.product);
    stock.textContent = leftWords(one.product);
    stock.classList.toggle("short", left(one.product) <= 0);
    node.classList.toggle("chosen", n > 0);
    stepper.hidden = n === 0;
    number.textContent = n;
  };
  update();
  return { node, update };
}

/** The open baskets as tabs; only when there is more than one. */
function tabs() {
  const all = carts.all(), now = carts.current();
  if (all.length < 2) return null;
  return h("div.tabs", { role: "group", "aria-label": t("sell.baskets") }, all.map((cart, at) => (
    h("button", {
      type: "button", "aria-pressed": String(cart === now), data: { k: `cart${cart.id}` },
      onclick: () => carts.choose(cart.id),
    }, t("sell.basket", { n: at + 1 }), h("small", {}, rupiah(carts.total(cart))))
  )));
}

function bar() {
  const cart = carts.current(), pieces = carts.pieces(cart);
  if (!pieces) return null;
  return [
    h("button.hold", { type: "button", data: { k: "hold" }, onclick: () => carts.hold() },
      t("sell.hold")),
    h("button.primary.take", { type: "button", data: { k: "take" }, onclick: () => go("bayar") },
      h("span", {}, t("sell.take"), h("small", {}, count("sell.pieces", pieces))),
      h("b", {}, rupiah(carts.total(cart)))),
  ];
}

/** The basket beside the goods, where there is room for it. */
function side() {
  const cart = carts.current();
  return [
    h("h2", {}, t("sell.in_basket")),
    cart.lines.length ? lines(cart) : h("p.hint", {}, t("sell.tap")),
    cart.lines.length > 0 && button(".quiet", null, t("sell.clear"), () => carts.clear(), {
      data: { k: "clear" },
    }),
  ];
}

const recalls = () => state.snapshot?.recalls ?? [];

function recallWords(one) {
  const known = good(one.product);
  return t("recall.words", {
    name: known ? fullName(known) : "", code: one.label, reason: one.reason, advice: one.advice,
  });
}

/** A scanned piece that must come back is asked about. */
async function askRecalled(batch) {
  const one = batch && recalls().find((recall) => recall.batch === batch);
  if (!one) return true;
  return askLeave(t("recall.title"), recallWords(one));
}

export async function scanned(text) {
  const found = labelled(text);
  if (!found) return say(t("scan.unknown", { code: text }), "bad");
  if (!(await askRecalled(found.batch))) return null;
  if (await putIn(found.product, found.batch)) {
    say(t("scan.added", { name: fullName(good(found.product)) }));
  }
}

/** The field that finds a good by its name, and takes a code typed or scanned into it. */
function finder(show) {
  const input = h("input#find", {
    type: "search", placeholder: t("sell.find_hint"), enterkeyhint: "done", autocomplete: "off",
    oninput: () => show(input.value),
  });
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const found = matching(text);
    if (!text) return;
    if (labelled(text)) scanned(text);
    else if (found.length === 1) putIn(found[0].product);
    else if (!found.length) scanned(text);
    else return;
    input.value = "";
    show("");
  };
  return h("form.finder", { role: "search", onsubmit: submit },
    h("label.unseen", { for: "find" }, t("sell.find")), input,
    h("button", { type: "submit" }, t("sell.enter")),
    hasCamera() && h("button", {
      type: "button", "aria-label": t("scan.open"),
      onclick: async () => { const text = await byCamera(); if (text) scanned(text); },
    }, icon("camera")));
}

export default function sell() {
  const grid = h("ul.tiles"), top = h("div.sell-tabs"), foot = h("div.pay-bar");
  const aside = h("section.side", { "aria-label": t("sell.in_basket") });
  const none = h("p.empty", { hidden: true }), recalled = h("div.recalls");
  let tiles = [], wanted = "";
  const show = (words) => {
    wanted = words;
    const found = words.trim() ? new Set(matching(words)) : null;
    let shown = 0;
    for (const one of tiles) {
      one.node.hidden = Boolean(found) && !found.has(one.good);
      shown += one.node.hidden ? 0 : 1;
    }
    none.hidden = shown > 0;
    none.textContent = goods().length ? t("sell.not_found") : t("sell.no_goods");
  };
  const build = () => {
    tiles = goods().map((one) => ({ ...tile(one), good: one }));
    paint(grid, tiles.map((one) => one.node));
    show(wanted); // it may be typed while new goods come
  };
  const refresh = () => {
    for (const one of tiles) one.update();
    paint(top, tabs());
    paint(recalled, recalls().map((one) => (
      h("p.recall", {}, icon("alert", "glyph"), h("span", {}, recallWords(one))))));
    paint(foot, bar());
    paint(aside, side());
  };
  build();
  refresh();
  let known = goods();
  const heard = () => {
    if (known !== goods()) {
      known = goods();
      build();
    }
    refresh();
  };
  const stops = [hear("baskets", refresh), hear("goods", heard), byKeys(scanned)];
  const node = h("div.sell", {},
    h("div.sell-main", {}, top, recalled, finder(show), grid, none), aside, foot);
  return { title: t("view.sell"), node, scans: true, leave: () => stops.forEach((stop) => stop()) };
}
