/**
 * How a row of ours is compared with a real kernel's. Every field must be equal, except where the answer depends on what that boot had left free; what is
 * compared there instead is said here, field by field.
 */
import { lineInWords } from './rows.ts';
import type { Row } from './rows.ts';

/** null: alike. Else what differs, in words. */
type Rule = (theirs: unknown, ours: unknown, their: Row, our: Row) => string | null;

export function differences(theirs: Row, ours: Row): string[] {
  const rules = rulesFor[theirs.t] ?? {};
  return Object.keys(theirs).flatMap((field) => {
    if (ours.t !== theirs.t) return [`a row '${ours.t}' instead of '${theirs.t}'`];
    const found = (rules[field] ?? equal)(theirs[field], ours[field], theirs, ours);
    return found === null ? [] : [`${field}: ${found}`];
  });
}

const equal: Rule = (theirs, ours) =>
  JSON.stringify(theirs) === JSON.stringify(ours)
    ? null
    : `${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`;

/** Both are at least as aligned as a size of a power of two asks; how much more is the boot's. */
const alignedFor =
  (unit: (row: Row) => number): Rule =>
  (theirs, ours, row) => {
    const wanted = unit(row);
    const fits = (value: unknown): boolean => Number(value) % wanted === 0;
    return fits(theirs) === fits(ours) ? null : `${String(ours)} is not a multiple of ${wanted}`;
  };

const powerOfTwoPages = (bytes: number): number => 4096 * 2 ** Math.ceil(Math.log2(Math.ceil(bytes / 4096)));
const cmaStart = 0x1_0000_0000;
const cmaEnd = 0x1_0400_0000;
const inCma = (address: number): boolean => address >= cmaStart && address < cmaEnd;

/** In CMA, which a fresh machine has all of: the address. Elsewhere the alignment of the buddy's block, and not CMA. */
const physical: Rule = (theirs, ours, row) => {
  const [their, our] = [Number(theirs), Number(ours)];
  if (inCma(their)) return their === our ? null : `${String(ours)} instead of ${String(theirs)}`;
  if (inCma(our)) return `${String(ours)} is in CMA`;
  if (row['vmalloc'] === 1) return our % 4096 === 0 ? null : `${String(ours)} is not a page`;
  return alignedFor(({ size }) => powerOfTwoPages(Number(size)))(theirs, ours, row, row);
};

/**
 * A bus address is the physical one, or it is an IOMMU's. Which of those comes next depends on what the lazy flush has given back by then, so only that it
 * is below 4 GiB and aligned to its size counts.
 */
const busAddress: Rule = (theirs, ours, their, our) => {
  if (theirs === their['phys']) return ours === our['phys'] ? null : `${String(ours)} is not the physical address`;
  if (Number(ours) >= 2 ** 32) return `${String(ours)} is above 4 GiB`;
  return alignedFor(({ size }) => powerOfTwoPages(Number(size)))(theirs, ours, their, our);
};

/** Single pages behind an IOMMU are neighbours or not as the boot left them free: there may be one entry for each page, or fewer. */
const scattered =
  (isScattered: (row: Row) => boolean, most: (row: Row) => number): Rule =>
  (theirs, ours, their, our) => {
    if (!isScattered(their)) return equal(theirs, ours, their, our);
    const count = Number(ours);
    return count >= 1 && count <= most(their) ? null : `${count} is not from 1 to ${most(their)}`;
  };

const inWords: Rule = (theirs, ours) => {
  const words = (value: unknown): unknown => (typeof value === 'string' ? wordsOf(value) : value);
  const linesOf = (value: unknown): unknown => (Array.isArray(value) ? value.map(words) : words(value));
  return equal(linesOf(theirs), linesOf(ours), { t: '' }, { t: '' });
};

function wordsOf(line: string): string {
  return lineInWords(line) ?? line;
}

const rulesFor: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  // Objects are aligned to their size's largest power of two, up to a page; pages to their order.
  ksize: { align: alignedFor(({ ksize }) => Math.min(8, Number(ksize))) },
  coherent: { phys: physical, dma: busAddress },
  attribute: {
    entries: scattered(isRemapped, () => 3),
    length: scattered(isRemapped, () => 9000),
  },
  pages: { orig: scattered(isVmapped, ({ size }) => Math.ceil(Number(size) / 4096)) },
  log: { text: inWords, lines: inWords },
};

function isRemapped(row: Row): boolean {
  return row['vmalloc'] === 1;
}

function isVmapped(row: Row): boolean {
  return row['linear_map'] === 0;
}
