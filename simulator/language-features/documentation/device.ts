/** The device's side: bus mastering, registers, interrupts, what programs see. */
import type { Documentations } from '../documentation.ts';

const io = 'Documentation/driver-api/device-io.rst';

export const deviceDocumentation: Documentations = {
  pci_set_master: {
    summary: 'Lets a PCI device begin transfers of its own.',
    rules: ['Without it every DMA of the device is dropped by the bridge, in silence.'],
    source: 'drivers/pci/pci.c',
  },
  pci_clear_master: {
    summary: 'Forbids a PCI device to begin transfers.',
    rules: ['Stops what is new; what is on its way is not waited for.'],
    source: 'drivers/pci/pci.c',
  },
  pci_enable_device: {
    summary: 'Wakes a PCI device: its memory and I/O windows answer.',
    rules: ['Before BARs are touched.'],
    source: 'drivers/pci/pci.c',
  },
  pci_iomap: {
    summary: 'Maps a BAR; the pointer is for readl, writel and their kind only.',
    rules: [],
    source: 'lib/pci_iomap.c',
  },
  pci_alloc_irq_vectors: {
    summary: 'Asks for MSI-X, MSI or the line interrupt of a PCI device; gives how many there are.',
    rules: ['Free them with `pci_free_irq_vectors`, after `free_irq`.'],
    source: 'drivers/pci/msi/api.c',
  },
  request_irq: {
    summary: 'Has a handler called for an interrupt, from now on.',
    rules: [
      'It may come at once: everything that the handler uses must be ready.',
      '`free_irq` waits for handlers that run.',
    ],
    source: 'kernel/irq/manage.c',
  },
  free_irq: {
    summary: 'Ends the handler’s calls and waits for the one that runs.',
    rules: ['Before the memory that it uses is freed; not from the handler itself.'],
    source: 'kernel/irq/manage.c',
  },
  ioremap: { summary: 'Maps registers by their physical address, uncached.', rules: ['Not for RAM.'], source: io },
  readl: {
    summary: 'Reads a 32-bit register; later reads of memory come after it.',
    rules: ['Of a function that is gone it gives all ones.', 'Pushes posted writes to the device before it.'],
    source: io,
  },
  writel: {
    summary: 'Writes a 32-bit register; earlier writes to memory come before it.',
    rules: ['Posted: it may not have arrived yet. Read a register of the device back before its memory is freed.'],
    source: io,
  },
  writel_relaxed: {
    summary: 'Writes a register without an order to memory.',
    rules: ['Not as a doorbell: the device may read the descriptor before it has been written.'],
    source: io,
  },
  readq: { summary: 'Reads a 64-bit register.', rules: [], source: io },
  writeq: {
    summary: 'Writes a 64-bit register.',
    rules: ['Where a bus or driver splits it, the halves arrive apart.'],
    source: io,
  },
  lower_32_bits: {
    summary: 'The low half of a 64-bit number.',
    rules: ['A device with a 64-bit address wants the upper half in its other register.'],
    source: 'include/linux/kernel.h',
  },
  upper_32_bits: { summary: 'The high half of a 64-bit number.', rules: [], source: 'include/linux/kernel.h' },
  dma_addr_t: {
    summary: 'An address as a device drives it.',
    rules: [
      'Not a pointer and not a physical address: with an IOMMU or an offset bus they differ.',
      'Print it with `%pad` and its address.',
    ],
    source: 'include/linux/types.h',
  },
  virt_to_phys: {
    summary: 'The physical address of memory in the linear map.',
    rules: ['Not of coherent or vmalloc memory, and not for a device: that is what the DMA API is for.'],
    source: 'Documentation/core-api/dma-api-howto.rst',
  },
  remap_pfn_range: {
    summary: 'Maps physical pages into a program.',
    rules: ['For registers. Coherent memory goes by `dma_mmap_coherent`.'],
    source: 'mm/memory.c',
  },
  copy_to_user: {
    summary: 'Copies to a program; gives how many bytes could not be.',
    rules: ['May sleep.'],
    source: 'include/linux/uaccess.h',
  },
  copy_from_user: {
    summary: 'Copies from a program; gives how many bytes could not be.',
    rules: ['May sleep.'],
    source: 'include/linux/uaccess.h',
  },
  wait_for_completion: {
    summary: 'Sleeps until somebody calls `complete`.',
    rules: ['For ever, if the interrupt never comes: `wait_for_completion_timeout` gives up.'],
    source: 'Documentation/scheduler/completion.rst',
  },
  virt_to_page: {
    summary: 'The page of memory in the linear map.',
    rules: ['Not of coherent or vmalloc memory.'],
    source: 'include/asm-generic/page.h',
  },
  debugfs_create_file: {
    summary: 'A file under debugfs.',
    rules: ['Its `mmap` is not forwarded since 4.7: `debugfs_create_file_unsafe` forwards it.'],
    source: 'fs/debugfs/file.c',
  },
};
