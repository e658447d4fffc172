/** The counter-example of a finding: a session of the file, with calls failing, registers reading and parameters set as its path needs. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import { checkDriver, findCounterExample, parseMachine } from '../../simulator/index.ts';
import { clientCapabilities, connect, programPath } from './session-fixture.ts';

const head = `#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/scatterlist.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/delay.h>
#define REG_STOP 0x20
static int mode;
module_param(mode, int, 0444);
struct desc { __le32 ctrl; __le32 len; };
struct board { struct device *dev; struct pci_dev *pdev; void __iomem *regs; struct desc *ring; struct dma_pool *pool; struct scatterlist sg[2]; int nents; spinlock_t lock; void *buf; dma_addr_t dma; };
`;
const tail = `
static struct board the_board;
static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *b = &the_board;
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	pci_set_master(pdev);
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (ret)
		return ret;
	b->dev = &pdev->dev;
	b->pdev = pdev;
	spin_lock_init(&b->lock);
	b->regs = pcim_iomap(pdev, 0, 0);
	b->buf = kmalloc(4096, GFP_KERNEL);
	return use(b);
}
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver driver = { .name = "alone", .id_table = ids, .probe = probe };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`;
const map = '\tdma_addr_t dma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);\n';
const ok = '\tif (dma_mapping_error(b->dev, dma))\n\t\treturn -ENOMEM;\n';
const unmap = '\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\n\treturn 0;\n';
/** The last is one that only the driver itself could take: it says so, and stands where it goes another way. */
const bodies: readonly [string, string, string?][] = [
  ['unmap-missing', `${map}${ok}\tb->ring = kmalloc(64, GFP_KERNEL);\n\tif (!b->ring)\n\t\treturn -ENOMEM;\n${unmap}`],
  ['unmap-failed-mapping', `${map}\tif (dma_mapping_error(b->dev, dma)) {\n\t\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\n\t\treturn -ENOMEM;\n\t}\n${unmap}`],
  // edu's registers read otherwise (QEMU's edu.rst), and the parameter is 0.
  ['unmap-missing', `${map}${ok}\tif (readl(b->regs + 4) & 0x80000000)\n\t\treturn -EIO;\n${unmap}`],
  ['unmap-missing', `\tu32 status;\n${map}${ok}\tstatus = ioread32(b->regs);\n\tif ((status >> 8 & 0xff) == 0x5a && !(status & 1))\n\t\treturn -EIO;\n${unmap}`],
  ['unmap-missing', `\tint tries = 0;\n${map}${ok}\twhile (!(readl(b->regs + 0x20) & 0x40)) {\n\t\tif (++tries > 100)\n\t\t\tbreak;\n\t\tcpu_relax();\n\t}\n\tif (tries == 1 || mode > 3)\n\t\treturn -EIO;\n${unmap}`],
  // What a device leaves in coherent memory.
  ['unmap-missing', `\tdma_addr_t at;\n\tstruct desc *d = dmam_alloc_coherent(b->dev, 64, &at, GFP_KERNEL);\n${map}${ok}\tif (d && (le32_to_cpu(d->ctrl) & 0x80000000))\n\t\treturn -EIO;\n${unmap}`],
  ['unmap-missing', `${map}${ok}\tif (b->nents == 5)\n\t\treturn -EINVAL;\n${unmap}`, 'if (b->nents == 5)'],
  ['unmap-missing', `${map}${ok}\tif (mode == 3)\n\t\treturn -EINVAL;\n${unmap}`],
  // Nothing lies at the keyword of a loop; the store is the one before the write, and what follows it is of no matter.
  ['poll-without-timeout', `\twhile (readl(b->regs + 0x20) & 0x40)\n\t\tcpu_relax();\n\treturn 0;\n`],
  ['poll-without-timeout', `\tu32 status;\n\tdo { status = readl(b->regs + 0x20); } while (status & 0x40);\n\treturn 0;\n`],
  ['relaxed-doorbell', `\tdma_addr_t at;\n\tint tries = 0;\n\tb->ring = dmam_alloc_coherent(b->dev, 64, &at, GFP_KERNEL);\n\tif (!b->ring)\n\t\treturn -ENOMEM;\n\tb->ring->len = cpu_to_le32(64);\n\twritel_relaxed(1, b->regs + 8);\n\twhile (!(READ_ONCE(b->ring->ctrl) & cpu_to_le32(1)) && tries < 5)\n\t\ttries++;\n\treturn tries;\n`],
]; // prettier-ignore

// No condition of the way asks for the register that the loop waits for, so that nobody answers for it.
const endless = `\twhile (readl(b->regs + 0x50) != 7)\n\t\tcpu_relax();\n${map}${ok}\tif (readl(b->regs + 4) & 0x80000000)\n\t\treturn -EIO;\n${unmap}`;
const textOf = (body: string): string => `${head}static int use(struct board *b)\n{\n${body}}\n${tail}`;
const findingIn = (text: string, rule: string): number => checkDriver({ path: programPath, text }, { findInclude: () => null }).findings.find((each) => each.rule === rule)!.place.line; // prettier-ignore

test('a search that would take too long ends, and says so', () => {
  const text = textOf(endless);
  const { machine } = parseMachine(null, 'machine');
  const request = { machine: machine!, driver: [{ path: programPath, text }], app: null, findInclude: () => null, defines: [], parameters: {}, arguments: [], files: {} }; // prettier-ignore
  const search = findCounterExample(request, { path: programPath, rule: 'unmap-missing', line: findingIn(text, 'unmap-missing') }, { run: 400_000, search: 700_000 }); // prettier-ignore
  let step = search.next();
  while (!step.done) step = search.next();
  expect(step.value.stop).toBeNull();
  expect(step.value.reason).toMatch(/^given up after [12] runs/);
});

test.each(['disconnect', 'cancel'] as const)('a search ends at once with %s', async (request) => {
  const text = textOf(endless);
  const client = connect({ [programPath]: text }, simulator);
  await client.request('initialize', { ...clientCapabilities, supportsProgressReporting: true });
  const launch = client.request('launch', { program: programPath, counterExample: { rule: 'unmap-missing', line: findingIn(text, 'unmap-missing') } }); // prettier-ignore
  const refused = expect(launch).rejects.toThrow(request === 'cancel' ? /the search for a run was cancelled/ : /the session ended|closed the connection/); // prettier-ignore
  await client.event('progressStart');
  const { progressId } = (await client.event('progressStart')) as { progressId: string };
  await client.request(request, request === 'cancel' ? { progressId } : {});
  await refused;
});

test.each(bodies)('of %s is stopped where it goes wrong', async (rule, body, left) => {
  const text = textOf(body);
  const [finding, ...others] = checkDriver({ path: programPath, text }, { findInclude: () => null }).findings;
  expect([finding!.rule, others]).toEqual([rule, []]);
  const { line } = finding!.place;
  const client = connect({ [programPath]: text }, simulator);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { program: programPath, counterExample: { rule, line } });
  await client.event('initialized');
  await client.request('configurationDone');
  const { threadId, description } = (await client.event('stopped')) as { threadId: number; description: string };
  expect(description).toBe(left ? `No counter-example of ${rule}: here the run leaves the way` : `Counter-example of ${rule}: here it goes wrong`); // prettier-ignore
  const { stackFrames } = await client.request('stackTrace', { threadId });
  expect(stackFrames[0]).toMatchObject({ name: 'use', line: left ? line - 1 : line });
});
