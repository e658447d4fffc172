/** The rooms of the kernel model beside memory and tasks, and the C files of the kernel image and of the C library. */
import type { RunRequest } from '../simulation.ts';
import { createFileSystem, fileFunctions } from './file-system.ts';
import { formatFunctions, userFormatFunctions } from './format-functions.ts';
import { createIrqState, irqFunctions } from './irq.ts';
import type { KernelFunctions } from './kernel-context.ts';
import type { KernelState } from './kernel-state.ts';
import { lockingFunctions } from './locking.ts';
import { memoryFunctions } from './memory-functions.ts';
import { createModuleState, moduleFunctions } from './module.ts';
import { numberFunctions } from './number-functions.ts';
import { pciFunctions } from './pci.ts';
import { createPrintk, printkFunctions } from './printk.ts';
import { stringFunctions } from './string-functions.ts';
import { timeFunctions } from './time.ts';
import { warningFunctions } from './warnings.ts';
import { userFunctions as libraryFunctions } from '../user/user-functions.ts';

export const kernelFunctions: readonly KernelFunctions[] = [
  fileFunctions,
  formatFunctions,
  irqFunctions,
  lockingFunctions,
  moduleFunctions,
  numberFunctions,
  pciFunctions,
  printkFunctions,
  stringFunctions,
  timeFunctions,
  warningFunctions,
];

/** What the C library's C files call besides `__syscall`, which the world provides. */
export const userFunctions: readonly KernelFunctions[] = [
  memoryFunctions,
  stringFunctions,
  userFormatFunctions,
  libraryFunctions,
];

export const kernelFiles: readonly string[] = [
  'drivers/base/class.c', 'drivers/base/core.c', 'drivers/base/dd.c', 'drivers/base/devres.c', 'drivers/base/platform.c',
  'drivers/pci/access.c', 'drivers/pci/devres.c', 'drivers/pci/iomap.c', 'drivers/pci/msi.c', 'drivers/pci/pci-driver.c',
  'drivers/pci/pci.c', 'drivers/pci/probe.c',
  'fs/char_dev.c', 'fs/console.c', 'fs/dcache.c', 'fs/debugfs/file.c', 'fs/debugfs/inode.c', 'fs/devtmpfs.c', 'fs/file.c',
  'fs/libfs.c', 'fs/open.c', 'fs/ramfs.c', 'fs/read_write.c', 'fs/select.c', 'fs/seq_file.c', 'fs/stat.c',
  'init/main.c',
  'kernel/irq/handle.c', 'kernel/irq/irqdesc.c', 'kernel/irq/manage.c', 'kernel/irq/spurious.c',
  'kernel/kthread.c', 'kernel/locking/mutex.c', 'kernel/locking/semaphore.c', 'kernel/locking/spinlock.c',
  'kernel/module.c', 'kernel/panic.c', 'kernel/params.c', 'kernel/sched/completion.c', 'kernel/sched/core.c',
  'kernel/sched/wait.c', 'kernel/softirq.c', 'kernel/syscalls.c', 'kernel/time/sleep.c', 'kernel/time/timer.c',
  'kernel/workqueue.c',
  'lib/bitmap.c', 'lib/crc32.c', 'lib/idr.c', 'lib/kasprintf.c', 'lib/kstrtox.c', 'lib/random.c', 'lib/ratelimit.c',
  'mm/dmam.c', 'mm/memory.c', 'mm/memremap.c', 'mm/mmap.c', 'mm/resource.c', 'mm/slab.c', 'mm/string.c', 'mm/util.c',
].map((path) => `kernel/${path}`); // prettier-ignore

export const userFiles: readonly string[] = [
  'errno.c', 'file.c', 'format.c', 'malloc.c', 'memory.c', 'process.c', 'search.c', 'stdlib.c', 'stream.c', 'string.c', 'time.c',
].map((path) => `user/libc/${path}`); // prettier-ignore

export function createKernelRoomStates(
  request: Pick<RunRequest, 'files' | 'parameters'>,
): Pick<KernelState, 'printk' | 'irq' | 'files' | 'module'> {
  return {
    printk: createPrintk(),
    irq: createIrqState(),
    files: createFileSystem(request.files),
    module: createModuleState(request.parameters),
  };
}
