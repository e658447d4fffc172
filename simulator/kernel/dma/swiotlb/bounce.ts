/** Copies between a driver's buffer and its bounce buffer (Linux 6.1: swiotlb_bounce), by the CPU, through its caches. */
import { copyBulk } from '../../../hardware/cpu-bulk.ts';
import { warnOnce } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { directAddress } from '../../kernel-memory.ts';
import type { DmaDevice } from '../device-fields.ts';
import { mappedFrom, offsetInSlot, originalOf, slotAt, slotBytes } from './pool.ts';
import type { SwiotlbPool } from './pool.ts';

/** `to-bounce` before the device reads, `from-bounce` after it wrote. Nothing is copied for slots that nobody mapped. */
export function bounce(
  context: KernelContext,
  device: DmaDevice,
  pool: SwiotlbPool,
  physical: number,
  asked: number,
  alignMask: number,
  way: 'to-bounce' | 'from-bounce',
): void {
  const slot = slotAt(pool, physical);
  const original = originalOf(pool, slot);
  if (original < 0) return;
  const offset = (physical % slotBytes) - offsetInSlot(original, alignMask);
  if (offset < 0) {
    const origin = offsetInSlot(original, alignMask);
    const words = `Access before mapping start detected. orig offset ${origin}, requested offset ${physical % slotBytes}.`;
    return complain(context, device, 'before', 569, words);
  }
  const left = mappedFrom(pool, slot) - offset;
  if (left < 0) {
    const words = `Buffer overflow detected. Allocation size: ${mappedFrom(pool, slot)}. Mapping size: ${asked}+${offset}.`;
    return complain(context, device, 'behind', 577, words);
  }
  if (asked > left) {
    const words = `Buffer overflow detected. Allocation size: ${left}. Mapping size: ${asked}.`;
    complain(context, device, 'overflow', 587, words);
  }
  const size = Math.min(asked, left);
  if (size === 0) return;
  const [buffer, copy] = [directAddress(original + offset), directAddress(physical)];
  const [to, from] = way === 'to-bounce' ? [copy, buffer] : [buffer, copy];
  copyBulk(context.port, to, context.port, from, size);
  context.record({ kind: 'bounce', device: device.name, way, original: original + offset, physical, size });
}

function complain(context: KernelContext, device: DmaDevice, key: string, line: number, words: string): void {
  const message = `${device.driver} ${device.name}: ${words}`;
  warnOnce(context, `swiotlb ${key}`, `kernel/dma/swiotlb.c:${line} swiotlb_bounce`, message);
}
