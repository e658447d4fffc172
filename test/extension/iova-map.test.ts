/** The map of a domain's addresses: every mapped page in a cell of its access, what waits and what is stale over it. */
import { expect, test } from 'vitest';
import { describeIova, iovaLooks, iovaMap } from '../../extension/views/iommu/iova-map.ts';
import type { IommuDomainView, IotlbEntryView } from '../../simulator/index.ts';

const place = { physical: '0x5000', pageBytes: 4096, buffer: 'streaming buffer of 100 bytes', owner: '', place: null };
const domain: IommuDomainView = {
  id: 1,
  group: 0,
  devices: [],
  type: 'lazy',
  table: '0x0',
  mappings: [
    { ...place, iova: '0xffffa000', bytes: 8192, access: 'r' },
    { ...place, iova: '0xffffd000', bytes: 4096, access: 'w' },
    { ...place, iova: '0xfffff000', bytes: 4096, access: 'rw' },
  ],
  mappingsLeftOut: 0,
  reserved: [],
  waiting: [{ start: '0xffffe000', bytes: 4096 }],
  cachedRanges: 0,
};
const stale: IotlbEntryView = { set: 0, way: 0, lruRank: 0, domain: 1, iova: '0xffffe000', physical: '0x0', pageBytes: 4096, access: 'r', stale: true }; // prettier-ignore
const words = (kinds: Uint8Array) => [...kinds].map((kind) => iovaLooks[kind]!.word);

test('pages as they are mapped, and those that wait', () => {
  const map = iovaMap(domain, [{ ...stale, stale: false }])!;
  expect([map.first, map.cellBytes]).toEqual([0xffff_a000n, 4096n]);
  expect(words(map.kinds)).toEqual([
    'the device may read',
    'the device may read',
    'not mapped',
    'the device may write',
    'unmapped, waits for invalidation',
    'both',
  ]);
  expect(describeIova(map, domain, 1)).toBe('0xffffb000: the device may read; streaming buffer of 100 bytes, in memory from 0x5000'); // prettier-ignore
  expect(describeIova(map, domain, 2)).toBe('0xffffc000: not mapped');
});

test('what is stale stands over what waits; of another domain it does not count', () => {
  expect(words(iovaMap(domain, [stale])!.kinds)[4]).toBe('stale in the IOTLB');
  expect(words(iovaMap(domain, [{ ...stale, domain: 2 }])!.kinds)[4]).toBe('unmapped, waits for invalidation');
});

test('a wide range has larger cells, at most 65,536 and one; nothing mapped is no map', () => {
  const wide = iovaMap({ ...domain, mappings: [...domain.mappings, { ...place, iova: '0x1000', bytes: 4096, access: 'r' }] }, [])!; // prettier-ignore
  expect(wide.cellBytes).toBe(65536n);
  expect(wide.kinds.length).toBeLessThanOrEqual(65537);
  // The last cell holds all the other pages: the gravest of them is shown.
  expect([wide.kinds[0], wide.kinds.at(-1)]).toEqual([1, 4]);
  expect(iovaMap({ ...domain, mappings: [], waiting: [] }, [])).toBeNull();
});
