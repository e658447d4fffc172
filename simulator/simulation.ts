/** The contract of the door: what a debugger or command line can do with a simulated machine. `createSimulation` (create-simulation.ts) makes one. */
import type { Diagnostic } from './c-language/source.ts';
import type { Program } from './c-language/program.ts';
import type { WatchHit } from './hardware/watch-unit.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import type { JournalRecord } from './journal.ts';
import type { Machine } from './machine.ts';
import type { World } from './world.ts';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A C file of a driver with what its build says of it alone. */
export interface DriverSource extends SourceText {
  readonly defines?: RunRequest['defines'];
  /** Instead of the request's. */
  readonly findInclude?: RunRequest['findInclude'];
  /** Read before its first line, as after `-include`. */
  readonly includes?: readonly SourceText[];
}

/** Everything that determines a run. The same request gives the same run, to the last bit. */
export interface RunRequest {
  readonly machine: Machine;
  /** Translation units of the driver; empty for a user program alone. */
  readonly driver: readonly DriverSource[];
  /** The module's name; without it, it is that of the first file. */
  readonly module?: string;
  readonly app: SourceText | null;
  /** Programs that start together with `app`, each as a process of its own. */
  readonly moreApps?: readonly SourceText[];
  /** Finds a file of the user's own that is included by name; null where there is none. `from` is the including file's path. */
  readonly findInclude: (name: string, from: string) => SourceText | null;
  readonly defines: readonly { readonly name: string; readonly value: string | null }[];
  /** Module parameters, as on insmod's command line. */
  readonly parameters: Readonly<Record<string, string>>;
  /** argv[1…] of the app. */
  readonly arguments: readonly string[];
  /** Codes of the simulator's own findings that are not to be told, beside those of the machine. */
  readonly allow?: readonly string[];
  /** Faults on demand, beside those of the machine. Not given: the machine's alone. */
  readonly faults?: FaultPlan;
  /** What calls gave that failed on demand is followed; `Simulation.tellIgnoredErrors` says at the end what nobody looked at. */
  readonly followErrors?: boolean;
  /** Files in the machine's root file system at power-on, by absolute path. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export interface BuildResult {
  readonly program: Program | null; // null: an error among the diagnostics
  readonly diagnostics: readonly Diagnostic[];
}

export interface BreakpointRequest {
  /** Chosen by the client; reported in stops. */
  readonly id: number;
  /** Statement indices that resolve the breakpoint (`resolveLine` finds them). */
  readonly statements: readonly number[];
  /** C expression; stops when non-zero. A condition that cannot be evaluated stops, and says why. */
  readonly condition: string | null;
  /** `5`, `>5`, `>=5`, `==5`, `<5`, `%5`. */
  readonly hitCondition: string | null;
  /** Text with `{C expression}` parts: logged instead of stopping. */
  readonly logMessage: string | null;
}

export interface InstructionBreakpointRequest {
  readonly id: number;
  readonly pc: number;
  readonly condition: string | null;
  readonly hitCondition: string | null;
}

