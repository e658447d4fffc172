import { describe, expect, it } from 'vitest';
import { coherentRead, coherentWrite } from '../../../simulator/hardware/coherent-access.ts';
import { areaHolding, describeCma } from '../../../simulator/kernel/cma.ts';
import { readField } from '../../../simulator/kernel/c-struct.ts';
import { findMapping } from '../../../simulator/kernel/dma/find-mapping.ts';
import { peekKernel } from '../../../simulator/kernel/kernel-memory.ts';
import { describeZones, zoneOfFrame } from '../../../simulator/kernel/page-allocator.ts';
import { GFP_ATOMIC, GFP_DMA, GFP_KERNEL } from '../../../simulator/kernel/page-allocator/gfp.ts';
import { goldenRows } from './golden.ts';
import { boot, GiB, KiB, makeDevice, MiB, pc16, pc16LowCma, referenceMachine } from './memory-machine.ts';
import type { BootedMachine } from './memory-machine.ts';

const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n;
const flagsOf: Record<string, number> = {
  GFP_KERNEL,
  GFP_ATOMIC,
  GFP_DMA,
  'GFP_KERNEL|GFP_DMA': GFP_KERNEL | GFP_DMA,
};

/** What dma_alloc_coherent gives: the handle, or null. */
function allocate(
  machine: BootedMachine,
  device: bigint,
  size: number,
  flags: number,
): { address: bigint; handle: number } | null {
  const { call, world } = machine;
  const place = call('kmalloc', 8n, GFP_KERNEL) as bigint;
  const address = call('dma_alloc_attrs', device, BigInt(size), place, flags, 0n) as bigint;
  if (address === 0n) return null;
  const bytes = peekKernel(world, place, 8);
  return { address, handle: Number(new DataView(bytes.buffer).getBigUint64(0, true)) };
}
const free = ({ call }: BootedMachine, device: bigint, size: number, given: { address: bigint; handle: number }) =>
  call('dma_free_attrs', device, BigInt(size), given.address, BigInt(given.handle), 0n);
const freeFrames = ({ kernel }: BootedMachine): number =>
  describeZones(kernel.pageAllocator).reduce((sum, zone) => sum + zone.freeFrames, 0);

