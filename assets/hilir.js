// Where the platform falls short, and only there: every page works without this file.

/** Adds a blank row to a form of repeated lines: the last row's copy with the next index. */
function addLine(lines) {
  const rows = lines.querySelectorAll(":scope > .line");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const from = rows.length - 1, to = rows.length, name = lines.dataset.lines;
  row.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+/, String(to + 1)));
  row.querySelector(".line-number").textContent = String(to + 1);
  for (const error of row.querySelectorAll(".error")) error.remove();
  const idFrom = `${lines.id}-${from}-`, idTo = `${lines.id}-${to}-`;
  for (const element of row.querySelectorAll("[id],[for],[name],[aria-describedby]")) {
    for (const attribute of ["id", "for", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replaceAll(idFrom, idTo));
    }
    if (element.name) element.name = element.name.replace(`${name}[${from}]`, `${name}[${to}]`);
    element.removeAttribute("aria-invalid");
    if (element.matches("input:not([type=checkbox],[type=radio]), textarea")) element.value = "";
    if (element.matches("[type=checkbox]")) element.checked = false;
    if (element.matches("select")) element.selectedIndex = 0;
  }
  last.after(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

for (const button of document.querySelectorAll("[data-add-line]")) {
  button.hidden = false;
  button.addEventListener("click", () => addLine(button.closest("[data-lines]")));
}

// What stands beside a form follows what is typed; without this a button shows it.
for (const form of document.querySelectorAll("form[data-look]")) {
  let waiting, asked = 0;
  const look = async () => {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.look, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-looked]");
    if (fresh && mine === asked) document.querySelector("[data-looked]").replaceChildren(...fresh.childNodes);
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 600); });
}

// What is being made tells how far it is; without this one reloads.
const followed = document.querySelector("[data-follow]");
if (followed) {
  const follow = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page?.querySelector("[data-follow]");
    if (page && !fresh) return location.reload();
    if (fresh) followed.replaceChildren(...fresh.childNodes);
    setTimeout(follow, 2000);
  };
  setTimeout(follow, 2000);
}

// The sheet behind "more" closes when one looks away from it.
const more = document.querySelector("details.more");
if (more) {
  const close = () => { more.open = false; };
  document.addEventListener("click", (event) => { if (!more.contains(event.target)) close(); });
  more.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); more.querySelector("summary").focus(); }
  });
}

// A refused form begins at what was refused.
document.querySelector("#refusal a")?.focus();

// A public page is the same for everyone; only this browser knows that somebody has signed in.
try {
  const doors = document.querySelectorAll("a[data-home]"), known = "hilir.masuk";
  if (document.body.matches(".app")) localStorage.setItem(known, "1");
  if (document.querySelector("form[action='/masuk']")) localStorage.removeItem(known);
  for (const door of localStorage.getItem(known) ? doors : []) {
    door.href = "/beranda";
    door.lastChild.textContent = door.dataset.home;
  }
} catch { /* where nothing may be kept, the door says "sign in" */ }

// A form is sent once, however often the button is pressed on a slow network.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000); // an answer may be a file, and the page stays
  });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});
