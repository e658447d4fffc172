/**
 * Looks at every DMA transfer as it is announced and says what the kernel cannot see: that it goes to memory which is not the buffer the driver
 * meant. Marked as the simulator's own finding.
 */
import type { DmaTransferStarts, Finding } from './journal.ts';
import { findMapping, type FoundMapping } from './kernel/dma/dma-state.ts';
import { ownerOfFrame } from './inspect/owners.ts';
import { hex } from './inspect/formatting.ts';
import type { World } from './world.ts';

/** The driver's buffer that `programmed` names, in words. */
export function intendedBuffer(world: World, device: string, programmed: bigint, length: number): string {
  const mapping = findMapping(world.kernel.dma, device, programmed, length);
  return mapping ? describeMapping(mapping) : 'no buffer that the driver has mapped for the device';
}

function describeMapping(mapping: FoundMapping): string {
  return `${mapping.kind} buffer of ${mapping.size} bytes at ${hex(mapping.handle)}`;
}

/** The finding that this transfer deserves; null when it goes where it was meant to go. */
export function judgeTransfer(world: World, start: DmaTransferStarts): Finding | null {
  const mapping = findMapping(world.kernel.dma, start.device, start.programmed, start.length);
  if (start.physical === null || mapping?.physical === null) return null;
  const meant = mapping ? mapping.physical + mapping.offset : null;
  if (meant === start.physical) return null;
  const owner = ownerOfFrame(world, Math.floor(start.physical / 4096)).owner;
  const what = start.direction === 'to-device' ? `reads ${start.length} bytes from` : `writes ${start.length} bytes to`;
  return {
    kind: 'finding',
    code: 'wrong-target',
    origin: 'simulator',
    severity: 'error',
    message: `${start.device} ${what} physical ${hex(start.physical)} (${owner}), not the memory that the driver mapped for it: ${explain(start, mapping)}`,
    device: start.device,
    address: BigInt(start.physical),
    length: start.length,
    transfer: start.transfer,
  };
}

function explain(start: DmaTransferStarts, mapping: FoundMapping | null): string {
  if (!mapping) return `no mapping covers ${hex(start.programmed)}`;
  if (start.driven !== start.programmed)
    return `${hex(start.programmed)} is the ${describeMapping(mapping)}, but only ${hex(start.driven)} leaves the device`;
  return `${hex(start.programmed)} is the ${describeMapping(mapping)}, but the bridge makes ${hex(start.bridged)} of it`;
}