describe('coherent buffers of the reference machine, as a real Linux 6.1 gave them', () => {
  interface Row {
    readonly bits: number;
    readonly size: number;
    readonly gfp: string;
    readonly ok: number;
    readonly dma?: string;
    readonly zone?: string;
  }
  // Handles below an order-10 block depend on what the boot left free: zone, alignment and CMA are compared there.
  it.each(goldenRows<Row>('coherent'))('mask $bits, $size bytes, $gfp', ({ bits, size, gfp, ok, dma, zone }) => {
    const machine = boot(referenceMachine);
    const device = makeDevice(machine, '0000:00:02.0', mask(bits));
    const given = allocate(machine, device, size, flagsOf[gfp]!);
    expect(given !== null).toBe(ok === 1);
    if (!given) return;
    const { pageAllocator, cma } = machine.kernel;
    const frame = given.handle / 4096;
    expect(zoneOfFrame(pageAllocator, frame).name).toBe(zone);
    const inCma = Number(dma) >= 0x1_0000_0000 && Number(dma) < 0x1_0400_0000;
    expect(areaHolding(cma, frame) !== null).toBe(inCma);
    if (inCma) expect(given.handle).toBe(Number(dma));
    if (size === 4 * MiB && bits !== 32) expect(given.handle).toBe(Number(dma));
    const alignment = inCma ? 1 : 2 ** Math.ceil(Math.log2(Math.ceil(size / 4096)));
    expect(frame % alignment).toBe(0);
    expect(coherentRead(machine.hardware, given.handle, Math.min(size, 4096)).every((byte) => byte === 0)).toBe(true);
  });

  it('are reused in the same order from CMA', () => {
    const machine = boot(referenceMachine);
    const device = makeDevice(machine, 'fpga', mask(64));
    const held: Record<number, { size: number; given: NonNullable<ReturnType<typeof allocate>> }> = {};
    const [{ steps }] = goldenRows<{ steps: [string, number, number, string][] }>('cma-order') as [never];
    for (const [what, index, size, handle] of steps as [string, number, number, string][]) {
      if (what === 'free') free(machine, device, held[index]!.size, held[index]!.given);
      else {
        held[index] = { size, given: allocate(machine, device, size, GFP_KERNEL)! };
        expect(`0x${held[index].given.handle.toString(16)}`).toBe(handle);
      }
    }
  });

  it('are reused in the same order from ZONE_DMA: three of 4 MiB, then none', () => {
    const machine = boot(referenceMachine);
    const device = makeDevice(machine, 'old', mask(24));
    const [row] = goldenRows<Record<string, (string | null)[]>>('mask24-order');
    for (const expected of [row!['first']!, row!['freed in order, again']!]) {
      const given = expected.map(() => allocate(machine, device, 4 * MiB, GFP_KERNEL | 0x2000));
      expect(given.map((each) => each && `0x${each.handle.toString(16)}`)).toEqual(expected);
      for (const each of given) if (each) free(machine, device, 4 * MiB, each);
    }
  });

  it('take 4 MiB blocks of Normal in ascending order', () => {
    const machine = boot(referenceMachine);
    const device = makeDevice(machine, 'fpga', mask(64));
    const [row] = goldenRows<{ handles: string[] }>('atomic-order');
    const handles = row!.handles.map(() => allocate(machine, device, 4 * MiB, GFP_ATOMIC)!.handle);
    expect(handles.map((handle) => `0x${handle.toString(16)}`)).toEqual(row!.handles);
  });
});

describe('PC16, the table of documented-bugs §2.2', () => {
  const CMA_HIGH = 0x4_3000_0000;
  const CMA_LOW = 0xb000_0000;
  type Expected = {
    readonly at?: number;
    readonly from?: number;
    readonly below?: number;
    readonly rejected?: boolean;
  };
  const normal: Expected = { from: 4 * GiB, below: 16 * GiB };
  const dma32: Expected = { from: 16 * MiB, below: 4 * GiB };
  const rows: [string, string, number, Expected][] = [
    ['high', 'GFP_KERNEL', 64, { at: CMA_HIGH }],
    ['high', 'GFP_ATOMIC', 64, normal],
    ['high', 'GFP_DMA', 64, normal],
    ['high', 'GFP_KERNEL|GFP_DMA', 64, { at: CMA_HIGH }],
    ['high', 'GFP_KERNEL', 32, { ...dma32, rejected: true }],
    ['high', 'GFP_ATOMIC', 32, dma32],
    ['high', 'GFP_DMA', 32, dma32],
    ['high', 'GFP_KERNEL|GFP_DMA', 32, { ...dma32, rejected: true }],
    ['low', 'GFP_KERNEL', 32, { at: CMA_LOW }],
    ['low', 'GFP_ATOMIC', 32, dma32],
    ['low', 'GFP_DMA', 32, dma32],
    ['low', 'GFP_KERNEL|GFP_DMA', 32, { at: CMA_LOW }],
    // §2.3, fix (a): the honest mask of a device that reaches 34 bits
    ['high', 'GFP_KERNEL', 34, { from: 4 * GiB, below: 16 * GiB, rejected: true }],
  ];
  it.each(rows)('CMA %s, %s, mask of %i bits', (placement, flags, bits, expected) => {
    const machine = boot(placement === 'high' ? pc16 : pc16LowCma);
    const device = makeDevice(machine, '0000:01:00.0', mask(bits));
    const { handle } = allocate(machine, device, 4 * MiB, flagsOf[flags]!)!;
    if (expected.at !== undefined) expect(handle).toBe(expected.at);
    else {
      expect(handle).toBeGreaterThanOrEqual(expected.from!);
      expect(handle + 4 * MiB).toBeLessThanOrEqual(expected.below!);
      expect(areaHolding(machine.kernel.cma, handle / 4096)).toBeNull();
      expect(handle % (4 * MiB)).toBe(0);
    }
    const rejected = machine.journal.filter(({ kind }) => kind === 'cma-rejected');
    expect(rejected.length).toBe(expected.rejected ? 1 : 0);
    const [area] = machine.kernel.cma.areas;
    expect(describeCma(machine.kernel.pageAllocator, area!).usedFrames).toBe(expected.at === undefined ? 0 : 1024);
  });
  it('has 65536 bits of CMA, the buffer 1024 of them', () => {
    const machine = boot(pc16);
    const [area] = machine.kernel.cma.areas;
    expect(area).toMatchObject({ baseFrame: 0x43_0000, frames: 65536 });
    allocate(machine, makeDevice(machine, 'fpga', mask(64)), 4 * MiB, GFP_KERNEL);
    expect(area!.bitmap.reduce((sum, word) => sum + [...word.toString(2)].filter((bit) => bit === '1').length, 0)).toBe(
      1024,
    );
  });
});

