/** dma_alloc_attrs and dma_free_attrs as C calls them. */
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { readDevice } from './device-fields.ts';
import { allocateCoherent, freeCoherent } from './direct.ts';

export const dmaFunctions: KernelFunctions = {
  /** NULL and an untouched handle when there is no memory. */
  dma_alloc_attrs(
    context: KernelContext,
    device: bigint,
    size: bigint,
    handle: bigint,
    flags: number,
    attributes: bigint,
  ): bigint {
    const fields = readDevice(context.world, device);
    const given = allocateCoherent(context, fields, Number(size), flags, Number(attributes));
    if (!given) return 0n;
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, given.handle, true);
    writeBulk(context.port, handle, bytes);
    return given.address;
  },
  dma_free_attrs(
    context: KernelContext,
    device: bigint,
    size: bigint,
    address: bigint,
    handle: bigint,
    attributes: bigint,
  ) {
    void attributes;
    freeCoherent(context, readDevice(context.world, device), Number(size), address, handle);
  },
};
