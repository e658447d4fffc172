import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peekKernel, pokeKernel } from '../../../simulator/kernel/kernel-memory.ts';
import { describeZones } from '../../../simulator/kernel/page-allocator.ts';
import { GFP_DMA, GFP_KERNEL } from '../../../simulator/kernel/page-allocator/gfp.ts';
import { createSlab, debugFlagsOf, slabOrder } from '../../../simulator/kernel/slab.ts';
import { goldenRows } from './golden.ts';
import { boot, MiB, referenceMachine } from './memory-machine.ts';
import type { BootedMachine } from './memory-machine.ts';

const zero = 0x100;
const kmalloc = ({ call }: BootedMachine, size: number, flags = GFP_KERNEL): bigint =>
  call('kmalloc', BigInt(size), flags) as bigint;
const findings = ({ journal }: BootedMachine) =>
  journal.flatMap((each) => (each.kind === 'finding' ? [each.code] : []));

describe('kmalloc as a real Linux 6.1 does it', () => {
  const machine = boot(referenceMachine);
  it.each(goldenRows<{ size: number; ksize: number }>('ksize'))('$size bytes: ksize $ksize', ({ size, ksize }) => {
    const address = kmalloc(machine, size);
    expect(machine.call('ksize', address)).toBe(BigInt(ksize));
    // A power of two is aligned to itself, other sizes to their largest power of two (memory-allocation.rst).
    expect(address % BigInt(Math.min(ksize & -ksize, 4 * MiB))).toBe(0n);
    machine.call('kfree', address);
  });
  it('refuses more than 4 MiB with one warning', () => {
    expect(kmalloc(machine, 5 * MiB)).toBe(0n);
    expect(kmalloc(machine, 5 * MiB)).toBe(0n);
    const lines = machine.journal.filter(
      (each) => each.kind === 'log' && each.text.includes('mm/page_alloc.c:5634 __alloc_pages'),
    );
    expect(lines.length).toBe(1);
  });
  it('gives ZERO_SIZE_PTR for nothing', () => {
    expect(kmalloc(machine, 0)).toBe(16n);
    machine.call('kfree', 16n);
    machine.call('kfree', 0n);
    expect(findings(machine)).toEqual(['kernel-warning']); // that of order 11 above
  });
  it('has the sizes, objects and orders of /sys/kernel/slab with slub_debug=FZPU', () => {
    const { caches } = createSlab(2, debugFlagsOf('FZPU'));
    // slab_size, objs_per_slab and order of a 6.1.192 with two CPUs.
    const real: Readonly<Record<string, readonly [size: number, objects: number, order: number]>> = {
      'kmalloc-8': [112, 36, 0],
      'kmalloc-16': [128, 32, 0],
      'kmalloc-32': [160, 25, 0],
      'kmalloc-64': [256, 16, 0],
      'kmalloc-96': [200, 20, 0],
      'kmalloc-128': [384, 21, 1],
      'kmalloc-192': [296, 13, 0],
      'kmalloc-256': [768, 21, 2],
      'kmalloc-512': [1536, 21, 3],
      'kmalloc-1k': [3072, 10, 3],
      'kmalloc-2k': [6144, 5, 3],
      'kmalloc-4k': [12288, 2, 3],
      'kmalloc-8k': [24576, 1, 3],
    };
    const ours = caches.slice(0, 13).map(({ name, stride, objects, order }) => [name, [stride, objects, order]]);
    expect(Object.fromEntries(ours)).toEqual(real);
  });
  it('has the objects and orders of /proc/slabinfo with two CPUs', () => {
    const { caches } = createSlab(2);
    const row = (name: string) => caches.find((each) => each.name === name)!;
    const shape = (name: string) => [row(name).objects, 2 ** row(name).order];
    expect(
      [
        'kmalloc-8',
        'kmalloc-96',
        'kmalloc-192',
        'kmalloc-256',
        'kmalloc-512',
        'kmalloc-1k',
        'kmalloc-2k',
        'kmalloc-4k',
        'kmalloc-8k',
        'dma-kmalloc-64',
      ].map(shape),
    ).toEqual([
      [512, 1],
      [42, 1],
      [21, 1],
      [16, 1],
      [16, 2],
      [16, 4],
      [16, 8],
      [8, 8],
      [4, 8],
      [64, 1],
    ]);
    // vm_area_struct: 152 bytes in one page; task_struct: 5952 bytes, 5 in 8 pages
    expect([slabOrder(152, 2), slabOrder(5952, 2)]).toEqual([0, 3]);
  });
  it('takes GFP_DMA objects from below 16 MiB', () => {
    expect(kmalloc(machine, 64, GFP_KERNEL | GFP_DMA) - 0xffff_8880_0000_0000n).toBeLessThan(BigInt(16 * MiB));
  });
});

