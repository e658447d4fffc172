/** Sizes and addresses as machine files and kernel command lines write them: `64M`, `0x430000000`, `256M@0-4G`. */

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Bytes, or null where the text is no size. */
export function parseSize(text: string): number | null {
  const match = /^(0x[0-9a-fA-F]+|\d+)([KMGT]?)i?B?$/i.exec(text.trim());
  if (!match) return null;
  const bytes = Number(match[1]) * units[match[2]!.toUpperCase()]!;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

export interface CmaParameter {
  readonly size: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly fixed: boolean;
}

/** The kernel's `cma=size[@start[-end]]`; with a start alone the place is fixed. */
export function parseCma(text: string): CmaParameter | null {
  const [sizeText, place] = text.split('@');
  const size = parseSize(sizeText ?? '');
  if (size === null) return null;
  if (place === undefined) return { size, start: null, end: null, fixed: false };
  const [startText, endText] = place.split('-');
  const start = parseSize(startText ?? '');
  const end = endText === undefined ? null : parseSize(endText);
  if (start === null || (endText !== undefined && end === null)) return null;
  return { size, start, end, fixed: endText === undefined };
}

/** RAM of a q35 PC of this size: 2 GiB or (below 2.75 GiB in all) everything low, the rest from 4 GiB, with the firmware's holes. */
export function pcMemory(bytes: number): [number, number][] {
  const low = bytes >= 0xb000_0000 ? 0x8000_0000 : bytes;
  const ranges: [number, number][] = [
    [0x1000, 0x9f000],
    [0x10_0000, low - 0x21000],
  ];
  if (bytes > low) ranges.push([0x1_0000_0000, 0x1_0000_0000 + bytes - low]);
  return ranges;
}
