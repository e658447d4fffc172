/**
 * A store to memory that a device reads and the register write that tells it so: on ARM the second may arrive first unless a barrier stands between them. `writel` has one
 * in it, `writel_relaxed` has not (Documentation/memory-barriers.txt, "KERNEL I/O BARRIER EFFECTS"). A PC's CPU keeps them in order, and an uncached store
 * empties its write-combining buffers first; only a compiler could move a plain store behind `writel_relaxed`, which is nothing that a run can show.
 *
 * For register writes the model itself lets nothing pass: it tells what a real machine may do.
 */
import type { DmaTransferStarts, Finding } from '../../../journal.ts';
import type { World } from '../../../world.ts';
import type { KernelContext } from '../../kernel-context.ts';
import type { DmaWatchState } from './state.ts';

/** Kinds of barrier that order stores for devices: full, write, and both for DMA (asm/barrier.h). */
const storeBarriers: ReadonlySet<number> = new Set([0, 2, 3, 5]);
/** Stores that are remembered of each CPU. */
const mostStores = 64;
const lineBytes = 64;

export function isWeaklyOrdered({ machine }: Pick<World, 'machine'>): boolean {
  return machine.arch !== 'x86_64';
}

export function noteBarrier({ world, cpu }: KernelContext, kind: number): void {
  if (storeBarriers.has(kind)) world.kernel.dmaWatch.unordered.delete(cpu);
}

/** `delta` 1: a coherent buffer begins, -1: it is gone. */
export function countCoherentFrames(world: World, physical: number, size: number, delta: 1 | -1): void {
  if (!isWeaklyOrdered(world)) return;
  const { coherentFrames } = world.kernel.dmaWatch;
  for (let frame = Math.floor(physical / 4096); frame * 4096 < physical + size; frame++) {
    const count = (coherentFrames.get(frame) ?? 0) + delta;
    if (count > 0) coherentFrames.set(frame, count);
    else coherentFrames.delete(frame);
  }
}

export function noteStore(world: World, cpu: number, physical: number, statement: number): void {
  if (!isWeaklyOrdered(world)) return;
  const { unordered } = world.kernel.dmaWatch;
  let stores = unordered.get(cpu);
  if (!stores) unordered.set(cpu, (stores = new Map<number, number>()));
  const line = Math.floor(physical / lineBytes);
  stores.delete(line);
  stores.set(line, statement);
  if (stores.size > mostStores) stores.delete(stores.keys().next().value!);
}

/** A CPU is about to write a device's register. */
export function noteRegisterWrite(world: World, cpu: number, device: string, relaxed: boolean): void {
  if (!isWeaklyOrdered(world)) return;
  const { unordered, doorbells } = world.kernel.dmaWatch;
  if (!relaxed) unordered.delete(cpu);
  const stores = unordered.get(cpu);
  if (stores && stores.size > 0) doorbells.set(device, new Map(stores));
  else doorbells.delete(device);
}

/** The finding that a transfer deserves which reads what was stored before an unordered doorbell. */
export function judgeOrder(world: World, start: DmaTransferStarts): Finding | null {
  const { dmaWatch } = world.kernel;
  const stores = dmaWatch.doorbells.get(start.device);
  const { physical, length, device, direction, transfer } = start;
  if (!stores || physical === null || direction !== 'to-device') return null;
  const found = [...stores].find(([line]) => line * lineBytes < physical + length && (line + 1) * lineBytes > physical);
  if (!found || !isNew(dmaWatch, `order ${found[1]}`)) return null;
  return {
    kind: 'finding',
    code: 'missing-barrier',
    origin: 'simulator',
    severity: 'warning',
    message: `${device} is told by a relaxed register write to read ${length} bytes at physical 0x${physical.toString(16)}, and no barrier stands between the store to them and that write: it may read what stood there before`,
    device,
    address: BigInt(physical),
    length,
    transfer,
    related: [{ what: 'stored', stack: [found[1]] }],
  };
}

/** The finding that a load deserves which was given what is older than what a load before it was given. */
export function judgeLoadOrder(world: World, physical: number, size: number, statement: number): Finding | null {
  if (!isNew(world.kernel.dmaWatch, `loads ${statement}`)) return null;
  return {
    kind: 'finding',
    code: 'missing-barrier',
    origin: 'simulator',
    severity: 'warning',
    message: `the CPU is given ${size} bytes at physical 0x${physical.toString(16)} as they were before a device wrote them, though it has seen what the device wrote with them or later: no dma_rmb() stands between the two loads`,
    device: null,
    address: BigInt(physical),
    length: size,
    transfer: null,
    related: [],
  };
}

function isNew({ told }: DmaWatchState, key: string): boolean {
  if (told.has(key)) return false;
  told.add(key);
  return true;
}
