/** Mapping coherent memory into a process (Linux 6.1: dma_direct_mmap): checked against the rounded size, mapped by the frame behind the handle. */
import { pte } from '../../hardware/mmu.ts';
import { readField, writeField } from '../c-struct.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import { remapFrames } from '../process/remap.ts';

const writeCombine = 1 << 2; // DMA_ATTR_WRITE_COMBINE

export const dmaMmapFunctions: KernelFunctions = {
  dma_mmap_attrs(
    context: KernelContext,
    device: bigint,
    vma: bigint,
    address: bigint,
    handle: bigint,
    size: bigint,
    attributes: bigint,
  ): number {
    void device;
    void address;
    const { world } = context;
    const field = (name: string): bigint => readField(world, 'vm_area_struct', vma, name);
    const start = field('vm_start');
    const pages = (field('vm_end') - start) / 4096n;
    const available = (size + 4095n) / 4096n;
    const offset = field('vm_pgoff');
    const protection = dmaProtection(context, field('vm_page_prot.pgprot'), Number(attributes));
    writeField(world, 'vm_area_struct', vma, 'vm_page_prot.pgprot', protection);
    if (offset >= available || pages > available - offset) return -errno.ENXIO;
    return remapFrames(world, vma, start, Number(handle / 4096n + offset), Number(pages) * 4096, protection);
  },
  dma_can_mmap: (context: KernelContext, device: bigint): number => {
    void device;
    return context.world.hardware.coherent || context.world.machine.arch !== 'x86_64' ? 1 : 0;
  },
};

/** `dma_pgprot`: unchanged where bus masters snoop, else uncached or write-combining. */
function dmaProtection({ world }: KernelContext, protection: bigint, attributes: number): bigint {
  if (world.hardware.coherent) return protection;
  return attributes & writeCombine ? protection | pte.writeThrough : protection | pte.cacheDisable;
}
