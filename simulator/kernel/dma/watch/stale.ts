/**
 * Where devices do not snoop: lines that a device wrote while a cache had them. Until every copy is gone a CPU may read what stood there before, and a dirty copy may
 * be written back over what the device wrote. Told when a CPU reads one or the other; a device that reads what a cache has newer is told as it reads.
 */
import { cacheLineAt } from '../../../hardware/cache.ts';
import { coherentRead, isCached } from '../../../hardware/coherent-access.ts';
import { dropFastLinesOfRange } from '../../../hardware/fast-table.ts';
import type { Hardware } from '../../../hardware/hardware.ts';
import { hasMemory, readPhysical } from '../../../hardware/physical-memory.ts';
import type { Finding } from '../../../journal.ts';
import type { World } from '../../../world.ts';
import { mappingsInFrame } from './mappings.ts';
import { staleLimit, type StaleLine, type WatchedMapping } from './state.ts';

const lineBytes = 64;

/** A device has written memory behind the caches' back. */
export function noteUnsnoopedWrite(world: World, device: string, physical: number, length: number): void {
  const { hardware } = world;
  const { stale } = world.kernel.dmaWatch;
  for (let at = physical; at < physical + length; at = (Math.floor(at / lineBytes) + 1) * lineBytes) {
    const line = Math.floor(at / lineBytes);
    const end = Math.min((line + 1) * lineBytes, physical + length);
    if (!isCached(hardware, line)) {
      // No copy is left that could hide this write, nor what was written there before it.
      stale.delete(line);
      continue;
    }
    if (stale.size >= staleLimit) continue;
    const mapping = mappingsInFrame(world.kernel.dmaWatch, Math.floor(at / 4096)).find((each) => holds(each, at));
    const whole =
      mapping !== undefined && holds(mapping, line * lineBytes) && holds(mapping, (line + 1) * lineBytes - 1);
    const bytes = readPhysical(hardware.memory, at, end - at);
    stale.set(line, {
      device,
      physical: at,
      bytes,
      shared: mapping !== undefined && !whole,
      mapped: mapping?.stack ?? [],
    });
    dropFastLinesOfRange(hardware.cpus, line * lineBytes, lineBytes);
  }
}

/** The finding that a CPU's access deserves; null: it reads what the device wrote, or writes it anew. `cpu` null: an access behind the caches. */
export function judgeStaleAccess(
  world: World,
  cpu: number | null,
  physical: number,
  size: number,
  write: boolean,
): Finding | null {
  const { hardware } = world;
  const { stale } = world.kernel.dmaWatch;
  const line = Math.floor(physical / lineBytes);
  const entry = stale.get(line);
  if (!entry) return null;
  const start = Math.max(physical, entry.physical);
  const length = Math.min(physical + size, entry.physical + entry.bytes.length) - start;
  if (length <= 0) return null;
  if (write) {
    stale.delete(line);
    return null;
  }
  const wrote = entry.bytes.subarray(start - entry.physical, start - entry.physical + length);
  const code = !isEqual(readPhysical(hardware.memory, start, length), wrote)
    ? entry.shared
      ? 'shared-line'
      : 'dirty-line-over-dma'
    : cpu === null || isEqual(coherentRead(hardware, start, length, cpu), wrote)
      ? null
      : 'stale-read';
  const { bytes } = entry;
  const isOver = cpu !== null && isEqual(coherentRead(hardware, entry.physical, bytes.length, cpu), bytes);
  if (code !== null || isOver) stale.delete(line);
  return code === null ? null : findingOf(code, entry, start, length);
}

/** The finding that a device's read deserves: memory is older than a cache. */
export function judgeUnsnoopedRead(
  world: World,
  device: string,
  transfer: number,
  physical: number,
  length: number,
): Finding | null {
  const { hardware, kernel } = world;
  const key = `old ${transfer}`;
  if (kernel.dmaWatch.told.has(key) || !hasMemory(hardware.memory, physical, length)) return null;
  // What differs otherwise is a store to uncached memory on its way, or a line that a cache fetched by itself.
  if (!isDirtyAnywhere(hardware, physical, length)) return null;
  if (isEqual(coherentRead(hardware, physical, length), readPhysical(hardware.memory, physical, length))) return null;
  kernel.dmaWatch.told.add(key);
  const mapping = mappingsInFrame(kernel.dmaWatch, Math.floor(physical / 4096)).find((each) => holds(each, physical));
  return {
    ...common(device, physical, length),
    code: 'device-reads-stale',
    transfer,
    message: `${device} reads ${length} bytes at physical 0x${physical.toString(16)} that a CPU has changed in its cache since they reached memory: they were not synchronised for the device`,
    related: mapping ? [{ what: 'mapped', stack: mapping.stack }] : [],
  };
}

const texts: Readonly<Record<string, string>> = {
  'stale-read':
    'reads its cache, which still has what stood there before DEVICE wrote it: no synchronisation for the CPU has dropped the line',
  'dirty-line-over-dma':
    'reads what a dirty cache line has overwritten: DEVICE had written these bytes, then the line was written back',
  'shared-line':
    'reads what a dirty cache line has overwritten: the buffer shares the line with other data, whose change was written back over what DEVICE wrote',
};

function findingOf(code: string, { device, mapped }: StaleLine, start: number, length: number): Finding {
  const count = `${length} byte${length === 1 ? '' : 's'}`;
  return {
    ...common(device, start, length),
    code,
    transfer: null,
    message: `the CPU ${texts[code]!.replace('DEVICE', device)} (${count} at physical 0x${start.toString(16)})`,
    related: mapped.length > 0 ? [{ what: 'mapped', stack: mapped }] : [],
  };
}

function common(device: string, physical: number, length: number) {
  const address = BigInt(physical);
  return { kind: 'finding', origin: 'simulator', severity: 'error', device, address, length } as const;
}

function holds({ physical, size }: WatchedMapping, at: number): boolean {
  return at >= physical && at < physical + size;
}

function isDirtyAnywhere({ cpus, lastLevel }: Hardware, physical: number, length: number): boolean {
  const caches = [lastLevel, ...cpus.map(({ l1 }) => l1)];
  for (let at = physical - (physical % lineBytes); at < physical + length; at += lineBytes)
    if (caches.some((cache) => cacheLineAt(cache, at)?.dirty)) return true;
  return false;
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, index) => byte === other[index]);
}