describe('the size rule, documented-bugs §1.3', () => {
  // asked, buddy bytes (0: fails), CMA bytes, CMA alignment
  const rows: [number, number, number, number][] = [
    [64, 4096, 4096, 4 * KiB],
    [4097, 8192, 8192, 8 * KiB],
    [9100, 16384, 12288, 16 * KiB],
    [20 * KiB, 32768, 20480, 32 * KiB],
    [150 * KiB, 262144, 155648, 256 * KiB],
    [MiB + 1, 2 * MiB, 1052672, MiB],
    [4 * MiB, 4 * MiB, 4 * MiB, MiB],
    [5 * MiB, 0, 5 * MiB, MiB],
    [40 * MiB, 0, 40 * MiB, MiB],
  ];
  it.each(rows)('%i bytes', (size, buddyBytes, cmaBytes, alignment) => {
    const atomic = boot(pc16);
    const before = freeFrames(atomic);
    const device = makeDevice(atomic, 'fpga', mask(64));
    const place = freeFrames(atomic); // the device's own memory
    const given = allocate(atomic, device, size, GFP_ATOMIC);
    expect(given === null).toBe(buddyBytes === 0);
    expect(before).toBeGreaterThan(place - 1);
    const taken = atomic.kernel.dma.coherent.get('fpga')?.[0]?.taken ?? 0;
    expect(taken).toBe(buddyBytes);

    const machine = boot({ ...pc16, kernel: '4.18' }); // CMA for a single page too
    const owner = makeDevice(machine, 'fpga', mask(64));
    allocate(machine, owner, 4096, GFP_KERNEL); // so that alignment shows
    const { handle } = allocate(machine, owner, size, GFP_KERNEL)!;
    expect(handle % alignment).toBe(0);
    expect(handle - 0x4_3000_0000).toBe(alignment); // first fit behind one page
    const [area] = machine.kernel.cma.areas;
    expect(describeCma(machine.kernel.pageAllocator, area!).usedFrames * 4096).toBe(4096 + cmaBytes);
  });
  it('takes that much from the buddy and gives it back', () => {
    const machine = boot({ ...referenceMachine, cma: null });
    const device = makeDevice(machine, 'fpga', mask(64));
    const warm = allocate(machine, device, 150 * KiB, GFP_KERNEL)!;
    free(machine, device, 150 * KiB, warm);
    const before = freeFrames(machine);
    const given = allocate(machine, device, 150 * KiB, GFP_KERNEL)!;
    expect(before - freeFrames(machine)).toBe(64);
    free(machine, device, 150 * KiB, given);
    expect(freeFrames(machine)).toBe(before);
  });
});

