/** Quantities in words, the same in every view. */

export function bytes(count: number): string {
  if (count >= 2 ** 30 && count % 2 ** 28 === 0) return `${count / 2 ** 30} GiB`;
  if (count >= 2 ** 30) return `${(count / 2 ** 30).toFixed(2)} GiB`;
  if (count >= 2 ** 20 && count % 2 ** 18 === 0) return `${count / 2 ** 20} MiB`;
  if (count >= 10 * 2 ** 20) return `${(count / 2 ** 20).toFixed(2)} MiB`;
  if (count >= 1024 && count % 256 === 0) return `${(count / 1024).toLocaleString('en')} KiB`;
  return `${count.toLocaleString('en')} B`;
}

export function microseconds(ns: number): string {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(2)} µs`;
  return ns < 1e9 ? `${(ns / 1e6).toFixed(3)} ms` : `${(ns / 1e9).toFixed(6)} s`;
}

/** Not to be broken over two lines. */
export function oneWord(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

export function pages(count: number): string {
  return counted(count, 'page');
}

/** `1 entry`, `2 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
