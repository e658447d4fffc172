/** What kmem_cache_destroy says of objects that are still in use, in the words of Linux 6.1 (mm/slub.c: list_slab_objects, mm/slab_common.c). */
import { logLine, logWarning } from '../call-site.ts';
import { statementSymbol } from '../code-symbols.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress } from '../kernel-memory.ts';
import { objectAddress } from '../slab.ts';
import type { KmemCache, SlabPage } from '../slab.ts';
import { describeTaint } from '../splat.ts';
import { describeSlab, printDamage, relatedStack } from './reports.ts';
import { stackOf } from './stack-depot.ts';

const rule = '-'.repeat(77);

export function reportRemaining(context: KernelContext, cache: KmemCache): void {
  const { slab } = context.world.kernel;
  const pages = [...slab.pages.values()].filter(({ cache: id, inUse }) => id === cache.id && inUse > 0);
  for (const page of pages) listObjects(context, cache, page);
  const related = pages.flatMap((page) =>
    [...page.sizes].flatMap((size, index) =>
      size < 0 ? [] : relatedStack(slab, 'allocated', page.allocatedBy[index]!),
    ),
  );
  const message = `kmem_cache_destroy ${cache.name}: Slab cache still has objects when called from ${callerSymbol(context)}`;
  logWarning(context, 'mm/slab_common.c:493 kmem_cache_destroy', message, { related: related.slice(0, 4) });
}

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
