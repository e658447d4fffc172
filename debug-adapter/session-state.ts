/** Everything one debug session knows: plain fields, changed by the request handlers and the run loop. The protocol connection owns one. */
import { BreakpointStore } from './breakpoints/breakpoint-store.ts';
import { defaultClient, type Client } from './client.ts';
import type { LaunchArguments } from './custom-requests.ts';
import type { FileAccess } from './files.ts';
import type { LaunchPlan } from './launch/launch-plan.ts';
import type { Way } from './live-edit/way.ts';
import type { KeptMachines } from './kept-machines.ts';
import type { MemoryLocation } from './memory-reference.ts';
import type { MatrixCode, MatrixOutcome } from './replay/matrix.ts';
import { References } from './references.ts';
import type { Repeats } from './repeats.ts';
import { RequestError } from './request-error.ts';
import type { SimulatorDoor } from './simulator-door.ts';
import type {
  CounterExample,
  DataBreakpointRequest,
  EventFilterRequest,
  InstructionBreakpointRequest,
  Moment,
  Scenario,
  Simulation,
  StopReason,
} from '../simulator/index.ts';

/** `configuring`: built and powered on, waiting for breakpoints and `configurationDone`. */
export type Phase = 'new' | 'initialized' | 'launching' | 'configuring' | 'running' | 'stopped' | 'ended';

/** What is being debugged. */
export interface Debuggee {
  readonly arguments: LaunchArguments;
  readonly plan: LaunchPlan;
  readonly simulation: Simulation;
  /** null: it is no documented bug. */
  readonly replay: Replay | null;
  /** The run that shows a finding, or comes near to it; null: it is no counter-example. */
  readonly counterExample: CounterExample | null;
  readonly told: Told;
  /** Findings that were told. */
  readonly repeats: Repeats;
  /** By path: texts as they stand in the editor that this machine does not run, because they did not compile or the machine went on. */
  readonly unfollowed: Map<string, string>;
}

/** What the client knows of the journal: sequence numbers, from which on records are news. Each branch of history has its own. */
export interface Told {
  branch: number;
  /** Of the current branch: everything below has been told. */
  upTo: number;
  /** Where the machine was when it was last looked at. */
  stoodAt: number;
  readonly others: Map<number, number>;
}

export function toldUpTo(sequence: number): Told {
  return { branch: 1, upTo: sequence, stoodAt: sequence, others: new Map() };
}

/** A documented bug that is debugged as a guided replay. */
export interface Replay {
  readonly scenario: Scenario;
  /** Empty: the code as it was. */
  readonly variant: string;
  /** The cell of its matrix that is debugged; null: the scenario as it is. */
  readonly cell: string | null;
  /** Rows of its matrix that were run, by name. */
  readonly outcomes: Map<string, MatrixOutcome>;
  /** What its cells run, by architecture. */
  readonly programs: MatrixCode['programs'];
  /** Where in which branch of history each step stood; the last entry, behind all steps, is the run's end. */
  readonly passed: ({ readonly moment: Moment; readonly branch: number } | undefined)[];
}

/** A breakpoint before the instruction that stands at an address, whatever program is built. */
export interface WantedInstruction extends Omit<InstructionBreakpointRequest, 'pc'> {
  readonly address: bigint;
}

/** Memory as the client has read it. */
export interface ShownMemory {
  readonly memoryReference: string;
  readonly offset: number;
  readonly location: MemoryLocation;
  /** As asked for; of `bytes` there are fewer where nothing can be read. */
  readonly count: number;
  readonly bytes: Uint8Array;
}

export interface Session {
  readonly door: SimulatorDoor;
  readonly files: FileAccess;
  /** Sends an event to the client. */
  readonly send: (event: string, body?: object) => void;
  /** The client does not keep up with what it is sent: running on would only pile it up. */
  readonly congested: () => boolean;
  /** Closes the connection; called once, after the answer to `disconnect`. */
  readonly close: () => void;
  /** Where machines are kept that outlive their session; null: this process ends with the session. */
  readonly keptMachines: KeptMachines | null;
  phase: Phase;
  client: Client;
  debuggee: Debuggee | null;
  readonly breakpoints: BreakpointStore;
  eventFilters: readonly EventFilterRequest[];
  dataBreakpoints: readonly DataBreakpointRequest[];
  instructionBreakpoints: readonly WantedInstruction[];
  readonly references: References;
  /** Memory that the client has read, oldest first. */
  readonly shownMemory: Map<string, ShownMemory>;
  /** It did not launch what it debugs: without being told so, it does not end it either. */
  attached: boolean;
  /** Why it stands still; null while it runs and after a pause. */
  stop: StopReason | null;
  /** It stands where everything has ended, and the client was told so: going on from here is the end. */
  atEnd: boolean;
  /** Counts commands: a slice of work that belongs to an earlier one ends itself. */
  turn: number;
  /** A way to a step of a replay is under way: breakpoints and filters are not the user's. */
  replaying: boolean;
  /** Progress of a way through history that the client is shown; null: none. */
  travelling: string | null;
  /** Progress of the search for a counter-example, which ends when this is another; null: none, or it was cancelled. */
  searching: string | null;
  /** The turn in which a new machine runs to where the old one stands, after an edit; null: none does. */
  following: number | null;
  /** An edit that has been begun while more may be typed; null: none. */
  ahead: Way | null;
}

type SessionLinks = Pick<Session, 'door' | 'files' | 'send' | 'congested' | 'close' | 'keptMachines'>;

export function createSession(links: SessionLinks): Session {
  return {
    ...links,
    phase: 'new',
    client: defaultClient,
    debuggee: null,
    breakpoints: new BreakpointStore(),
    eventFilters: [],
    dataBreakpoints: [],
    instructionBreakpoints: [],
    references: new References(),
    shownMemory: new Map(),
    attached: false,
    stop: null,
    atEnd: false,
    turn: 0,
    replaying: false,
    travelling: null,
    searching: null,
    following: null,
    ahead: null,
  };
}

export function debuggeeOf(session: Session): Debuggee {
  if (session.debuggee) return session.debuggee;
  throw new RequestError('notLaunched', 'nothing has been launched yet');
}

/** The debuggee, when it stands still: only then do frames and variables mean anything. */
export function stoppedDebuggee(session: Session): Debuggee {
  const debuggee = debuggeeOf(session);
  if (session.phase === 'running') throw new RequestError('running', 'the machine is running: pause it first');
  if (session.phase === 'ended') throw new RequestError('ended', 'the program has ended');
  return debuggee;
}
