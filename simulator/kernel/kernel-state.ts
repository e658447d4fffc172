/** The kernel model's own state: plain data, one field for each room. Each room's file exports its own state type and its `create…` function. */
import type { PageAllocator } from './page-allocator.ts';
import type { CmaAreas } from './cma.ts';
import type { Slab } from './slab.ts';
import type { VmallocAreas } from './vmalloc.ts';
import type { DmaState } from './dma/dma-state.ts';
import type { IommuState } from './dma/iommu/domain.ts';
import type { AddressSpaces } from './process/address-space.ts';
import type { PageCache } from './page-cache/page-cache.ts';
import type { SwapSpace } from './swap/swap-space.ts';
import type { Tasks } from './tasks.ts';
import type { PrintkState } from './printk.ts';
import type { IrqState } from './irq.ts';
import type { FileSystem } from './file-system.ts';
import type { ModuleState } from './module.ts';
import type { DmaDebugState } from './dma/debug/state.ts';
import type { DmaWatchState } from './dma/watch/state.ts';
import type { PoolBooks } from './dma/pool-watch.ts';

export interface KernelState {
  readonly pageAllocator: PageAllocator;
  readonly cma: CmaAreas;
  readonly slab: Slab;
  readonly vmalloc: VmallocAreas;
  readonly dma: DmaState;
  readonly iommu: IommuState;
  readonly addressSpaces: AddressSpaces; // user page tables and VMAs; id 0 is the kernel's own
  readonly pageCache: PageCache; // files' pages, and the disk under them
  readonly swap: SwapSpace;
  readonly tasks: Tasks;
  readonly printk: PrintkState;
  readonly irq: IrqState;
  readonly files: FileSystem;
  readonly module: ModuleState;
  readonly dmaDebug: DmaDebugState;
  readonly dmaWatch: DmaWatchState;
  readonly pools: PoolBooks; // blocks of dma_pools
}
