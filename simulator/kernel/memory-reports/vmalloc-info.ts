/** /proc/vmallocinfo in the words of Linux 6.1 (mm/vmalloc.c), of one node; addresses are shown, as to whom may see them. */
import { statementSymbol } from '../code-symbols.ts';
import type { MemoryWorld } from '../memory-world.ts';
import type { VmallocArea } from '../vmalloc.ts';

const words = { vmalloc: ' vmalloc', vmap: ' vmap', ioremap: ' ioremap', dma: ' dma-coherent' } as const;
const guardBytes = 4096;

export function vmallocInfo(world: MemoryWorld): string {
  const { areas, lazy } = world.kernel.vmalloc;
  const waiting = lazy.map(({ start, end }) => `${range(start, end)} unpurged vm_area\n`);
  return [...areas.map((area) => areaLine(world, area)), ...waiting].join('');
}

function areaLine({ program }: MemoryWorld, area: VmallocArea): string {
  const { start, pages, kind, physical, owner, userMap } = area;
  const caller = owner.statement === null ? '' : ` ${statementSymbol(program, owner.statement)}`;
  // Who maps pages of its own counts them itself.
  const counted = kind === 'vmalloc' ? ` pages=${pages}` : '';
  const place = physical === null ? '' : ` phys=0x${(physical - (physical % 4096)).toString(16).padStart(16, '0')}`;
  const node = kind === 'vmalloc' ? ` N0=${pages}` : '';
  const end = start + BigInt(pages * 4096 + guardBytes);
  return `${range(start, end)}${caller}${counted}${place}${words[kind]}${userMap ? ' user' : ''}${node}\n`;
}

function range(start: bigint, end: bigint): string {
  const address = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;
  return `${address(start)}-${address(end)} ${String(end - start).padStart(7)}`;
}
