// The goods as tiles and as lines: what the sell view and the pay view share.

import * as carts from "./cart.js";
import { button, h, icon, numberField, sheet } from "./dom.js";
import { readRupiah, rupiah } from "./money.js";
import { fullName, good, held, left, openPrice } from "./shop.js";
import { t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/** A good without a photo has a tile of its own: its letters over the river. */
function art(one) {
  const tone = [...one.code].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 5, 0);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 120 90");
  svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
  const shift = tone * 11;
  for (const [at, depth] of [[46, 1], [60, 2], [75, 3]]) {
    const path = document.createElementNS(SVG, "path"), x = depth * 17 - shift;
    path.setAttribute("class", `wave-${depth}`);
    path.setAttribute("d", `M${x - 90} ${at}c22-13 36 9 60 9s34-13 60-9 36 9 60 9 34-13 60-9v60H${x - 90}z`);
    svg.append(path);
  }
  const letters = one.name.split(/\s+/).slice(0, 2).map((word) => word[0]).join("").toUpperCase();
  return h("span.art", { data: { tone }, "aria-hidden": "true" }, svg, h("b", {}, letters));
}

export function picture(one) {
  if (!one.photo) return art(one);
  const image = h("img", { src: one.photo, alt: "", loading: "lazy", decoding: "async" });
  const frame = h("span.art", { "aria-hidden": "true" }, image);
  // Not seen yet on this phone, and no network: the drawn tile stands in.
  image.addEventListener("error", () => frame.replaceWith(art(one)), { once: true });
  return frame;
}

/** Asks the clerk for the price where the shop sets it; `null` when it was closed. */
export async function askPrice(one) {
  const floor = one.floor_price ?? 1;
  const hint = one.floor_price ? t("price.floor", { price: rupiah(one.floor_price) }) : null;
  const { node, input, fail } = numberField(t("price.each", { unit: one.unit }), {
    value: one.price ? rupiah(one.price) : "",
  }, hint);
  let price = null;
  const form = h("form.form", {
    onsubmit: (event) => {
      event.preventDefault();
      price = readRupiah(input.value);
      if (price !== null && price >= floor) return dialog.close("ok");
      fail(price === null ? t("price.wrong") : t("price.under", { price: rupiah(floor) }));
      price = null;
    },
  }, node, h("div.actions", {},
    h("button.primary", { type: "submit" }, t("price.use")),
    h("button", { type: "button", onclick: () => dialog.close() }, t("action.cancel"))));
  const { dialog, closed } = sheet(fullName(one), form);
  input.select();
  return (await closed) === "ok" ? price : null;
}

/** One question for every case in which a piece had better stay; a till refuses nobody. */
export async function askLeave(title, words) {
  const { dialog, closed } = sheet(title, h("p", {}, words), h("div.actions", {},
    button(".primary", null, t("recall.leave"), () => dialog.close("")),
    button(".quiet", null, t("recall.sell"), () => dialog.close("sell"))));
  return (await closed) === "sell";
}

/** Asks before the first piece that is set aside for another buyer goes into the basket. */
async function mayTake(product) {
  const n = held(product), taken = carts.quantityOf(product), free = Math.max(0, left(product) - n);
  if (!n || taken !== free) return true;
  return askLeave(t("held.title"), t("held.words", { n, name: fullName(good(product)) }));
}

/** Puts a good into the basket; asks for its price where nobody has set one yet. */
export async function putIn(product, batch = null) {
  const one = good(product);
  if (!one) return false;
  const known = carts.current().lines.find((line) => line.product === product);
  if (!(await mayTake(product))) return false;
  const price = (openPrice(one) && known?.price) || one.price || await askPrice(one);
  if (!price) return false;
  carts.put(product, price, batch);
  return true;
}

export function leftWords(product) {
  const n = left(product), aside = held(product);
  const words = n > 0 ? t("sell.left", { n }) : n === 0 ? t("sell.none_left") : t("sell.below", { n: -n });
  return aside ? `${words} · ${t("held.aside", { n: aside })}` : words;
}

/** Where the clerk sets the price it can be set anew, and where the server refused it. */
function linePrice(line, one, at, replaces) {
  const words = `${line.quantity} × ${rupiah(line.price)}`;
  if (!one || !(openPrice(one) || replaces)) return h("span.line-price", {}, words);
  const change = async () => {
    const price = await askPrice({ ...one, price: line.price });
    if (price !== null) carts.setPrice(at, price);
  };
  return h("button.line-price.link", {
    type: "button", data: { k: `price${at}` }, onclick: change,
    "aria-label": t("price.change", { price: rupiah(line.price) }),
  }, words);
}

/** The lines of the open basket, each with − and +, and the price where the clerk sets it. */
export function lines(cart) {
  return h("ul.lines", {}, cart.lines.map((line, at) => {
    const one = good(line.product), name = one ? fullName(one) : t("goods.unknown");
    const step = (by) => carts.setLine(at, line.quantity + by);
    return h("li.line", {},
      h("span.line-name", {}, name, line.batch && h("small", {}, t("sell.batch_known"))),
      linePrice(line, one, at, cart.replaces),
      h("b.line-sum", {}, rupiah(line.quantity * line.price)),
      h("span.stepper", {},
        h("button", {
          type: "button", "aria-label": t("sell.fewer", { name }), data: { k: `less${at}` },
          onclick: () => step(-1),
        }, icon("minus")),
        h("output", {}, line.quantity),
        h("button", {
          type: "button", "aria-label": t("sell.more", { name }), data: { k: `more${at}` },
          onclick: async () => { if (await mayTake(line.product)) step(1); },
        }, icon("plus"))));
  }));
}

/** Names of what is sold, kept with the act: a receipt is readable when the good is long gone. */
export function namesOf(all) {
  return Object.fromEntries(all.map(({ product }) => {
    const one = good(product);
    return [product, one ? { name: fullName(one), unit: one.unit } : { name: product, unit: "" }];
  }));
}
