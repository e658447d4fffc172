/**
 * Streaming mappings without an IOMMU (Linux 6.1: dma_direct_map_page and its kin): a range check and, on a coherent machine, nothing else.
 *
 * Not modelled yet: bounce buffers (a buffer beyond the mask is an error), cache maintenance on non-coherent machines, scatterlists, dma-debug.
 */
import { callSite, logLine, logWarning, recordFinding } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { frameOfPage } from '../kernel-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import { readDevice, streamingMask } from './device-fields.ts';
import type { DmaDevice } from './device-fields.ts';
import { smallerLimit } from './mask.ts';
import type { StreamingMapping } from './dma-state.ts';

const mappingError = 0xffff_ffff_ffff_ffffn;

export const dmaStreamingFunctions: KernelFunctions = {
  dma_map_page_attrs(
    context: KernelContext,
    device: bigint,
    page: bigint,
    offset: bigint,
    size: bigint,
    direction: number,
    attributes: bigint,
  ): bigint {
    void attributes;
    const frame = frameOfPage(page);
    if (frame === null) return mappingError;
    return mapPhysical(
      context,
      readDevice(context.world, device),
      frame * frameBytes + Number(offset),
      Number(size),
      direction,
    );
  },
  dma_unmap_page_attrs(
    context: KernelContext,
    device: bigint,
    handle: bigint,
    size: bigint,
    direction: number,
    attributes: bigint,
  ) {
    void size;
    void attributes;
    needsCoherence(context, readDevice(context.world, device));
    forget(context, readDevice(context.world, device), handle, direction);
  },
  dma_sync_single_for_cpu(context: KernelContext, device: bigint, handle: bigint, size: bigint, direction: number) {
    void [handle, size, direction];
    needsCoherence(context, readDevice(context.world, device));
  },
  dma_sync_single_for_device(context: KernelContext, device: bigint, handle: bigint, size: bigint, direction: number) {
    void [handle, size, direction];
    needsCoherence(context, readDevice(context.world, device));
  },
  /** For `dma_map_single` of memory that is not in the direct map. */
  __dma_reject_vmalloc(context: KernelContext, device: bigint): bigint {
    const { name, driver } = readDevice(context.world, device);
    const { shownOnce } = context.world.kernel.dma;
    if (!shownOnce.has('vmalloc')) {
      shownOnce.add('vmalloc');
      logLine(context, 4, '------------[ cut here ]------------');
      logLine(context, 4, `${driver} ${name}: rejecting DMA map of vmalloc memory`);
      logWarning(context, 'include/linux/dma-mapping.h dma_map_single_attrs');
    }
    return mappingError;
  },
};

function mapPhysical(
  context: KernelContext,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: number,
): bigint {
  const { dma } = context.world.kernel;
  if (device.maskPointer === 0n) {
    if (!dma.shownOnce.has('no-mask')) logWarning(context, 'kernel/dma/mapping.c:152 dma_map_page_attrs');
    dma.shownOnce.add('no-mask');
    return mappingError;
  }
  needsCoherence(context, device);
  const mask = streamingMask(context.world, device);
  if (BigInt(physical) + BigInt(size) - 1n > smallerLimit(mask, device.busLimit))
    return overflow(context, device, physical, size, mask);
  const statement = callSite(context);
  const mapping: StreamingMapping = { handle: BigInt(physical), physical, size, direction, statement };
  let byHandle = dma.streaming.get(device.name);
  if (!byHandle) dma.streaming.set(device.name, (byHandle = new Map<number, StreamingMapping[]>()));
  const same = byHandle.get(physical);
  if (same) same.push(mapping);
  else byHandle.set(physical, [mapping]);
  return mapping.handle;
}

function overflow(context: KernelContext, device: DmaDevice, physical: number, size: number, mask: bigint): bigint {
  const { shownOnce } = context.world.kernel.dma;
  if (!shownOnce.has('overflow')) {
    shownOnce.add('overflow');
    const address = `0x${physical.toString(16).padStart(16, '0')}`;
    const limits = `mask ${mask.toString(16)}, bus limit ${device.busLimit.toString(16)}`;
    logLine(context, 4, '------------[ cut here ]------------');
    logLine(context, 4, `${device.driver} ${device.name}: DMA addr ${address}+${size} overflow (${limits}).`);
    logWarning(context, 'kernel/dma/direct.h:103 dma_direct_map_page');
  }
  if (context.world.machine.swiotlb !== 'off') {
    recordFinding(context, {
      code: 'not-modelled',
      origin: 'simulator',
      severity: 'warning',
      message:
        'a real kernel would bounce this buffer through swiotlb, which is not modelled yet (kernel/dma/streaming.ts)',
      device: device.name,
      address: BigInt(physical),
      length: size,
    });
  }
  return mappingError;
}

function forget(context: KernelContext, device: DmaDevice, handle: bigint, direction: number): void {
  const byHandle = context.world.kernel.dma.streaming.get(device.name);
  const mappings = byHandle?.get(Number(handle));
  if (!byHandle || !mappings) return;
  const index = mappings.findIndex((each) => each.direction === direction);
  mappings.splice(Math.max(index, 0), 1);
  if (mappings.length === 0) byHandle.delete(Number(handle));
}

/** Says once that cache maintenance is missing, where it would be needed. */
function needsCoherence(context: KernelContext, device: DmaDevice): void {
  const { shownOnce } = context.world.kernel.dma;
  if (context.world.hardware.coherent || shownOnce.has('maintenance')) return;
  shownOnce.add('maintenance');
  recordFinding(context, {
    code: 'not-modelled',
    origin: 'simulator',
    severity: 'warning',
    message: 'cache maintenance for streaming DMA is not modelled yet (kernel/dma/streaming.ts)',
    device: device.name,
  });
}
