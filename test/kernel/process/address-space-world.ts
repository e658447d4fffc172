/** A world of real hardware, page allocator and page tables, with nothing else in it: enough for address spaces. */
import { createPendingEvents } from '../../../simulator/pending-events.ts';
import { createPageCache } from '../../../simulator/kernel/page-cache/page-cache.ts';
import { createSwapSpace } from '../../../simulator/kernel/swap/swap-space.ts';
import type { Program } from '../../../simulator/c-language/program.ts';
import type { MemoryFault } from '../../../simulator/c-language/memory-port.ts';
import { createHardware } from '../../../simulator/hardware/create-hardware.ts';
import { switchAddressSpace } from '../../../simulator/hardware/mmu.ts';
import type { CpuPort } from '../../../simulator/hardware/cpu-port.ts';
import type { JournalEntry } from '../../../simulator/journal.ts';
import { planBoot } from '../../../simulator/kernel/boot-memory.ts';
import { buildKernelPageTables } from '../../../simulator/kernel/boot-memory/kernel-page-tables.ts';
import type { MemoryWorld } from '../../../simulator/kernel/memory-world.ts';
import { allocatePages, createPageAllocator } from '../../../simulator/kernel/page-allocator.ts';
import { GFP_KERNEL } from '../../../simulator/kernel/page-allocator/gfp.ts';
import { createAddressSpaces, type AddressSpace } from '../../../simulator/kernel/process/address-space.ts';
import { resolveFault, type DriverFault, type FaultOutcome } from '../../../simulator/kernel/process/resolve-fault.ts';
import { createAddressSpace } from '../../../simulator/kernel/process/space-lifetime.ts';
import { createSlab } from '../../../simulator/kernel/slab.ts';
import type { Machine } from '../../../simulator/machine.ts';
import { load, machine, port, store } from '../../hardware/small-machine.ts';

const noProgram: Program = {
  images: [],
  resident: { instructions: 0, statements: 0, builtins: 0 },
  code: new Int32Array(),
  functions: [],
  builtins: [],
  statements: [],
  statementOfInstruction: new Int32Array(),
  placeOfInstruction: new Int32Array(),
  places: [],
  falseJumps: new Set(),
  types: [],
  traps: [],
};

export interface TestWorld {
  readonly world: MemoryWorld;
  readonly space: AddressSpace;
  readonly journal: JournalEntry[];
  record(entry: JournalEntry): void;
  /** As the VM does: the access, its fault, and once more. What it comes to, or the value read. */
  read(va: bigint, size?: number, cpu?: number): bigint | FaultOutcome;
  write(va: bigint, value: bigint, size?: number, cpu?: number): true | FaultOutcome;
}

export function bareWorld(changes: Partial<Machine> = {}, compiled: Program | null = null): MemoryWorld {
  const described = machine({
    memory: [[0, 0x200_0000]],
    tlb: { entries: 16, ways: 4 },
    ...changes,
  });
  const hardware = createHardware(described);
  const plan = planBoot(described);
  const pageAllocator = createPageAllocator(plan);
  const root = buildKernelPageTables(hardware, pageAllocator, plan);
  const owner = { kind: 'reserved', what: 'page of zeros', statement: null } as const;
  const zero = allocatePages(pageAllocator, { order: 0, gfp: GFP_KERNEL, cpu: 0, owner });
  const program = compiled ?? noProgram;
  const kernel = {
    pageAllocator,
    slab: createSlab(described.cpus),
    addressSpaces: createAddressSpaces(root, zero!),
    cma: { areas: [] },
    vmalloc: { areas: [], lazy: [] },
    pageCache: createPageCache({ rotational: false }),
    swap: createSwapSpace(described.swap ?? null),
  };
  for (const { id } of hardware.cpus) switchAddressSpace(hardware, id, root, 0);
  // The DMA room has no part in this.
  return {
    machine: described,
    hardware,
    program,
    now: 0,
    pending: createPendingEvents(),
    kernel: kernel as Partial<MemoryWorld['kernel']> as MemoryWorld['kernel'],
  };
}

/** `askDriver` runs a driver's fault handler. */
export function testWorld(
  changes: Partial<Machine> = {},
  compiled: Program | null = null,
  askDriver: (fault: DriverFault) => void = () => undefined,
): TestWorld {
  const world = bareWorld(changes, compiled);
  const space = createAddressSpace(world, 'app (pid 100)')!;
  for (const { id } of world.hardware.cpus) switchAddressSpace(world.hardware, id, space.root, space.asid);
  const ports = world.hardware.cpus.map(({ id }) => port(world.hardware, id, 'user'));
  const journal: JournalEntry[] = [];
  const record = (entry: JournalEntry): void => void journal.push(entry);
  const resolve = (cpu: number, fault: MemoryFault): FaultOutcome => {
    const outcome = resolveFault(world, cpu, { pid: 100, addressSpace: space.id }, fault, record);
    if (outcome.kind === 'wait') return { kind: 'signal', signal: 'SIGBUS', reason: 'Out of memory' };
    if (outcome.kind !== 'driver') return outcome;
    askDriver(outcome);
    return { kind: 'handled' };
  };
  const retry = <T>(cpu: number, attempt: (memory: CpuPort) => T | null): T | FaultOutcome => {
    for (let tries = 0; tries < 3; tries++) {
      const value = attempt(ports[cpu]!);
      if (value !== null) return value;
      const outcome = resolve(cpu, ports[cpu]!.fault!);
      if (outcome.kind !== 'handled') return outcome;
    }
    throw new Error('the fault was handled three times and still faults');
  };
  return {
    world,
    space,
    journal,
    record,
    read: (va, size = 8, cpu = 0) => retry(cpu, (memory) => load(memory, va, size)),
    write: (va, value, size = 8, cpu = 0) => retry(cpu, (memory) => (store(memory, va, size, value) ? true : null)),
  };
}

/** Frames in nobody's hands, per-CPU lists included. */
export function freeFrames({ kernel }: MemoryWorld): number {
  return kernel.pageAllocator.zones.reduce(
    (sum, { free, perCpu }) => sum + free + perCpu.reduce((pages, { count }) => pages + count, 0),
    0,
  );
}