describe('kernel profiles', () => {
  const flexible = { size: 256 * MiB, start: null, end: null, fixed: false };
  it.each([
    ['4.18', 17 * GiB - 256 * MiB],
    ['5.10', 17 * GiB - 256 * MiB],
    ['6.1', 4 * GiB],
    ['6.12', 4 * GiB],
  ] as const)('%s puts cma=256M at %i', (kernel, base) => {
    expect(boot({ ...pc16, kernel, cma: flexible }).kernel.cma.areas[0]!.baseFrame * 4096).toBe(base);
  });
  it('goes top-down where RAM does not reach beyond 4 GiB', () => {
    const { cma } = boot({ memory: [[0, 2 * GiB]], cma: flexible }).kernel;
    expect(cma.areas[0]!.baseFrame * 4096).toBe(2 * GiB - 256 * MiB);
  });
  it('says so when there is no place', () => {
    const { cma, bootLog } = boot({ memory: [[0, 128 * MiB]], cma: flexible }).kernel;
    expect([cma.areas, bootLog]).toEqual([[], ['cma: Failed to reserve 256 MiB']]);
  });
  it.each([
    ['4.18', true],
    ['6.1', false],
  ] as const)('%s takes a single page from CMA: %s', (kernel, fromCma) => {
    const machine = boot({ ...pc16, kernel });
    const { handle } = allocate(machine, makeDevice(machine, 'fpga', mask(64)), 64, GFP_KERNEL)!;
    expect(areaHolding(machine.kernel.cma, handle / 4096) !== null).toBe(fromCma);
  });
});

describe('masks', () => {
  it.each(goldenRows<{ bits: number; result: number }>('dma_set_mask'))(
    'of $bits bits: $result',
    ({ bits, result }) => {
      const machine = boot(referenceMachine);
      expect(machine.call('dma_set_mask', makeDevice(machine, 'edu', mask(32)), mask(bits))).toBe(result);
    },
  );
  it('needs 0x1ffffffff on the reference machine', () => {
    const machine = boot(referenceMachine);
    expect(machine.call('dma_get_required_mask', makeDevice(machine, 'edu', mask(32)))).toBe(0x1_ffff_ffffn);
  });
  it('lets a device without a streaming mask set none', () => {
    const machine = boot();
    const device = machine.call('kmalloc', 256n, GFP_KERNEL | 0x100) as bigint;
    expect(machine.call('dma_set_mask', device, mask(32))).toBe(-5);
    expect(machine.call('dma_set_coherent_mask', device, mask(32))).toBe(0);
    expect(readField(machine.world, 'device', device, 'coherent_dma_mask')).toBe(mask(32));
  });
  it('of zero warn once and give nothing', () => {
    const machine = boot(referenceMachine);
    const device = makeDevice(machine, 'edu', 0n);
    for (let i = 0; i < 2; i++) expect(allocate(machine, device, 4096, GFP_KERNEL)).toBeNull();
    const warnings = machine.journal.filter((each) => each.kind === 'log' && each.text.startsWith('WARNING'));
    expect(warnings).toMatchObject([{ text: 'WARNING: CPU: 0 PID: 0 at kernel/dma/mapping.c:499 dma_alloc_attrs' }]);
  });
});

