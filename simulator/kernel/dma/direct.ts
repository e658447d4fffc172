/**
 * Coherent memory without an IOMMU (Linux 6.1: kernel/dma/mapping.c, direct.c, contiguous.c): CMA if the caller may sleep, else the buddy, and
 * whatever the device's mask does not cover is given back and asked for again in a lower zone.
 *
 * Not modelled yet: non-coherent machines (remapping, atomic pool), per-device reserved memory, IOMMU, swiotlb for allocations.
 */
import { fillBulk } from '../../hardware/cpu-bulk.ts';
import { callSite, logLine, logWarning, recordFinding } from '../call-site.ts';
import { areaHolding, cmaAlignmentOrder, cmaAllocate, cmaRelease } from '../cma.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress, directPhysical, frameOfPage, pageAddress } from '../kernel-memory.ts';
import { frameBytes, freePages } from '../page-allocator.ts';
import { allocateForCaller, orderFor } from '../page-allocator/for-caller.ts';
import { allowsBlocking, gfp } from '../page-allocator/gfp.ts';
import type { DmaDevice } from './device-fields.ts';
import type { CoherentAllocation } from './dma-state.ts';
import { bitMask, smallerLimit, zoneDmaBits } from './mask.ts';

export const dmaAttribute = { noKernelMapping: 1 << 4, forceContiguous: 1 << 6, noWarn: 1 << 8 } as const;

/** What a driver asks for, with what every step needs to know. */
interface Request {
  readonly device: DmaDevice;
  /** Page aligned. */
  readonly size: number;
  readonly gfp: number;
  readonly owner: { readonly kind: 'dma-coherent'; readonly what: string; readonly statement: number | null };
}
interface Taken {
  readonly frame: number;
  readonly from: 'CMA' | 'buddy';
}

/** Kernel virtual address (a `struct page *` with NO_KERNEL_MAPPING) and handle; null: no memory that the device can address. */
export function allocateCoherent(
  context: KernelContext,
  device: DmaDevice,
  askedSize: number,
  askedFlags: number,
  attributes: number,
): { readonly address: bigint; readonly handle: bigint } | null {
  warnOfMissingMask(context, device);
  const statement = callSite(context);
  const request: Request = {
    device,
    size: Math.ceil(askedSize / frameBytes) * frameBytes,
    gfp:
      (askedFlags & ~(gfp.DMA | gfp.DMA32 | gfp.HIGHMEM | gfp.ZERO)) |
      (attributes & dmaAttribute.noWarn ? gfp.NOWARN : 0),
    owner: { kind: 'dma-coherent', what: `coherent buffer of ${device.name}`, statement },
  };
  if (!context.world.hardware.coherent) return refuseNonCoherent(context, request);
  const taken = takePages(context, request);
  if (!taken) {
    reportNoMemory(context, request);
    return null;
  }
  const physical = taken.frame * frameBytes;
  const address = directAddress(physical);
  const unmapped = (attributes & dmaAttribute.noKernelMapping) !== 0;
  if (!unmapped) fillBulk(context.port, address, request.size, 0);
  const pointer = unmapped ? pageAddress(taken.frame) : address;
  remember(context, request, taken, pointer, askedSize);
  return { address: pointer, handle: BigInt(physical) };
}

/** Gives back as the kernel does: by what the caller says, CMA pages to CMA, others to the buddy. Findings for what does not fit the books. */
export function freeCoherent(
  context: KernelContext,
  device: DmaDevice,
  askedSize: number,
  pointer: bigint,
  handle: bigint,
): void {
  if (isInInterrupt(context)) logWarning(context, 'kernel/dma/mapping.c:533 dma_free_attrs');
  if (pointer === 0n) return;
  const { kernel } = context.world;
  const list = kernel.dma.coherent.get(device.name) ?? [];
  const index = list.findIndex((each) => each.address === pointer);
  const known = list[index];
  if (!known) return reportUnknownFree(context, device, askedSize, pointer);
  list.splice(index, 1);
  if (known.handle !== handle) reportWrongHandle(context, device, known, handle);
  const size = Math.ceil(askedSize / frameBytes) * frameBytes;
  if (size !== Math.ceil(known.size / frameBytes) * frameBytes) reportWrongSize(context, device, known, askedSize);
  context.record({ kind: 'coherent-free', device: device.name, size: askedSize, handle, address: pointer });
  const frame = known.physical / frameBytes;
  const area = areaHolding(kernel.cma, frame);
  if (area) {
    cmaRelease(kernel.pageAllocator, area, frame, size / frameBytes);
    context.record({ kind: 'cma-release', area: area.name, pfn: frame, pages: size / frameBytes });
  } else if (size > 0) {
    freePages(kernel.pageAllocator, frame, orderFor(size), context.cpu);
  }
}

