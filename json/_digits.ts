const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Eight digits and more are written in two parts. */
const PART = 1e8;

/** The digits of 0 to 99, each pair in 16 bits: that takes one division for two digits. */
const PAIRS = Uint16Array.from({ length: 100 }, (_, pair) => {
  const tens = Math.floor(pair / 10);
  return (ZERO + tens) << 8 | (ZERO + pair - 10 * tens);
});

const POWERS = Array.from({ length: 13 }, (_, exponent) => 10 ** exponent);

/** Takes bigints apart. */
const HALVES = new DataView(new ArrayBuffer(8));

/** Writes a 32-bit integer, signed or not; what it gives is as for {@linkcode putInteger}. */
export function putSigned(view: DataView, pos: number, value: number): number {
  if (value >= 0) return putInteger(view, pos, value);
  view.setInt8(pos, MINUS);
  return putInteger(view, pos + 1, -value);
}

/** Writes a 64-bit integer, signed or not, in quotes. */
export function putBigint(view: DataView, pos: number, value: bigint, signed: boolean): number {
  HALVES.setBigInt64(0, value);
  let upper = HALVES.getUint32(0);
  let lower = HALVES.getUint32(4);
  view.setInt8(pos++, QUOTE);
  if (signed && upper > 0x7fff_ffff) {
    view.setInt8(pos++, MINUS);
    upper = (lower === 0 ? -upper : ~upper) >>> 0;
    lower = -lower >>> 0;
  }
  if (upper < 0x20_0000) pos = putInteger(view, pos, upper * 0x1_0000_0000 + lower);
  else {
    // A long division, 16 bits at a time, by way of numbers that doubles hold exactly.
    const first = Math.floor(upper / PART);
    const middle = (upper - first * PART) * 0x1_0000 + (lower >>> 16);
    const second = Math.floor(middle / PART);
    const last = (middle - second * PART) * 0x1_0000 + (lower & 0xffff);
    const third = Math.floor(last / PART);
    pos = putInteger(view, pos, first * 0x1_0000_0000 + second * 0x1_0000 + third);
    pos = putPadded(view, pos, (last - third * PART) | 0);
  }
  view.setInt8(pos, QUOTE);
  return pos + 1;
}

/**
 * Writes a float with the fewest digits that mean it.
 *
 * @param float A float, not zero.
 * @param places What `floatPlaces()` says of it.
 */
export function putFloat(view: DataView, pos: number, float: number, places: number): number {
  if (float < 0) view.setInt8(pos++, MINUS);
  let digits = Math.round(Math.abs(float) * POWERS[places]!) | 0;
  for (; places > 0; places--) {
    const shorter = (digits / 10) | 0;
    if (digits !== shorter * 10) break;
    digits = shorter;
  }
  const power = POWERS[places]!;
  let whole = 0;
  if (digits >= power) {
    whole = Math.floor(digits / power) | 0;
    digits -= whole * power;
  }
  pos = putInteger(view, pos, whole);
  if (places === 0) return pos;
  view.setInt8(pos++, POINT);
  // Eight digits at a time, with zeros at the end that are not kept.
  if (places <= 8) putPadded(view, pos, (digits * POWERS[8 - places]!) | 0);
  else {
    const power = POWERS[places - 8]!;
    const upper = Math.floor(digits / power) | 0;
    putPadded(view, pos, upper);
    putPadded(view, pos + 8, ((digits - upper * power) * POWERS[16 - places]!) | 0);
  }
  return pos + places;
}

/**
 * Writes an integer from 0 to 2^53 as decimal digits.
 *
 * @param view Where to. Up to eight bytes behind the end may be written to.
 * @param pos The first byte.
 * @param value The integer.
 * @returns The byte after the last digit.
 */
export function putInteger(view: DataView, pos: number, value: number): number {
  if (value < PART) return putPart(view, pos, value | 0);
  const upper = Math.floor(value / PART);
  return putPadded(view, putPart(view, pos, upper | 0), (value - upper * PART) | 0);
}

/** Writes eight digits, with zeros in front. */
export function putPadded(view: DataView, pos: number, value: number): number {
  const upper = (value / 10_000) | 0;
  put4(view, pos, upper);
  put4(view, pos + 4, value - upper * 10_000);
  return pos + 8;
}

/** Writes an integer of up to eight digits. */
function putPart(view: DataView, pos: number, value: number): number {
  if (value < 10_000) return putUpTo4(view, pos, value);
  const upper = (value / 10_000) | 0;
  const end = putUpTo4(view, pos, upper);
  put4(view, end, value - upper * 10_000);
  return end + 4;
}

function putUpTo4(view: DataView, pos: number, value: number): number {
  if (value < 10) {
    view.setInt8(pos, ZERO + value);
    return pos + 1;
  }
  if (value < 100) {
    view.setUint16(pos, PAIRS[value]!);
    return pos + 2;
  }
  if (value >= 1000) {
    put4(view, pos, value);
    return pos + 4;
  }
  const hundreds = (value / 100) | 0;
  view.setInt8(pos, ZERO + hundreds);
  view.setUint16(pos + 1, PAIRS[value - hundreds * 100]!);
  return pos + 3;
}

function put4(view: DataView, pos: number, value: number): void {
  const hundreds = (value / 100) | 0;
  view.setInt32(pos, PAIRS[hundreds]! << 16 | PAIRS[value - hundreds * 100]!);
}
