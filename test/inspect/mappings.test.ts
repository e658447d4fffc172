/**
 * DMA mappings as the view shows them, of one driver that stands still at each step: who owns a buffer follows Documentation/core-api/dma-api.rst
 * (streaming mappings belong to the device from map or sync_for_device until unmap or sync_for_cpu; coherent memory to both).
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectMappings, type Simulation } from '../../simulator/index.ts';
import { breakAt, lineOf, powerOn, proceed, recordsOf } from '../support/simulated-run.ts';

const device = '0000:00:02.0';
const driver = `
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

static dma_addr_t coherent_handle, handle, left_handle;
static char *buffer, *left;
static struct scatterlist list[2];

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	void __iomem *edu;

	if (pcim_enable_device(pdev) || dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(28)))
		return -ENODEV;
	pci_set_master(pdev);
	edu = pcim_iomap(pdev, 0, 0);
	dma_alloc_coherent(&pdev->dev, 5000, &coherent_handle, GFP_KERNEL);
	buffer = kmalloc(512, GFP_KERNEL | GFP_DMA);
	left = kmalloc(64, GFP_KERNEL | GFP_DMA);
	handle = dma_map_single(&pdev->dev, buffer, 512, DMA_FROM_DEVICE);
	writeq(0x40000, edu + 0x80); /* mapped */
	writeq(handle, edu + 0x88);
	writeq(128, edu + 0x90);
	writeq(3, edu + 0x98);
	while (readq(edu + 0x98) & 1)
		msleep(5);
	dma_sync_single_for_cpu(&pdev->dev, handle, 512, DMA_FROM_DEVICE);
	dma_sync_single_for_device(&pdev->dev, handle + 256, 256, DMA_FROM_DEVICE); /* for the CPU */
	dma_unmap_single(&pdev->dev, handle, 512, DMA_FROM_DEVICE); /* in parts */
	sg_init_table(list, 2);
	sg_set_buf(&list[0], buffer, 256);
	sg_set_buf(&list[1], left, 64);
	dma_map_sg(&pdev->dev, list, 2, DMA_TO_DEVICE); /* unmapped */
	dma_unmap_sg(&pdev->dev, list, 2, DMA_TO_DEVICE); /* as a list */
	left_handle = dma_map_single(&pdev->dev, left, 64, DMA_TO_DEVICE);
	return 0;
}

static void remove(struct pci_dev *pdev)
{
	kfree(buffer);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver driver = { .name = "mapper", .id_table = ids, .probe = probe, .remove = remove };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`;

let simulation: Simulation;
const view = () => inspectMappings(simulation.world);
const to = (marker: string): void => {
  breakAt(simulation, `/* ${marker} */`);
  expect(proceed(simulation).kind).toBe('breakpoint');
};
beforeAll(() => {
  simulation = powerOn({
    driver,
    machine: `{ "memory": "64M", "devices": [{ "model": "edu", "name": "${device}" }] }`,
  });
});

describe('a buffer’s life, stop by stop', () => {
  test('mapped: the device’s, at the place that mapped it; coherent memory is both sides’', () => {
    to('mapped');
    const [coherent, single] = view().mappings;
    const [allocated] = recordsOf(simulation, 'coherent-alloc');
    expect(coherent).toMatchObject({ kind: 'coherent', bytes: 5000, owner: 'shared', handle: `0x${allocated!.handle.toString(16)}`, transfers: [], leaked: false }); // prettier-ignore
    expect(coherent!.place).toMatchObject({ function: 'probe', line: lineOf(driver, 'dma_alloc_coherent(') });
    expect(coherent!.mappedAt).toBe(allocated!.at);
    expect(single).toMatchObject({ device, kind: 'single', bytes: 512, direction: 'from-device', owner: 'device', written: 0, bounce: null, endedAt: null }); // prettier-ignore
    expect(single!.place).toMatchObject({ line: lineOf(driver, 'handle = dma_map_single(&pdev->dev, buffer') });
    expect(view()).toMatchObject({ live: 2, liveBytes: 5512, leaked: 0 });
  });
  test('synchronised for the CPU: its own, with what the device has written', () => {
    to('for the CPU');
    const single = view().mappings[1]!;
    expect(single).toMatchObject({ owner: 'cpu', written: 128 });
    expect(single.transfers).toEqual([recordsOf(simulation, 'dma-start')[0]!.at]);
  });
  test('a part given back: said in bytes', () => {
    to('in parts');
    const { owner, ownerText } = view().mappings[1]!;
    expect([owner, ownerText]).toEqual(['split', `the CPU has 0–255, ${device} the rest`]);
  });
  test('unmapped: ended, with the place that did it', () => {
    to('unmapped');
    const { mappings, live } = view();
    expect(live).toBe(1);
    expect(mappings[1]).toMatchObject({ owner: 'gone', bytes: 512, physical: null });
    expect(mappings[1]!.endPlace).toMatchObject({ line: lineOf(driver, 'in parts') });
    expect(mappings[1]!.endedAt!).toBeGreaterThan(mappings[1]!.mappedAt!);
  });
  test('a scatterlist: each piece, mapped by one statement', () => {
    to('as a list');
    const pieces = view().mappings.filter(({ kind }) => kind === 'scatterlist');
    expect(pieces.map(({ bytes, owner }) => [bytes, owner])).toEqual([
      [256, 'device'],
      [64, 'device'],
    ]);
    expect(pieces.map(({ place }) => place?.line)).toEqual(Array(2).fill(lineOf(driver, 'dma_map_sg(')));
  });
  test('left behind when the driver has gone', () => {
    expect(proceed(simulation).kind).toBe('rest');
    const { mappings, leaked } = view();
    expect(leaked).toBe(2);
    expect(mappings.slice(0, 2).map(({ kind, bytes, leaked: left }) => [kind, bytes, left])).toEqual([
      ['coherent', 5000, true],
      ['single', 64, true],
    ]);
  });
});
