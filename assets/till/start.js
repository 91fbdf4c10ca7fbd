// The first start: what the till needs before it can sell, said plainly, one thing at a time.

import { button, field, h, icon, paint } from "./dom.js";
import { register, sync } from "./sync.js";
import { hear, state } from "./state.js";
import { t } from "./words.js";

/** Whether the till knows enough to sell without a network. */
export function ready() {
  return Boolean(state.user && state.shop && state.device && state.snapshot);
}

const again = () => button("", null, t("start.again"), sync, { data: { k: "again" } });

function naming() {
  const { node, input, fail } = field(t("start.device_name"), { id: "device-name", maxlength: 60 }, t("start.device_hint"));
  const submit = h("button.primary.exact", { type: "submit" }, t("start.begin"));
  return h("form.form", {
    onsubmit: async (event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (!name) return fail(t("start.name_missing"));
      submit.disabled = true;
      try {
        await register(name);
        sync();
      } catch (error) {
        submit.disabled = false;
        fail(error.detail ?? t("start.offline_now"));
      }
    },
  }, h("p.lead", {}, t("start.greeting", { user: state.user?.name ?? "", shop: state.shop?.name ?? "" })), node, submit);
}

const SCENES = {
  starting: () => [h("p.lead", { role: "status" }, t("start.looking"))],
  offline: () => [icon("cloud"), h("h2", {}, t("start.offline")), h("p.lead", {}, t("start.offline_text")), again()],
  signed_out: () => [
    icon("lock"), h("h2", {}, t("start.sign_in")), h("p.lead", {}, t("start.sign_in_text")),
    h("a.button.primary.exact", { href: "/masuk?lanjut=/kasir" }, t("start.to_sign_in")),
  ],
  no_shop: () => [
    icon("alert"), h("h2", {}, t("start.no_shop")), h("p.lead", {}, t("start.no_shop_text")),
    h("a.button", { href: "/beranda" }, t("settings.house")), again(),
  ],
  forbidden: () => [icon("alert"), h("h2", {}, t("start.forbidden")), h("p.lead", {}, state.line_detail ?? t("start.forbidden_text")), again()],
  no_device: () => [h("h2", {}, t("start.name_phone")), naming()],
  fault: () => [icon("alert"), h("h2", {}, t("start.fault")), h("p.lead", {}, state.line_detail ?? t("start.fault_text")), again()],
};

export default function start() {
  const node = h("div.start");
  let scene = null, shown = null;
  const show = () => {
    if (state.line !== "sending" && state.line !== "idle") scene = state.line;
    // A form that is being filled stays as it is, unless it greets somebody else now.
    const next = [scene, state.user?.name, state.shop?.name].join();
    if (next === shown) return;
    shown = next;
    paint(node, (SCENES[scene] ?? SCENES.starting)());
  };
  show();
  const stop = hear("state", show);
  return { title: t("view.start"), node, leave: stop };
}
