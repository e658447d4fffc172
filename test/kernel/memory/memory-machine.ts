/** A machine whose kernel has booted as far as memory goes: no program, no tasks, a driver's `struct device` made by hand. */
import { createPendingEvents } from '../../../simulator/pending-events.ts';
import type { FieldLayout } from '../../../simulator/kernel/c-struct.ts';
import { provideLayouts, writeField } from '../../../simulator/kernel/c-struct.ts';
import { createHardware } from '../../../simulator/hardware/create-hardware.ts';
import { switchAddressSpace } from '../../../simulator/hardware/mmu.ts';
import type { Hardware } from '../../../simulator/hardware/hardware.ts';
import type { Program } from '../../../simulator/c-language/program.ts';
import { createJournal } from '../../../simulator/journal.ts';
import type { JournalEntry, JournalRecord } from '../../../simulator/journal.ts';
import { pokeKernel } from '../../../simulator/kernel/kernel-memory.ts';
import type { KernelContext } from '../../../simulator/kernel/kernel-context.ts';
import { createMemoryState, memoryFunctions } from '../../../simulator/kernel/memory-rooms.ts';
import type { MemoryState } from '../../../simulator/kernel/memory-rooms.ts';
import type { MemoryWorld } from '../../../simulator/kernel/memory-world.ts';
import { GFP_KERNEL } from '../../../simulator/kernel/page-allocator/gfp.ts';
import type { Machine } from '../../../simulator/machine.ts';
import { machine, port } from '../../hardware/small-machine.ts';

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

/** The reference: oracle/README.md. */
export const referenceMachine: Partial<Machine> = {
  cpus: 2,
  memory: [
    [0x1000, 0x9f000],
    [0x10_0000, 0x7ffd_f000],
    [0x1_0000_0000, 0x2_0000_0000],
  ],
  cma: { size: 64 * MiB, start: null, end: null, fixed: false },
};

/** documented-bugs §2.2. */
export const pc16: Partial<Machine> = {
  cpus: 2,
  memory: [
    [0x1000, 0x9f000],
    [0x10_0000, 3 * GiB],
    [4 * GiB, 17 * GiB],
  ],
  cma: { size: 256 * MiB, start: 0x4_3000_0000, end: null, fixed: true },
};
export const pc16LowCma: Partial<Machine> = { ...pc16, cma: { size: 256 * MiB, start: 0, end: 4 * GiB, fixed: false } };

export interface BootedMachine {
  readonly world: MemoryWorld;
  readonly hardware: Hardware;
  readonly kernel: MemoryState;
  readonly journal: JournalEntry[];
  readonly context: KernelContext;
  onCpu(cpu: number): KernelContext;
  /** A C function of the memory rooms, called as C does. */
  call(name: string, ...values: (bigint | number)[]): bigint | number | undefined;
}

export function boot(changes: Partial<Machine> = {}): BootedMachine {
  const roomy = {
    caches: { l1Bytes: 32768, l1Ways: 8, lastLevelBytes: 262144, lastLevelWays: 16, lineBytes: 64 },
  } as const;
  const description = machine({ ...roomy, tlb: { entries: 64, ways: 4 }, memory: [[0, 256 * MiB]], ...changes });
  const hardware = createHardware(description);
  const kernel = createMemoryState(description, hardware);
  const program = { functions: [], statements: [], images: [] } as unknown as Program;
  provideLayouts(program, layouts);
  const time = { now: 0, pending: createPendingEvents(), journal: createJournal() };
  const world: MemoryWorld = { machine: description, hardware, program, kernel, ...time };
  for (const { id } of hardware.cpus) switchAddressSpace(hardware, id, kernel.kernelRoot, 0);
  const journal: JournalEntry[] = [];
  const onCpu = (cpu: number): KernelContext => ({
    world: world as KernelContext['world'],
    cpu,
    task: null,
    port: port(hardware, cpu),
    mode: 'kernel',
    record: (entry) => {
      journal.push(entry);
      return { ...entry, sequence: journal.length, at: 0, cpu, task: null, stack: [] } as JournalRecord;
    },
    leave: () => undefined,
  });
  const context = onCpu(0);
  const table = Object.assign({}, ...memoryFunctions) as Record<
    string,
    (...values: unknown[]) => bigint | number | undefined
  >;
  return {
    world,
    hardware,
    kernel,
    journal,
    context,
    onCpu,
    call: (name, ...values) => table[name]!(context, ...values),
  };
}

/** Address of a `struct device` with this name and coherent mask. */
export function makeDevice({ call, world }: BootedMachine, name: string, mask: bigint): bigint {
  const text = call('kmalloc', 32n, GFP_KERNEL) as bigint;
  pokeKernel(world, text, new TextEncoder().encode(`${name}\0`));
  const device = call('kmalloc', 256n, GFP_KERNEL | 0x100) as bigint;
  const streaming = call('kmalloc', 8n, GFP_KERNEL) as bigint;
  writeField(world, 'device', device, 'init_name', text);
  writeField(world, 'device', device, 'dma_mask', streaming);
  writeField(world, 'device', device, 'coherent_dma_mask', mask);
  call('dma_set_mask', device, mask);
  return device;
}

const pointer = (offset: number): FieldLayout => ({ offset, size: 8, signed: false, bits: null });
const layouts: Record<string, Record<string, FieldLayout>> = {
  device: {
    init_name: pointer(0),
    'kobj.name': pointer(8),
    driver: pointer(16),
    bus: pointer(24),
    dma_mask: pointer(32),
    coherent_dma_mask: pointer(40),
    bus_dma_limit: pointer(48),
    flags: { offset: 56, size: 4, signed: true, bits: { offset: 3, width: 4 } },
    count: { offset: 60, size: 4, signed: true, bits: null },
    dma_range_map: pointer(64),
    dma_parms: pointer(72),
    dma_coherent: { offset: 80, size: 1, signed: false, bits: null },
  },
  device_dma_parameters: {
    max_segment_size: { offset: 0, size: 4, signed: false, bits: null },
    min_align_mask: { offset: 4, size: 4, signed: false, bits: null },
    segment_boundary_mask: pointer(8),
  },
  bus_dma_region: { cpu_start: pointer(0), dma_start: pointer(8), size: pointer(16), offset: pointer(24) },
};
