// A QR encoder for what a till draws: bytes, error correction M, versions 1 to 20, and the mask
// that ISO/IEC 18004 scores best. Pure but for `draw`, which makes an SVG element.

// By version from 1: codewords of error correction in a block, and blocks (level M).
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const LEVEL_M = 0;

const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Modules that carry data and correction, in bits. */
function rawBits(version) {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligns = Math.floor(version / 7) + 2;
    bits -= (25 * aligns - 10) * aligns - 55;
    if (version >= 7) bits -= 36;
  }
  return bits;
}

function dataBytes(version) {
  return (rawBits(version) >> 3) - CORRECTION[version - 1] * BLOCKS[version - 1];
}

/** The smallest version that holds so many bytes. */
function versionFor(length) {
  for (let version = 1; version <= 20; version += 1) {
    const header = version < 10 ? 12 : 20;
    if (Math.ceil((header + 8 * length) / 8) <= dataBytes(version)) return version;
  }
  throw new RangeError(`${length} bytes are too many for a code`);
}

/** Mode, length, bytes, terminator and padding. */
function dataWords(bytes, version) {
  const bits = [];
  const put = (value, count) => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const room = dataBytes(version) * 8;
  put(0, Math.min(4, room - bits.length));
  put(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  const words = new Uint8Array(bits.length / 8);
  bits.forEach((bit, i) => { words[i >> 3] |= bit << (7 - (i & 7)); });
  return words;
}

/** Multiplies in GF(2^8) modulo 0x11D. */
function times(x, y) {
  let z = 0;
  for (let i = 7; i >= 0; i -= 1) {
    z = (z << 1) ^ ((z >> 7) * 0x11d);
    z ^= ((y >> i) & 1) * x;
  }
  return z;
}

function divisor(degree) {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) {
      result[j] = times(result[j], root);
      if (j + 1 < degree) result[j] ^= result[j + 1];
    }
    root = times(root, 2);
  }
  return result;
}

function remainder(data, by) {
  const result = new Uint8Array(by.length);
  for (const byte of data) {
    const factor = byte ^ result[0];
    result.copyWithin(0, 1);
    result[by.length - 1] = 0;
    for (let i = 0; i < by.length; i += 1) result[i] ^= times(by[i], factor);
  }
  return result;
}

/** Parts the words into blocks, adds their correction and interleaves them. */
function withCorrection(words, version) {
  const count = BLOCKS[version - 1], correction = CORRECTION[version - 1];
  const raw = rawBits(version) >> 3;
  const short = count - (raw % count), length = Math.floor(raw / count) - correction;
  const by = divisor(correction), blocks = [];
  for (let i = 0, at = 0; i < count; i += 1) {
    const data = words.subarray(at, at + length + (i < short ? 0 : 1));
    at += data.length;
    blocks.push({ data, check: remainder(data, by) });
  }
  const out = [];
  for (let i = 0; i <= length; i += 1) {
    for (const { data } of blocks) if (i < data.length) out.push(data[i]);
  }
  for (let i = 0; i < correction; i += 1) for (const { check } of blocks) out.push(check[i]);
  return out;
}

function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2, size = version * 4 + 17;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = [6];
  for (let at = size - 7; places.length < count; at -= step) places.splice(1, 0, at);
  return places;
}

/** `dark[y][x]`, and `fixed[y][x]` where no data may go. */
function grid(version) {
  const size = version * 4 + 17;
  const rows = () => Array.from({ length: size }, () => new Uint8Array(size));
  const code = { size, version, dark: rows(), fixed: rows() };
  code.set = (x, y, dark) => {
    code.dark[y][x] = dark ? 1 : 0;
    code.fixed[y][x] = 1;
  };
  return code;
}

function finder(code, x0, y0) {
  for (let y = -4; y <= 4; y += 1) {
    for (let x = -4; x <= 4; x += 1) {
      const far = Math.max(Math.abs(x), Math.abs(y)), [at, down] = [x0 + x, y0 + y];
      if (at < 0 || down < 0 || at >= code.size || down >= code.size) continue;
      code.set(at, down, far !== 2 && far !== 4);
    }
  }
}

