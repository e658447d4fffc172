/** One conversion of a format string, taken apart. */

export interface Specification {
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alternate: boolean;
  readonly zero: boolean;
  /** null: not given; `argument`: `*`. */
  readonly width: number | 'argument' | null;
  readonly precision: number | 'argument' | null;
  readonly length: '' | 'hh' | 'h' | 'l' | 'll' | 'z' | 't' | 'j' | 'L';
  /** The letter; empty where the format ends too early. */
  readonly conversion: string;
  /** As written. */
  readonly text: string;
}

const pattern = /^%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d*))?(hh|h|ll|l|L|z|Z|t|j|q)?([\s\S]?)/;

/** At a `%` of the format. Widths beyond a million are cut: nothing prints them on purpose. */
export function specificationAt(format: string, at: number): Specification {
  const found = pattern.exec(format.slice(at, at + 64))!;
  const [text, flags, width, precision, length, conversion] = found;
  return {
    left: flags!.includes('-'),
    plus: flags!.includes('+'),
    space: flags!.includes(' '),
    alternate: flags!.includes('#'),
    zero: flags!.includes('0'),
    width: amount(width),
    precision: precision === '' ? 0 : amount(precision, 0x7fff_ffff),
    length: (length === 'Z' ? 'z' : length === 'q' ? 'll' : (length ?? '')) as Specification['length'],
    conversion: conversion!,
    text,
  };
}

function amount(text: string | undefined, most = 1_000_000): number | 'argument' | null {
  if (text === undefined) return null;
  if (text === '*') return 'argument';
  return Math.max(0, Math.min(Number(text) || 0, most));
}

/** A specification with its `*` replaced by arguments. */
export interface Settled extends Omit<Specification, 'width' | 'precision'> {
  readonly width: number;
  /** `%*ph` with 0 prints nothing, `%ph` one byte. */
  readonly hasWidth: boolean;
  readonly precision: number | null;
}

export function pad(text: string, { width, left }: Pick<Settled, 'width' | 'left'>): string {
  return left ? text.padEnd(width) : text.padStart(width);
}
