/** Pages for coherent memory (Linux 6.1: `__dma_direct_alloc_pages`, kernel/dma/contiguous.c): CMA if the caller may sleep, else the buddy by zones. */
import { areaHolding, cmaAlignmentOrder } from '../../cma.ts';
import { cmaAllocateForCaller, cmaReleaseForCaller } from '../../cma/for-caller.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { frameBytes, freePages } from '../../page-allocator.ts';
import { allocateForCaller, orderFor } from '../../page-allocator/for-caller.ts';
import { isMadeAgain } from '../../page-allocator/stall.ts';
import { allowsBlocking, gfp } from '../../page-allocator/gfp.ts';
import type { DmaDevice } from '../device-fields.ts';
import { bitMask, smallerLimit } from '../limits.ts';
import { zoneDmaBits } from '../mask.ts';
import { coherentLimit, isWithinCoherentMask } from './addresses.ts';

/** What a driver asks for, with what every step needs to know. */
export interface PageRequest {
  readonly device: DmaDevice;
  /** Page aligned. */
  readonly size: number;
  readonly gfp: number;
  readonly owner: { readonly kind: 'dma-coherent'; readonly what: string; readonly statement: number | null };
}
export interface TakenPages {
  readonly frame: number;
  /** Bytes. */
  readonly taken: number;
  /** `CMA` or a zone. */
  readonly from: string;
}

/** null: no memory that the device can address. What its mask does not cover is given back and asked for again in a lower zone. */
export function takePages(context: KernelContext, request: PageRequest): TakenPages | null {
  const { world } = context;
  const limit = coherentLimit(world, request.device);
  let zone = limit <= bitMask(zoneDmaBits(world)) ? gfp.DMA : limit <= bitMask(32) ? gfp.DMA32 : 0;
  const retriesCma = world.machine.kernel === '4.18';
  let contiguous = takeFromCma(context, request, zone);
  for (;;) {
    if (contiguous !== null) return { frame: contiguous, taken: request.size, from: 'CMA' };
    const frame = takeFromBuddy(context, request, zone);
    if (frame === null) return null;
    if (isWithinCoherentMask(world, request.device, frame * frameBytes, request.size)) {
      const from = world.kernel.pageAllocator.zones.find(({ end }) => frame < end)!.name;
      return { frame, taken: frameBytes * 2 ** orderFor(request.size), from };
    }
    freePages(world.kernel.pageAllocator, frame, orderFor(request.size), context.cpu);
    const lower = lowerZone(zone, limit);
    if (lower === null) return null;
    zone = lower;
    if (retriesCma) contiguous = takeFromCma(context, request, zone);
  }
}

/** `dma_free_contiguous`: to CMA if the first page is of an area, else to the buddy, by the size the caller says. */
export function giveBackPages(context: KernelContext, frame: number, size: number): void {
  const { pageAllocator, cma } = context.world.kernel;
  const pages = Math.ceil(size / frameBytes);
  const area = areaHolding(cma, frame);
  if (area) {
    cmaReleaseForCaller(context, area, frame, pages);
  } else if (pages > 0) {
    freePages(pageAllocator, frame, orderFor(pages * frameBytes), context.cpu);
  }
}

/** The next zone to try when memory turned out too high for the device; null: there is none. */
function lowerZone(zone: number, limit: bigint): number | null {
  if (zone === 0 && limit < bitMask(64)) return gfp.DMA32;
  return zone === gfp.DMA ? null : gfp.DMA;
}

/** Callers that may not sleep skip CMA, and so does a single page (not on 4.18). What the mask does not cover is given back. */
function takeFromCma(context: KernelContext, request: PageRequest, zone: number): number | null {
  const { kernel, machine } = context.world;
  const area = kernel.cma.areas[0];
  const pages = request.size / frameBytes;
  if (!area || !allowsBlocking(request.gfp | zone) || pages === 0 || isMadeAgain(context)) return null;
  if (pages === 1 && machine.kernel !== '4.18') return null;
  const align = Math.min(orderFor(request.size), cmaAlignmentOrder);
  const frame = cmaAllocateForCaller(context, area, pages, align, request.owner, (request.gfp & gfp.NOWARN) !== 0);
  if (frame === null) return null;
  if (isWithinCoherentMask(context.world, request.device, frame * frameBytes, request.size)) return frame;
  context.record({
    kind: 'cma-rejected',
    device: request.device.name,
    physical: frame * frameBytes,
    size: request.size,
    mask: smallerLimit(request.device.coherentMask, request.device.busLimit),
  });
  cmaReleaseForCaller(context, area, frame, pages);
  return null;
}

function takeFromBuddy(context: KernelContext, request: PageRequest, zone: number): number | null {
  const pages = { order: orderFor(request.size), gfp: request.gfp | zone, ...request.owner };
  return allocateForCaller(context, { ...pages, stalls: true });
}
