/** A command's PRP list as the controller would follow it now, page by page: each slot is data, or leads to the next page. */
import type { DescriptorEntry, DescriptorTable, DeviceLook } from '../device.ts';
import { isChained, takeList, takePointers, type PrpStep } from './prp.ts';
import { pageBytes, type Segment } from './state.ts';

/** A list that leads in a circle is shown for so many pages. */
const mostPages = 16;

/** Empty where the command needs no list. */
export function prpTables(prp1: bigint, prp2: bigint, bytes: number, look: DeviceLook): DescriptorTable[] {
  const tables: DescriptorTable[] = [];
  const segments: Segment[] = [];
  let step: PrpStep = takePointers(prp1, prp2, bytes, segments);
  while (step.kind === 'list' && tables.length < mostPages) {
    const rest = bytes - segments.reduce((sum, { length }) => sum + length, 0);
    const entries = entriesAt(step.address, step.entries, look);
    const chained = isChained(step.address, rest);
    tables.push(listTable(step.address, entries, chained, tables.length + 1, rest, look));
    if (entries.length < step.entries) break;
    step = takeList({ address: step.address, entries, chained }, rest, segments);
  }
  return tables;
}

function entriesAt(address: bigint, count: number, look: DeviceLook): bigint[] {
  const bytes = look.readHost(address, 8 * count);
  const view = bytes && new DataView(bytes.buffer, bytes.byteOffset);
  return view ? Array.from({ length: count }, (_, i) => view.getBigUint64(8 * i, true)) : [];
}

function listTable(
  address: bigint,
  entries: readonly bigint[],
  chained: boolean,
  page: number,
  rest: number,
  look: DeviceLook,
): DescriptorTable {
  const last = entries.length - 1;
  const entry = (value: bigint, index: number): DescriptorEntry => {
    const link = chained && index === last;
    const wrong = value % BigInt(pageBytes) !== 0n ? ', not the start of a page' : '';
    const length = Math.min(pageBytes, Math.max(1, rest - index * pageBytes));
    return {
      index,
      owner: 'device',
      values: [value, `${link ? 'next page of the list' : 'data'}${wrong}`],
      buffers: link ? [] : [{ what: 'data', address: value, length }],
    };
  };
  // The last slots matter most: there it shows whether the list goes on.
  const shown = entries
    .map(entry)
    .filter(({ index }) => index < look.entryLimit / 2 || index > last - look.entryLimit / 2);
  return {
    name: `PRP list, page ${page}`,
    shape: 'list',
    address,
    entryBytes: 8,
    count: entries.length,
    columns: [
      {
        name: 'PRP',
        meaning: 'A page of the data; in the last slot of a page, where more is to come, the next page of the list.',
      },
      { name: 'is', meaning: 'What the controller takes it for.' },
    ],
    marks: [],
    entries: shown,
  };
}