describe('books', () => {
  it('find a buffer by any bus address in it', () => {
    const machine = boot(pc16);
    const { handle } = allocate(machine, makeDevice(machine, 'fpga', mask(64)), 10000, GFP_KERNEL)!;
    expect(findMapping(machine.kernel, 'fpga', BigInt(handle) + 9000n, 1000)).toMatchObject({
      kind: 'coherent',
      offset: 9000,
      complete: true,
    });
    expect(findMapping(machine.kernel, 'fpga', BigInt(handle) + 9000n, 1001)).toMatchObject({ complete: false });
    expect(findMapping(machine.kernel, 'fpga', BigInt(handle) + 10000n, 1)).toBeNull();
    expect(findMapping(machine.kernel, 'other', BigInt(handle), 1)).toBeNull();
  });
  it('zero memory that was dirty before', () => {
    const machine = boot(referenceMachine);
    const device = makeDevice(machine, 'fpga', mask(64));
    const first = allocate(machine, device, 8192, GFP_KERNEL)!;
    coherentWrite(machine.hardware, first.handle, new Uint8Array(8192).fill(0xa5));
    free(machine, device, 8192, first);
    const second = allocate(machine, device, 8192, GFP_KERNEL)!;
    expect(second.handle).toBe(first.handle);
    expect(coherentRead(machine.hardware, second.handle, 8192).some((byte) => byte !== 0)).toBe(false);
  });
  it('journal what was given and taken back', () => {
    const machine = boot(pc16);
    const device = makeDevice(machine, 'fpga', mask(64));
    const given = allocate(machine, device, 4 * MiB, GFP_KERNEL)!;
    free(machine, device, 4 * MiB, given);
    expect(machine.journal.map(({ kind }) => kind)).toEqual([
      'cma-alloc',
      'coherent-alloc',
      'coherent-free',
      'cma-release',
    ]);
    expect(machine.journal[1]).toMatchObject({ device: 'fpga', handle: 0x4_3000_0000n, from: 'CMA', size: 4 * MiB });
  });
  it('find fault with frees that do not fit', () => {
    const machine = boot(pc16);
    const device = makeDevice(machine, 'fpga', mask(64));
    const given = allocate(machine, device, 4 * MiB, GFP_KERNEL)!;
    free(machine, device, 2 * MiB, given);
    free(machine, device, 4 * MiB, given);
    const codes = machine.journal.flatMap((each) => (each.kind === 'finding' ? [each.code] : []));
    expect(codes).toEqual(['free-wrong-size', 'invalid-free']);
    // As in the kernel: the bits of the other half stay set.
    expect(describeCma(machine.kernel.pageAllocator, machine.kernel.cma.areas[0]!).usedFrames).toBe(512);
  });
});

describe('streaming mappings', () => {
  const pageOf = (address: bigint): bigint =>
    0xffff_ea00_0000_0000n + ((address - 0xffff_8880_0000_0000n) >> 12n) * 64n;
  it('are the physical address, and forgotten when unmapped', () => {
    const machine = boot();
    const device = makeDevice(machine, 'nic', mask(64));
    const buffer = machine.call('kmalloc', 2048n, GFP_KERNEL) as bigint;
    const handle = machine.call('dma_map_page_attrs', device, pageOf(buffer), buffer & 4095n, 1500n, 1, 0n) as bigint;
    expect(handle).toBe(buffer - 0xffff_8880_0000_0000n);
    expect(findMapping(machine.kernel, 'nic', handle, 1500)).toMatchObject({ kind: 'streaming', complete: true });
    machine.call('dma_unmap_page_attrs', device, handle, 1500n, 1, 0n);
    expect(findMapping(machine.kernel, 'nic', handle, 1)).toBeNull();
  });
  it('beyond the mask fail with the line of a real kernel', () => {
    const machine = boot({ ...referenceMachine, swiotlb: 'off' });
    const device = makeDevice(machine, '0000:00:02.0', mask(24));
    const page = machine.call('alloc_pages', GFP_KERNEL, 0) as bigint;
    const handle = machine.call('dma_map_page_attrs', device, page, 0n, 4096n, 1, 0n);
    expect(handle).toBe(0xffff_ffff_ffff_ffffn);
    const physical = ((page - 0xffff_ea00_0000_0000n) / 64n) * 4096n;
    // golden/linux-6.1-plain.jsonl, "mask-overflow"
    const line = ` 0000:00:02.0: DMA addr 0x${physical.toString(16).padStart(16, '0')}+4096 overflow (mask ffffff, bus limit 0).`;
    expect(machine.journal).toContainEqual({ kind: 'log', level: 4, text: line });
  });
});
