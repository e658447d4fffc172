/** The part of a world that the memory rooms know: enough to run them in tests without a program, devices or tasks. */
import type { World } from '../world.ts';
import type { KernelState } from './kernel-state.ts';

export type MemoryKernel = Pick<
  KernelState,
  | 'pageAllocator'
  | 'cma'
  | 'slab'
  | 'vmalloc'
  | 'dma'
  | 'dmaDebug'
  | 'dmaWatch'
  | 'iommu'
  | 'addressSpaces'
  | 'pageCache'
  | 'swap'
>;

export interface MemoryWorld extends Pick<World, 'machine' | 'hardware' | 'program' | 'now' | 'pending'> {
  /** A world that nothing runs in has no tasks. */
  readonly kernel: MemoryKernel & Partial<Pick<KernelState, 'tasks'>>;
}
