/** mm/mmap.c and mm/memory.c compiled by our own front end, with a driver (mmap-driver.c) on one side and a process on the other. */
import { beforeEach, describe, expect, it } from 'vitest';
import { loadKernelImage } from '../../../simulator/kernel/load-image.ts';
import { map, prot } from '../../../simulator/kernel/process/mappings.ts';
import { translate } from '../../../simulator/kernel/process/user-pages.ts';
import { freeFrames, testWorld, type TestWorld } from './address-space-world.ts';
import { compileKernel, kernelCalls, type KernelCall } from './compiled-kernel.ts';

const program = compileKernel(['kernel/mm/mmap.c', 'kernel/mm/mremap.c', 'kernel/mm/memory.c'], ['mmap-driver.c']);
/** Descriptors of the driver's five files. */
const fd = { frames: 0n, page: 1n, lazy: 2n, fails: 3n, none: 4n } as const;
const base = 0x10_0000_0000n;
const rw = prot.READ | prot.WRITE;

let test: TestWorld;
let call: KernelCall;
let pageFrame: number;
let atBegin: number;

beforeEach(() => {
  test = testWorld(
    {},
    program,
    ({ area, address, write }) => void call('__do_driver_fault', area, address, Number(write)),
  );
  loadKernelImage(test.world);
  call = kernelCalls(test.world, test.space.id, test.record);
  pageFrame = Number(call('begin'));
  // The first area takes a page for its slab, which stays.
  expect(mmap(fd.lazy, 1)).toBe(base);
  expect(call('ksys_munmap', base, 4096n)).toBe(0n);
  atBegin = freeFrames(test.world);
  test.journal.length = 0;
});

const mmap = (file: bigint, pages: number, flags = map.SHARED | map.FIXED, rights = rw, offset = 0n): bigint =>
  call('ksys_mmap', base, BigInt(pages) * 4096n, rights, flags, file, offset);

function areas(): [number, number][] {
  return test.space.areas.map(({ start, end }) => [Number((start - base) / 4096n), Number((end - base) / 4096n)]);
}

describe('remap_pfn_range in a driver', () => {
  it('maps the frames it names, marks the area and writes the journal', () => {
    expect(mmap(fd.frames, 3)).toBe(base);
    expect(translate(test.world, test.space, base + 0x2010n)).toBe(0x12_5010);
    // VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP of include/linux/mm.h, VM_PAT of x86, over shared rw with all MAY bits.
    expect(test.space.areas[0]!.flags).toBe(0x4000 | 0x400 | 0x4_0000 | 0x400_0000 | 0x100_0000 | 0xfb);
    expect(test.journal).toContainEqual({
      kind: 'mmap',
      process: 100,
      address: base,
      length: 12288,
      what: 'file',
      physical: 0x12_3000,
    });
    expect(test.write(base + 8n, 42n)).toBe(true);
    expect(test.read(base + 8n)).toBe(42n);
  });

  it('is split by munmap of the middle: open for the upper part, close for the one that goes', () => {
    mmap(fd.frames, 5);
    expect(call('references', 0)).toBe(2n);
    expect(call('ksys_munmap', base + 8192n, 4096n)).toBe(0n);
    expect(areas()).toEqual([[0, 2], [3, 5]]); // prettier-ignore
    expect(call('counts')).toBe(210n); // two opens, one close
    expect(call('references', 0)).toBe(3n);
    expect(test.read(base + 8192n)).toMatchObject({ signal: 'SIGSEGV' });
    expect(translate(test.world, test.space, base + 0x3000n)).toBe(0x12_6000);
    expect(test.journal).toContainEqual({ kind: 'munmap', process: 100, address: base + 8192n, length: 4096 });
  });

  it('must cover a private writable area whole, which is copied on write', () => {
    expect(mmap(fd.frames, 2, map.PRIVATE | map.FIXED)).toBe(base);
    expect(test.write(base, 1n)).toBe(true);
    expect(translate(test.world, test.space, base)).not.toBe(0x12_3000);
    expect(translate(test.world, test.space, base + 4096n)).toBe(0x12_4000);
  });
});

describe('other ways to map', () => {
  it('vm_insert_page holds the page until it is unmapped', () => {
    mmap(fd.page, 1);
    expect(test.read(base)).toBe(0x1122334455667788n);
    expect(test.world.kernel.pageAllocator.references.get(pageFrame)).toBe(2);
    call('ksys_munmap', base, 4096n);
    expect(test.world.kernel.pageAllocator.references.has(pageFrame)).toBe(false);
  });

  it('a fault handler is asked once for each page, and its refusal is a SIGBUS', () => {
    mmap(fd.lazy, 4);
    expect(test.read(base)).toBe(0x1122334455667788n);
    expect(test.read(base + 8n)).toBe(0n);
    expect(test.write(base + 4096n, 5n)).toBe(true);
    expect(test.read(base)).toBe(5n); // the same page twice
    expect(call('counts')).toBe(2n);
    expect(test.read(base + 8192n)).toMatchObject({ kind: 'signal', signal: 'SIGBUS' });
    expect(call('counts')).toBe(3n);
  });

  it('a page that no driver ever mapped is a SIGBUS', () => {
    mmap(fd.page, 2);
    expect(test.read(base + 4096n)).toMatchObject({ kind: 'signal', signal: 'SIGBUS' });
  });
});

describe('errors', () => {
  it.each([
    ['no such descriptor', 77n, {}, -9],
    ['offset not in pages', fd.frames, { offset: 1n }, -22],
    ['a driver without mmap', fd.none, {}, -19],
    ['what the driver says', fd.fails, {}, -16],
  ])('%s', (_, file, { offset = 0n }: { offset?: bigint }, error) => {
    expect(mmap(file, 1, undefined, rw, offset)).toBe(BigInt(error));
    expect(test.space.areas).toEqual([]);
    if (file <= 4n) expect(call('references', Number(file))).toBe(1n);
    expect(test.world.kernel.pageAllocator.references.has(pageFrame)).toBe(false);
  });

  it.each([
    ['unaligned', base + 1n, 4096n],
    ['no length', base, 0n],
    ['beyond user space', 0x7fff_ffff_f000n, 4096n],
  ])('munmap: %s', (_, address, length) => {
    expect(call('ksys_munmap', address, length)).toBe(-22n);
  });
});

it('MAP_FIXED over a driver area closes it, MAP_POPULATE brings the pages', () => {
  mmap(fd.frames, 2);
  const free = freeFrames(test.world);
  expect(mmap(0n, 2, map.PRIVATE | map.ANONYMOUS | map.FIXED | map.POPULATE)).toBe(base);
  expect(call('counts')).toBe(10n);
  expect(free - freeFrames(test.world)).toBe(2);
  test.journal.length = 0;
  expect(test.write(base + 4096n, 1n)).toBe(true);
  expect(test.journal).toEqual([]); // no fault
});

it('exit_mm closes every area and gives everything back', () => {
  mmap(fd.frames, 2);
  call('ksys_mmap', 0n, 8192n, rw, map.SHARED, fd.page, 0n);
  call('ksys_mmap', 0n, 8192n, rw, map.PRIVATE | map.ANONYMOUS | map.POPULATE, 0n, 0n);
  call('end');
  expect(call('counts')).toBe(10n);
  expect(call('references', 0)).toBe(1n);
  expect(test.world.kernel.addressSpaces.spaces.size).toBe(1);
  // The driver's page and the top table of the process too, which were there before.
  expect(freeFrames(test.world)).toBe(atBegin + 2);
});
