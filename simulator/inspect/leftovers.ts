/** What a driver still holds: memory, mappings and whatever else the kernel keeps memory for on its behalf, by the call that asked for it. */
import { forEachAllocated, orderOf, ownerOf } from '../kernel/page-allocator/blocks.ts';
import { allMappings } from '../kernel/dma/watch/mappings.ts';
import { stackOf } from '../kernel/slab/stack-depot.ts';
import type { World } from '../world.ts';

export interface Leftover {
  /** The kernel function that the driver called. */
  readonly call: string;
  /** The driver's statement. */
  readonly statement: number;
  count: number;
  bytes: number;
}

export function driverLeftovers(world: World): Leftover[] {
  const found = new Map<string, Leftover>();
  const add = (stack: readonly number[], otherwise: string, bytes: number): void => {
    const at = stack.findIndex((each) => isOwn(world, each));
    const statement = stack[at];
    if (statement === undefined) return;
    const call = at > 0 ? functionName(world, stack[at - 1]!) : otherwise;
    const key = `${call} ${statement}`;
    const known = found.get(key);
    if (known) {
      known.count++;
      known.bytes += bytes;
    } else found.set(key, { call, statement, count: 1, bytes });
  };
  addObjects(world, add);
  addPages(world, add);
  addBuffers(world, add);
  return [...found.values()];
}

type Add = (stack: readonly number[], otherwise: string, bytes: number) => void;

function addObjects({ kernel: { slab } }: World, add: Add): void {
  for (const page of slab.pages.values()) {
    for (let index = 0; index < page.objects; index++) {
      const size = page.sizes[index]!;
      if (size >= 0) add(stackOf(slab.stacks, page.allocatedBy[index]!), 'kmalloc', size);
    }
  }
  for (const { size, allocatedBy } of slab.large.values()) add(stackOf(slab.stacks, allocatedBy), 'kmalloc', size);
}

function addPages({ kernel: { pageAllocator, vmalloc } }: World, add: Add): void {
  const end = pageAllocator.ram.at(-1)?.[1] ?? 0;
  forEachAllocated(pageAllocator, 0, end, (_, record) => {
    const { kind, statement } = ownerOf(pageAllocator, record);
    if (kind === 'kernel-pages' && statement !== null) add([statement], 'alloc_pages', 4096 * 2 ** orderOf(record));
  });
  for (const { owner, kind, size } of vmalloc.areas) {
    if (owner.statement !== null) add([owner.statement], kind, size);
  }
}

function addBuffers({ kernel: { dma, dmaWatch } }: World, add: Add): void {
  for (const { statement, size } of [...dma.coherent.values()].flat()) {
    if (statement !== null) add([statement], 'dma_alloc_coherent', size);
  }
  for (const { stack, size } of allMappings(dmaWatch)) add(stack, 'dma_map', size);
}

function isOwn({ program: { statements, functions, images } }: World, statement: number): boolean {
  const { builtIn, image } = functions[statements[statement]!.function]!;
  return !builtIn && images[image]!.mode === 'kernel';
}

function functionName({ program: { statements, functions } }: World, statement: number): string {
  return functions[statements[statement]!.function]!.name;
}