/** From a pointer that `allocateCoherent` gave: its frame, also for a NO_KERNEL_MAPPING cookie. */
export function frameOfCoherentPointer(pointer: bigint): number | null {
  const physical = directPhysical(pointer);
  return physical === null ? frameOfPage(pointer) : Math.floor(physical / frameBytes);
}

/** `dma_coherent_ok`: the last byte is within the coherent mask and the bus limit. */
function covers(device: DmaDevice, physical: number, size: number): boolean {
  return BigInt(physical) + BigInt(size) - 1n <= smallerLimit(device.coherentMask, device.busLimit);
}

function takePages(context: KernelContext, request: Request): Taken | null {
  const limit = smallerLimit(request.device.coherentMask, request.device.busLimit);
  let zone = limit <= bitMask(zoneDmaBits(context.world)) ? gfp.DMA : limit <= bitMask(32) ? gfp.DMA32 : 0;
  const retriesCma = context.world.machine.kernel === '4.18';
  let contiguous = takeFromCma(context, request, zone);
  for (;;) {
    if (contiguous !== null) return { frame: contiguous, from: 'CMA' };
    const frame = takeFromBuddy(context, request, zone);
    if (frame === null || covers(request.device, frame * frameBytes, request.size)) {
      return frame === null ? null : { frame, from: 'buddy' };
    }
    freePages(context.world.kernel.pageAllocator, frame, orderFor(request.size), context.cpu);
    const lower = lowerZone(zone, limit);
    if (lower === null) return null;
    zone = lower;
    if (retriesCma) contiguous = takeFromCma(context, request, zone);
  }
}

/** The next zone to try when memory turned out too high for the device; null: there is none. */
function lowerZone(zone: number, limit: bigint): number | null {
  if (zone === 0 && limit < bitMask(64)) return gfp.DMA32;
  return zone === gfp.DMA ? null : gfp.DMA;
}

/** Callers that may not sleep skip CMA, and so does a single page (not on 4.18). What the mask does not cover is given back. */
function takeFromCma(context: KernelContext, request: Request, zone: number): number | null {
  const { kernel, machine } = context.world;
  const area = kernel.cma.areas[0];
  const pages = request.size / frameBytes;
  if (!area || !allowsBlocking(request.gfp | zone) || pages === 0) return null;
  if (pages === 1 && machine.kernel !== '4.18') return null;
  const align = Math.min(orderFor(request.size), cmaAlignmentOrder);
  const outcome = cmaAllocate(kernel.pageAllocator, area, pages, align, request.owner);
  if ('error' in outcome) {
    if (outcome.error !== null && !(request.gfp & gfp.NOWARN)) {
      logLine(
        context,
        3,
        `cma: cma_alloc: ${area.name}: alloc failed, req-size: ${pages} pages, ret: ${outcome.error}`,
      );
    }
    return null;
  }
  const { frame } = outcome;
  context.record({ kind: 'cma-alloc', area: area.name, pfn: frame, pages });
  if (covers(request.device, frame * frameBytes, request.size)) return frame;
  cmaRelease(kernel.pageAllocator, area, frame, pages);
  context.record({
    kind: 'cma-rejected',
    device: request.device.name,
    physical: frame * frameBytes,
    size: request.size,
    mask: smallerLimit(request.device.coherentMask, request.device.busLimit),
  });
  context.record({ kind: 'cma-release', area: area.name, pfn: frame, pages });
  return null;
}

