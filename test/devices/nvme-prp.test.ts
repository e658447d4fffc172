/**
 * PRP entries as the controller follows them. The numbers of entries and list pages are those of the documented questions about Linux's nvme
 * driver (drivers/nvme/host/pci.c, nvme_pci_setup_prps); the rules are those of the NVM Express Base Specification 1.4, chapter 4.3.
 */
import { expect, test } from 'vitest';
import { nvme as model } from '../../simulator/devices/nvme/device.ts';
import { ioHost, type Host } from './nvme-host.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const page = 4 * KiB;
const dataStart = 0x100000;

/** Pages of the data but the first, as list entries from `listAt` on; returns how many. Each list page but the last ends with the next one's address. */
function putList(one: Host, listAt: number, offset: number, bytes: number): number {
  const pages = Math.ceil((offset + bytes) / page);
  const memory = new DataView(one.bus.memory.buffer);
  let at = listAt;
  for (let next = 1; next < pages; next++) {
    if (at % page === page - 8 && next < pages - 1) {
      const more = Math.ceil((at + 8) / page) * page;
      memory.setBigUint64(at, BigInt(more), true);
      at = more;
    }
    memory.setBigUint64(at, BigInt(dataStart + next * page), true);
    at += 8;
  }
  return pages - 1;
}

function readWithList(one: Host, listAt: number, offset: number, bytes: number): number {
  const entries = putList(one, listAt, offset, bytes);
  const prp2 = entries === 1 ? dataStart + page : listAt;
  one.bus.trace.length = 0;
  const dwords = [0, 0, bytes / 512 - 1];
  expect(one.submit(1, { opcode: 2, nsid: 1, prp1: dataStart + offset, prp2, dwords }).status).toBe(0);
  return entries;
}

/** Lengths of what was fetched in the order of the bus, the submission entry left out. */
function fetches(one: Host): number[] {
  const lengths = one.bus.trace.flatMap((line) => /^begin read 0x\w+ (\d+)/.exec(line)?.[1] ?? []);
  return lengths.slice(1).map(Number);
}

test.each([
  ['4 KiB', 4 * KiB, 0, 0, []],
  ['4 KiB at 0x200', 4 * KiB, 0x200, 1, []],
  ['8 KiB at 0x200', 8 * KiB, 0x200, 2, [2]],
  ['128 KiB', 128 * KiB, 0, 31, [31]],
  ['1 MiB', MiB, 0, 255, [255]],
  ['2 MiB', 2 * MiB, 0, 511, [511]],
  ['2 MiB at 0x200: the last slot is data', 2 * MiB, 0x200, 512, [512]],
  ['514 pages: the last slot is a chain', 514 * page, 0, 513, [512, 2]],
  ['4 MiB', 4 * MiB, 0, 1023, [512, 512]],
])('%s', (_, bytes, offset, entries, lists) => {
  const one = ioHost({}, 8 * MiB);
  expect(readWithList(one, 0x20000, offset, bytes)).toBe(entries);
  expect(fetches(one)).toEqual(lists.map((each) => 8 * each));
  const written = one.bus.trace.flatMap((line) => /^write 0x(\w+) (\d+)/.exec(line)?.slice(1) ?? []);
  const moved = written.filter((_word, i) => i % 2 === 1).map(Number);
  expect(moved.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(bytes);
  expect(moved).toHaveLength(entries + 2); // a page for each entry, PRP1's, and the completion
  expect(written[0]).toBe((dataStart + offset).toString(16));
});

test.each([
  ['the middle of a page', 0x20f80, 31, [16, 16]],
  ['the last slot of a page: nothing but a chain', 0x20ff8, 31, [1, 31]],
  ['a page, and fits it to the last slot', 0x20f08, 31, [31]],
])('a list that begins at %s', (_, listAt, entries, lists) => {
  const one = ioHost({}, 8 * MiB);
  expect(readWithList(one, listAt, 0, 128 * KiB)).toBe(entries);
  expect(fetches(one)).toEqual(lists.map((each) => 8 * each));
});

test.each([
  ['an entry with an offset', 3, 0x150200n, 0x013],
  ['an entry with an offset in bits 1:0', 3, 0x150001n, 0x013],
  ['the last entry with an offset', 30, 0x150200n, 0x013],
  ['an entry that is 0: a page like any other', 3, 0n, 0x000],
])('%s', (_, index, value, status) => {
  const one = ioHost({}, 8 * MiB);
  putList(one, 0x20000, 0, 128 * KiB);
  new DataView(one.bus.memory.buffer).setBigUint64(0x20000 + 8 * index, value, true);
  one.bus.trace.length = 0;
  const done = one.submit(1, { opcode: 2, nsid: 1, prp1: dataStart, prp2: 0x20000, dwords: [0, 0, 255] });
  expect(done.status.toString(16)).toBe(status.toString(16));
  // Nothing is moved before all of the list has been looked at.
  expect(one.bus.trace.filter((line) => line.startsWith('write'))).toHaveLength(status ? 1 : 33);
});

test('a chain with an offset', () => {
  const one = ioHost({}, 8 * MiB);
  putList(one, 0x20000, 0, 514 * page);
  new DataView(one.bus.memory.buffer).setBigUint64(0x20ff8, 0x21008n, true);
  const dwords = [0, 0, (514 * page) / 512 - 1];
  expect(one.submit(1, { opcode: 2, nsid: 1, prp1: dataStart, prp2: 0x20000, dwords }).status).toBe(0x013);
});

test('a view sees queues with their owners, and the list of a command page by page', () => {
  const one = ioHost({}, 8 * MiB);
  putList(one, 0x20000, 0, 514 * page);
  const dwords = [0, 0, (514 * page) / 512 - 1];
  one.push(1, { opcode: 2, nsid: 1, prp1: dataStart, prp2: 0x20000, dwords });
  const look = {
    configuration: one.bus.configuration,
    readHost: (address: bigint, length: number) => one.bus.memory.slice(Number(address), Number(address) + length),
    entryLimit: 256,
  };
  const before = structuredClone(one.state);
  const { tables = [] } = model.parts!(one.state, look);
  expect(one.state).toEqual(before);
  expect(tables.map(({ name }) => name)).toEqual([
    'submission queue 0',
    'submission queue 1',
    'completion queue 0',
    'completion queue 1',
  ]);
  const queue = tables[1]!;
  expect(queue.marks.map(({ name, index }) => [name, index])).toEqual([
    ['head', 0],
    ['tail', 1],
  ]);
  expect(queue.entries.map(({ owner }) => owner).join(' ')).toBe(`device${' driver'.repeat(7)}`);
  expect(queue.entries[0]!.values.slice(0, 5)).toEqual(['Read', 103, 1, BigInt(dataStart), 0x20000n]);
  const lists = queue.entries[0]!.tables!;
  expect(lists.map(({ address, count }) => [address, count])).toEqual([
    [0x20000n, 512],
    [0x21000n, 2],
  ]);
  expect(lists[0]!.entries.at(-1)).toMatchObject({ index: 511, values: [0x21000n, 'next page of the list'] });
  expect(lists[1]!.entries[0]).toMatchObject({ values: [BigInt(dataStart + 512 * page), 'data'] });
  one.run();
  const [, , , done] = model.parts!(one.state, look).tables!;
  expect(done!.entries[0]).toMatchObject({ owner: 'driver', values: ['success', 103, 1, 1, 1, 0] });
});
