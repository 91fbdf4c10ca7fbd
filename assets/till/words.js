// The words of the till in the clerk's language; none of them stands in the code.

let book = {}, other = {};
export let lang = "id";

function wanted() {
  const kept = remembered("lang");
  if (kept === "id" || kept === "en") return kept;
  // Malay's older tag for Indonesian is "in".
  return /^(id|in|ms|jv|su)\b/i.test(navigator.language || "id") ? "id" : "en";
}

/** A small setting of this phone; a browser without a store forgets it and works on. */
export function remembered(name) {
  try {
    return localStorage.getItem(`kasir.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`kasir.${name}`, value);
  } catch {
    // Said nowhere: the setting holds until the page is closed.
  }
}

async function read(tag) {
  const answer = await fetch(`/kasir/kata/${tag}.json`);
  if (!answer.ok) throw new Error(`words ${tag}: ${answer.status}`);
  return answer.json();
}

/** Loads the language that the clerk chose, or the phone's; Indonesian is the fallback. */
export async function load(tag = wanted()) {
  const id = await read("id");
  other = id;
  book = tag === "id" ? id : await read(tag).catch(() => id);
  lang = book === id ? "id" : tag;
  document.documentElement.lang = lang;
}

/** The words under a key, each `{name}` replaced; a missing key is its own answer, to be seen. */
export function t(key, values = null) {
  const text = book[key] ?? other[key] ?? key;
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The words for `n` things: `key.one` or `key.other`. */
export function count(key, n, values = {}) {
  const form = lang === "en" && n === 1 ? "one" : "other";
  const known = [`${key}.${form}`, `${key}.other`].find((one) => one in book) ?? key;
  return t(known, { n, ...values });
}

export function has(key) {
  return key in book || key in other;
}

function locale() {
  return lang === "en" ? "en-GB" : "id-ID";
}

/** "10.32": the hour and minute of this phone. */
export function clock(time) {
  const date = new Date(time), two = (n) => String(n).padStart(2, "0");
  return `${two(date.getHours())}${lang === "en" ? ":" : "."}${two(date.getMinutes())}`;
}

/** "Senin, 5 Januari". */
export function dayWords(time, options = { weekday: "long", day: "numeric", month: "long" }) {
  return new Intl.DateTimeFormat(locale(), options).format(new Date(time));
}

/** "5 Jan 10.32"; "5 Jan 2026 10.32" with `year`: "numeric". */
export function moment(time, year) {
  return `${dayWords(time, { day: "numeric", month: "short", year })} ${clock(time)}`;
}
