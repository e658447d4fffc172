/** What kmem_cache_destroy says of objects that are still in use, in the words of Linux 6.1 (mm/slub.c: list_slab_objects, mm/slab_common.c). */
import type { InPieces } from '../cut-work.ts';
import { logLine, logWarning } from '../call-site.ts';
import { statementSymbol } from '../code-symbols.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress } from '../kernel-memory.ts';
import { objectAddress } from '../slab.ts';
import type { KmemCache, SlabPage } from '../slab.ts';
import type { Slab } from './state.ts';
import { describeTaint } from '../splat.ts';
import { describeSlab, printDamage, relatedStack } from './reports.ts';
import { stackOf } from './stack-depot.ts';

const rule = '-'.repeat(77);

export function reportRemaining(context: KernelContext, cache: KmemCache, pieces: InPieces): void {
  const { slab } = context.world.kernel;
  const pages = [...slab.pages.values()].filter(({ cache: id, inUse }) => id === cache.id && inUse > 0);
  for (const page of pages) pieces(page.inUse * workOfObject, () => listObjects(context, cache, page));
  const message = `kmem_cache_destroy ${cache.name}: Slab cache still has objects when called from ${callerSymbol(context)}`;
  logWarning(context, 'mm/slab_common.c:493 kmem_cache_destroy', message, {
    related: firstStacks(slab, pages),
  });
}

/** What telling of an object counts as, in bytes moved. */
const workOfObject = 512;

/** Who made the first objects that know it. */
function firstStacks(slab: Slab, pages: readonly SlabPage[]): ReturnType<typeof relatedStack> {
  const related: ReturnType<typeof relatedStack>[number][] = [];
  for (const { sizes, allocatedBy, objects } of pages)
    for (let index = 0; index < objects && related.length < mostStacks; index++)
      if (sizes[index]! >= 0) related.push(...relatedStack(slab, 'allocated', allocatedBy[index]!));
  return related.slice(0, mostStacks);
}

const mostStacks = 4;

function listObjects(context: KernelContext, cache: KmemCache, page: SlabPage): void {
  const { slab } = context.world.kernel;
  const hex = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;
  const line = (text: string): void => logLine(context, 3, text);
  const known = context.callStack !== undefined;
  line(
    `BUG ${cache.name} (${known ? describeTaint(context) : 'Not tainted'}): Objects remaining in ${cache.name} on __kmem_cache_shutdown()`,
  );
  line(rule);
  line('');
  line(describeSlab(context, cache, page));
  printDamage(context);
  for (let index = 0; index < page.objects; index++) {
    if (page.sizes[index]! < 0) continue;
    const address = objectAddress(cache, page, index);
    line(`Object ${hex(directAddress(address))} @offset=${address - page.frame * 4096}`);
    const [site] = stackOf(slab.stacks, page.allocatedBy[index]!);
    if (cache.flags & 0x10000 && site !== undefined)
      line(`Allocated in ${statementSymbol(context.world.program, site)}`);
  }
}

/** The first caller outside of the slab's own C code. */
function callerSymbol(context: KernelContext): string {
  const { program } = context.world;
  const caller = (context.callStack?.() ?? []).find(
    (each) => !program.statements[each]!.place.file.path.endsWith('mm/slab.c'),
  );
  return caller === undefined ? 'driver' : statementSymbol(program, caller);
}
