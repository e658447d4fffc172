/** Lines of the oracle's /proc/vmallocinfo: sizes with the guard page, pages and words; addresses and callers are ours. */
import { expect, it } from 'vitest';
import { vmallocInfo } from '../../../simulator/kernel/memory-reports/vmalloc-info.ts';
import { createVmallocAreas } from '../../../simulator/kernel/vmalloc.ts';
import type { MemoryWorld } from '../../../simulator/kernel/memory-world.ts';

it('shows what stands in the area and what waits to be purged', () => {
  const vmalloc = createVmallocAreas();
  const owner = { kind: 'vmalloc', what: 'test', statement: null } as const;
  const common = { owner, size: 4096, frames: [] };
  const base = 0xffff_c900_0000_0000n;
  vmalloc.areas.push(
    { ...common, start: base, pages: 4, kind: 'vmalloc', physical: null },
    { ...common, start: base + 0x8000n, pages: 1, kind: 'ioremap', physical: 0xfed0_0010 },
    { ...common, start: base + 0xa000n, pages: 4, kind: 'vmap', physical: null },
  );
  vmalloc.lazy.push({ start: base + 0xf000n, end: base + 0x1_1000n });
  const world = { kernel: { vmalloc } } as unknown as MemoryWorld;
  expect(vmallocInfo(world).trimEnd().split('\n')).toEqual([
    '0xffffc90000000000-0xffffc90000005000   20480 pages=4 vmalloc N0=4',
    '0xffffc90000008000-0xffffc9000000a000    8192 phys=0x00000000fed00000 ioremap',
    '0xffffc9000000a000-0xffffc9000000f000   20480 vmap',
    '0xffffc9000000f000-0xffffc90000011000    8192 unpurged vm_area',
  ]);
});
