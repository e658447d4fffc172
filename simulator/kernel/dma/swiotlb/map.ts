/** Mappings through bounce buffers (Linux 6.1: swiotlb_map, swiotlb_tbl_map_single and their kin), for dma-direct and for an IOMMU's sub-page ends. */
import { logRatelimited, recordFinding, warnOnce } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import type { MemoryWorld } from '../../memory-world.ts';
import { panic } from '../../oops.ts';
import { bug } from '../../warnings.ts';
import { dmaParameter, streamingMask } from '../device-fields.ts';
import type { DmaDevice } from '../device-fields.ts';
import { isWithinMask, physicalToDma } from '../direct/addresses.ts';
import { DMA_FROM_DEVICE, DMA_TO_DEVICE, dmaAttribute } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import { bounce } from './bounce.ts';
import { isInPool, offsetInSlot, releaseSlots, segmentSlots, slotBytes, takeSlots, usedSlots } from './pool.ts';
import type { SlotRequest, SwiotlbPool } from './pool.ts';

/** Bus and physical address of the bounce buffer; null: none, said in the log. Its bytes are the buffer's already. */
export function mapBounced(
  context: KernelContext,
  device: DmaDevice,
  original: number,
  size: number,
  direction: DmaDirection,
  attributes: number,
): { readonly handle: bigint; readonly physical: number } | null {
  const physical = takeBounceBuffer(context, device, original, size, size, direction, attributes);
  if (physical === null) return null;
  const handle = physicalToDma(context.world, device, physical);
  if (isWithinMask(context.world, device, handle, size)) return { handle, physical };
  unmapBounced(context, device, physical, size, direction, attributes | dmaAttribute.skipCpuSync);
  const limits = `mask ${streamingMask(context.world, device).toString(16)}, bus limit ${device.busLimit.toString(16)}`;
  const words = `swiotlb addr 0x${handle.toString(16).padStart(16, '0')}+${size} overflow (${limits}).`;
  const message = `${device.driver} ${device.name}: ${words}`;
  warnOnce(context, 'swiotlb out of reach', 'kernel/dma/swiotlb.c:949 swiotlb_map', message);
  return null;
}

/** `swiotlb_tbl_map_single`: `taken` bytes of bounce buffer, of which `size` are filled. null: none, said in the log. */
export function takeBounceBuffer(
  context: KernelContext,
  device: DmaDevice,
  original: number,
  size: number,
  taken: number,
  direction: DmaDirection,
  attributes: number,
): number | null {
  const pool = context.world.kernel.dma.swiotlb;
  const who = (): string => `${device.driver} ${device.name}`;
  if (!pool) {
    const words = "Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce buffer";
    logRatelimited(context, 'swiotlb missing', 'swiotlb_tbl_map_single', `${who()}: ${words}`);
    return null;
  }
  if (taken === 0) {
    bug(context, 'kernel/dma/swiotlb.c', 682);
    return null;
  }
  const alignMask = minAlignMask(context.world, device);
  const offset = offsetInSlot(original, alignMask);
  const slot = takeSlots(pool, context.cpu, requestOf(context.world, device, pool, original, taken + offset));
  if (slot === 'endless') {
    recordFinding(context, {
      code: 'cpu-stuck',
      origin: 'kernel',
      severity: 'error',
      message: `swiotlb's search for ${taken} bytes aligned by the mask 0x${alignMask.toString(16)} steps over the slot that it began with: this CPU never leaves it`,
    });
    panic(context, 'Hard LOCKUP');
    return null;
  }
  if (slot === null) {
    const words = `swiotlb buffer is full (sz: ${taken} bytes), total ${pool.slots} (slots), used ${usedSlots(pool)} (slots)`;
    if (!(attributes & dmaAttribute.noWarn))
      logRatelimited(context, 'swiotlb full', 'swiotlb_tbl_map_single', `${who()}: ${words}`);
    return null;
  }
  const physical = pool.start + slot * slotBytes + offset;
  if (fillsAtMap(context.world, direction, attributes))
    bounce(context, device, pool, physical, size, alignMask, 'to-bounce');
  return physical;
}

/** At once in both senses: what the device wrote comes back, unless SKIP_CPU_SYNC, and the slots are free. */
export function unmapBounced(
  context: KernelContext,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: DmaDirection,
  attributes: number,
): void {
  const pool = context.world.kernel.dma.swiotlb;
  if (!isInPool(pool, physical)) return;
  const alignMask = minAlignMask(context.world, device);
  if (!(attributes & dmaAttribute.skipCpuSync) && direction !== DMA_TO_DEVICE)
    bounce(context, device, pool, physical, size, alignMask, 'from-bounce');
  releaseSlots(pool, physical, alignMask);
}

/** Nothing for an address outside the pool. */
export function syncBouncedForCpu(
  context: KernelContext,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: DmaDirection,
): void {
  const pool = context.world.kernel.dma.swiotlb;
  if (!isInPool(pool, physical) || direction === DMA_TO_DEVICE) return;
  bounce(context, device, pool, physical, size, minAlignMask(context.world, device), 'from-bounce');
}

export function syncBouncedForDevice(
  context: KernelContext,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: DmaDirection,
): void {
  const pool = context.world.kernel.dma.swiotlb;
  if (!isInPool(pool, physical) || direction === DMA_FROM_DEVICE) return;
  bounce(context, device, pool, physical, size, minAlignMask(context.world, device), 'to-bounce');
}

/** `swiotlb_max_mapping_size`, bytes. */
export function maxBouncedSize(world: MemoryWorld, device: DmaDevice): number {
  const alignMask = minAlignMask(world, device);
  return slotBytes * segmentSlots - Math.ceil(alignMask / slotBytes) * slotBytes;
}

/** Older kernels copy only what the device may read. */
function fillsAtMap({ machine }: MemoryWorld, direction: DmaDirection, attributes: number): boolean {
  if (machine.kernel === '6.1' || machine.kernel === '6.12') return true;
  return direction !== DMA_FROM_DEVICE && !(attributes & dmaAttribute.skipCpuSync);
}

/** min_align_mask came with 5.12. */
function minAlignMask(world: MemoryWorld, device: DmaDevice): number {
  if (world.machine.kernel === '4.18' || world.machine.kernel === '5.10') return 0;
  return Number(dmaParameter(world, device, 'min_align_mask') ?? 0n);
}

function requestOf(
  world: MemoryWorld,
  device: DmaDevice,
  pool: SwiotlbPool,
  original: number,
  size: number,
): SlotRequest {
  const asked = dmaParameter(world, device, 'segment_boundary_mask') ?? 0n;
  const boundary = asked === 0n ? noBoundary : asked;
  const start = physicalToDma(world, device, pool.start) & boundary;
  return {
    original,
    size,
    alignMask: minAlignMask(world, device),
    boundarySlots: boundary === noBoundary ? Infinity : Number((boundary + BigInt(slotBytes)) / BigInt(slotBytes)),
    startSlot: Number(start) / slotBytes,
  };
}

const noBoundary = 0xffff_ffff_ffff_ffffn;
