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
struct desc { __le32 ctrl; __le32 len; };
struct board { struct device *dev; void __iomem *regs; struct desc *ring; struct dma_pool *pool; struct scatterlist *sg; int nents; spinlock_t lock; void *buf; dma_addr_t dma; };
int wait(struct board *b);
`;

function look(text: string): readonly StaticFinding[] {
  return checkDriver({ path: 'driver.c', text }, { findInclude: () => null }).findings;
}

/** The text with the first fix of the only finding made. */
function mended(text: string, rule: string): string {
  const found = look(text);
  expect(found.map((each) => each.rule)).toEqual([rule]);
  const edits = [...found[0]!.fixes[0]!.edits].sort((one, other) => other.from - one.from);
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
  ])('of %s', (rule, body, expected) => {
    const fixed = mended(`${head}int f(struct board *b)\n{\n${body}}\n`, rule);
    expect(fixed).toContain(expected);
    expect(look(fixed).map((each) => each.rule)).toEqual([]);
  });
}); // prettier-ignore
