// What every form of the till does when it keeps an act.

import { Gone, find, keep, waits, withdrawal } from "./acts.js";
import { button, h, sheet } from "./dom.js";
import { goods } from "./shop.js";
import { Full } from "./store.js";
import { t } from "./words.js";

/** Runs `keeping`; true when it is on the disk, else the clerk is told that it is not. */
export async function kept(keeping) {
  try {
    await keeping();
    return true;
  } catch (error) {
    notKept(error);
    return false;
  }
}

/** Says why nothing was kept; `words` where the view has its own. */
export function notKept(error, words = "keep") {
  const known = error instanceof Gone ? "keep.decided" : error instanceof Full && `${words}.full`;
  if (!known) console.error(error);
  const { dialog } = sheet(t(`${words}.not_kept`), h("p", {}, t(known || `${words}.fault`)),
    button(".primary", null, t("action.close"), () => dialog.close()));
}

/** What stands in a field, as one line. */
export function oneLine({ input }) {
  return input.value.trim().replace(/\s+/g, " ");
}

/** Names of goods for an act's own memory. */
export function names(products) {
  const wanted = new Set(products);
  return Object.fromEntries(goods().filter((one) => wanted.has(one.product)).map((one) => (
    [one.product, { name: one.variant ? `${one.name}, ${one.variant}` : one.name, unit: one.unit }]
  )));
}

/** The refused act that a form was opened to change, if it still stands. */
export async function replaced(id) {
  const record = id ? await find(id) : null;
  return waits(record) ? record : null;
}

/** Keeps an act; the refused one that it replaces is given up in the same breath. */
export function keepInstead(draft, old, typed = null) {
  if (!old) return keep([draft], { typed });
  const reason = t("tray.replaced");
  return keep([draft, withdrawal(old.id, old.seq, reason)], { gives_up: old.id, reason, typed });
}
