/**
 * Pools of uncached memory for callers that may not sleep (Linux 6.1: kernel/dma/pool.c), where coherent memory has to be remapped: one for each zone, grown
 * in the background, never shrunk.
 *
 * Not modelled: `coherent_pool=`; 32-bit ARM's own pool of 256 KiB, instead of which it has these.
 */
import { fillBulk } from '../../hardware/cpu-bulk.ts';
import { schedule } from '../../pending-events.ts';
import { appendRecord } from '../../journal.ts';
import { callSite, warnOrNot } from '../call-site.ts';
import { cmaAllocate, cmaAlignmentOrder } from '../cma.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { frameBytes } from '../page-allocator.ts';
import { allocateForCaller, orderFor } from '../page-allocator/for-caller.ts';
import { gfp, GFP_KERNEL } from '../page-allocator/gfp.ts';
import { flushRange } from './cache-maintenance.ts';
import type { DmaDevice } from './device-fields.ts';
import { coherentLimit, isWithinCoherentMask, physicalToDma } from './direct/addresses.ts';
import { aliasOf } from './direct/remap.ts';
import type { PageRequest } from './direct/contiguous.ts';
import { bitMask } from './limits.ts';
import { zoneDmaBits } from './mask.ts';
import type { CoherentMemory } from './operations.ts';

export type PoolName = 'kernel' | 'dma' | 'dma32';

export interface AtomicPool {
  readonly name: PoolName;
  readonly chunks: AtomicPoolChunk[];
}
interface AtomicPoolChunk {
  /** Of its uncached alias. */
  readonly address: bigint;
  readonly physical: number;
  /** One for each page: 1 taken. */
  readonly taken: Uint8Array;
}

const mostOrder = 10;
const flagsOf: Readonly<Record<PoolName, number>> = {
  kernel: GFP_KERNEL,
  dma: GFP_KERNEL | gfp.DMA,
  dma32: GFP_KERNEL | gfp.DMA32,
};
const wordsOf: Readonly<Record<PoolName, string>> = {
  kernel: 'GFP_KERNEL',
  dma: 'GFP_KERNEL|GFP_DMA',
  dma32: 'GFP_KERNEL|GFP_DMA32',
};

/** Zeroed memory of the first pool, by the device's mask, that has room the device reaches. null: none, with the kernel's warning. */
export function takeFromAtomicPools(
  context: KernelContext,
  device: DmaDevice,
  request: PageRequest,
): CoherentMemory | null {
  const { world } = context;
  const { atomicPools } = world.kernel.dma;
  const limit = coherentLimit(world, device);
  const first: PoolName = limit <= bitMask(zoneDmaBits(world)) ? 'dma' : limit <= bitMask(32) ? 'dma32' : 'kernel';
  const names = first === 'kernel' ? ['kernel', 'dma32', 'dma'] : first === 'dma32' ? ['dma32', 'dma'] : ['dma'];
  const pools = names.flatMap((name) => atomicPools.filter((pool) => pool.name === name));
  for (const pool of pools) {
    const found = takeFromPool(context, device, pool, request.size);
    if (found) return found;
  }
  const words =
    pools.length > 0 ? `DMA pool exhausted for ${device.name}` : `Failed to get suitable pool for ${device.name}`;
  warnOrNot(
    context,
    pools.length > 0 && (request.gfp & gfp.NOWARN) !== 0,
    `kernel/dma/pool.c:${pools.length > 0 ? 282 : 284} dma_alloc_from_pool`,
    words,
  );
  return null;
}

/** False: the address is of no pool. */
export function giveBackToAtomicPools(context: KernelContext, address: bigint, size: number): boolean {
  for (const pool of context.world.kernel.dma.atomicPools) {
    for (const chunk of pool.chunks) {
      const page = Number((address - chunk.address) / BigInt(frameBytes));
      if (address < chunk.address || page + size / frameBytes > chunk.taken.length) continue;
      chunk.taken.fill(0, page, page + size / frameBytes);
      return true;
    }
  }
  return false;
}

function takeFromPool(
  context: KernelContext,
  device: DmaDevice,
  pool: AtomicPool,
  size: number,
): CoherentMemory | null {
  const { world } = context;
  const pages = size / frameBytes;
  for (const chunk of pool.chunks) {
    const page = firstFit(chunk.taken, pages);
    if (page === null) continue;
    const physical = chunk.physical + page * frameBytes;
    // As gen_pool_alloc: only the first place that fits is looked at.
    if (!isWithinCoherentMask(world, device, physical, size)) return null;
    chunk.taken.fill(1, page, page + pages);
    growIfLow(context, pool);
    const address = chunk.address + BigInt(page * frameBytes);
    fillBulk(context.port, address, size, 0);
    return { address, handle: physicalToDma(world, device, physical), physical, taken: size, from: 'atomic pool' };
  }
  return null;
}

