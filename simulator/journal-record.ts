/** What one record of the journal tells, by kind: the fields that views, filters and `--json` know. */

/** Fields every record has. */
interface RecordBase {
  /** Counts up from 0 and is never reused, also when old records are dropped. */
  readonly sequence: number;
  /** Virtual nanoseconds since power-on. */
  readonly at: number;
  /** CPU and task that caused it; null for a device. */
  readonly cpu: number | null;
  readonly task: number | null;
  /** The statement (index into `Program.statements`) being executed, innermost user-visible one first; empty for a device. */
  readonly stack: readonly number[];
}

export type Direction = 'to-device' | 'from-device';

export type JournalRecord = RecordBase & JournalEntry;
export type JournalEntry =
  | { readonly kind: 'log'; readonly level: number; readonly text: string } // one printk line, without its time
  /** Text of a log point: the debugger's, not the program's. */
  | { readonly kind: 'log-point'; readonly text: string }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly process: number }
  | DmaTransferStarts
  | DmaBurst
  | DmaTransferCompletes
  | {
      readonly kind: 'coherent-alloc';
      readonly device: string;
      readonly size: number;
      readonly handle: bigint;
      readonly address: bigint;
      readonly physical: number;
      readonly from: string;
    }
  | {
      readonly kind: 'coherent-free';
      readonly device: string;
      readonly size: number;
      readonly handle: bigint;
      readonly address: bigint;
    }
  | {
      readonly kind: 'allocation-failed';
      readonly device: string | null;
      readonly what: string;
      readonly size: number;
      readonly reason: string;
    }
  /** The driver gives a buffer to its device, or takes it back; `handle` all ones: the mapping failed. */
  | {
      readonly kind: 'dma-map' | 'dma-unmap' | 'dma-sync';
      readonly device: string;
      /** `single`, `resource`, `scatterlist`; of a synchronisation for whom: `for-cpu`, `for-device`. */
      readonly what: string;
      readonly handle: bigint;
      /** bytes */
      readonly size: number;
      readonly mapped: 'to-device' | 'from-device' | 'both';
    }
  /** CMA gave a range that the device's mask does not cover: it was given back and the buddy asked instead. */
  | {
      readonly kind: 'cma-rejected';
      readonly device: string;
      readonly physical: number;
      readonly size: number;
      readonly mask: bigint;
    }
  | { readonly kind: 'cma-alloc'; readonly area: string; readonly pfn: number; readonly pages: number }
  | { readonly kind: 'cma-release'; readonly area: string; readonly pfn: number; readonly pages: number }
  /** The CPU copied between a driver's buffer and its bounce buffer (swiotlb). Addresses are physical, of the first byte copied. */
  | {
      readonly kind: 'bounce';
      readonly device: string;
      readonly way: 'to-bounce' | 'from-bounce';
      readonly original: number;
      readonly physical: number;
      readonly size: number;
    }
  | {
      readonly kind: 'page-fault';
      readonly process: number;
      readonly address: bigint;
      readonly access: 'read' | 'write' | 'execute';
      readonly outcome: string;
    }
  | {
      readonly kind: 'tlb-flush';
      readonly target: number;
      readonly scope: 'page' | 'range' | 'all';
      readonly address: bigint | null;
      readonly pages: number;
      readonly ipi: boolean;
    }
  /** A request that the IOMMU did not let pass. `reason` is the hardware's number. */
  | {
      readonly kind: 'iommu-fault';
      readonly device: string;
      readonly direction: Direction;
      readonly address: bigint;
      readonly reason: number;
      readonly text: string;
    }
  | {
      readonly kind: 'iommu-map';
      readonly device: string;
      readonly domain: number;
      readonly iova: bigint;
      /** bytes */
      readonly size: number;
      /** Of the first page; null where several pieces follow each other. */
      readonly physical: number | null;
      /** `r`, `w` or `rw`: what the driver asked for. */
      readonly access: string;
    }
  | {
      readonly kind: 'iommu-unmap';
      readonly device: string;
      readonly domain: number;
      readonly iova: bigint;
      readonly size: number;
    }
  /** `dropped`: IOTLB entries that went. `address` and `bytes` for a page-selective one, which may be wider than what was asked for. */
  | {
      readonly kind: 'iotlb-invalidation';
      readonly domain: number;
      readonly scope: 'page' | 'domain';
      readonly address: bigint | null;
      readonly bytes: number | null;
      readonly dropped: number;
    }
  /** The disk has served a request. `what`: a file's name, or `swap`; `page`: the first of the file, or the slot. */
  | {
      readonly kind: 'disk-complete';
      readonly write: boolean;
      readonly what: string;
      readonly page: number;
      readonly pages: number;
    }
  /** The power has failed: what was dirty or on its way to the disk is lost. */
  | { readonly kind: 'power-cut'; readonly dirtyPages: number; readonly pagesInFlight: number }
  | { readonly kind: 'interrupt-raised'; readonly device: string; readonly irq: number; readonly message: boolean }
  | { readonly kind: 'interrupt-delivered'; readonly device: string; readonly irq: number }
  | {
      readonly kind: 'register-read' | 'register-write';
      readonly device: string;
      readonly register: string;
      readonly offset: number;
      readonly size: number;
      readonly value: bigint;
    }
  | {
      readonly kind: 'mmap';
      readonly process: number;
      readonly address: bigint;
      readonly length: number;
      readonly what: string;
      readonly physical: number | null;
    }
  /** Something fails, is lost or stops because the run's plan says so. */
  | { readonly kind: 'fault-injected'; readonly what: string }
  | { readonly kind: 'munmap'; readonly process: number; readonly address: bigint; readonly length: number }
  | {
      readonly kind: 'task';
      readonly event: 'created' | 'blocked' | 'woken' | 'exited' | 'switched';
      readonly name: string;
      readonly other: number;
    }
  | Finding;

