/** The IOMMU as the view shows it, of a driver that stands still: what is mapped, what waits, what is stale, where an address leads. */
import { describe, expect, test } from 'vitest';
import {
  inspectIommu,
  inspectIommuWalk,
  inspectMappings,
  memoryOfHandle,
  type Simulation,
} from '../../simulator/index.ts';
import { breakAt, powerOn, proceed, recordsOf, stopAtEvents } from '../support/simulated-run.ts';

const driver = `
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

static void read_from(void __iomem *edu, dma_addr_t handle)
{
	writeq(handle, edu + 0x80);
	writeq(0x40000, edu + 0x88);
	writeq(64, edu + 0x90);
	writeq(1, edu + 0x98);
	while (readq(edu + 0x98) & 1)
		msleep(5);
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	void *memory = (void *)__get_free_pages(GFP_KERNEL, 2);
	void __iomem *edu;
	dma_addr_t handle;

	pci_enable_device(pdev);
	pci_set_master(pdev);
	edu = pci_iomap(pdev, 0, 0);
	dma_set_mask(&pdev->dev, DMA_BIT_MASK(28));
	handle = dma_map_single(&pdev->dev, memory + 16, 8192, DMA_TO_DEVICE);
	dma_mapping_error(&pdev->dev, handle);
	read_from(edu, handle);
	dma_unmap_single(&pdev->dev, handle, 8192, DMA_TO_DEVICE); /* mapped */
	memory += 0; /* unmapped */
	read_from(edu, 0x5000);
	free_pages((unsigned long)memory, 2); /* faulted */
	memory = (void *)__get_free_pages(GFP_DMA, 0);
	handle = dma_map_single(&pdev->dev, memory, 4096, DMA_TO_DEVICE);
	read_from(edu, virt_to_phys(memory) + 64);
	return 0; /* taken for the handle */
}
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver inspected = { .name = "inspected", .id_table = ids, .probe = probe };
module_pci_driver(inspected);
MODULE_LICENSE("GPL");
`;
const device = '0000:00:02.0';
const machine = (iommu: string): string => JSON.stringify({ iommu, devices: [{ model: 'edu', name: device }] });

function stoppedAt(iommu: string, comment: string): Simulation {
  return goOn(powerOn({ driver, machine: machine(iommu) }), comment);
}

function goOn(simulation: Simulation, comment: string): Simulation {
  breakAt(simulation, comment);
  proceed(simulation);
  return simulation;
}

