// Building pages from elements: texts go in as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element: `h("button.primary#pay", {onclick, disabled: true}, "Bayar")`. Attributes that are
 * null or false are left out; `value`, `checked` and `on…` are set as properties.
 */
export function h(what, attributes = {}, ...children) {
  const [, tag, rest] = /^([a-z0-9]+)(.*)$/.exec(what);
  const element = document.createElement(tag);
  for (const [, mark, name] of rest.matchAll(/([.#])([\w-]+)/g)) {
    if (mark === "#") element.id = name;
    else element.classList.add(name);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on") || name === "value" || name === "checked") element[name] = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replaces what stands in an element; the focus stays on the element of the same `data-k` or id. */
export function paint(element, ...children) {
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const mark = held && (held.dataset.k ? `[data-k="${CSS.escape(held.dataset.k)}"]`
    : held.id && `#${CSS.escape(held.id)}`);
  element.replaceChildren();
  add(element, children);
  if (mark && document.activeElement !== held) element.querySelector(mark)?.focus();
}

// One stroke, 24 units, the ink of the text beside it: the house's icons.
const STROKES = {
  sell: "M2.8 4.5h2.5l2.2 10.6h9.9l2.3-7.6H6M9 17.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8M16 17.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8",
  today: "M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4zM9 8h6M9 11.3h6M9 14.6h3.5",
  ask: "M4 5h16v11h-7.5L8 20v-4H4zM9.8 8.8c.3-1.2 1.2-1.8 2.3-1.8 1.3 0 2.3.8 2.3 2 0 1.6-2.3 1.7-2.3 3.2M12.1 14h.01",
  more: "M5 10.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4M12 10.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4M19 10.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",
  queue: "M4 13.5v6h16v-6M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20M12 3.5v8M8.8 6.6 12 3.5l3.2 3.1",
  count: "M8.5 4.5H6v16h12v-16h-2.5M8.5 3.2h7v3h-7zM8.8 12.3l1.3 1.4 2.3-2.7M8.8 17l1.3 1.4 2.3-2.7M14.5 12.5h1M14.5 17h1",
  request: "M2.5 16.5V6.8h11v9.7M13.5 10h4l4 3.7v2.8h-2M8.6 16.5h6.3M6.6 15.2a2 2 0 1 0 0 4 2 2 0 0 0 0-4M17 15.2a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  drawer: "M3.5 9.5h17v10h-17zM3.5 13h17M10 16h4M6 9.5l2-5h8l2 5",
  settings: "M4 7h9M17.5 7H20M4 17h2.5M11 17h9M15.2 4.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6M8.8 14.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6",
  camera: "M3.5 8V3.5H8M16 3.5h4.5V8M20.5 16v4.5H16M8 20.5H3.5V16M7 8v8M10.2 8v8M13.5 8v8M17 8v8",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  back: "M14.5 5.5 8 12l6.5 6.5",
  close: "M6 6l12 12M18 6 6 18",
  thing: "M12 3.2 20 7.4v9.2l-8 4.2-8-4.2V7.4zM4 7.4l8 4.3 8-4.3M12 11.7v9.1",
  print: "M7 8.5V3.5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z",
  chat: "M4 20.5l1.3-4A8.2 8.2 0 1 1 8.2 19zM9 9.2c.4 3 2.4 5 5.6 5.7",
  check: "M5 12.5l4.6 5L19 7",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2.2",
  alert: "M12 4 21 19.5H3zM12 10v4.5M12 17v.01",
  cloud: "M7 18.5a4 4 0 0 1-.6-7.9 5.6 5.6 0 0 1 10.9-1A4.5 4.5 0 0 1 17 18.5zM4 4l16 16",
  lock: "M6 10.5h12v9.5H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5",
  save: "M12 3.5v11M7.8 10.5l4.2 4.2 4.2-4.2M4.5 20.5h15",
};

/** An icon; it never stands alone without a word or a label on its button. */
export function icon(name, kind = "icon") {
  const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon before its words. */
export function button(kind, name, words, onclick, attributes = {}) {
  return h(`button${kind}`, { type: "button", onclick, ...attributes }, name && icon(name), words);
}

let fields = 0;

/** A labelled field; `hint` and `error` are read with it. Gives `{node, input, fail}`. */
export function field(label, attributes = {}, hint = null) {
  const id = attributes.id ?? `f${(fields += 1)}`, note = h(`p.hint#${id}-hint`, {}, hint ?? "");
  const input = h(attributes.rows ? "textarea" : "input", {
    autocomplete: "off", "aria-describedby": `${id}-hint`, ...attributes, id,
  });
  const node = h("div.field", {}, h("label", { for: id }, label), input, note);
  note.hidden = !hint;
  const fail = (words) => {
    input.setAttribute("aria-invalid", "true");
    note.className = "error";
    note.hidden = false;
    note.textContent = words;
    input.focus();
  };
  input.addEventListener("input", () => {
    input.removeAttribute("aria-invalid");
    note.className = "hint";
    note.textContent = hint ?? "";
    note.hidden = !hint;
  });
  return { node, input, fail };
}

/** An amount or a count: right-aligned, the phone's number pad. */
export function numberField(label, attributes = {}, hint = null) {
  return field(label, { inputmode: "numeric", class: "number", ...attributes }, hint);
}

/** Chips of which one is chosen; `pick(value)` is told. */
export function chips(label, options, chosen, pick) {
  const node = h("div.chips", { role: "group", "aria-label": label });
  const show = (now) => {
    for (const chip of node.children) {
      chip.setAttribute("aria-pressed", String(chip.dataset.value === String(now)));
    }
  };
  for (const [value, words] of options) {
    node.append(h("button.chip", {
      type: "button", data: { value }, onclick: () => { show(value); pick(value); },
    }, words));
  }
  show(chosen);
  return node;
}

/** A dialog over the page; closes with Escape, gives the focus back. Resolves when closed. */
export function sheet(title, ...children) {
  const id = `sheet${(fields += 1)}`;
  const dialog = h("dialog.sheet-dialog", { "aria-labelledby": id },
    h("h2", { id, tabindex: "-1" }, title), children);
  document.body.append(dialog);
  dialog.showModal();
  const closed = new Promise((done) => {
    dialog.addEventListener("close", () => { dialog.remove(); done(dialog.returnValue); });
  });
  return { dialog, closed };
}

/** Says something in passing: seen for a moment, heard once. */
export function say(words, kind = "good") {
  const place = document.getElementById("said");
  if (!place) return;
  const note = h(`p.said.${kind}`, {}, icon(kind === "good" ? "check" : "alert", "glyph"), words);
  place.replaceChildren(note);
  setTimeout(() => note.remove(), 4500);
}
