/** What a power cut leaves: the medium as it is, requests in flight lost. */
import type { PageCache } from './page-cache.ts';
import { pageBytes } from './page-cache.ts';

/** Nothing reaches the medium from now on. */
export function cutPower(cache: PageCache): void {
  cache.disk.powered = false;
  cache.disk.inFlight.clear();
}

/** A file's content as the disk has it. null: there is no such file, or it is in memory alone. */
export function contentOnDisk(cache: PageCache, number: number): Uint8Array | null {
  const file = cache.files.get(number);
  if (!file || file.inMemory) return null;
  const result = new Uint8Array(file.sizeOnDisk);
  for (const [index, block] of file.blocks) {
    const at = index * pageBytes;
    const bytes = cache.disk.blocks.get(block);
    if (bytes && at < result.length) result.set(bytes.subarray(0, Math.min(pageBytes, result.length - at)), at);
  }
  return result;
}