export interface DataBreakpointRequest {
  readonly id: number;
  /** Of a process: wherever its pages are, the bytes that its tables give these addresses are watched; null: `ranges` alone. */
  readonly virtual?: { readonly task: number; readonly address: bigint; readonly length: number } | null;
  /** One that stands in a register, and in no bytes: its changes by the code of its function are what is watched. */
  readonly variable?: WatchedVariable | null;
  /** Physical bytes, [start, end); of `virtual` those at first. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  readonly access: 'read' | 'write' | 'readWrite';
  readonly by: 'any' | 'cpu' | 'device';
  readonly condition: string | null;
  readonly hitCondition: string | null;
}

/** Of a function of the user's own, whenever that is called at this depth. */
export interface WatchedVariable {
  readonly task: number;
  /** Frames on the thread's stack when the function's own is the innermost. */
  readonly depth: number;
  readonly function: string;
  readonly name: string;
}

export type EventFilterName =
  | 'dma-start'
  | 'dma-burst'
  | 'dma-complete'
  | 'wrong-target'
  | 'finding'
  | 'kernel-warning'
  | 'dma-map'
  | 'dma-sync'
  | 'dma-unmap'
  | 'mapping-failed'
  | 'allocation'
  | 'allocation-failed'
  | 'cma-rejected'
  | 'bounce'
  | 'iommu-map'
  | 'iommu-fault'
  | 'iotlb-invalidation'
  | 'interrupt-raised'
  | 'interrupt-delivered'
  | 'register-read'
  | 'register-write'
  | 'page-fault'
  | 'tlb-shootdown'
  | 'log';
export interface EventFilterRequest {
  readonly filter: EventFilterName;
  /** Over the record's fields, e.g. `device == "0000:01:00.0" && length > 4096 && toDevice`. */
  readonly condition: string | null;
}

/** A position in history; plain data that a client may keep and send back. */
export interface Moment {
  readonly moves: number;
  readonly statements: number;
  /** Virtual ns since power-on. */
  readonly at: number;
  /** Inside of a statement: the sequence number of the record that was just written. Else null. */
  readonly record: number | null;
  /** Inside of a statement: the instruction that comes next, as a pc of the program. */
  readonly pc?: number;
  /** Inside of a call that is done in pieces: how many of them are done. */
  readonly piece?: number;
}

/** How long a run goes on before it comes back. Neither changes anything of what happens. */
export interface RunLimit {
  readonly statements: number;
  /** Asked behind each call of a function that has no C code, and behind each event: they may take long or short. */
  readonly isOver?: () => boolean;
}

export type RunCommand =
  | { readonly kind: 'continue' }
  /** To the next line; with `statement`, to the next statement; with `into`, into that function (an index) if the line calls it. */
  | {
      readonly kind: 'step-into' | 'step-over' | 'step-out';
      readonly task: number;
      readonly statement?: boolean;
      readonly into?: number;
    }
  /** `over`: not into calls. */
  | { readonly kind: 'step-instruction'; readonly task: number; readonly over: boolean };

/** Backwards to where the frame at `depth` (0 innermost) of a task began to run. */
export interface FindFrameEntry {
  readonly kind: 'frame-entry';
  readonly task: number;
  readonly depth: number;
  /** One of its variables that is kept in a register: to the statement that wrote it last, if that is later. */
  readonly variable?: string;
}

/** Backwards to where any of these physical bytes, [start, end), was written last. */
export interface FindWriter {
  readonly kind: 'last-write';
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

export type StopReason =
  | { readonly kind: 'entry'; readonly task: number }
  | {
      readonly kind: 'breakpoint';
      readonly task: number;
      readonly breakpoints: readonly number[];
      readonly note: string | null;
      /** What was changed by the statement before, of a variable that is watched; none where it is not given. */
      readonly changed?: string;
    }
  | { readonly kind: 'step'; readonly task: number }
  /** An event filter matched; `task` is what was running (or ran last). */
  | {
      readonly kind: 'event';
      readonly task: number | null;
      readonly filter: EventFilterName;
      readonly record: JournalRecord;
      readonly description: string;
    }
  /** A data breakpoint: the access has been made. */
  | {
      readonly kind: 'data';
      readonly task: number | null;
      readonly breakpoints: readonly number[];
      readonly access: WatchHit;
      readonly description: string;
    }
  /** The program did something it cannot go on from in this task (oops, SIGSEGV, trap). */
  | {
      readonly kind: 'exception';
      readonly task: number;
      readonly code: string;
      readonly description: string;
      readonly details: string;
    }
  /** Nothing is runnable and nothing is pending, though tasks still wait. */
  | { readonly kind: 'deadlock'; readonly description: string }
  /** The only task that may run cannot go on while the debugger holds the others. */
  | { readonly kind: 'held'; readonly description: string }
  /** Everything has ended. */
  | { readonly kind: 'rest'; readonly exitCode: number };

/** What makes a stop the same in a run of code that was edited. */
export type StopIdentity =
  /** The n-th arrival, from 1 on, at a statement of the program. */
  | { readonly kind: 'statement'; readonly statement: number; readonly arrival: number }
  /** The n-th record of a kind, of one device if it has one. */
  | {
      readonly kind: 'record';
      readonly filter: EventFilterName;
      readonly record: JournalRecord['kind'];
      readonly device: string | null;
      readonly occurrence: number;
    };

/** The recorded history of a machine. Nothing is kept, and nothing can be gone back to, until `keep` is called. */
export interface Timeline {
  /** Where the machine stands. */
  readonly moment: Moment;
  /** null: nothing is kept. */
  readonly history: HistoryView | null;
  /** Keeps history from here on. */
  keep(): void;
  /**
   * Backwards to the last stop before here, as `run` would have stopped: at breakpoints and filters, at the beginning of the line executed before, or at
   * the entry. `last-write` ends before the statement that wrote, or behind what no statement did. null: call again with the same command. Throws without history.
   */
  runBack(command: RunCommand | FindWriter | FindFrameEntry, limit: RunLimit): StopReason | null;
  /** Towards a moment of the current branch; true: it is there, false: call again with the same object. Throws `RangeError` when history does not reach it. */
  goTo(moment: Moment, limit: RunLimit): boolean;
  /** As `goTo`, to the first moment at which the record of this sequence has been written: what a device does at once is one moment. Throws `RangeError` when history does not hold it. */
  goToRecord(sequence: number, limit: RunLimit): boolean;
  /** Whether `goToRecord` can go there. */
  holdsRecord(sequence: number): boolean;
  /** What the current branch holds beyond where the machine stands, oldest first; the last 20,000 records at most. */
  recordsAhead(): readonly JournalRecord[];
  /** Whether the current branch of history holds a moment. */
  reaches(moment: Moment): boolean;
  /** Makes another branch the current one; its end, where `goTo` leads next. */
  enterBranch(id: number): Moment;
  /** Gives up a half-done `runBack`, and stands where it began; a half-done `goTo` or `runTo` stays where it is. */
  cancel(): void;
  /** To be called when the debugger has written to the machine: history goes on differently from here, in the past as a branch of its own. */
  noteChange(): void;
  /** Somebody is to come back to this moment: what the debugger changes here begins a branch, also where nothing is recorded behind it. */
  keepMoment(): void;
  /** What the debugger tries to do to the machine; where it fails the machine is what it was. */
  attempt<Outcome extends { readonly ok: boolean }>(work: () => Outcome): Outcome;
  /** By what this stop can be found in another run; null: nothing tells it. */
  identify(stop: StopReason | null, task: number | null): StopIdentity | null;
  /** From power-on to that stop, past all others; null: call again. Another stop (`rest`) than the one asked for: it never came. */
  runTo(identity: StopIdentity, limit: RunLimit): StopReason | null;
  /** Equal for equal states of the whole machine. Costs a pass over everything. */
  digest(): string;
}
export interface HistoryView {
  readonly begin: Moment;
  /** The furthest moment of the current branch that was reached. */
  readonly end: Moment;
  readonly branch: number;
  readonly branches: readonly {
    readonly id: number;
    readonly parent: { readonly branch: number; readonly at: Moment } | null;
    readonly end: Moment;
  }[];
  /** How many checkpoints the current branch has. */
  readonly checkpoints: number;
}

export interface Simulation {
  readonly program: Program;
  readonly world: World;
  readonly request: RunRequest;
  readonly timeline: Timeline;
  /** Of a run of other code, as far as both are the same: 'here': up to where that one stands; null: nothing but power-on. */
  readonly takenOver: 'here' | 'before' | null;
  /** Works at most `statements` statements or as many events; null: the limit was reached, nothing stopped: call again with the same command. */
  run(command: RunCommand, limit: RunLimit): StopReason | null;
  setBreakpoints(breakpoints: readonly BreakpointRequest[]): void;
  /** Before single instructions, given as pcs. */
  setInstructionBreakpoints(breakpoints: readonly InstructionBreakpointRequest[]): void;
  setDataBreakpoints(breakpoints: readonly DataBreakpointRequest[]): void;
  setEventFilters(
    filters: readonly EventFilterRequest[],
  ): readonly { readonly filter: EventFilterName; readonly error: string | null }[];
  /** Stop before the first user statement (`module_init`'s function, or `main`). */
  stopOnEntry: boolean;
  /** To be called when the run has ended, after `RunRequest.followErrors`: each error that was ignored becomes a finding. */
  tellIgnoredErrors(): void;
  /** What log points have said since the last call. */
  takeLogged(): readonly JournalRecord[];
  /** Only this task runs from here on, null: all do. Where that changes, history goes on differently from here. */
  holdOthers(task: number | null): void;
  /** Sends SIGKILL to a process as soon as a CPU takes interrupts; a sentence says why it cannot. History goes on differently from here. */
  killProcess(task: number): string | null;
  /** Forgets the half-done step of an earlier command (after pause). */
  cancelStep(): void;
}

export interface TaskInfo {
  readonly task: number;
  readonly name: string; // `insmod`, `app`, `irq/24-fpga`, …
  readonly cpu: number;
  readonly state: string; // `running on CPU 0`, `waiting`, …
}
export interface FrameInfo {
  /** 0 is the innermost. */
  readonly depth: number;
  readonly function: string;
  readonly functionIndex: number;
  readonly pc: number;
  readonly instructionAddress: bigint;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Simulator's own C code (kernel or libc). */
  readonly builtIn: boolean;
  readonly mode: 'user' | 'kernel';
  /** The frame below was interrupted by this one. */
  readonly interrupt: boolean;
}
