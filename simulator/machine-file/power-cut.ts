/** When the power fails, as the machine file and the command line write it. */
import type { PowerCut } from '../machine.ts';

const units = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const;

/** `12ms`, `1.5s`: at this virtual time; `3pages`: as soon as the disk has written so many. null: neither. */
export function parsePowerCut(text: string): PowerCut | null {
  const [, amount, unit] = /^(\d{1,12}(?:\.\d{1,9})?) ?(ns|us|ms|s|pages?)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  if (unit.startsWith('page')) return amount.includes('.') ? null : { kind: 'pages', at: Number(amount) };
  return { kind: 'time', at: Math.round(Number(amount) * units[unit as keyof typeof units]) };
}
