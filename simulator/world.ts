/** The shape of everything simulated: plain data, and links to immutable things (program, machine). One world is one machine at one moment. */
import type { Program } from './c-language/program.ts';
import type { ThreadState } from './c-language/thread-state.ts';
import type { DeviceState } from './devices/device.ts';
import type { FaultState } from './faults/fault-plan.ts';
import type { Hardware } from './hardware/hardware.ts';
import type { InterruptController } from './hardware/interrupt-controller.ts';
import type { PciFunction } from './hardware/pci-function.ts';
import type { TransferLog } from './hardware/bus-master.ts';
import type { Journal } from './journal.ts';
import type { KernelState } from './kernel/kernel-state.ts';
import type { Machine } from './machine.ts';
import type { PendingEvents } from './pending-events.ts';

export interface World {
  readonly machine: Machine;
  readonly program: Program;
  /** Virtual nanoseconds since power-on. Moved by `advance` alone. */
  now: number;
  readonly hardware: Hardware;
  readonly interrupts: InterruptController;
  readonly pciFunctions: PciFunction[];
  /** By bus name. */
  readonly devices: Record<
    string,
    {
      readonly model: string;
      readonly configuration: Readonly<Record<string, number | boolean | string>>;
      readonly state: DeviceState;
    }
  >;
  /** Words of platform devices' registers, by physical address. */
  readonly platformRegisters: Map<number, number>;
  readonly transfers: TransferLog;
  readonly pending: PendingEvents;
  readonly journal: Journal;
  readonly faults: FaultState;
  readonly kernel: KernelState;
  readonly threads: Map<number, ThreadState>; // by task id
  readonly phase: Phase;
  /** The turn of a CPU that is under way; null between turns. How far the debugger lets it run at a time makes no difference. */
  turn: Turn | null;
  /** Turns begun and ended, events handled, jumps of the clock: with `statements`, the position in history. */
  moves: number;
  /** Statements executed by all threads so far. */
  statements: number;
  /** How often each statement of the user's own code has been executed: by this a stop is known again in another run. */
  readonly arrivals: Uint32Array;
}

/** One CPU runs one task for a bounded number of statements. */
export interface Turn {
  readonly cpu: number;
  readonly task: number;
  /** `World.statements` when it began. */
  readonly from: number;
  /** Statements that may still run. */
  left: number;
  /** Bytes that builtins have moved since they last made the VM be left (cut-work.ts). */
  moved: number;
  /** The kernel gave up the CPU. */
  over: boolean;
}

/** Where the run is: the machine boots, the module is loaded, the app runs, the module is removed. */
export interface Phase {
  name: 'boot' | 'insmod' | 'app' | 'rmmod' | 'rest';
  /** The task that does it. */
  task: number | null;
  /** Programs that run beside it: the phase ends with the last of them. */
  others: readonly number[];
  /** 0 when everything went well, else that of the first phase that failed. */
  exitCode: number;
  /** The phase that `exitCode` is of. */
  failed: Phase['name'] | null;
  /** null: its tasks have begun. */
  loading: Loading | null;
}

/** What has to be in memory before a phase's tasks can begin: the driver's data, or one program's after the other. Time stands still for it. */
export interface Loading {
  /** Bytes that are there, of the driver or of the program that comes next. */
  done: number;
  /** The address space of that program; null: it has none yet. */
  space: number | null;
  /** Programs that are there, by their tasks. */
  readonly tasks: number[];
  /** The task with whose end the phase before has ended; 0: there was none. */
  readonly after: number;
}