function takeFromBuddy(context: KernelContext, request: Request, zone: number): number | null {
  return allocateForCaller(context, { order: orderFor(request.size), gfp: request.gfp | zone, ...request.owner });
}

function remember(context: KernelContext, request: Request, taken: Taken, address: bigint, askedSize: number): void {
  const { kernel } = context.world;
  const { device, size, owner } = request;
  const physical = taken.frame * frameBytes;
  const entry: CoherentAllocation = {
    handle: BigInt(physical),
    address,
    size: askedSize,
    physical,
    taken: taken.from === 'CMA' ? size : frameBytes * 2 ** orderFor(size),
    from: taken.from,
    statement: owner.statement,
  };
  const list = kernel.dma.coherent.get(device.name);
  if (list) list.push(entry);
  else kernel.dma.coherent.set(device.name, [entry]);
  const zone = kernel.pageAllocator.zones.find(({ end }) => taken.frame < end)!.name;
  const from = taken.from === 'CMA' ? 'CMA' : zone;
  context.record({
    kind: 'coherent-alloc',
    device: device.name,
    size: askedSize,
    handle: entry.handle,
    address,
    physical,
    from,
  });
}

function warnOfMissingMask(context: KernelContext, device: DmaDevice): void {
  // Lines as Linux 6.1.192 prints them.
  if (device.coherentMask === 0n) warnOnce(context, 'dma_alloc_attrs', 'kernel/dma/mapping.c:499 dma_alloc_attrs');
}

function warnOnce(context: KernelContext, key: string, where: string): void {
  const { shownOnce } = context.world.kernel.dma;
  if (shownOnce.has(key)) return;
  shownOnce.add(key);
  logWarning(context, where);
}

function isInInterrupt({ task }: KernelContext): boolean {
  return task !== null && (task.interruptsDisabled || task.hardIrqDepth > 0);
}

function refuseNonCoherent(context: KernelContext, request: Request): null {
  const { shownOnce } = context.world.kernel.dma;
  if (!shownOnce.has('non-coherent')) {
    shownOnce.add('non-coherent');
    logLine(context, 3, 'coherent DMA allocations not supported on this platform.');
  }
  recordFinding(context, {
    code: 'not-modelled',
    origin: 'simulator',
    severity: 'warning',
    message: 'coherent memory on a machine whose bus masters do not snoop is not modelled yet (kernel/dma/direct.ts)',
    device: request.device.name,
  });
  return null;
}

function reportNoMemory(context: KernelContext, { device, size }: Request): void {
  context.record({
    kind: 'allocation-failed',
    device: device.name,
    what: 'coherent buffer',
    size,
    reason: `no memory within mask 0x${device.coherentMask.toString(16)}`,
  });
}

function reportUnknownFree(context: KernelContext, device: DmaDevice, size: number, pointer: bigint): void {
  recordFinding(context, {
    code: 'invalid-free',
    origin: 'simulator',
    severity: 'error',
    message: `${device.name} frees coherent memory at 0x${pointer.toString(16)} that it was not given or has freed already`,
    device: device.name,
    address: pointer,
    length: size,
  });
}

function reportWrongSize(context: KernelContext, device: DmaDevice, known: CoherentAllocation, size: number): void {
  recordFinding(context, {
    code: 'free-wrong-size',
    origin: 'simulator',
    severity: 'error',
    message: `${device.name} frees a coherent buffer of ${known.size} bytes as one of ${size}: pages leak or are freed twice`,
    device: device.name,
    address: known.address,
    length: size,
  });
}

function reportWrongHandle(context: KernelContext, device: DmaDevice, known: CoherentAllocation, handle: bigint): void {
  recordFinding(context, {
    code: 'free-wrong-handle',
    origin: 'simulator',
    severity: 'warning',
    message: `${device.name} frees a coherent buffer with handle 0x${handle.toString(16)}, but its handle is 0x${known.handle.toString(16)}`,
    device: device.name,
    address: known.address,
    length: known.size,
  });
}
