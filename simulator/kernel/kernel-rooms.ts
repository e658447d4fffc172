/** The rooms of the kernel model beside memory and tasks. */
import type { RunRequest } from '../simulation.ts';
import { createPoolBooks, dmaPoolFunctions } from './dma/pool-watch.ts';
import { createFileSystem, fileFunctions } from './file-system.ts';
import { formatFunctions } from './format-functions.ts';
import { createIrqState, irqFunctions } from './irq.ts';
import type { KernelFunctions } from './kernel-context.ts';
import type { KernelState } from './kernel-state.ts';
import { lockingFunctions } from './locking.ts';
import { createModuleState, moduleFunctions } from './module.ts';
import { ofFunctions } from './of.ts';
import { powerFunctions } from './power.ts';
import { numberFunctions } from './number-functions.ts';
import { pciFunctions } from './pci.ts';
import { procFunctions } from './proc.ts';
import type { PageCache } from './page-cache/page-cache.ts';
import { createPrintk } from './printk.ts';
import { printkFunctions } from './printk-functions.ts';
import { stringFunctions } from './string-functions.ts';
import { timeFunctions } from './time.ts';
import { warningFunctions } from './warnings.ts';

export const kernelFunctions: readonly KernelFunctions[] = [
  dmaPoolFunctions,
  fileFunctions,
  formatFunctions,
  irqFunctions,
  lockingFunctions,
  moduleFunctions,
  numberFunctions,
  ofFunctions,
  powerFunctions,
  pciFunctions,
  printkFunctions,
  procFunctions,
  stringFunctions,
  timeFunctions,
  warningFunctions,
];

export function createKernelRoomStates(
  request: Pick<RunRequest, 'files' | 'parameters'>,
  pageCache: PageCache,
): Pick<KernelState, 'printk' | 'irq' | 'files' | 'module' | 'pools'> {
  return {
    printk: createPrintk(),
    irq: createIrqState(),
    files: createFileSystem(request.files, pageCache),
    module: createModuleState(request.parameters),
    pools: createPoolBooks(),
  };
}