describe('a lazy IOMMU, one run from stop to stop,', () => {
  const simulation = powerOn({ driver, machine: machine('lazy') });
  const { world } = simulation;
  test('shows the mapping, the walk and the IOTLB while the buffer is mapped', () => {
    goOn(simulation, '/* mapped */');
    const [mapped] = recordsOf(simulation, 'iommu-map');
    const first = Number(mapped!.physical);
    const physical = `0x${first.toString(16)}`;
    const view = inspectIommu(world);
    // The first address below the mask of 28 bits that three pages fit at, aligned to four: 0xfffc000.
    expect(view.domains).toMatchObject([
      {
        devices: [device],
        type: 'lazy',
        mappings: [{ iova: '0xfffc000', bytes: 12288, physical, access: 'r', pageBytes: 4096 }],
        waiting: [],
        cachedRanges: 0,
      },
    ]);
    expect(view.domains[0]!.mappings[0]!.buffer).toBe('streaming buffer of 8192 bytes at 0xfffc010');
    expect(view.domains[0]!.mappings[0]!.place).toMatchObject({ function: 'probe' });
    expect(view.iotlb).toMatchObject([{ iova: '0xfffc000', physical, access: 'r', stale: false }]);
    expect(view.counters).toMatchObject({ hits: 0, misses: 1, walkReads: 3, faults: 0 });
    const walk = inspectIommuWalk(world, device, 0xfffc123n)!;
    // Bits 38:30, 29:21 and 20:12 of 0xfffc123.
    expect(walk.levels.map(({ level, index }) => [level, index])).toEqual([
      [3, 0],
      [2, 127],
      [1, 508],
    ]);
    expect(walk.levels[2]!.flags).toEqual(['read']);
    expect(walk.result).toMatchObject({ physical: `0x${(first + 0x123).toString(16)}`, access: 'r' });
    expect(walk.iotlb).toMatchObject({ access: 'r', stale: false });
    expect(memoryOfHandle(world, 0xfffc123n)).toBe(BigInt(first) + 0x123n);
  });

  test('shows what waits for the invalidation, and that the IOTLB is stale', () => {
    goOn(simulation, '/* unmapped */');
    const view = inspectIommu(world);
    expect(view.domains).toMatchObject([{ mappings: [], waiting: [{ start: '0xfffc000', bytes: 12288 }] }]);
    expect(view.iotlb).toMatchObject([{ iova: '0xfffc000', stale: true }]);
    // The stale entry still leads a device there.
    expect(memoryOfHandle(world, 0xfffc123n)).toBe(BigInt(recordsOf(simulation, 'iommu-map')[0]!.physical!) + 0x123n);
    expect(memoryOfHandle(world, 0x5000n)).toBeNull();
    const walk = inspectIommuWalk(world, null, 0xfffc000n)!;
    expect(walk).toMatchObject({ device, result: null, iotlb: { stale: true } });
    expect(walk.failure).toBe('the entry of level 1 allows nothing: nothing is mapped here');
  });

  test('tells of faults', () => {
    goOn(simulation, '/* faulted */');
    expect(inspectIommu(world).faults).toMatchObject([
      { device, direction: 'to-device', address: '0x5000', reason: 6, text: 'PTE Read access is not set', hint: null },
    ]);
  });

  test('tells when the address is the physical one of a buffer', () => {
    goOn(simulation, '/* taken for the handle */');
    const [mapping] = inspectMappings(world).mappings;
    const fault = inspectIommu(world).faults.at(-1)!;
    expect(BigInt(fault.address)).toBe(BigInt(mapping!.physical!) + 64n);
    expect(fault.hint).toMatch(`buffer that is mapped at ${mapping!.handle}:`);
  });
});

test('a strict IOMMU keeps nothing of what was unmapped', () => {
  const { world } = stoppedAt('strict', '/* unmapped */');
  const view = inspectIommu(world);
  expect([view.iotlb, view.domains[0]!.waiting, view.domains[0]!.cachedRanges]).toEqual([[], [], 1]);
  expect(view.counters).toMatchObject({ invalidations: 1, entriesDropped: 1 });
  // VGA's window, which the PCI host bridge claims, and the range of interrupt messages.
  expect(view.domains[0]!.reserved).toContainEqual({ start: '0xa0000', bytes: 0x2_0000 });
  expect(view.domains[0]!.reserved).toContainEqual({ start: '0xfee00000', bytes: 0x10_0000 });
});

test('a device that is passed through has no mappings, and its addresses are physical', () => {
  const { world } = stoppedAt('passthrough', '/* unmapped */');
  expect(inspectIommu(world).domains).toMatchObject([{ type: 'passthrough', mappings: [] }]);
  expect(inspectIommuWalk(world, device, 0x12_3456n)!.result).toMatchObject({ physical: '0x123456' });
});

test('a machine without IOMMU has nothing to show', () => {
  const { world } = powerOn({ driver, machine: JSON.stringify({ devices: [{ model: 'edu', name: device }] }) });
  expect(inspectIommu(world)).toMatchObject({ mode: 'off', domains: [], iotlb: [] });
  expect(inspectIommuWalk(world, null, 0n)).toBeNull();
});

test.each([
  [
    'iommu-fault',
    'address == 0x5000 && toDevice',
    `${device}: the IOMMU stops a read of 0x5000: PTE Read access is not set`,
  ],
  ['iotlb-invalidation', 'dropped > 0', 'IOTLB invalidated for domain 1: 0xfffc000, 16384 bytes; 1 entries dropped'],
] as const)('the event %s if %s', (filter, condition, description) => {
  const simulation = powerOn({ driver, machine: machine('strict') });
  stopAtEvents(simulation, filter, condition);
  expect(proceed(simulation)).toMatchObject({ kind: 'event', filter, description });
});
