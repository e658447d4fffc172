/** Events of the memory rooms that are due: the disk has served a request, the flusher or kswapd gets its turn. They take no CPU time of anybody. */
import type { PendingEvent } from '../pending-events.ts';
import type { World } from '../world.ts';
import { completeRequest } from './page-cache/block-requests.ts';
import { wakeWaiters } from './page-cache/wait.ts';
import { runFlusher } from './page-cache/writeback.ts';
import { runKswapd } from './swap/reclaim.ts';
import type { Recorder } from './process/tlb-shootdown.ts';

export type MemoryEvent = Extract<PendingEvent, { kind: 'block-complete' | 'writeback' | 'kswapd' }>;

export function handleMemoryEvent(world: World, event: MemoryEvent, record: Recorder): void {
  switch (event.kind) {
    case 'block-complete':
      tellRequest(world, event.request, record);
      completeRequest(world, event.request);
      return wakeWaiters(world);
    case 'writeback':
      return runFlusher(world, event.left, record);
    case 'kswapd':
      runKswapd(world, record);
      return wakeWaiters(world);
  }
}

function tellRequest({ kernel: { pageCache } }: World, number: number, record: Recorder): void {
  const request = pageCache.disk.inFlight.get(number);
  if (!request || !pageCache.disk.powered) return;
  const { write, count: pages } = request;
  const file = request.file === null ? undefined : pageCache.files.get(request.file);
  const page = request.area === 'swap' ? request.first : request.page;
  record({ kind: 'disk-complete', write, what: request.area === 'swap' ? 'swap' : (file?.name ?? ''), page, pages });
}
