/** Which journal records each event filter stops at, and how a stop is told in words. */
import type { JournalRecord } from '../journal.ts';
import type { EventFilterName } from '../simulation.ts';

/** What a device does to memory that is not, or no longer, or not wholly its own. */
const strayCodes: ReadonlySet<string> = new Set(['wrong-target', 'dma-after-unmap', 'dma-overrun']);

export function matchesFilter(filter: EventFilterName, record: JournalRecord): boolean {
  if (!concernsKind(filter, record.kind)) return false;
  switch (filter) {
    case 'mapping-failed':
      return record.kind === 'dma-map' && record.handle === 0xffff_ffff_ffff_ffffn;
    case 'tlb-shootdown':
      return record.kind === 'tlb-flush' && record.ipi;
    case 'wrong-target':
      return record.kind === 'finding' && strayCodes.has(record.code);
    case 'kernel-warning':
      return record.kind === 'finding' && record.origin === 'kernel';
    default:
      return true;
  }
}

/** Whether a filter may stop at a record of this kind. */
export function concernsKind(filter: EventFilterName, kind: JournalRecord['kind']): boolean {
  switch (filter) {
    case 'mapping-failed':
      return kind === 'dma-map';
    case 'allocation':
      return kind === 'coherent-alloc' || kind === 'coherent-free';
    case 'iommu-map':
      return kind === 'iommu-map' || kind === 'iommu-unmap';
    case 'tlb-shootdown':
      return kind === 'tlb-flush';
    case 'wrong-target':
    case 'kernel-warning':
      return kind === 'finding';
    default:
      return kind === filter;
  }
}

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

/** One sentence for the stop: what happened, where to, how much. */
export function describeRecord(record: JournalRecord): string {
  switch (record.kind) {
    case 'dma-start':
    case 'dma-complete': {
      const verb = record.kind === 'dma-start' ? 'starts' : 'completes';
      const what =
        record.direction === 'to-device' ? `read of ${record.length} bytes from` : `write of ${record.length} bytes to`;
      const cut = record.driven === record.programmed ? '' : `, driven as ${hex(record.driven)}`;
      const end =
        record.physical === null
          ? ', refused on the way'
          : BigInt(record.physical) === record.driven
            ? ''
            : `, memory at ${hex(record.physical)}`;
      return `${record.device}: DMA ${verb}: ${what} ${hex(record.programmed)}${cut}${end}`;
    }
    case 'finding':
      return record.message;
    case 'iommu-fault': {
      const what = record.direction === 'to-device' ? 'read of' : 'write to';
      return `${record.device}: the IOMMU stops a ${what} ${hex(record.address)}: ${record.text}`;
    }
    case 'iotlb-invalidation': {
      const range = record.address === null ? 'all of it' : `${hex(record.address)}, ${record.bytes} bytes`;
      return `IOTLB invalidated for domain ${record.domain}: ${range}; ${record.dropped} entries dropped`;
    }
    default:
      return wordsOf(record);
  }
}

/** `register write: CMD = 0x1, 0000:00:02.0`: the kind and what the record says. */
function wordsOf(record: JournalRecord): string {
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  let words = '';
  for (const name in fields) {
    const value = fields[name];
    if (value === null || value === '' || typeof value === 'object' || circumstances.has(name)) continue;
    const text = typeof value === 'bigint' || name === 'physical' ? hex(value as bigint) : String(value);
    words += `${words === '' ? '' : ', '}${name} ${text}`;
  }
  return `${record.kind.replaceAll('-', ' ')}: ${words}`;
}

const circumstances: ReadonlySet<string> = new Set(['sequence', 'at', 'cpu', 'task', 'stack', 'kind']);
