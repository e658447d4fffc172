/** What a million streaming mappings cost the DMA API, without its caller's C code. Bundled by mappings.mjs. */
import { appendRecord, createJournal } from '../../simulator/journal.ts';
import type { JournalEntry } from '../../simulator/journal.ts';
import type { KernelContext } from '../../simulator/kernel/kernel-context.ts';
import { memoryFunctions } from '../../simulator/kernel/memory-rooms.ts';
import { boot, makeDevice, referenceMachine } from '../kernel/memory/memory-machine.ts';
import { measure, show } from './measure.ts';
import type { Measured } from './measure.ts';

const buffers = 1_000_000;
const toDevice = 1;
const vmemmap = 0xffff_ea00_0000_0000n;
const firstPage = 0x14_0000n;
const inPage = [0n, 1024n, 2048n, 3072n];

type Call = (context: KernelContext, ...values: (bigint | number)[]) => bigint | number | undefined;
const functions = Object.assign({}, ...memoryFunctions) as Record<string, Call>;

/** Mapped and unmapped, at most `live` at a time: each a buffer of its own, four in a page. What its caller's C code has ready is made before. */
function mapAndUnmap(live: number, changes: Parameters<typeof boot>[0]): Measured {
  const machine = boot({ ...referenceMachine, ...changes });
  const journal = createJournal();
  const record = (entry: JournalEntry) => appendRecord(journal, { at: 0, cpu: 0, task: null, stack: [] }, entry);
  const { context } = machine;
  Object.assign(context, { record });
  const device = makeDevice(machine, '0000:00:02.0', (1n << 64n) - 1n);
  const pages = Array.from({ length: Math.ceil(live / 4) }, (_, i) => vmemmap + (firstPage + BigInt(i)) * 64n);
  const handles = new BigUint64Array(live);
  const map = functions['dma_map_page_attrs']!;
  const unmap = functions['dma_unmap_page_attrs']!;
  const mappingFailed = functions['dma_mapping_error']!;
  // Who is not asked about is a report.
  const asksForErrors = changes?.dmaDebug?.enabled === true;
  return measure((look) => {
    for (let done = 0; done < buffers; done += live) {
      for (let i = 0; i < live; i++) {
        handles[i] = map(context, device, pages[i >> 2]!, inPage[i & 3]!, 1024n, toDevice, 0n) as bigint;
        if (asksForErrors) mappingFailed(context, device, handles[i]!);
      }
      if (done + live >= buffers) look();
      for (let i = 0; i < live; i++) unmap(context, device, handles[i]!, 1024n, toDevice, 0n);
    }
  });
}

/** Each mapping, unmapping and invalidation is a record of the journal, which is bounded. */
const behind = (iommu: 'strict' | 'lazy'): Parameters<typeof boot>[0] => ({
  iommu,
  devices: [{ model: 'edu', name: '0000:00:02.0', configuration: {} }],
});

const watched: Parameters<typeof boot>[0] = { dmaDebug: { enabled: true, allErrors: true } };

const rows: readonly (readonly [string, number, Parameters<typeof boot>[0]])[] = [
  ['a million buffers mapped and unmapped, one at a time', 1, {}],
  ['a million buffers mapped and unmapped, 10000 at a time', 10_000, {}],
  ['a million buffers mapped, then unmapped', buffers, {}],
  ['a million buffers behind a strict IOMMU, one at a time', 1, behind('strict')],
  ['a million buffers behind a strict IOMMU, 10000 at a time', 10_000, behind('strict')],
  ['a million buffers behind a lazy IOMMU, one at a time', 1, behind('lazy')],
  ['a million buffers behind a lazy IOMMU, 10000 at a time', 10_000, behind('lazy')],
  ['a million buffers under dma-debug, one at a time', 1, watched],
  ['a million buffers under dma-debug, 10000 at a time', 10_000, watched],
  ['a million buffers under dma-debug, mapped, then unmapped', buffers, watched],
];

/** The number of one row, else all. */
const only = process.argv[2];
for (const [index, [what, live, changes]] of rows.entries())
  if (only === undefined || Number(only) === index) show(what, mapAndUnmap(live, changes));
