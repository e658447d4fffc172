/**
 * Where a command's data lies in host memory: PRP1, PRP2 and lists. NVM Express 1.4, chapter 4.3: only the first entry may start inside of a
 * page, a list ends with the page it begins in, and its last slot there leads on when more is to come.
 */
import { pageBytes, type FetchedList, type Segment } from './state.ts';
import { status, type Status } from './status.ts';

export type PrpStep =
  | { readonly kind: 'complete' }
  /** So many entries are to be fetched from `address`. */
  | { readonly kind: 'list'; readonly address: bigint; readonly entries: number }
  | { readonly kind: 'refused'; readonly status: Status };

const entryBytes = 8;
const complete: PrpStep = { kind: 'complete' };
const offsetInvalid: PrpStep = { kind: 'refused', status: status.prpOffsetInvalid };

export function offsetInPage(address: bigint): number {
  return Number(address % BigInt(pageBytes));
}

/** What PRP1 and PRP2 say about `bytes` bytes; segments are appended. */
export function takePointers(prp1: bigint, prp2: bigint, bytes: number, segments: Segment[]): PrpStep {
  // An offset is of whole dwords.
  if (prp1 % 4n !== 0n) return offsetInvalid;
  const first = Math.min(bytes, pageBytes - offsetInPage(prp1));
  segments.push({ address: prp1, length: first });
  const rest = bytes - first;
  if (rest === 0) return complete;
  if (rest > pageBytes) return listAt(prp2, rest);
  if (offsetInPage(prp2) !== 0) return offsetInvalid;
  segments.push({ address: prp2, length: rest });
  return complete;
}

/** What the entries of a list page say about the `rest` bytes that are still to be described. */
export function takeList(list: FetchedList, rest: number, segments: Segment[]): PrpStep {
  const data = list.chained ? list.entries.slice(0, -1) : list.entries;
  let left = rest;
  for (const address of data) {
    if (offsetInPage(address) !== 0) return offsetInvalid;
    segments.push({ address, length: Math.min(left, pageBytes) });
    left -= Math.min(left, pageBytes);
  }
  if (!list.chained) return complete;
  const next = list.entries.at(-1)!;
  return offsetInPage(next) === 0 ? listAt(next, left) : offsetInvalid;
}

/** Whether the last slot of the page that `address` lies in is a pointer to the next one. */
export function isChained(address: bigint, rest: number): boolean {
  return Math.ceil(rest / pageBytes) > slotsFrom(address);
}

function listAt(address: bigint, rest: number): PrpStep {
  if (address % BigInt(entryBytes) !== 0n) return offsetInvalid;
  return { kind: 'list', address, entries: Math.min(Math.ceil(rest / pageBytes), slotsFrom(address)) };
}

function slotsFrom(address: bigint): number {
  return (pageBytes - offsetInPage(address)) / entryBytes;
}
