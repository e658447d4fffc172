/** The machine description: what a machine file says, with defaults filled in. `parseMachine` (machine-file.ts) checks and completes a file. */

import type { Costs } from './hardware/costs.ts';
import type { FaultPlan } from './faults/fault-plan.ts';

export type KernelProfile = '4.18' | '5.10' | '6.1' | '6.12';
export type Architecture = 'x86_64' | 'arm64' | 'armv7';

export interface Machine {
  readonly kernel: KernelProfile;
  readonly arch: Architecture;
  /** Do bus masters snoop the caches? Unless said: on x86_64 only. */
  readonly coherent?: boolean;
  readonly cpus: number;
  /** Usable RAM as [start, end) physical byte ranges, ascending. */
  readonly memory: readonly (readonly [number, number])[];
  /** RAM that the kernel leaves to devices, as the device tree's reserved-memory: [start, end), within `memory`. */
  readonly reservedMemory?: readonly ReservedMemory[];
  /** Where the devices' bus sees RAM, as the device tree's dma-ranges. Unless said: where the CPUs see it. */
  readonly dmaRanges?: readonly DmaRange[];
  /** As the kernel's `cma=`: bytes, and optionally where. null: none. */
  readonly cma: {
    readonly size: number;
    readonly start: number | null;
    readonly end: number | null;
    readonly fixed: boolean;
  } | null;
  readonly iommu: 'off' | 'passthrough' | 'strict' | 'lazy';
  readonly swiotlb: 'auto' | 'force' | 'off';
  readonly dmaDebug: { readonly enabled: boolean; readonly allErrors: boolean };
  /** Poison as kernels built with SLUB_DEBUG_ON have it: free blocks filled, checked when they are taken, frees checked. */
  readonly dmaPool: { readonly poison: boolean };
  /** Letters as the kernel's `slub_debug=` has them, for every cache: F checks, Z red zones, P poison, U who allocated and freed. */
  readonly slubDebug: string;
  /** Codes of the simulator's own findings that are not to be told. */
  readonly allow: readonly string[];
  /** Faults on demand; null: none. */
  readonly faults: FaultPlan | null;
  readonly seed: number;
  readonly caches: {
    readonly l1Bytes: number;
    readonly l1Ways: number;
    readonly lastLevelBytes: number;
    readonly lastLevelWays: number;
    readonly lineBytes: 64;
  };
  readonly tlb: { readonly entries: number; readonly ways: number };
  /** Costs in virtual ns that are not those of the table (hardware/costs.ts). */
  readonly costs?: Partial<Costs>;
  /** The disk under the root file system. Unless said: a solid-state one. */
  readonly disk?: { readonly rotational: boolean };
  /** When the power fails: a virtual time in ns, or the number of pages that the disk still writes. null: never. */
  readonly powerCut?: PowerCut | null;
  /** A swap device: bytes, kind, and `vm.page-cluster`. null: none. */
  readonly swap?: { readonly size: number; readonly rotational: boolean; readonly pageCluster: number } | null;
  readonly devices: readonly MachineDevice[];
  readonly platform?: readonly PlatformDevice[];
  /** Files of the root file system by their path there, each with the path of its content beside the machine file. */
  readonly files?: Readonly<Record<string, string>>;
}
export type PropertyValue = boolean | string | number | readonly (string | number)[];
/** A device that no bus can enumerate, as a device tree node describes it. Without a model plain memory is behind its registers, which keeps what is written. */
export interface PlatformDevice {
  /** `name@unit-address`. */
  readonly name: string;
  /** The node's name above it, where that is not the root: `spi@fffc8000` for a chip on its bus. */
  readonly parent?: string;
  /** What is behind its registers, one range of `reg` for each BAR of the model, and its first interrupt. */
  readonly model?: Pick<MachineDevice, 'model' | 'configuration'>;
  readonly compatible: readonly string[];
  /** Ranges of registers: first byte and size. */
  readonly reg: readonly (readonly [number, number])[];
  readonly interrupts: readonly number[];
  /** true: a property without value; numbers are cells of 32 bits. */
  readonly properties: Readonly<Record<string, PropertyValue>>;
}
export type PowerCut = { readonly kind: 'time' | 'pages'; readonly at: number };
/** As Linux calls the platform device of a node: `fffc8000.spi` for `spi@fffc8000`. */
export function platformDeviceName(node: string): string {
  return node.replace(/^([^@]*)@(.*)$/, '$2.$1');
}
export interface MachineDevice {
  readonly model: string;
  /** The bus name, e.g. `0000:00:02.0`. */
  readonly name: string;
  /** All other keys of the entry, flattened with dots (`bridge.addressBits`), as the model's configuration fields say. */
  readonly configuration: Readonly<Record<string, number | boolean | string>>;
}
export interface ReservedMemory {
  readonly start: number;
  readonly end: number;
  /** Bus name of the device that `of_reserved_mem_device_init` gives it to. */
  readonly device: string;
}
export interface DmaRange {
  readonly bus: number;
  readonly cpu: number;
  readonly size: number;
}
