/** A page for a file on behalf of a system call: memory is taken back from others where there is none left. */
import type { KernelContext } from '../kernel-context.ts';
import { reclaimPages } from '../swap/reclaim.ts';
import type { CachedFile } from './page-cache.ts';
import { addPage } from './pages.ts';

/** Zeroed. null: nothing could be had at once. */
export function allocateForFile({ world, cpu, record }: KernelContext, file: CachedFile, index: number): number | null {
  const frame = addPage(world, file, index, null, cpu);
  if (frame !== null) return frame;
  reclaimPages(world, 32, cpu, (entry) => void record(entry));
  return addPage(world, file, index, null, cpu);
}
