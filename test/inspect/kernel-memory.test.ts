/** Free memory and processes' memory as the views show them: what a driver and a program take is what is missing, no more and no less. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  inspectAreaPages,
  inspectFreeMemory,
  inspectPhysicalMemory,
  inspectProcessMemory,
  type FreeMemoryView,
  type ProcessMemoryView,
  type Simulation,
} from '../../simulator/index.ts';
import { breakAt, powerOn, proceed, recordsOf } from '../support/simulated-run.ts';

const driver = `
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

static void *objects[20], *page_buffer;
static dma_addr_t handle;

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	if (pcim_enable_device(pdev) || dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32)))
		return -ENODEV;
	page_buffer = kmalloc(8192, GFP_KERNEL);
	for (int i = 0; i < 20; i++) /* before */
		objects[i] = kmalloc(100, GFP_KERNEL);
	objects[0] = objects[0]; /* allocated */
	handle = dma_map_single(&pdev->dev, page_buffer, 5000, DMA_TO_DEVICE);
	objects[0] = objects[0]; /* bounced */
	dma_unmap_single(&pdev->dev, handle, 5000, DMA_TO_DEVICE);
	return 0; /* unmapped */
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver driver = { .name = "memory", .id_table = ids, .probe = probe };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`;

describe('free memory', () => {
  const at: Record<string, FreeMemoryView> = {};
  let simulation: Simulation;
  beforeAll(() => {
    simulation = powerOn({ driver, machine: '{ "memory": "128M", "cma": "16M", "cpus": 2, "swiotlb": "force" }' });
    for (const stop of ['before', 'allocated', 'bounced', 'unmapped']) {
      breakAt(simulation, `/* ${stop} */`);
      proceed(simulation);
      at[stop] = inspectFreeMemory(simulation.world);
    }
  });
  test('blocks of all types and orders, with the CPUs’ lists, come to what is free', () => {
    const { zones, migrateTypes } = at['before']!;
    // mm/page_alloc.c's migratetype_names.
    expect(migrateTypes).toEqual(['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate']);
    for (const { freeByType, freePages, perCpuPages, watermark, freeCmaPages } of zones) {
      const pages = (blocks: readonly number[]) => blocks.reduce((sum, count, order) => sum + count * 2 ** order, 0);
      expect(freeByType.reduce((sum, blocks) => sum + pages(blocks), 0) + perCpuPages).toBe(freePages);
      expect(pages(freeByType[4]!)).toBe(freeCmaPages);
      expect(watermark.min).toBeLessThan(watermark.low);
      expect(watermark.low).toBeLessThan(watermark.high);
    }
  });
  test('twenty objects of 100 bytes are in kmalloc-128', () => {
    const inUse = (stop: string) => at[stop]!.slabs.find(({ name }) => name === 'kmalloc-128')?.objects ?? 0;
    expect(inUse('allocated') - inUse('before')).toBe(20);
    for (const { objects, capacity } of at['allocated']!.slabs) expect(objects).toBeLessThanOrEqual(capacity);
  });
  test('a bounced mapping takes slots of 2 KiB (IO_TLB_SIZE) and gives them back', () => {
    const { swiotlb } = at['bounced']!;
    const [bounce] = recordsOf(simulation, 'bounce');
    expect(at['allocated']!.swiotlb).toMatchObject({ slotBytes: 2048, used: 0, taken: [], force: true });
    expect(swiotlb).toMatchObject({ used: 3 });
    expect(swiotlb!.taken).toEqual([
      {
        first: (bounce!.physical - Number(swiotlb!.start)) / 2048,
        count: 3,
        original: `0x${bounce!.original.toString(16)}`,
        bytes: 5000,
        owner: 'for 0000:00:02.0',
      },
    ]);
    expect(at['unmapped']!.swiotlb).toMatchObject({ used: 0, taken: [] });
  });
  test('agrees with the map of physical memory', () => {
    const { zones } = inspectPhysicalMemory(simulation.world);
    expect(at['unmapped']!.zones.map(({ name, freePages }) => [name, freePages])).toEqual(
      zones.map(({ name, freeFrames }) => [name, freeFrames]),
    );
  });
});

const app = `
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	char *memory = mmap(0, 8 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	volatile char *read_only = mmap(0, 4 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char page[4096] = { 1 };
	int fd = open("/data", O_RDWR | O_CREAT, 0644);

	memory[0] = 1;
	memory[4096] = 1;
	memory[7 * 4096] = 1;
	page[0] = read_only[4096];
	for (int i = 0; i < 3; i++)
		write(fd, page, sizeof(page));
	close(fd); /* written */
	fd = open("/data", O_RDWR);
	fsync(fd);
	return memory == 0; /* synced */
}
`;

describe('processes', () => {
  let simulation: Simulation;
  let written: ProcessMemoryView;
  beforeAll(() => {
    simulation = powerOn({ app });
    breakAt(simulation, '/* written */');
    proceed(simulation);
    written = inspectProcessMemory(simulation.world);
  });
  const area = (bytes: number) =>
    written.processes[0]!.areas.find((each) => each.bytes === bytes && each.what === 'anonymous')!;
  const lettersOf = (start: string) => inspectAreaPages(simulation.world, written.processes[0]!.id, BigInt(start))!;

  test('an area has the pages that were touched, dirty, and no others', () => {
    expect(area(8 * 4096)).toMatchObject({ permissions: 'rw-p', resident: 3 * 4096, dirty: 3 * 4096, swap: 0, shared: 0 }); // prettier-ignore
    expect(lettersOf(area(8 * 4096).start)).toEqual({ start: area(8 * 4096).start, pages: 'dd-----d', left: 0 });
  });
  test('a page that was only read is the page of zeros, and counts as nothing', () => {
    expect(area(4 * 4096)).toMatchObject({ permissions: 'r--p', resident: 0, dirty: 0 });
    expect(lettersOf(area(4 * 4096).start).pages).toBe('-m--');
    expect(inspectAreaPages(simulation.world, 99, 0n)).toBeNull();
    expect(inspectAreaPages(simulation.world, written.processes[0]!.id, 0x1000n)).toBeNull();
  });
  test('a file that was written is dirty in the page cache until it is synchronised', () => {
    const file = (view: ProcessMemoryView) => view.files.find(({ name }) => name === '/data');
    expect(file(written)).toMatchObject({ bytes: 3 * 4096, onDiskBytes: 0, pages: 'ddd', cachedPages: 3, dirtyPages: 3, inMemory: false }); // prettier-ignore
    expect(written.dirtyPages).toBe(3);
    breakAt(simulation, '/* synced */');
    proceed(simulation);
    const synced = inspectProcessMemory(simulation.world);
    expect(file(synced)).toMatchObject({ onDiskBytes: 3 * 4096, pages: 'ccc', dirtyPages: 0 });
    expect(synced).toMatchObject({ dirtyPages: 0, swap: null, disk: { powered: true, requests: [] } });
    expect(synced.disk.blocks).toBeGreaterThanOrEqual(3);
  });
});
