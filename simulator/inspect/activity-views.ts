/** What the views of interrupts, registers and CPUs show, as JSON-safe data. */
import type { Hex, SourcePlace } from './view-basics.ts';

export interface InterruptsView {
  /** Virtual ns. */
  readonly now: number;
  readonly interrupts: readonly InterruptView[];
  /** Messages for numbers that nobody had set up. */
  readonly spuriousMessages: number;
  /** Accesses to registers and interrupts, newest first. */
  readonly trace: readonly TraceView[];
  readonly traceLeftOut: number;
}
export interface InterruptView {
  readonly irq: number;
  readonly kind: 'level' | 'edge';
  /** As /proc/interrupts names them; empty: nobody handles it. */
  readonly handlers: string;
  readonly cpu: number;
  readonly raised: number;
  /** Messages that found it raised already. */
  readonly merged: number;
  readonly masked: boolean;
  readonly pending: boolean;
  readonly inService: boolean;
  /** Devices that hold the line. */
  readonly asserted: readonly string[];
}
export interface TraceView {
  readonly sequence: number;
  readonly at: number;
  /** null: a device did it. */
  readonly cpu: number | null;
  readonly what: 'read' | 'write' | 'raised' | 'delivered';
  readonly device: string;
  /** Register; of an interrupt its number. */
  readonly subject: string;
  readonly offset: number | null;
  readonly size: number | null;
  readonly value: Hex | null;
  /** The register's fields that are not zero: `START=1 IRQ_ENABLE=1`. */
  readonly fields: string;
  readonly place: SourcePlace | null;
}

export interface ProcessorsView {
  readonly cpus: readonly ProcessorView[];
  /** null: stores reach memory in order on this machine. */
  readonly stores: { readonly capacity: number; readonly entries: readonly StoreView[] } | null;
  readonly counters: readonly { readonly name: string; readonly value: number }[];
}
export interface ProcessorView {
  readonly cpu: number;
  /** `app (pid 102)`; null: it is idle. */
  readonly task: string | null;
  readonly state: string;
  readonly addressSpace: string;
  readonly root: Hex;
  readonly asid: number;
  /** The spinlock it waits for; null: none. */
  readonly spinningOn: Hex | null;
  /** Interrupts it is handling, innermost last. */
  readonly servicing: readonly number[];
  /** Tasks that wait for their turn on it. */
  readonly queue: readonly string[];
  readonly interruptsDisabled: boolean;
  readonly preemptCount: number;
  readonly dirtyLines: number;
  readonly tlb: {
    readonly sets: number;
    readonly ways: number;
    readonly entries: readonly ProcessorTlbEntry[];
  };
}
export interface ProcessorTlbEntry {
  readonly set: number;
  readonly way: number;
  readonly asid: number;
  /** Whose translation it is; `gone`: of a space that is no more. */
  readonly space: string;
  readonly virtual: Hex;
  readonly physical: Hex;
  readonly pageBytes: number;
  readonly flags: readonly string[];
  readonly age: number;
  /** The tables say something else by now. */
  readonly stale: boolean;
}
export interface StoreView {
  readonly physical: Hex;
  readonly bytes: string;
  readonly owner: string;
}
