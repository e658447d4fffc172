/** Machines small enough that every line is evicted all the time, and the ways tests reach their memory. */
import type { MemoryPort } from '../../simulator/c-language/memory-port.ts';
import { createCosts } from '../../simulator/hardware/costs.ts';
import { createHardware } from '../../simulator/hardware/create-hardware.ts';
import { createCpuPort } from '../../simulator/hardware/cpu-port.ts';
import type { CpuPort, CpuPortLinks } from '../../simulator/hardware/cpu-port.ts';
import type { Hardware } from '../../simulator/hardware/hardware.ts';
import { pte, switchAddressSpace } from '../../simulator/hardware/mmu.ts';
import { readPhysical64, writePhysical64 } from '../../simulator/hardware/physical-memory.ts';
import type { Machine } from '../../simulator/machine.ts';

export const costs = createCosts();

export function machine(changes: Partial<Machine> = {}): Machine {
  return {
    kernel: '6.1',
    arch: 'x86_64',
    cpus: 1,
    memory: [[0, 0x100_0000]],
    cma: null,
    iommu: 'off',
    swiotlb: 'auto',
    dmaPool: { poison: false },
    slubDebug: '',
    allow: [],
    faults: null,
    dmaDebug: { enabled: false, allErrors: false },
    seed: 1,
    // 4 sets x 2 ways and 8 sets x 2 ways: evictions within a few accesses.
    caches: { l1Bytes: 512, l1Ways: 2, lastLevelBytes: 1024, lastLevelWays: 2, lineBytes: 64 },
    tlb: { entries: 4, ways: 2 },
    devices: [],
    ...changes,
  };
}

export function smallHardware(changes: Partial<Machine> = {}): Hardware {
  return createHardware(machine(changes));
}

export function port(
  hardware: Hardware,
  cpu = 0,
  mode: 'user' | 'kernel' = 'kernel',
  links: Partial<CpuPortLinks> = {},
): CpuPort {
  const noDevice = () => {
    throw new Error('no device here');
  };
  return createCpuPort(hardware, cpu, mode, { readMmio: noDevice, writeMmio: noDevice, costs, ...links });
}

/** Page tables built directly in RAM before anything is cached. Tables are taken upwards from `firstTable`. */
export function pageTables(hardware: Hardware, root = 0x80_0000, firstTable = root + 4096) {
  let next = firstTable;
  const rights = pte.present | pte.writable | pte.user;
  const descend = (table: number, index: number): number => {
    const entry = readPhysical64(hardware.memory, table + index * 8);
    if (entry & pte.present) return Number(entry & pte.addressMask);
    const fresh = next;
    next += 4096;
    writePhysical64(hardware.memory, table + index * 8, BigInt(fresh) | rights);
    return fresh;
  };
  return {
    root,
    /** Sets the last entry for `va` at a page size of 4 KiB, 2 MiB or 1 GiB; returns where it stands. */
    map(va: bigint, physical: number, bits: bigint, size: 0x1000 | 0x20_0000 | 0x4000_0000 = 0x1000): number {
      const levels = size === 0x1000 ? 3 : size === 0x20_0000 ? 2 : 1;
      let table = root;
      for (let level = 0; level < levels; level++)
        table = descend(table, Number((va >> BigInt(39 - 9 * level)) & 511n));
      const entry = table + Number((va >> BigInt(39 - 9 * levels)) & 511n) * 8;
      writePhysical64(hardware.memory, entry, BigInt(physical) | bits | (levels < 3 ? pte.large : 0n));
      return entry;
    },
    use(cpu = 0, asid = 0): void {
      switchAddressSpace(hardware, cpu, root, asid);
    },
  };
}

export const kernelPage = pte.present | pte.writable;
export const userPage = pte.present | pte.writable | pte.user;

export const lowWord = (value: bigint): number => Number(BigInt.asIntN(32, value));
export const highWord = (value: bigint): number => Number(BigInt.asIntN(32, value >> 32n));

export function load(memory: MemoryPort, va: bigint, size: number): bigint | null {
  if (!memory.load(lowWord(va), highWord(va), size)) return null;
  const value = (BigInt(memory.valueHigh >>> 0) << 32n) | BigInt(memory.valueLow >>> 0);
  return value;
}

export function store(memory: MemoryPort, va: bigint, size: number, value: bigint): boolean {
  return memory.store(lowWord(va), highWord(va), size, lowWord(value), highWord(value));
}

/** A load as the VM makes it: from a fast line if there is one. Written from the words of memory-port.ts. */
export function loadAsVm(memory: MemoryPort, va: bigint, size: number): bigint | null {
  const { fast } = memory;
  const low = lowWord(va);
  const index = Number((va >> 6n) & 1023n);
  const aligned = va % BigInt(size) === 0n;
  if (!aligned || fast.readTagLow[index] !== (low & ~63) || fast.readTagHigh[index] !== highWord(va)) {
    return load(memory, va, size);
  }
  stamp(memory, index);
  const at = fast.line[index]! * 64 + Number(va & 63n);
  return BigInt.asUintN(
    64,
    [...fast.bytes.subarray(at, at + size)].reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n),
  );
}

export function storeAsVm(memory: MemoryPort, va: bigint, size: number, value: bigint): boolean {
  const { fast } = memory;
  const index = Number((va >> 6n) & 1023n);
  const aligned = va % BigInt(size) === 0n;
  if (!aligned || fast.writeTagLow[index] !== (lowWord(va) & ~63) || fast.writeTagHigh[index] !== highWord(va)) {
    return store(memory, va, size, value);
  }
  stamp(memory, index);
  const at = fast.line[index]! * 64 + Number(va & 63n);
  for (let byte = 0; byte < size; byte++) fast.bytes[at + byte] = Number((value >> BigInt(8 * byte)) & 0xffn);
  return true;
}

function stamp({ fast }: MemoryPort, index: number): void {
  const tick = ++fast.clock[0]!;
  fast.lineUse[fast.line[index]!] = tick;
  fast.tlbUse[fast.tlb[index]!] = tick;
}

/** The snoop filter says of each cache line what the caches' tags say. */
export function isFilterRight({ cpus, lastLevel }: Hardware): boolean {
  const counts = new Uint16Array(65536);
  for (const { tags } of [lastLevel, ...cpus.map(({ l1 }) => l1)])
    for (const tag of tags) if (tag >= 0) counts[tag & 0xffff]!++;
  return lastLevel.filter.every((count, index) => count === counts[index]);
}
