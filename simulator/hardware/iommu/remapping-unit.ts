/**
 * A DMA-remapping unit as Intel VT-d describes it (Architecture Specification 3.4): registers, context cache and IOTLB as plain data. It stands
 * between the bridge and memory; its tables stand in simulated RAM. Shape of the unit of QEMU's q35: one unit for all devices, addresses of
 * 39 bits, three-level second-level tables with 2 MiB and 1 GiB pages, one fault recording register.
 *
 * Not modelled: interrupt remapping, scalable mode and PASIDs, device TLBs (ATS) and page requests, paging-structure caches, the advanced fault
 * log, nested translation, and the registers as MMIO (the kernel model reads and writes this state directly).
 */
import { createIotlb } from './iotlb.ts';
import type { Iotlb } from './iotlb.ts';

export interface RemappingUnit {
  readonly name: string; // as the kernel calls it: `dmar0`
  /** Where its registers would be. */
  readonly registerBase: number;
  /** MGAW: bits of an address that it translates. */
  readonly width: number;
  /** GSTS.TES. Until it is set, nothing is translated. */
  enabled: boolean;
  /** RTADDR: physical address of the root table. */
  rootTable: number;
  /** FSTS: bits of `faultStatus`. */
  faultStatus: number;
  /** The fault recording register; null while its F bit is clear. */
  faultRecord: FaultRecord | null;
  /** Data of the fault event's message: an interrupt number; 0 until software has set it up. */
  faultInterrupt: number;
  /** Context entries that the unit has read. */
  readonly contexts: CachedContext[];
  readonly iotlb: Iotlb;
}

export interface CachedContext {
  readonly sourceId: number;
  readonly domain: number;
  readonly passthrough: boolean;
  /** Physical address of the top second-level table. */
  readonly table: number;
  readonly levels: number;
}

export interface FaultRecord {
  readonly sourceId: number;
  /** Of the page. */
  readonly address: bigint;
  readonly write: boolean;
  readonly reason: number;
}

/** Bits of FSTS. */
export const faultStatus = { overflow: 1 << 0, pending: 1 << 1 } as const;

/** Legacy-mode fault reasons (VT-d specification, 7.1.3; texts as Linux 6.1 prints them). */
export const faultReason = {
  rootNotPresent: 0x01,
  contextNotPresent: 0x02,
  invalidContext: 0x03,
  beyondWidth: 0x04,
  write: 0x05,
  read: 0x06,
  invalidTable: 0x07,
  invalidRoot: 0x08,
  invalidContextTable: 0x09,
} as const;

export const faultReasonTexts: readonly string[] = [
  'Software',
  'Present bit in root entry is clear',
  'Present bit in context entry is clear',
  'Invalid context entry',
  'Access beyond MGAW',
  'PTE Write access is not set',
  'PTE Read access is not set',
  'Next page table ptr is invalid',
  'Root table address invalid',
  'Context table ptr is invalid',
];

/** Writes in this range are interrupt messages, never translated. */
export const interruptRange = { start: 0xfee0_0000, end: 0xfef0_0000 } as const;

export function createRemappingUnit(): RemappingUnit {
  return {
    name: 'dmar0',
    registerBase: 0xfed9_0000,
    width: 39,
    enabled: false,
    rootTable: 0,
    faultStatus: 0,
    faultRecord: null,
    faultInterrupt: 0,
    contexts: [],
    iotlb: createIotlb(64, 4),
  };
}

/** Bus, device and function as requests carry them, from a bus name such as `0000:00:02.0`. */
export function sourceIdOf(name: string): number {
  const [, bus = '0', slot = '0', fn = '0'] = /:([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/.exec(name) ?? [];
  return (parseInt(bus, 16) << 8) | (parseInt(slot, 16) << 3) | parseInt(fn, 16);
}

/** Device-selective invalidation of the context cache. */
export function dropContext({ contexts }: RemappingUnit, device: string): void {
  const at = contexts.findIndex(({ sourceId }) => sourceId === sourceIdOf(device));
  if (at >= 0) contexts.splice(at, 1);
}

/** `00:02.0` */
export function sourceName(sourceId: number): string {
  const two = (value: number): string => value.toString(16).padStart(2, '0');
  return `${two(sourceId >> 8)}:${two((sourceId >> 3) & 31)}.${sourceId & 7}`;
}
