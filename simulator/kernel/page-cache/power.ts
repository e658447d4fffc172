/** What a power cut leaves: the medium as it is, requests in flight lost. */
import type { PageCache } from './page-cache.ts';
import { pageBytes } from './page-cache.ts';

/**
 * Nothing reaches the medium from now on. Of the request that was being served, each page had or had not: the seed decides, because a device
 * promises no order. Requests behind it are lost.
 */
export function cutPower(cache: PageCache, seed: number): void {
  const served = [...cache.disk.inFlight.values()].sort((a, b) => a.number - b.number)[0];
  cache.disk.inFlight.clear();
  const wasPowered = cache.disk.powered;
  cache.disk.powered = false;
  if (!wasPowered || !served?.write || served.area === 'swap') return;
  const file = served.file === null ? undefined : cache.files.get(served.file);
  served.content.forEach((bytes, index) => {
    if (!coin(seed, index)) return;
    cache.disk.blocks.set(served.first + index, bytes);
    if (file) file.sizeOnDisk = Math.max(file.sizeOnDisk, Math.min(file.size, (served.page + index + 1) * pageBytes));
  });
}

/** The bits of the seed first, so that seeds 0 to 7 give all outcomes of three pages. */
function coin(seed: number, index: number): boolean {
  return index < 31 ? ((seed >>> index) & 1) === 1 : (Math.imul(seed ^ index, 0x9e37_79b1) & 0x1_0000) !== 0;
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