/** A device begins to move data. No byte has moved yet. */
export interface DmaTransferStarts {
  readonly kind: 'dma-start';
  readonly transfer: number;
  readonly device: string;
  readonly direction: Direction;
  /** bytes */
  readonly length: number;
  /** What the engine was told: the content of its address register. */
  readonly programmed: bigint;
  /** What it drives on its bus: `programmed` cut to the width of its address lines. */
  readonly driven: bigint;
  /** What leaves the bridge after its window and translation. */
  readonly bridged: bigint;
  /** What memory sees after the IOMMU; null when the request was refused on the way. */
  readonly physical: number | null;
  readonly snooped: boolean;
  readonly purpose: string;
  /** Which buffer of the driver `programmed` names, in words; set by the world when the transfer is announced. */
  readonly intended: string;
  /** Sequence number of the register write that the device answers with it, at once or by events that it led to. */
  readonly cause?: number;
}
export interface DmaBurst {
  readonly kind: 'dma-burst';
  readonly transfer: number;
  readonly device: string;
  readonly direction: Direction;
  readonly offset: number;
  readonly length: number;
  readonly driven: bigint;
  /** On a machine with an IOMMU: what left the bridge, and how the IOTLB served it (`bypass`: not translated). */
  readonly iova?: bigint;
  readonly iotlb?: 'hit' | 'miss' | 'bypass';
  readonly physical: number | null;
  readonly status: 'ok' | 'no-memory' | 'bus-master-off' | 'outside-window' | 'iommu-fault' | 'stopped';
}
export interface DmaTransferCompletes {
  readonly kind: 'dma-complete';
  readonly transfer: number;
  readonly device: string;
  readonly direction: Direction;
  readonly length: number;
  readonly programmed: bigint;
  readonly driven: bigint;
  readonly bridged: bigint;
  readonly physical: number | null;
  readonly bytesMoved: number;
  /** Page frames whose content changed, ascending. */
  readonly framesChanged: readonly number[];
  readonly status: string;
}

/** Something is wrong. `origin` tells whether a real kernel would have said it or only the simulator can know. */
export interface Finding {
  readonly kind: 'finding';
  readonly code: string; // e.g. `wrong-target`, `stale-read`, `not-modelled`, `null-pointer`
  readonly origin: 'kernel' | 'simulator';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly device: string | null;
  readonly address: bigint | null;
  readonly length: number | null;
  /** The transfer it is about, if any. */
  readonly transfer: number | null;
  /** Other places that matter, each in a word or two (`allocated`, `freed`, `mapped`) with its stack, innermost first. */
  readonly related?: readonly { readonly what: string; readonly stack: readonly number[] }[];
}

export type RecordOfKind<Kind, Each = JournalRecord> = Each extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? Each
    : never
  : never;

/** The circumstances that the world fills in; hardware and devices do not know them. */
export type Circumstances = Pick<RecordBase, 'at' | 'cpu' | 'task' | 'stack'>;
