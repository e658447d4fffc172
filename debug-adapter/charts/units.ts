/** Quantities as axes, tables and tooltips write them. */
export type Unit = 'bytes' | 'count' | 'ns';

const steps: Readonly<Record<Unit, readonly (readonly [number, string])[]>> = {
  bytes: [[2 ** 30, ' GiB'], [2 ** 20, ' MiB'], [2 ** 10, ' KiB'], [1, ' B']], // prettier-ignore
  ns: [[1e9, ' s'], [1e6, ' ms'], [1e3, ' µs'], [1, ' ns']], // prettier-ignore
  count: [[1e9, ' G'], [1e6, ' M'], [1e3, ' k'], [1, '']], // prettier-ignore
};

/** Three digits that say something: `64 KiB`, `1.5 µs`, `16.4 k`. */
export function shortQuantity(value: number, unit: Unit): string {
  if (value === 0) return '0';
  const [size, name] = steps[unit].find(([least]) => Math.abs(value) >= least) ?? [1, steps[unit].at(-1)![1]];
  return `${Number((value / size).toPrecision(3))}${name}`;
}

/** Every digit of a whole number; what was divided among repetitions to two places. */
export function exactQuantity(value: number | null): string {
  if (value === null) return '–';
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** What stands in brackets behind an axis title; nothing for plain numbers. */
export function unitOf(unit: Unit): string {
  return { bytes: 'bytes', ns: 'ns', count: '' }[unit];
}

/** An axis title with its unit. */
export function withUnit(title: string, unit: Unit): string {
  return unitOf(unit) === '' ? title : `${title} (${unitOf(unit)})`;
}