describe('objects', () => {
  it('of a fresh slab ascend; the one freed last comes first', () => {
    const machine = boot();
    const objects = Array.from({ length: 12 }, () => kmalloc(machine, 64));
    objects.slice(1).forEach((address, index) => expect(address - objects[index]!).toBe(64n));
    machine.call('kfree', objects[3]!);
    machine.call('kfree', objects[5]!);
    expect([kmalloc(machine, 64), kmalloc(machine, 64)]).toEqual([objects[5], objects[3]]);
  });
  it('are zeroed whole with __GFP_ZERO', () => {
    const machine = boot();
    const first = kmalloc(machine, 100);
    pokeKernel(machine.world, first, new Uint8Array(128).fill(0xee));
    machine.call('kfree', first);
    expect(kmalloc(machine, 100, GFP_KERNEL | zero)).toBe(first);
    const seen = new Uint8Array(128);
    for (let offset = 0; offset < 128; offset++) {
      machine.context.port.load(Number(BigInt.asIntN(32, first)) + offset, Number(BigInt.asIntN(32, first >> 32n)), 1);
      seen[offset] = machine.context.port.valueLow;
    }
    expect(seen.every((byte) => byte === 0)).toBe(true);
  });
  it('grow in place within their cache, else move with their bytes', () => {
    const machine = boot();
    const object = kmalloc(machine, 20);
    pokeKernel(machine.world, object, Uint8Array.of(1, 2, 3));
    expect(machine.call('krealloc', object, 32n, GFP_KERNEL)).toBe(object);
    const moved = machine.call('krealloc', object, 33n, GFP_KERNEL) as bigint;
    expect(moved).not.toBe(object);
    expect([...peekKernel(machine.world, moved, 3)]).toEqual([1, 2, 3]);
    expect(machine.call('krealloc', moved, 0n, GFP_KERNEL)).toBe(16n);
    expect(findings(machine)).toEqual([]);
  });
  it.each([
    ['twice', (address: bigint) => [address, address], 'double-free'],
    ['in their middle', (address: bigint) => [address + 8n], 'invalid-free'],
    ['that are no objects', () => [0xffff_8880_0500_0000n], 'invalid-free'],
    ['outside the direct map', () => [0xffff_c900_0000_1000n], 'invalid-free'],
  ] as const)('freed %s are a finding', (_, addresses, code) => {
    const machine = boot();
    for (const address of addresses(kmalloc(machine, 64))) machine.call('kfree', address);
    expect(findings(machine)).toEqual([code]);
  });
  it('of a cache with a constructor are constructed once', () => {
    const machine = boot();
    const name = kmalloc(machine, 16);
    pokeKernel(machine.world, name, new TextEncoder().encode('nodes\0'));
    const cache = machine.call('__slab_create_cache', name, 100, 64, 0, 0, 1) as number;
    const object = machine.call('__slab_allocate', cache, GFP_KERNEL) as bigint;
    expect(object % 64n).toBe(0n);
    const fresh = Array.from({ length: 33 }, () => machine.call('__slab_next_to_construct', cache, object) as bigint);
    expect(fresh).toEqual([...Array.from({ length: 32 }, (_, index) => object + BigInt(128 * index)), 0n]);
    expect(machine.call('__slab_destroy_cache', cache)).toBe(1);
    machine.call('__slab_free', cache, object);
    machine.call('__slab_free', cache, kmalloc(machine, 8));
    expect(findings(machine)).toEqual(['kernel-warning', 'invalid-free']);
    expect(machine.call('__slab_destroy_cache', cache)).toBe(0);
  });
  it('never overlap and give all their pages back but a few empty slabs', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 20000 }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.record({ size }), fc.record({ free: fc.nat() })), { maxLength: 150 }),
        (steps) => {
          const machine = boot({ memory: [[0, 64 * MiB]] });
          const { pageAllocator, slab } = machine.kernel;
          const free = () => describeZones(pageAllocator).reduce((sum, { freeFrames }) => sum + freeFrames, 0);
          const before = free();
          const held = new Map<bigint, number>();
          for (const each of steps) {
            if ('free' in each) {
              const address = [...held.keys()][each.free % Math.max(1, held.size)];
              if (address === undefined) continue;
              held.delete(address);
              machine.call('kfree', address);
            } else {
              const address = kmalloc(machine, each.size);
              const usable = Number(machine.call('ksize', address));
              expect(usable).toBeGreaterThanOrEqual(each.size);
              for (const [other, length] of held)
                expect(address >= other + BigInt(length) || address + BigInt(usable) <= other).toBe(true);
              held.set(address, usable);
            }
          }
          for (const address of held.keys()) machine.call('kfree', address);
          expect(findings(machine)).toEqual([]);
          expect(slab.caches.every(({ inUse }) => inUse === 0)).toBe(true);
          const kept = [...slab.pages.values()].reduce((sum, { order }) => sum + 2 ** order, 0);
          expect(before - free()).toBe(kept);
          slab.caches.forEach((_, cache) => machine.call('__slab_shrink_cache', cache));
          expect(free()).toBe(before);
        },
      ),
      { numRuns: 40, seed: 5 },
    );
  });
});
