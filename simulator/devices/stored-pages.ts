/**
 * Memory of a device's own, in pages that are replaced and never changed when something is written: copies of the machine at many moments share them,
 * which `copyState` sees by their being frozen.
 */
const pageBytes = 4096;

/** By number of the page; what was never written is zero. */
export type StoredPages = Map<number, { readonly bytes: Uint8Array }>;

/** `length` bytes from byte `start` on, not to be written: they may be a page's own. */
export function readStored(pages: StoredPages, start: number, length: number): Uint8Array {
  const inPage = start % pageBytes;
  const only = inPage + length <= pageBytes ? pages.get(Math.floor(start / pageBytes)) : undefined;
  if (only) return only.bytes.subarray(inPage, inPage + length);
  const result = new Uint8Array(length);
  eachPage(start, length, (page, inPage, from, count) => {
    const stored = pages.get(page);
    if (stored) result.set(stored.bytes.subarray(inPage, inPage + count), from);
  });
  return result;
}

export function writeStored(pages: StoredPages, start: number, bytes: Uint8Array): void {
  eachPage(start, bytes.length, (page, inPage, from, count) => {
    const before = pages.get(page);
    const after = before ? before.bytes.slice() : new Uint8Array(pageBytes);
    after.set(bytes.subarray(from, from + count), inPage);
    pages.set(page, Object.freeze({ bytes: after }));
  });
}

function eachPage(
  start: number,
  length: number,
  visit: (page: number, inPage: number, from: number, count: number) => void,
): void {
  for (let from = 0; from < length;) {
    const inPage = (start + from) % pageBytes;
    const count = Math.min(length - from, pageBytes - inPage);
    visit(Math.floor((start + from) / pageBytes), inPage, from, count);
    from += count;
  }
}
