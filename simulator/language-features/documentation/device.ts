/** The device's side: bus mastering, registers, interrupts, what programs see. */
import type { Documentations } from '../documentation.ts';

const io = 'Documentation/driver-api/device-io.rst';
const pci = 'drivers/pci/pci.c';
const irq = 'kernel/irq/manage.c';

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
    source: 'drivers/pci/msi/msi.c',
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
  pci_disable_device: {
    summary: 'Ends what `pci_enable_device` began, and bus mastering with it.',
    rules: ['After the device was stopped and its memory unmapped.'],
    source: pci,
  },
  pcim_enable_device: {
    summary: '`pci_enable_device` that is undone when the driver leaves the device.',
    rules: ['Regions and vectors that are got later are given back with it.'],
    source: pci,
  },
  pci_request_regions: {
    summary: 'Claims all BARs of a device for this driver.',
    rules: ['Back with `pci_release_regions`.'],
    source: pci,
  },
  pcim_iomap_regions: {
    summary: 'Claims and maps BARs, until the driver leaves the device.',
    rules: ['Their addresses are in `pcim_iomap_table`.'],
    source: 'lib/devres.c',
  },
  pci_resource_start: {
    summary: 'Where a BAR begins, as a physical address of the CPU.',
    rules: ['Map it: it is no pointer. It may be 0.'],
    source: 'include/linux/pci.h',
  },
  pci_resource_len: {
    summary: 'How long a BAR is.',
    rules: ['0 where it is not there: ask before registers behind its end are read.'],
    source: 'include/linux/pci.h',
  },
  pci_irq_vector: {
    summary: 'The number that `request_irq` wants, of a vector.',
    rules: [],
    source: 'drivers/pci/msi/msi.c',
  },
  pci_free_irq_vectors: {
    summary: 'Gives vectors back.',
    rules: ['After `free_irq` of each.'],
    source: 'drivers/pci/msi/msi.c',
  },
  devm_request_irq: {
    summary: '`request_irq` that ends when the driver leaves the device.',
    rules: ['After `remove`, in reverse order of all managed resources: what the handler uses has to live as long.'],
    source: 'kernel/irq/devres.c',
  },
  request_threaded_irq: {
    summary: 'As `request_irq`, with a second handler in a thread, which may sleep.',
    rules: ['`IRQF_ONESHOT` where there is no first one.'],
    source: irq,
  },
  synchronize_irq: {
    summary: 'Waits for handlers of an interrupt that run.',
    rules: ['The next one may begin at once: `disable_irq` before it, or stop the device.'],
    source: irq,
  },
  disable_irq: {
    summary: 'Masks an interrupt and waits for handlers that run.',
    rules: ['Not from the handler itself.'],
    source: irq,
  },
  iounmap: {
    summary: 'Ends what `ioremap` mapped.',
    rules: ['Before the region is released; nobody may read registers any more.'],
    source: io,
  },
  ioread32: {
    summary: 'Reads a 32-bit register of a BAR, in memory or I/O space.',
    rules: ['As `readl` in its order.'],
    source: io,
  },
  iowrite32: {
    summary: 'Writes a 32-bit register of a BAR, in memory or I/O space.',
    rules: ['Posted as `writel` is.'],
    source: io,
  },
  readl_relaxed: {
    summary: 'Reads a register without an order to memory.',
    rules: ['What the device wrote may be read before it: `dma_rmb`, or `readl`.'],
    source: io,
  },
  readl_poll_timeout: {
    summary: 'Reads a register until a condition holds, or a time is over.',
    rules: ['Sleeps; `readl_poll_timeout_atomic` does not.', '0 or `-ETIMEDOUT`.'],
    source: 'include/linux/iopoll.h',
  },
  wait_for_completion_timeout: {
    summary: 'Sleeps until somebody calls `complete`, or so many jiffies have passed.',
    rules: ['0 is the timeout: the device may still write to its buffers then.'],
    source: 'Documentation/scheduler/completion.rst',
  },
  tasklet_kill: {
    summary: 'Waits until a tasklet has run and is not scheduled again.',
    rules: ['After whoever schedules it was stopped.'],
    source: 'kernel/softirq.c',
  },
  cancel_work_sync: {
    summary: 'Takes work out of its queue, or waits until it is done.',
    rules: ['Before what it uses is freed.'],
    source: 'kernel/workqueue.c',
  },
};
