/**
 * What a module leaves allocated when it is gone: objects, pages and vmalloc areas that its own code asked for and nobody freed. The simulator's own
 * finding: a real kernel never notices. What kernel code allocated on the module's behalf is not counted; its owner gives it back or not.
 */
import type { Program } from '../../c-language/program.ts';
import { recordFinding } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { frameBytes } from '../page-allocator.ts';
import { forEachAllocated, orderOf, ownerOf } from '../page-allocator/blocks.ts';
import { objectAddress } from '../slab.ts';
import { directAddress } from '../kernel-memory.ts';
import { stackOf } from './stack-depot.ts';

/** One line of code and what it allocated. */
interface Leak {
  readonly stack: readonly number[];
  readonly what: string;
  count: number;
  bytes: number;
  readonly address: bigint;
}

/** Kernel functions that only pass memory on: whoever called them asked for it. */
const passedOn =
  /(^|\/)(include\/linux\/(slab|gfp|vmalloc|mm)\.h|mm\/(slab|util|page_alloc|vmalloc)\.c|lib\/kasprintf\.c|include\/linux\/skbuff\.h|net\/core\/skbuff\.c)$/;
/** More places than these are not told one by one. */
const mostLeaks = 20;

export const leakFunctions: KernelFunctions = {
  __report_leaked_memory(context: KernelContext) {
    const leaks = [...leakedMemory(context).values()];
    for (const leak of leaks.slice(0, mostLeaks)) reportLeak(context, leak);
  },
};

function reportLeak(context: KernelContext, { stack, what, count, bytes, address }: Leak): void {
  recordFinding(context, {
    code: 'memory-leak',
    origin: 'simulator',
    severity: 'error',
    message: `the module is gone, but ${count === 1 ? what : `${count} times ${what}`} (${bytes} bytes) that it allocated ${count === 1 ? 'was' : 'were'} never freed`,
    address,
    length: bytes,
    related: [{ what: 'allocated', stack }],
  });
}

function leakedMemory(context: KernelContext): Map<string, Leak> {
  const { program, kernel } = context.world;
  const { slab, pageAllocator, vmalloc } = kernel;
  const leaks = new Map<string, Leak>();
  // Many objects are of few stacks.
  const answers = new Map<number, boolean>();
  const isOfModule = (stack: number): boolean => {
    const known = answers.get(stack);
    if (known !== undefined) return known;
    const found = isModules(program, stackOf(slab.stacks, stack));
    answers.set(stack, found);
    return found;
  };
  const note = (stack: readonly number[], what: string, bytes: number, address: bigint): void => {
    if (!isModules(program, stack)) return;
    const key = `${what} ${stack.join()}`;
    const known = leaks.get(key);
    if (known) {
      known.count++;
      known.bytes += bytes;
    } else leaks.set(key, { stack, what, count: 1, bytes, address });
  };
  for (const page of slab.pages.values()) {
    const cache = slab.caches[page.cache]!;
    for (let index = 0; index < page.objects; index++) {
      const stack = page.allocatedBy[index]!;
      if (page.sizes[index]! < 0 || stack === 0 || !isOfModule(stack)) continue;
      const what = `an object of ${page.sizes[index]} bytes (${cache.name})`;
      const address = directAddress(objectAddress(cache, page, index));
      note(stackOf(slab.stacks, stack), what, page.sizes[index]!, address);
    }
  }
  for (const [frame, { size, allocatedBy }] of slab.large) {
    note(
      stackOf(slab.stacks, allocatedBy),
      `a block of ${size} bytes from kmalloc`,
      size,
      directAddress(frame * frameBytes),
    );
  }
  forEachAllocated(pageAllocator, 0, pageAllocator.ram.at(-1)?.[1] ?? 0, (frame, record) => {
    const { kind, statement, what } = ownerOf(pageAllocator, record);
    if (kind !== 'kernel-pages' || statement === null) return;
    note([statement], what, frameBytes * 2 ** orderOf(record), directAddress(frame * frameBytes));
  });
  for (const { start, kind, owner, size } of vmalloc.areas) {
    if (kind !== 'vmalloc' || owner.statement === null) continue;
    note([owner.statement], `a vmalloc area of ${size} bytes`, size, start);
  }
  return leaks;
}

/** The innermost frame that did more than pass memory on is the module's own. */
function isModules({ statements, functions }: Program, stack: readonly number[]): boolean {
  for (const each of stack) {
    const statement = statements[each];
    if (!statement) return false;
    if (!functions[statement.function]!.builtIn) return true;
    if (!passedOn.test(statement.place.file.path)) return false;
  }
  return false;
}