function alignment(code, x0, y0) {
  for (let y = -2; y <= 2; y += 1) {
    for (let x = -2; x <= 2; x += 1) {
      code.set(x0 + x, y0 + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }
  }
}

/** The level and the mask, with their own correction (BCH 15,5), in both places. */
function format(code, mask) {
  const data = (LEVEL_M << 3) | mask, size = code.size;
  let rest = data;
  for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (i) => (bits >> i) & 1;
  for (let i = 0; i <= 5; i += 1) code.set(8, i, bit(i));
  code.set(8, 7, bit(6));
  code.set(8, 8, bit(7));
  code.set(7, 8, bit(8));
  for (let i = 9; i < 15; i += 1) code.set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i += 1) code.set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i += 1) code.set(8, size - 15 + i, bit(i));
  code.set(8, size - 8, 1);
}

/** From version 7 the version is written too (BCH 18,6). */
function versionBits(code) {
  if (code.version < 7) return;
  let rest = code.version;
  for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (code.version << 12) | rest;
  for (let i = 0; i < 18; i += 1) {
    const a = code.size - 11 + (i % 3), b = Math.floor(i / 3), dark = (bits >> i) & 1;
    code.set(a, b, dark);
    code.set(b, a, dark);
  }
}

function patterns(code) {
  const { size } = code;
  for (let i = 0; i < size; i += 1) {
    code.set(6, i, i % 2 === 0);
    code.set(i, 6, i % 2 === 0);
  }
  finder(code, 3, 3);
  finder(code, size - 4, 3);
  finder(code, 3, size - 4);
  const places = alignments(code.version), last = places.length - 1;
  places.forEach((x, i) => places.forEach((y, j) => {
    const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
    if (!corner) alignment(code, x, y);
  }));
  format(code, 0);
  versionBits(code);
}

/** Lays the bits in the zigzag from the lower right. */
function lay(code, words) {
  let at = 0;
  for (let right = code.size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < code.size; step += 1) {
      for (const x of [right, right - 1]) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? code.size - 1 - step : step;
        if (code.fixed[y][x] || at >= words.length * 8) continue;
        code.dark[y][x] = (words[at >> 3] >> (7 - (at & 7))) & 1;
        at += 1;
      }
    }
  }
}

function flip(code, mask) {
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (!code.fixed[y][x] && MASKS[mask](x, y)) code.dark[y][x] ^= 1;
    }
  }
}

/** Long runs, and what looks like a finder (1:1:3:1:1 with four light at one side), in a line. */
function linePenalty(line) {
  let penalty = 0, run = 1;
  for (let i = 1; i <= line.length; i += 1) {
    if (line[i] === line[i - 1]) run += 1;
    else {
      if (run >= 5) penalty += run - 2;
      run = 1;
    }
  }
  const text = line.join("");
  for (let i = 0; i + 11 <= text.length; i += 1) {
    const part = text.slice(i, i + 11);
    if (part === "10111010000" || part === "00001011101") penalty += 40;
  }
  return penalty;
}

/** The four rules of ISO/IEC 18004, 7.8.3. */
export function penalty(dark) {
  const size = dark.length;
  let score = 0, total = 0;
  for (let i = 0; i < size; i += 1) {
    score += linePenalty([...dark[i]]) + linePenalty(dark.map((row) => row[i]));
    for (const module of dark[i]) total += module;
  }
  for (let y = 1; y < size; y += 1) {
    for (let x = 1; x < size; x += 1) {
      const here = dark[y][x];
      if (here === dark[y - 1][x] && here === dark[y][x - 1] && here === dark[y - 1][x - 1]) {
        score += 3;
      }
    }
  }
  const percent = (total * 100) / (size * size);
  return score + 10 * Math.floor(Math.abs(percent - 50) / 5);
}

/** The modules of a text, `rows[y][x]` 1 for dark. `mask` 0 to 7 is forced for a test. */
export function encode(text, mask = null) {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const words = withCorrection(dataWords(bytes, version), version);
  let best = null;
  for (const one of mask === null ? MASKS.keys() : [mask]) {
    const code = grid(version);
    patterns(code);
    lay(code, words);
    flip(code, one);
    format(code, one);
    const score = penalty(code.dark);
    if (!best || score < best.score) best = { score, rows: code.dark, mask: one, version };
  }
  return best;
}

/** An SVG of the text, with its quiet zone; dark on white in any theme: cameras want it so. */
export function draw(text, label) {
  const { rows } = encode(text), space = "http://www.w3.org/2000/svg", size = rows.length + 8;
  const svg = document.createElementNS(space, "svg");
  const put = (name, attributes) => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    svg.append(element);
  };
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  put("rect", { width: size, height: size, fill: "#fff" });
  let path = "";
  rows.forEach((row, y) => row.forEach((dark, x) => {
    if (dark) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  }));
  put("path", { d: path, fill: "#000" });
  return svg;
}
