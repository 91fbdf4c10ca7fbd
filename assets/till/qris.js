// QRIS codes (EMVCo merchant-presented QR): read, check, put an amount in. Pure; the same rules as
// the server's, so that a code it has saved is never refused here.

const NATIONAL = "ID.CO.QRIS.WWW";

/** What is wrong with a code: `why` is broken, crc, not_emv, not_rupiah, no_nmid or no_name. */
export class WrongCode extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/** CRC-16/CCITT-FALSE over UTF-8, as four upper-case hex digits. */
export function crc16(text) {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

function twoDigits(letters, at) {
  const pair = letters.slice(at, at + 2).join("");
  if (!/^\d\d$/.test(pair)) throw new WrongCode("broken");
  return Number(pair);
}

/** Tag (two digits), length (two digits, in characters), value; a tag stands once. */
function readFields(text) {
  const letters = [...text], fields = new Map();
  for (let at = 0; at < letters.length;) {
    const tag = twoDigits(letters, at), length = twoDigits(letters, at + 2);
    const value = letters.slice(at + 4, at + 4 + length);
    if (value.length < length || fields.has(tag)) throw new WrongCode("broken");
    fields.set(tag, value.join(""));
    at += 4 + length;
  }
  return fields;
}

/** `25000` or `25000.00`; a rupiah has no part. */
function wholeAmount(text) {
  const match = /^(\d{1,13})(?:\.0*)?$/.exec(text);
  if (!match) throw new WrongCode("broken");
  return Number(match[1]);
}

function checkCrc(text, fields) {
  const last = [...fields.keys()].at(-1);
  if (last !== 63) throw new WrongCode("broken");
  if (fields.get(63).toUpperCase() !== crc16(text.slice(0, -4))) throw new WrongCode("crc");
}

function nationalNumber(fields) {
  if (!fields.has(51)) throw new WrongCode("no_nmid");
  const national = readFields(fields.get(51));
  const nmid = national.get(2) ?? "";
  if (national.get(0) !== NATIONAL || !/^ID\d{13}$/.test(nmid)) throw new WrongCode("no_nmid");
  return nmid;
}

/** Reads and checks a code; throws [`WrongCode`]. Nothing is guessed or repaired. */
export function parse(text) {
  const trimmed = text.trim();
  const fields = readFields(trimmed);
  checkCrc(trimmed, fields);
  if (fields.get(0) !== "01") throw new WrongCode("not_emv");
  if (fields.get(53) !== "360" || fields.get(58) !== "ID") throw new WrongCode("not_rupiah");
  const nmid = nationalNumber(fields);
  const merchant = fields.get(59) ?? "";
  if (!merchant.trim()) throw new WrongCode("no_name");
  const kind = fields.get(1) ?? "11";
  if (kind !== "11" && kind !== "12") throw new WrongCode("broken");
  const amount = fields.has(54) ? wholeAmount(fields.get(54)) : null;
  return { fields, merchant, nmid, city: fields.get(60) ?? "", isStatic: kind === "11", amount };
}

/**
 * The same code with an amount in it, marked as dynamic. A convenience for the buyer and no proof
 * of payment: the clerk confirms what arrived.
 */
export function withAmount(code, amount) {
  const fields = [...code.fields].filter(([tag]) => ![1, 54, 63].includes(tag));
  fields.push([1, "12"], [54, String(amount)]);
  fields.sort(([a], [b]) => a - b);
  const two = (n) => String(n).padStart(2, "0");
  const body = fields.map(([tag, value]) => two(tag) + two([...value].length) + value).join("");
  return `${body}6304${crc16(`${body}6304`)}`;
}
