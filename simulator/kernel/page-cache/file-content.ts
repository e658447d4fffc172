/** A file's bytes as a process would read them now, without reading: for tests, the command line and views. */
import type { MemoryWorld } from '../memory-world.ts';
import { pageBytes, type CachedFile } from './page-cache.ts';
import { cachedFrame, pageContent } from './pages.ts';

export function fileContent(world: MemoryWorld, file: CachedFile): Uint8Array {
  const result = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += pageBytes) {
    const frame = cachedFrame(file, at / pageBytes);
    const block = file.blocks.get(at / pageBytes);
    const { blocks } = world.kernel.pageCache.disk;
    const bytes = frame !== null ? pageContent(world, frame) : block === undefined ? undefined : blocks.get(block);
    if (bytes) result.set(bytes.subarray(0, Math.min(pageBytes, file.size - at)), at);
  }
  return result;
}
