// "Ditanya pembeli": what was asked for, and how many, in two taps. It feeds what is made next.
// "Minta kirim": the shop asks the Lapas for more.

import { picture, leftWords } from "./basket.js";
import { field, h, icon, numberField, paint, say } from "./dom.js";
import { keepInstead, kept, names, replaced } from "./form.js";
import { readCount, readRupiah, rupiah } from "./money.js";
import { fullName, goods, left } from "./shop.js";
import { t } from "./words.js";
import { go } from "./state.js";

const HOW_MANY = [1, 2, 3, 5, 10];

/** How many, as large keys: the tap on one keeps the question. */
function keys(tell) {
  return h("div.keys", { role: "group", "aria-label": t("ask.how_many") }, HOW_MANY.map((n) => (
    h("button", { type: "button", onclick: () => tell(n) }, n)
  )));
}

function rows(chosen, choose, inside) {
  return goods().map((one) => {
    const open = chosen === one.product;
    return h("li.ask-row", {},
      h("button.ask-good", {
        type: "button", "aria-expanded": String(open), data: { k: one.product },
        onclick: () => choose(open ? null : one.product),
      }, picture(one), h("span", {}, h("b", {}, fullName(one)), h("small", {}, leftWords(one.product)))),
      open && inside(one));
  });
}

async function keepAsk(what, quantity, price, old) {
  const body = { ...what, quantity, ...(price ? { price } : {}) };
  const local = what.product ? { names: names([what.product]) } : {};
  if (!(await kept(() => keepInstead({ kind: "ask", body, local }, old)))) return false;
  say(t("ask.kept"));
  if (old) go("antrean");
  return true;
}

/** At what price, if the buyer said one: an amount or nothing. `undefined` when it is neither. */
function readPrice({ input, fail }) {
  if (!input.value.trim()) return null;
  const price = readRupiah(input.value);
  if (price === null) fail(t("price.wrong"));
  return price ?? undefined;
}

function elsewhat(price, old) {
  const words = field(t("ask.words"), { value: old?.act.body.words ?? "", maxlength: 200 }, t("ask.words_hint"));
  const tell = async (quantity) => {
    const text = words.input.value.trim(), said = readPrice(price);
    if (!text) return words.fail(t("ask.say_what"));
    if (said !== undefined && await keepAsk({ words: text }, quantity, said, old)) {
      words.input.value = "";
      price.input.value = "";
    }
  };
  return h("section.card", {}, words.node, keys(tell));
}

export async function ask(changed) {
  const old = await replaced(changed), list = h("ul.ask-rows");
  const price = numberField(t("ask.price"), { value: old?.act.body.price ? rupiah(old.act.body.price) : "" }, t("ask.price_hint"));
  let chosen = old?.act.body.product ?? null;
  const show = () => paint(list, rows(chosen, (product) => { chosen = product; show(); }, (one) => (
    keys(async (quantity) => {
      const said = readPrice(price);
      if (said === undefined || !(await keepAsk({ product: one.product }, quantity, said, old))) return;
      price.input.value = "";
      chosen = null;
      show();
    }))));
  show();
  const node = h("div.ask", {}, h("p.lead", {}, t("ask.lead")), price.node, list, elsewhat(price, old));
  return { title: t("view.ask"), node };
}

/** How many more pieces: a suggestion to fill the shelf for four weeks, changed by the clerk. */
function wanted(one) {
  return Math.max(1, (one.sold ?? 0) - left(one.product));
}

export async function request(changed) {
  const old = await replaced(changed), list = h("ul.ask-rows");
  let chosen = old?.act.body.product ?? null;
  const form = (one) => {
    const own = old?.act.body.product === one.product ? old.act.body : null;
    const quantity = numberField(t("request.quantity", { unit: one.unit }), { value: own?.quantity ?? wanted(one) });
    const why = field(t("request.note"), { maxlength: 300, value: own?.note ?? "" }, t("request.note_hint"));
    const submit = async (event) => {
      event.preventDefault();
      const n = readCount(quantity.input.value), note = why.input.value.trim();
      if (!n) return quantity.fail(t("request.wrong"));
      const body = { product: one.product, quantity: n, ...(note ? { note } : {}) };
      if (await kept(() => keepInstead({ kind: "request", body, local: { names: names([one.product]) } }, old))) {
        say(t("request.kept"));
        if (old) return go("antrean");
        chosen = null;
        show();
      }
    };
    return h("form.form.ask-form", { onsubmit: submit }, quantity.node, why.node,
      h("button.primary", { type: "submit" }, icon("request"), t("request.submit")));
  };
  const show = () => paint(list, rows(chosen, (product) => { chosen = product; show(); }, form));
  show();
  return { title: t("view.request"), node: h("div.ask", {}, h("p.lead", {}, t("request.lead")), list), back: "lainnya" };
}
