/** Quick fixes: made, they take their finding away and bring no other. */
import { describe, expect, test } from 'vitest';
import { checkDriver } from '../../simulator/index.ts';
import type { StaticFinding } from '../../simulator/check-driver.ts';

const head = `#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/io.h>
#include <linux/interrupt.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#define OWN 0x80000000u
#define REG_STOP 8
struct desc { __le32 ctrl; __le32 len; };
struct board { struct device *dev; void __iomem *regs; struct desc *ring; struct dma_pool *pool, *other; struct pci_dev *pdev; struct scatterlist *sg; int nents; spinlock_t lock; void *buf; dma_addr_t dma; };
int wait(struct board *b);
`;

/** Messages of the front end about any text that was looked at, mended or not. */
const compiled: string[] = [];

function look(text: string): readonly StaticFinding[] {
  const { findings, diagnostics } = checkDriver({ path: 'driver.c', text }, { findInclude: () => null });
  compiled.push(...diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message));
  return findings;
}

/** The text with the first fix of the rule's finding made. */
function mended(text: string, rule: string): string {
  const found = look(text);
  expect(found.map((each) => each.rule)).toContain(rule);
  const edits = [...found.find((each) => each.rule === rule)!.fixes[0]!.edits].sort(
    (one, other) => other.from - one.from,
  );
  return edits.reduce((whole, { from, to, text: by }) => whole.slice(0, from) + by + whole.slice(to), text);
}

const map = 'dma_addr_t dma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);\n';
const checked = `\t${map}\n\tif (dma_mapping_error(b->dev, dma))\n\t\treturn -ENOMEM;\n\twriteq(dma, b->regs);\n`;
const unmap = '\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\n\treturn 0;\n';

