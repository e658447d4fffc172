/** What is known of a run that is watched. */
import { outermostPlace, type Place } from '../c-language/source.ts';
import type { Program } from '../c-language/program.ts';
import type { MarkMemory } from '../c-language/vm.ts';
import { coherentRead } from '../hardware/coherent-access.ts';
import { hasMemory } from '../hardware/physical-memory.ts';
import { physicalAddress } from '../inspect/memory.ts';
import type { Runtime } from '../runtime.ts';
import type { StopIdentity } from '../simulation.ts';
import type { RouteStep } from '../static-checks/walk.ts';
import type { Constraint } from './matching.ts';
import type { SourceId } from './sources.ts';

/** Of functions that the kernel calls for a program: what their parameters are. */
export type Roles = ReadonlyMap<string, readonly Role[]>;
/** `buffer`: an address in the program, or a number of its choice; `text`: what it wrote, in the kernel's memory; `area`: what it maps; `file`: how it opened it. */
export type Role = 'buffer' | 'text' | 'area' | 'file' | 'command' | 'count' | 'offset' | 'whence' | null;

/** Memory that was filled by a program. */
export interface Region {
  readonly start: bigint;
  /** The call that it did so by. */
  readonly call: string;
  readonly offset: number;
  readonly bytes: readonly number[];
}

/** What the run is to come by. */
export interface Way {
  /** The function that the way begins in. */
  readonly root: string;
  readonly steps: readonly RouteStep[];
  /** Statements, any of them. */
  readonly target: ReadonlySet<number>;
}

/** A call of the way's function, and how far it got. */
export interface Attempt {
  readonly thread: number;
  readonly depth: number;
  /** Steps of the way that came out right, one after another. */
  readonly met: Constraint[];
  /** How the next one came out instead. */
  missed: Constraint | null;
  left: StopIdentity | null;
  /** A condition of before that came out otherwise when it was asked again. */
  relapse: Constraint | null;
  visited: StopIdentity | null;
  /** The function has returned. */
  over: boolean;
}

export interface Observation {
  readonly attempts: Attempt[];
  /** Where the run is to be stopped; null: it did not go the way. */
  arrival: StopIdentity | null;
  /** Register reads by line of the driver, in order. */
  readonly reads: Map<string, bigint[]>;
  readonly loads: Map<string, bigint[]>;
  /** How often functions that the kernel calls were called. */
  readonly calls: Map<string, number>;
  readonly regions: Region[];
  /** What somebody gave of his own choice, and how many bits it has. */
  readonly chosen: Map<string, number>;
}

/** `call`: the name and the how manieth, as in `probe_ioctl#1`. */
export interface Running {
  readonly thread: number;
  readonly depth: number;
  readonly name: string;
  readonly call: string;
  /** Of its parameters, when it began. */
  readonly values: readonly bigint[];
}

export interface Watching extends Observation {
  readonly runtime: Runtime;
  readonly program: Program;
  readonly way: Way;
  readonly roles: Roles;
  readonly places: readonly ReadonlySet<string>[];
  /** Calls of the driver's functions that are running, innermost last. */
  readonly running: Running[];
  fill: MarkMemory;
  /** Calls that copy from or to where a program's own data say, by their names as sources: who says where. */
  readonly pointers: Map<string, string>;
  /** Names of the module's parameters, by address. */
  readonly parameters: ReadonlyMap<bigint, string>;
  /** Calls that failed by themselves, by their names as sources: what they gave, and who gave what they were called with. */
  readonly failed: Map<string, { readonly error: string; readonly by: readonly SourceId[] }>;
  /** It was ended for its length. */
  isCut: boolean;
  /** At instructions of the driver. */
  looks: number;
  /** What commands are compared with. */
  readonly commands: Set<bigint>;
}

export function peek({ world }: Runtime, address: bigint, bytes: number): bigint | null {
  const physical = physicalAddress(world, 'kernel', address);
  if (physical === null || !hasMemory(world.hardware.memory, physical, bytes)) return null;
  return coherentRead(world.hardware, physical, bytes).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** `driver.c:42`. */
export function lineNamed({ file, line }: Place): string {
  return `${file.path.replace(/^.*[\\/]/, '')}:${line}`;
}

export function lineOf({ program }: Pick<Watching, 'program'>, pc: number): string {
  return lineNamed(outermostPlace(program.statements[program.statementOfInstruction[pc]!]!.place));
}

export function furthest(attempts: readonly Attempt[]): Attempt | null {
  return attempts.reduce<Attempt | null>((found, each) => (!found || each.met.length >= found.met.length ? each : found), null); // prettier-ignore
}
