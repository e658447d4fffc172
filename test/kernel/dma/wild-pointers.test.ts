/** Wild pointers given to the DMA API: the kernel dies of them with its own lines, and the simulator does not. Asked of a real Linux 6.1.192: coherent memory of no bytes behind an IOMMU. */
import { expect, it } from 'vitest';
import { runText } from './run-text.ts';

const driver = `#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
static int which;
module_param(which, int, 0);
static dma_addr_t handle;
static int wild_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	void *memory = (void *)__get_free_page(GFP_KERNEL);

	if (which == 0)
		dma_alloc_coherent(NULL, 64, &handle, GFP_KERNEL);
	else if (which == 1)
		handle = dma_map_single((struct device *)0x5000, memory, 64, DMA_TO_DEVICE);
	else if (which == 2)
		handle = dma_map_sg(&pdev->dev, (struct scatterlist *)0x128, 1, DMA_TO_DEVICE);
	else
		dma_alloc_coherent(&pdev->dev, 0, &handle, GFP_KERNEL);
	pr_info("lives on\\n");
	return 0;
}
static const struct pci_device_id wild_ids[] = { { PCI_DEVICE(PCI_ANY_ID, PCI_ANY_ID) }, { } };
static struct pci_driver wild_driver = { .name = "wild", .id_table = wild_ids, .probe = wild_probe };
module_pci_driver(wild_driver);
MODULE_LICENSE("GPL");
`;

it.each([
  ['no device', 0, 'off', 'null-pointer', /^BUG: kernel NULL pointer dereference, address: [0-9a-f]{16}$/, 'dma_alloc_attrs'],
  ['a device that is none', 1, 'off', 'bad-address', /^BUG: unable to handle page fault for address: 0000000000005[0-9a-f]{3}$/, 'dma_map_page_attrs'],
  ['a list that is none', 2, 'off', 'null-pointer', /^BUG: kernel NULL pointer dereference, address: 0000000000000128$/, '__dma_map_sg_attrs'],
  ['no bytes behind an IOMMU', 3, 'lazy', 'null-pointer', /^BUG: kernel NULL pointer dereference, address: 0000000000000010$/, 'sg_alloc_append_table_from_pages'],
] as const)('%s', (_, which, iommu, code, line, symbol) => {
  const { log, findings } = runText(driver, { iommu }, { which: String(which) });
  expect(log.filter((each) => line.test(each)).length).toBe(1);
  expect(log).toContain(`RIP: 0010:${symbol}`);
  expect(log).not.toContain('lives on');
  expect(findings.map((each) => each.code)).toContain(code);
}); // prettier-ignore
