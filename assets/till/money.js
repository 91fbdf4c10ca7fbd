// Rupiah as whole numbers: there is no other kind. Pure.

/** The most that one field may hold, as on the server. */
export const MOST = 1_000_000_000_000;

const NOTES = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/** 1234567 → "1.234.567", in both languages: the price tags have it so. */
export function grouped(n) {
  return String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, ".");
}

/** 1234567 → "Rp1.234.567"; the minus stands before, and is a minus. */
export function rupiah(n) {
  return `${n < 0 ? "−" : ""}Rp${grouped(n)}`;
}

/** What a person typed: "30.000", "Rp 30000", "30 000". `null` when it is no whole amount. */
export function readRupiah(text) {
  const plain = String(text).trim().replace(/^rp\.?\s*/i, "").replace(/[.\s]/g, "");
  if (!/^\d{1,13}$/.test(plain)) return null;
  const amount = Number(plain);
  return amount <= MOST ? amount : null;
}

/** A count of things: a whole number, nothing else. */
export function readCount(text) {
  const plain = String(text).trim();
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

/**
 * What a buyer is likely to hand over for `total`, least first: the next sum that can be laid with
 * each note, never the exact sum (that has its own button).
 */
export function likelySums(total, most = 4) {
  const sums = new Set();
  for (const note of NOTES) {
    const sum = Math.ceil(total / note) * note;
    // Nobody lays down ten notes of a thousand for 9.500.
    if (sum > total && sum / note <= 10) sums.add(sum);
  }
  const largest = Math.ceil(total / 100_000) * 100_000;
  if (largest > total) sums.add(largest);
  return [...sums].sort((a, b) => a - b).slice(0, most);
}