/** `gen_pool_first_fit_order_align`: the first run that begins at a multiple of its size's power of two. */
function firstFit(taken: Uint8Array, pages: number): number | null {
  const step = 2 ** Math.ceil(Math.log2(pages));
  for (let page = 0; page + pages <= taken.length; page += step)
    if (!taken.subarray(page, page + pages).includes(1)) return page;
  return null;
}

function growIfLow({ world, cpu }: KernelContext, pool: AtomicPool): void {
  const { dma } = world.kernel;
  if (availableBytes(pool) >= dma.atomicPoolBytes || dma.atomicPoolsGrow) return;
  dma.atomicPoolsGrow = true;
  schedule(world.pending, world.now, { kind: 'atomic-pools', cpu });
}

/** The background work: every pool that is low doubles. */
export function growAtomicPools(context: KernelContext): void {
  const { dma } = context.world.kernel;
  dma.atomicPoolsGrow = false;
  for (const pool of dma.atomicPools)
    if (availableBytes(pool) < dma.atomicPoolBytes) expand(context, pool, poolBytes(pool));
}

/** Adds a block of so many bytes, rounded up to a power of two, or the largest below that there is. */
function expand(context: KernelContext, pool: AtomicPool, bytes: number): boolean {
  for (let order = Math.min(orderFor(bytes), mostOrder); order >= 0; order--) {
    const frame = takeBlock(context, pool, order);
    if (frame === null) continue;
    const size = frameBytes * 2 ** order;
    flushRange(context, frame * frameBytes, size);
    const address = aliasOf(context, 'atomic pool', frame, size);
    if (address === 0n) return false;
    pool.chunks.push({ address, physical: frame * frameBytes, taken: new Uint8Array(2 ** order) });
    return true;
  }
  return false;
}

function takeBlock(context: KernelContext, pool: AtomicPool, order: number): number | null {
  const { cma, pageAllocator } = context.world.kernel;
  const [area] = cma.areas;
  const what = `atomic pool (${pool.name})`;
  if (area && isInZone(context, pool.name, (area.baseFrame + area.frames) * frameBytes - 1)) {
    const owner = { kind: 'dma-coherent' as const, what, statement: callSite(context) };
    const outcome = cmaAllocate(pageAllocator, area, 2 ** order, Math.min(order, cmaAlignmentOrder), owner);
    if (!('error' in outcome)) return outcome.frame;
  }
  return allocateForCaller(context, { order, gfp: flagsOf[pool.name] | gfp.NOWARN, kind: 'dma-coherent', what });
}

function isInZone({ world }: KernelContext, name: PoolName, end: number): boolean {
  if (name === 'kernel') return true;
  return BigInt(end) <= bitMask(name === 'dma' ? zoneDmaBits(world) : 32);
}

function poolBytes({ chunks }: AtomicPool): number {
  return chunks.reduce((sum, { taken }) => sum + taken.length * frameBytes, 0);
}

function availableBytes({ chunks }: AtomicPool): number {
  return chunks.reduce((sum, { taken }) => sum + taken.reduce((free, page) => free + (page ? 0 : frameBytes), 0), 0);
}

export const atomicPoolFunctions: KernelFunctions = {
  /** At boot, where coherent memory is remapped. */
  __dma_atomic_pool_init(context: KernelContext) {
    const { world } = context;
    const { dma, pageAllocator } = world.kernel;
    if (world.machine.arch === 'x86_64' || world.hardware.coherent) return;
    const managed = pageAllocator.zones.reduce((sum, zone) => sum + zone.managed, 0);
    // 128 KiB for each GiB of RAM.
    dma.atomicPoolBytes = Math.max(Math.min(Math.floor(managed / 8192), 1024) * frameBytes, 128 * 1024);
    const hasDma = pageAllocator.zones.some((zone) => zone.name === 'DMA' && zone.managed > 0);
    for (const name of ['kernel', ...(hasDma ? (['dma'] as const) : []), 'dma32'] as const) {
      const pool: AtomicPool = { name, chunks: [] };
      const grown = expand(context, pool, dma.atomicPoolBytes);
      const size = (grown ? poolBytes(pool) : dma.atomicPoolBytes) / 1024;
      if (grown) dma.atomicPools.push(pool);
      const words = grown ? 'preallocated' : 'failed to allocate';
      const text = `DMA: ${words} ${size} KiB ${wordsOf[name]} pool for atomic allocation${grown ? 's' : ''}`;
      // A line of the boot, not of the task in whose C code this one is.
      appendRecord(
        world.journal,
        { at: 0, cpu: context.cpu, task: null, stack: [] },
        { kind: 'log', level: grown ? 6 : 3, text },
      );
    }
  },
  /** Bytes of one pool: 0 kernel, 1 dma, 2 dma32. */
  __dma_atomic_pool_size(context: KernelContext, which: number): bigint {
    const name = (['kernel', 'dma', 'dma32'] as const)[which];
    const pool = context.world.kernel.dma.atomicPools.find((each) => each.name === name);
    return BigInt(pool ? poolBytes(pool) : 0);
  },
  __dma_has_atomic_pools: ({ world }: KernelContext): number => (world.kernel.dma.atomicPools.length > 0 ? 1 : 0),
};
