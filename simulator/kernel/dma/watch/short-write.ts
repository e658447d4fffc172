/**
 * A device that writes less than it was given room for leaves old bytes in the buffer; a driver that then hands all of it to a user program gives those away.
 * Zeroes are nobody's secret, and bytes that were changed since are not what the device left.
 */
import { coherentRead } from '../../../hardware/coherent-access.ts';
import { recordFinding } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { kernelPhysical } from '../../kernel-memory.ts';
import { DMA_FROM_DEVICE } from '../operation-constants.ts';
import { removeRange } from './ranges.ts';
import { residueBytes, residueLimit, type Range, type Residue, type WatchedMapping } from './state.ts';

/** Fewer equal bytes may be chance. */
const telling = 8;

export function rememberResidue({ world }: KernelContext, mapping: WatchedMapping): void {
  if (mapping.direction !== DMA_FROM_DEVICE || mapping.written.length === 0) return;
  const { residues } = world.kernel.dmaWatch;
  const { device, physical, size, stack } = mapping;
  const left = mapping.written.reduce<readonly Range[]>((ranges, each) => removeRange(ranges, each), [[0, size]]);
  for (const [from, to] of left) {
    const bytes = coherentRead(world.hardware, physical + from, Math.min(to - from, residueBytes));
    if (bytes.every((byte) => byte === 0)) continue;
    residues.push({ device, physical: physical + from, bytes, mapped: stack });
    if (residues.length > residueLimit) residues.shift();
  }
}

/** A driver is about to give `length` bytes at `from` to a user program. */
export function checkHandedOut(context: KernelContext, from: bigint, length: number): void {
  const { world } = context;
  const { residues } = world.kernel.dmaWatch;
  if (residues.length === 0) return;
  const physical = kernelPhysical(world, from);
  if (physical === null) return;
  const index = residues.findIndex((each) => isHandedOut(context, each, physical, length));
  if (index < 0) return;
  const [{ device, bytes, mapped } = residues[0]!] = residues.splice(index, 1);
  recordFinding(context, {
    code: 'short-write-leak',
    origin: 'simulator',
    severity: 'warning',
    message: `the program is given ${bytes.length} bytes that ${device} never wrote: what stood in the buffer before`,
    device,
    address: from,
    length,
    related: [{ what: 'mapped', stack: mapped }],
  });
}

function isHandedOut({ world }: KernelContext, residue: Residue, physical: number, length: number): boolean {
  const start = Math.max(physical, residue.physical);
  const end = Math.min(physical + length, residue.physical + residue.bytes.length);
  if (end - start < telling) return false;
  const now = coherentRead(world.hardware, start, end - start);
  const then = residue.bytes.subarray(start - residue.physical, end - residue.physical);
  return now.every((byte, index) => byte === then[index]) && now.some((byte) => byte !== 0);
}