describe('a quick fix', () => {
  test.each([
    ['map-error-unchecked', `\t${map}\n\twriteq(dma, b->regs);\n\twait(b);\n${unmap}`, 'if (dma_mapping_error(b->dev, dma))\n\t\treturn -ENOMEM;'],
    ['unmap-missing', `${checked}\tif (wait(b))\n\t\treturn -EIO;\n${unmap}`, 'if (wait(b)) {\n\t\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\n\t\treturn -EIO;\n\t}'],
    ['unmap-missing', '\tdma_addr_t dma;\n\tvoid *p;\n\n\tp = dma_alloc_coherent(b->dev, 64, &dma, GFP_KERNEL);\n\tif (!p)\n\t\treturn -ENOMEM;\n\tif (wait(b))\n\t\treturn -EIO;\n\tdma_free_coherent(b->dev, 64, p, dma);\n\treturn 0;\n', 'dma_free_coherent(b->dev, 64, p, dma);\n\t\treturn -EIO;\n\t}'],
    ['unmap-missing', '\tdma_addr_t dma;\n\tvoid *p;\n\n\tp = dma_pool_zalloc(b->pool, GFP_KERNEL, &dma);\n\tif (!p)\n\t\treturn -ENOMEM;\n\tif (wait(b))\n\t\treturn -EIO;\n\tdma_pool_free(b->pool, p, dma);\n\treturn 0;\n', 'dma_pool_free(b->pool, p, dma);\n\t\treturn -EIO;\n\t}'],
    ['unmap-missing', '\tint n = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\n\tif (!n)\n\t\treturn -EIO;\n\tif (wait(b))\n\t\treturn -EIO;\n\tdma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\treturn 0;\n', 'dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\t\treturn -EIO;\n\t}'],
    ['unmap-wrong-size', `${checked}\twait(b);\n${unmap.replace('64', '32')}`, 'dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE)'],
    ['unmap-wrong-direction', `${checked}\twait(b);\n${unmap.replace('TO_', 'FROM_')}`, 'dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE)'],
    ['sync-wrong-direction', `${checked}\tdma_sync_single_for_device(b->dev, dma, 64, DMA_FROM_DEVICE);\n\twait(b);\n${unmap}`, 'dma_sync_single_for_device(b->dev, dma, 64, DMA_TO_DEVICE)'],
    ['sleep-in-atomic', '\tspin_lock(&b->lock);\n\tb->buf = dma_alloc_coherent(b->dev, 64, &b->dma, GFP_KERNEL);\n\tspin_unlock(&b->lock);\n\treturn b->buf ? 0 : -ENOMEM;\n', '64, &b->dma, GFP_ATOMIC'],
    ['ownership-write-barrier', '\tb->ring->len = cpu_to_le32(4);\n\tb->ring->ctrl = cpu_to_le32(OWN);\n\twritel(1, b->regs);\n\treturn 0;\n', 'cpu_to_le32(4);\n\tdma_wmb();\n'],
    ['ownership-read-barrier', '\tstruct desc *d = b->ring;\n\tint len;\n\n\tif (le32_to_cpu(d->ctrl) & OWN)\n\t\treturn 0;\n\tlen = le32_to_cpu(d->len);\n\treturn len;\n', '\tdma_rmb();\n\tlen = le32_to_cpu(d->len);'],
    ['relaxed-doorbell', '\tb->ring->len = cpu_to_le32(4);\n\twritel_relaxed(1, b->regs);\n\treturn 0;\n', '\twritel(1, b->regs);'],
    ['descriptor-endianness', '\tb->ring->len = 4;\n\treturn 0;\n', 'b->ring->len = cpu_to_le32(4);'],
    ['dma-mask-unchecked', '\tdma_set_mask(b->dev, DMA_BIT_MASK(32));\n\treturn 0;\n', 'if (dma_set_mask(b->dev, DMA_BIT_MASK(32)))\n\t\treturn -EIO;'],
    ['devm-freed-by-hand', '\tvoid *p = dmam_alloc_coherent(b->dev, 64, &b->dma, GFP_KERNEL);\n\n\tif (!p)\n\t\treturn -ENOMEM;\n\twait(b);\n\tdma_free_coherent(b->dev, 64, p, b->dma);\n\treturn 0;\n', '\tdmam_free_coherent(b->dev, 64, p, b->dma);'],
    ['map-error-unchecked', '\tint ret;\n\tdma_addr_t dma;\n\n\tb->buf = kmalloc(64, GFP_KERNEL);\n\tif (!b->buf)\n\t\treturn -ENOMEM;\n\tdma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);\n\twriteq(dma, b->regs);\n\tret = wait(b);\n\tif (ret)\n\t\tgoto err_unmap;\n\twait(b);\nerr_unmap:\n\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\n\tkfree(b->buf);\n\treturn ret;\n', '\tif (dma_mapping_error(b->dev, dma)) {\n\t\tret = -ENOMEM;\n\t\tgoto err_not_mapped;\n\t}\n\twriteq'],
    ['map-error-unchecked', '\tint ret;\n\tdma_addr_t dma;\n\n\tb->buf = kmalloc(64, GFP_KERNEL);\n\tif (!b->buf)\n\t\treturn -ENOMEM;\n\tdma = dma_map_single(b->dev, b->buf, 64, DMA_TO_DEVICE);\n\twriteq(dma, b->regs);\n\tret = wait(b);\n\tif (ret)\n\t\tgoto err_unmap;\n\twait(b);\nerr_unmap:\n\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\nerr_free:\n\tkfree(b->buf);\n\treturn ret;\n', '\t\tgoto err_free;\n\t}\n\twriteq'],
    ['sg-map-unchecked', '\tint n;\n\n\tn = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\twriteq(sg_dma_address(b->sg), b->regs);\n\twait(b);\n\tdma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\treturn 0;\n', '\tif (!n)\n\t\treturn -EIO;'],
    ['sg-map-unchecked', '\tdma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\twriteq(sg_dma_address(b->sg), b->regs);\n\twait(b);\n\tdma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\treturn 0;\n', '\tif (!dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE))\n\t\treturn -EIO;'],
    ['unmap-wrong-function', '\tdma_addr_t dma;\n\tvoid *p;\n\n\tp = dma_alloc_coherent(b->dev, 64, &dma, GFP_KERNEL);\n\tif (!p)\n\t\treturn -ENOMEM;\n\twait(b);\n\tkfree(p);\n\treturn 0;\n', '\tdma_free_coherent(b->dev, 64, p, dma);'],
    ['unmap-wrong-handle', `${checked}\twait(b);\n${unmap.replace('dma,', '(dma_addr_t)b->buf,')}`, '\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);'],
    ['pool-wrong-pool', '\tdma_addr_t dma;\n\tvoid *p;\n\n\tp = dma_pool_zalloc(b->pool, GFP_KERNEL, &dma);\n\tif (!p)\n\t\treturn -ENOMEM;\n\twait(b);\n\tdma_pool_free(b->other, p, dma);\n\treturn 0;\n', '\tdma_pool_free(b->pool, p, dma);'],
    ['cpu-access-while-mapped', `\tint ret;\n${checked.replace('TO_', 'FROM_')}\twait(b);\n\tret = *(int *)b->buf;\n${unmap.replace('TO_', 'FROM_').replace('0;', 'ret;')}`, '\tdma_sync_single_for_cpu(b->dev, dma, 64, DMA_FROM_DEVICE);\n\tret ='],
    ['cpu-access-while-mapped', `${checked}\twait(b);\n\tmemset(b->buf, 1, 64);\n\twritel(1, b->regs);\n\twait(b);\n${unmap}`, '\tmemset(b->buf, 1, 64);\n\tdma_sync_single_for_device(b->dev, dma, 64, DMA_TO_DEVICE);'],
    ['sync-missing-for-device', `${checked}\twait(b);\n\tdma_sync_single_for_cpu(b->dev, dma, 64, DMA_TO_DEVICE);\n\tmemset(b->buf, 1, 64);\n\twritel(1, b->regs);\n\twait(b);\n${unmap}`, '\tdma_sync_single_for_device(b->dev, dma, 64, DMA_TO_DEVICE);\n\twritel(1, b->regs);'],
    ['sync-outside-mapping', `${checked}\twait(b);\n\tdma_sync_single_for_cpu(b->dev, dma, 128, DMA_TO_DEVICE);\n${unmap}`, 'dma_sync_single_for_cpu(b->dev, dma, 64, DMA_TO_DEVICE)'],
    ['sync-after-unmap', `${checked}\twait(b);\n${unmap.replace('\treturn', '\tdma_sync_single_for_cpu(b->dev, dma, 64, DMA_TO_DEVICE);\n\treturn')}`, 'wait(b);\n\tdma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);\n\treturn 0;'],
    ['sg-walks-unmapped-count', '\tstruct scatterlist *s;\n\tint i, n;\n\n\tn = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\tif (!n)\n\t\treturn -EIO;\n\tfor_each_sg(b->sg, s, b->nents, i)\n\t\twriteq(sg_dma_address(s), b->regs);\n\twait(b);\n\tdma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);\n\treturn 0;\n', 'for_each_sg(b->sg, s, n, i)'],
    ['null-device', '\tb->buf = dma_alloc_coherent(NULL, 64, &b->dma, GFP_KERNEL);\n\treturn b->buf ? 0 : -ENOMEM;\n', 'dma_alloc_coherent(b->dev, 64'],
    ['poll-without-timeout', '\twritel(1, b->regs);\n\twhile (!(readl(b->regs + 4) & 1))\n\t\tcpu_relax();\n\treturn 0;\n', '{\n\tu32 value;\n\n\twritel(1, b->regs);\n\tif (readl_poll_timeout_atomic(b->regs + 4, value, value & 1, 1, USEC_PER_SEC))\n\t\treturn -ETIMEDOUT;'],
    ['poll-without-timeout', '\twhile (readl(b->regs + 4) & 1) {\n\t\tcpu_relax();\n\t}\n\treturn 0;\n', '\tif (readl_poll_timeout_atomic(b->regs + 4, value, !(value & 1), 1, USEC_PER_SEC))\n\t\treturn -ETIMEDOUT;\n\treturn 0;\n}'],
    ['poll-without-timeout', '\tu32 status;\n\n\tdo { /* until it is done */\n\t\tstatus = readl(b->regs + 4);\n\t\tcpu_relax();\n\t} while (status & 1);\n\treturn 0;\n', '\tif (readl_poll_timeout_atomic(b->regs + 4, status, !(status & 1), 1, USEC_PER_SEC))\n\t\treturn -ETIMEDOUT;\n\treturn 0;\n}'],
    ['poll-without-timeout', '\tu32 status = readl(b->regs);\n\n\twhile (!(status & 1))\n\t\tstatus = readl(b->regs);\n\treturn 0;\n', '\tif (readl_poll_timeout_atomic(b->regs, status, status & 1, 1, USEC_PER_SEC))\n\t\treturn -ETIMEDOUT;'],
    ['poll-without-timeout', '\twhile (ioread32(b->regs) & 2);\n\treturn 0;\n', '\tif (readl_poll_timeout_atomic(b->regs, value, !(value & 2), 1, USEC_PER_SEC))'],
  ])('of %s', (rule, body, expected) => {
    const fixed = mended(`${head}int f(struct board *b)\n{\n${body}}\n`, rule);
    expect(fixed).toContain(expected);
    expect(look(fixed).map((each) => each.rule)).toEqual([]);
  });

  test.each([
    ['bus-master-missing', '\tint ret = pcim_enable_device(pdev);\n\n\tif (ret)\n\t\treturn ret;\n', null],
    ['bus-master-missing', '\tint ret;\n\n\tret = pcim_enable_device(pdev);\n\tif (ret)\n\t\treturn ret;\n', '\t\treturn ret;\n\tpci_set_master(pdev);\n\tret = dma'],
    ['bus-master-missing', '\tint ret;\n\n\tif (pcim_enable_device(pdev)) {\n\t\tdev_err(&pdev->dev, "no\\n");\n\t\treturn -EIO;\n\t}\n', '\t}\n\tpci_set_master(pdev);\n\tret = dma'],
  ])('of %s in a probe', (rule, begin, expected) => {
    const text = `${head}int probe(struct pci_dev *pdev, struct board *b)\n{\n${begin}\tret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));\n\tif (ret)\n\t\treturn ret;\n\tb->buf = dmam_alloc_coherent(&pdev->dev, 64, &b->dma, GFP_KERNEL);\n\treturn b->buf ? 0 : -ENOMEM;\n}\n`;
    if (expected === null) return expect(look(text).map((each) => [each.rule, each.fixes])).toEqual([[rule, []]]);
    const fixed = mended(text, rule);
    expect(fixed).toContain(expected);
    expect(look(fixed).map((each) => each.rule)).toEqual([]);
  });

  test('of dma-mask-missing', () => {
    for (const [enable, leave] of [['pcim_enable_device', '\n\t\treturn -EIO;\n'], ['pci_enable_device', ' {\n\t\tpci_disable_device(pdev);\n\t\treturn -EIO;\n\t}\n']] as const) {
      const text = `${head}int probe(struct pci_dev *pdev, struct board *b)\n{\n\tint ret;\n\n\tret = ${enable}(pdev);\n\tif (ret)\n\t\treturn ret;\n\tpci_set_master(pdev);\n\tb->buf = dmam_alloc_coherent(&pdev->dev, 64, &b->dma, GFP_KERNEL);\n\treturn b->buf ? 0 : -ENOMEM;\n}\n`;
      const fixed = mended(text, 'dma-mask-missing');
      expect(fixed).toContain(`\tif (dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32)))${leave}`);
      expect(look(fixed).map((each) => each.rule)).toEqual([]);
    }
  });

  const wide = 'int probe(struct board *b)\n{\n\treturn dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(64));\n}\n\n';
  test.each([
    ['handle-truncated', `${wide}u64 f(struct board *b)\n{\n\tu32 low;\n\n\tlow = b->dma;\n\treturn low;\n}\n`, '\tdma_addr_t low;\n'],
    ['handle-truncated', `${wide}u64 f(struct board *b)\n{\n\tu32 low = b->dma;\n\n\treturn low;\n}\n`, '\tdma_addr_t low = b->dma;\n'],
    ['dma-shared-cache-line', `struct port {\n\tstruct device *dev;\n\tu8 data[64];\n\t/* counts */\n\tint count;\n};\n\nint f(struct port *p)\n{\n\tdma_addr_t dma = dma_map_single(p->dev, p->data, 64, DMA_FROM_DEVICE);\n\n\tif (dma_mapping_error(p->dev, dma))\n\t\treturn -ENOMEM;\n\tdma_unmap_single(p->dev, dma, 64, DMA_FROM_DEVICE);\n\treturn 0;\n}\n`, '\tu8 data[64] ____cacheline_aligned;\n\t/* counts */\n\tint count ____cacheline_aligned;'],
    ['remap-of-handle', `int get(struct board *b)\n{\n\tb->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);\n\treturn b->buf ? 0 : -ENOMEM;\n}\n\nint board_mmap(struct board *board, struct vm_area_struct *vma)\n{\n\treturn remap_pfn_range(vma, vma->vm_start, board->dma >> PAGE_SHIFT, 4096, vma->vm_page_prot);\n}\n`, '\treturn dma_mmap_coherent(board->dev, vma, board->buf, board->dma, 4096);'],
  ])('of %s, at a declaration', (rule, text, expected) => {
    const fixed = mended(`${head}${text}`, rule);
    expect(fixed).toContain(expected);
    expect(look(fixed).map((each) => each.rule)).toEqual([]);
  });

  test('of posted-stop', () => {
    const text = `${head}void board_stop(struct board *b)\n{\n\twritel(0, b->regs + REG_STOP);\n\tdma_free_coherent(b->dev, 64, b->buf, b->dma);\n}\n`;
    const fixed = mended(text, 'posted-stop');
    expect(fixed).toContain('\twritel(0, b->regs + REG_STOP);\n\treadl(b->regs + REG_STOP);\n');
    expect(look(fixed)).toEqual([]);
  });

  test('is made of what compiles', () => expect(compiled).toEqual([]));
}); // prettier-ignore

test('of two locks the one that is still held is named', () => {
  const body =
    '\tspin_lock(&b->lock);\n\tspin_lock(other);\n\twait(b);\n\tspin_unlock(other);\n\tb->buf = kmalloc(64, GFP_KERNEL);\n\tspin_unlock(&b->lock);\n\treturn b->buf ? 0 : -ENOMEM;\n';
  const [found] = look(`${head}#include <linux/slab.h>\nint f(struct board *b, spinlock_t *other)\n{\n${body}}\n`);
  expect(found).toMatchObject({ rule: 'sleep-in-atomic', notes: [{ message: 'since here' }] });
  expect(found!.place.line - found!.notes[0]!.place.line).toBe(4);
});
