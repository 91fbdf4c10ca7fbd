// A receipt as text: 32 columns, as a 58 mm printer has them, and as a message. Pure.

export const COLUMNS = 32;

/** Breaks words into lines of at most `width` letters. */
export function wrapped(text, width = COLUMNS) {
  const lines = [];
  let line = "";
  for (let word of String(text).split(/\s+/).filter(Boolean)) {
    while (word.length > width) {
      if (line) lines.push(line);
      line = "";
      lines.push(word.slice(0, width));
      word = word.slice(width);
    }
    if (!line) line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line) lines.push(line);
  return lines;
}

/** "left … right" on one line, or on two where it is too long. */
export function spread(left, right, width = COLUMNS) {
  const room = width - left.length - right.length;
  if (room >= 1) return [left + " ".repeat(room) + right];
  return [...wrapped(left, width), right.padStart(width)];
}

export function centred(text, width = COLUMNS) {
  return wrapped(text, width).map((line) => (
    " ".repeat(Math.floor((width - line.length) / 2)) + line
  ));
}

/**
 * The lines of a receipt. `paper` holds: shop, address, numbers, when, lines (name, quantity,
 * price, sum: texts), rows (pairs of label and amount below the rule), foot (sentences).
 */
export function textOf(paper, width = COLUMNS) {
  const rule = "-".repeat(width), out = [...centred(paper.shop, width)];
  if (paper.address) out.push(...centred(paper.address, width));
  out.push(rule, ...spread(paper.numbers, paper.when, width), rule);
  for (const line of paper.lines) {
    out.push(...wrapped(line.name, width));
    out.push(...spread(`  ${line.quantity} x ${line.price}`, line.sum, width));
  }
  out.push(rule);
  for (const [label, amount] of paper.rows) out.push(...spread(label, amount, width));
  out.push(rule);
  for (const sentence of paper.foot) out.push(...centred(sentence, width));
  return out;
}

/** The number as wa.me wants it: 08… and 8… become 628…; `""` lets the sender choose whom. */
export function waNumber(text) {
  const said = String(text ?? "").trim(), digits = said.replace(/\D/g, "").replace(/^00/, "");
  return said.startsWith("+") ? digits : digits.replace(/^0?(?=8)|^0/, "62");
}

export function waLink(number, text) {
  return `https://wa.me/${waNumber(number)}?text=${encodeURIComponent(text)}`;
}

/** What a printer's own letters cannot say is said plainly. */
function plain(text) {
  const swaps = { "−": "-", "–": "-", "—": "-", "×": "x", "’": "'", "“": "\"", "”": "\"", "…": "..." };
  const said = text.replace(/[−–—×’“”…]/g, (letter) => swaps[letter]);
  return said.normalize("NFKD").replace(/[^\x20-\x7e]/g, (l) => (/\p{M}/u.test(l) ? "" : "?"));
}

/**
 * ESC/POS bytes: reset, the lines, the total's row in bold, feed, cut where there is a knife. Only
 * letters that every code page has; a line that they make longer is broken anew.
 */
export function escpos(lines, bold = () => false) {
  const bytes = [0x1b, 0x40];
  const put = (text) => { for (const letter of text) bytes.push(letter.charCodeAt(0)); };
  for (const line of lines) {
    const heavy = bold(line), said = plain(line);
    if (heavy) bytes.push(0x1b, 0x45, 1);
    put(said.length > COLUMNS ? wrapped(said).join("\n") : said);
    if (heavy) bytes.push(0x1b, 0x45, 0);
    bytes.push(0x0a);
  }
  bytes.push(0x1b, 0x64, 4, 0x1d, 0x56, 66, 0);
  return Uint8Array.from(bytes);
}
