/** A NIC's receive ring behind a strict IOMMU, as the Devices view shows it: each descriptor agrees with what the driver mapped for it. */
import { expect, test } from 'vitest';
import { inspectDevices, inspectIommu, inspectMappings, scenario } from '../../simulator/index.ts';
import type { DescriptorTableView, World } from '../../simulator/index.ts';
import { tableView } from '../../simulator/inspect/devices.ts';
import { machineOf, powerOn, proceed, requestOf, stopAtEvents } from '../support/simulated-run.ts';

test('descriptors stand where the ring stands, name the buffers that were mapped, and belong to somebody', () => {
  const { files } = scenario('wrong-direction')!;
  const request = requestOf({ driver: files['driver.c']!, app: files['app.c']!, machine: files['machine.json']! });
  const simulation = powerOn({ ...request, machine: machineOf(files['machine.json']!) });
  stopAtEvents(simulation, 'dma-complete');
  proceed(simulation);
  const [nic] = inspectDevices(simulation.world);
  const ring = nic!.tables.find(({ name }) => name === 'receive ring')!;
  const { mappings } = inspectMappings(simulation.world);
  const coherent = mappings.find(({ kind }) => kind === 'coherent')!;
  const mapped = mappings.filter(({ kind, owner }) => kind === 'single' && owner === 'device');
  // 16 bytes a descriptor, as many as the coherent memory has room for (the driver's RX_RING).
  expect(ring).toMatchObject({ shape: 'ring', address: coherent.handle, physical: coherent.physical, entryBytes: 16 });
  expect(ring.count).toBe(coherent.bytes / 16);
  for (const { index, physical, owner, buffers } of ring.entries) {
    expect(Number(physical)).toBe(Number(coherent.physical) + 16 * index);
    expect(owner).toBe('device');
    const buffer = mapped.find(({ handle }) => handle === buffers[0]!.address)!;
    expect(buffers[0]).toMatchObject({ physical: buffer.physical, bytes: buffer.bytes, place: buffer.place });
    expect(buffers[0]!.buffer).toContain(`streaming buffer of ${buffer.bytes} bytes`);
  }
  // Each page that the IOMMU translates is one of these buffers', wherever in the page that begins.
  const { domains } = inspectIommu(simulation.world);
  for (const { buffer } of domains[0]!.mappings) expect(buffer).toMatch(/^(streaming|coherent) buffer of \d+ bytes/);
  expect(new Set(ring.entries.map(({ buffers }) => buffers[0]!.address)).size).toBe(mapped.length);
});

test('tables behind entries have their entries where somebody looks into them', () => {
  const table = { shape: 'ring', address: null, entryBytes: 8, count: 1, columns: [], marks: [] } as const;
  const entry = { index: 7, owner: null, values: [], buffers: [] };
  const last = { ...table, name: 'last', entries: [entry] };
  const list = { ...table, name: 'list', entries: [{ ...entry, tables: [last] }] };
  const ring = { ...table, name: 'ring', entries: [{ ...entry, tables: [list] }] };
  // The tables that entries lead to, with how many entries of their own they have.
  const behind = ({ entries }: DescriptorTableView): unknown[] =>
    entries.flatMap(({ tables }) => tables.map((each) => [each.name, each.entries.length, ...behind(each)]));
  const seen = (opened: string[] | null) =>
    behind(tableView({} as World, 'dev0', ring, { way: 'dev0 ring', opened, deep: 0 }));
  expect(seen(null)).toEqual([['list', 1, ['last', 1]]]);
  expect(seen([])).toEqual([['list', 0]]);
  expect(seen(['dev0 ring 7 list'])).toEqual([['list', 1, ['last', 0]]]);
  expect(seen(['dev0 ring 7 list', 'dev0 ring 7 list 7 last'])).toEqual(seen(null));
});
