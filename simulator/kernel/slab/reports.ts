/** What is said about objects that are used wrongly, with the stacks that allocated and freed them. */
import type { Finding } from '../../journal.ts';
import { logLine, recordFinding } from '../call-site.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress, pageAddress } from '../kernel-memory.ts';
import { describeGfp, gfp } from '../page-allocator/gfp.ts';
import { objectAddress } from '../slab.ts';
import type { KmemCache, Slab, SlabPage } from '../slab.ts';
import { printCallTrace, printProcess, taint, taintBit } from '../splat.ts';
import { depositStack, stackOf } from './stack-depot.ts';

/** Of the C code that called. */
export function callerStack(context: KernelContext): number {
  const stack = context.callStack?.() ?? [];
  return stack.length === 0 ? 0 : depositStack(context.world.kernel.slab.stacks, stack);
}

export type Related = NonNullable<Finding['related']>;

/** Who allocated an object and, if it is free, who freed it. */
export function historyOf(slab: Slab, page: SlabPage, index: number): Related {
  const free = page.sizes[index] === -1;
  return [
    ...relatedStack(slab, 'allocated', page.allocatedBy[index]!),
    ...(free ? relatedStack(slab, 'freed', page.freedBy[index]!) : []),
  ];
}

export function relatedStack(slab: Slab, what: string, stack: number): Related {
  return stack === 0 ? [] : [{ what, stack: stackOf(slab.stacks, stack) }];
}

export function reportBadFree(
  context: KernelContext,
  address: bigint,
  code: string,
  why: string,
  related: Related = [],
): void {
  recordFinding(context, {
    code,
    origin: 'simulator',
    severity: 'error',
    message: `kfree of 0x${address.toString(16)}, ${why}`,
    address,
    related,
  });
}

/** The object that was just given out had something else where its link was: a real kernel takes that for the next free object. */
export function reportCorruptLink(
  context: KernelContext,
  cache: KmemCache,
  page: SlabPage,
  index: number,
  address: bigint,
  found: bigint,
): void {
  const { slab } = context.world.kernel;
  recordFinding(context, {
    code: 'free-list-corrupted',
    origin: 'simulator',
    severity: 'error',
    message:
      `free object 0x${address.toString(16)} of ${cache.name} was written to: its link to the next free object (offset ${cache.linkOffset}) ` +
      `is now 0x${found.toString(16)}, which a real kernel would give out or crash on`,
    address,
    length: cache.objectSize,
    related: [
      ...relatedStack(slab, 'last allocated', page.allocatedBy[index]!),
      ...relatedStack(slab, 'freed', page.freedBy[index]!),
    ],
  });
}

export function reportNoMemory(context: KernelContext, cache: KmemCache, flags: number): void {
  context.record({
    kind: 'allocation-failed',
    device: null,
    what: cache.name,
    size: cache.objectSize,
    reason: 'no free pages for a slab',
  });
  if (flags & gfp.NOWARN) return;
  logLine(context, 4, `SLUB: Unable to allocate memory on node -1, gfp=0x${flags.toString(16)}(${describeGfp(flags)})`);
  const { stride, objectSize, order, objects, slabs, inUse, name } = cache;
  logLine(
    context,
    4,
    `  cache: ${name}, object size: ${objectSize}, buffer size: ${stride}, default order: ${order}, min order: 0`,
  );
  logLine(
    context,
    4,
    `  node 0: slabs: ${slabs}, objs: ${slabs * objects}, free: ${Math.max(0, slabs * objects - inUse)}`,
  );
}

/** `Slab 0x… objects=… used=…`, as print_slab_info has it. */
export function describeSlab({ world }: KernelContext, cache: KmemCache, page: SlabPage): string {
  const hex = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;
  const { objects, inUse, head, frame } = page;
  const free = head < objects ? directAddress(objectAddress(cache, page, head)) : 0n;
  const zone = world.kernel.pageAllocator.zones.findIndex(({ end }) => frame < end);
  const flags = `0x200000000000200(slab|node=0|zone=${zone})`;
  return `Slab ${hex(pageAddress(frame))} objects=${objects} used=${inUse} fp=${hex(free)} flags=${flags}`;
}

/** The C stack, and the mark of a kernel whose memory was damaged. */
export function printDamage(context: KernelContext): void {
  // A world without a program has neither.
  if (!context.callStack) return;
  printProcess(context);
  printCallTrace(context, 0);
  if (context.world.kernel.module.taint & (1 << taintBit.badPage)) return;
  taint(context, taintBit.badPage);
  logLine(context, 4, 'Disabling lock debugging due to kernel taint');
}
