/** Whole numbers as printable text, five bits a character with a sixth that says "more follows": what compiled code is embedded as. */

export interface NumberReader {
  readonly text: string;
  at: number;
}

/** Printable ASCII without `"` and `\`, so that the text stands in a string literal as it is. */
function character(digit: number): string {
  return String.fromCharCode(digit < 57 ? digit + 35 : digit + 36);
}

/** A number from 0 to 2^53. */
export function writeNumber(out: string[], value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} cannot be embedded`);
  let rest = value;
  for (; rest >= 32; rest = Math.floor(rest / 32)) out.push(character((rest % 32) + 32));
  out.push(character(rest));
}

/** Negative ones too. */
export function writeSigned(out: string[], value: number): void {
  writeNumber(out, value < 0 ? -2 * value - 1 : 2 * value);
}

export function readNumber(reader: NumberReader): number {
  let value = 0;
  for (let scale = 1; ; scale *= 32) {
    const code = reader.text.charCodeAt(reader.at++);
    const digit = code > 92 ? code - 36 : code - 35;
    if (digit < 32) return value + digit * scale;
    value += (digit - 32) * scale;
  }
}

export function readSigned(reader: NumberReader): number {
  const value = readNumber(reader);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
