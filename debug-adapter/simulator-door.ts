/**
 * What the debug adapter and the command line need of the simulator, as one interface: `simulator-binding.ts` makes it from the simulator's
 * own door, tests make a small one by hand.
 */
import type {
  AddressSpaceView,
  AreaPagesView,
  BusAddressView,
  BuildResult,
  CounterExample,
  CachesView,
  CacheLineView,
  CacheSetView,
  CheckOptions,
  CType,
  Diagnostic,
  DeviceView,
  DiskFile,
  DriverCheck,
  Experiment,
  ExperimentProgress,
  ExperimentResult,
  FrameInfo,
  FreeMemoryView,
  InterruptsView,
  IommuView,
  IommuWalkView,
  FunctionInfo,
  InstructionText,
  Leftover,
  Machine,
  Measure,
  MappingsView,
  PageTableNodeView,
  PageWalkView,
  PhysicalMemoryView,
  ProcessMemoryView,
  ProcessorsView,
  Place,
  Program,
  RunRequest,
  Scenario,
  Simulation,
  SourceText,
  StaticRule,
  TaskInfo,
  TimelineView,
  TlbView,
  TransfersView,
  WantedFinding,
  WorkGroup,
} from '../simulator/index.ts';

/** The kernel's own page tables, physical memory as the CPUs see it, or the page tables of a process by its pid. */
export type AddressSpace = 'kernel' | 'physical' | number;

export interface BitField {
  readonly bitOffset: number;
  readonly width: number;
}

/** A C object, or a value that stands nowhere in memory. Its bytes are read when somebody looks at them. */
export interface CValue {
  readonly type: CType;
  /** Where pointers of this value lead, and where `address` is. */
  readonly space: AddressSpace;
  /** null: a variable in a register, or the result of an expression. */
  readonly address: bigint | null;
  readonly bitField: BitField | null;
  /** Little-endian, when there is no address. */
  readonly bytes: Uint8Array | null;
}

export interface NamedValue {
  readonly name: string;
  readonly value: CValue;
  /** A variable of an inner block has the same name: expressions do not find this one. */
  readonly shadowed: boolean;
}

export type EvaluateOutcome =
  { readonly ok: true; readonly value: CValue } | { readonly ok: false; readonly message: string };

export interface FrameOfTask {
  readonly task: number;
  readonly depth: number;
}

export interface ResolvedLine {
  readonly statements: readonly number[];
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
export type SourceRange = Omit<ResolvedLine, 'statements'>;

/** `bytes` is what could be read; `unreadable` counts the bytes right behind it that cannot be. */
export interface MemoryContent {
  readonly bytes: Uint8Array;
  readonly unreadable: number;
}

export interface SimulatorDoor {
  /** See the simulator's function of this name. */
  findCounterExample(request: RunRequest, wanted: WantedFinding): Generator<void, CounterExample>;
  // ---- before the run
  /** `before`: what stands now, of nearly the same texts. */
  build(request: RunRequest, before?: Program): BuildResult;
  /** Does beforehand, while nobody waits, what the next build would begin with. */
  prepareBuild(before: Program): void;
  /** `before`: a run of nearly the same code, to be taken over as far as it is the same. */
  createSimulation(program: Program, request: RunRequest, before?: Simulation): Simulation;
  /** `text` null: the machine that stands for no machine file. */
  parseMachine(
    text: string | null,
    path: string,
  ): { readonly machine: Machine | null; readonly diagnostics: readonly Diagnostic[] };
  kernelConfiguration(): ReadonlyMap<string, string>;
  /** null: neither a time nor a number of pages. */
  parsePowerCut(text: string): NonNullable<Machine['powerCut']> | null;
  scenarios(): readonly Scenario[];
  experiments(): readonly Experiment[];
  /** Yields between portions of work; its value is the result. */
  runExperiment(
    experiment: Experiment,
    options: { readonly most?: number; readonly costs?: Readonly<Record<string, number>> },
  ): Generator<ExperimentProgress, ExperimentResult>;
  /** null: it could not be done. */
  measured(
    point: ExperimentResult['points'][number],
    measure: Measure,
    costs: Readonly<Record<string, number>>,
  ): number | null;
  /** What an experiment's time is made of. */
  costsOf(
    experiment: Experiment,
  ): readonly { readonly name: string; readonly value: number; readonly source: string }[];
  readonly costTable: Readonly<Record<string, { readonly value: number; readonly source: string }>>;
  /** Bytes of a size such as 64K; null: it is none. */
  parseSize(text: string): number | null;
  renderDiagnostic(diagnostic: Diagnostic): string;
  /** Static checks of one file on its own. */
  checkDriver(source: SourceText, options: CheckOptions): DriverCheck;
  staticRules(): readonly StaticRule[];
  /** A page of Markdown; null: there is no such rule. */
  explainRule(id: string): string | null;
  /** Where in the written text a place stands that may come out of a macro. */
  outermostPlace(place: Place): Place;
  describeType(type: CType): string;
  /** Fields that conditions of event filters know, and what they mean. */
  readonly recordFields: Readonly<Record<string, string>>;

  // ---- where it stands
  /** What the driver has asked for and not given back. */
  leftovers(simulation: Simulation): readonly Leftover[];
  tasks(simulation: Simulation): readonly TaskInfo[];
  stackTrace(simulation: Simulation, task: number): readonly FrameInfo[];
  /** null: no statement on this line or soon after it. */
  resolveLine(program: Program, path: string, line: number): ResolvedLine | null;
  /** First statements of the functions of that name that are written in C. */
  functionStatements(program: Program, name: string): readonly number[];
  pcAt(program: Program, address: bigint): number | null;
  /** null: the address is no instruction's; a null row: there is no instruction. */
  disassembly(
    program: Program,
    address: bigint,
    offset: number,
    count: number,
  ): readonly (InstructionText | null)[] | null;
  /** The user's own functions that the line calls at which a frame stands. */
  callsOfLine(simulation: Simulation, task: number, depth: number): readonly FunctionInfo[];
  /** Makes a task go on at a statement of the function that it is in; a sentence says why it cannot. */
  jumpTo(simulation: Simulation, task: number, statement: number): string | null;
  breakpointLocations(program: Program, path: string, fromLine: number, toLine: number): readonly SourceRange[];

  // ---- when it has ended
  /** Where nothing of the driver's own code was seen to run: the devices that the machine has instead of its own; null: it ran, or there is none. */
  devicesOfIdleDriver(simulation: Simulation): readonly string[] | null;
  /** The machine's files as its disk has them. */
  filesOnDisk(simulation: Simulation): readonly DiskFile[];
  /** Counts of the work that was done, in groups. */
  memoryWork(simulation: Simulation): readonly WorkGroup[];

  // ---- values
  frameVariables(simulation: Simulation, frame: FrameOfTask): readonly NamedValue[];
  /** Of the image (kernel or program) that the frame runs in, the user's own files only. */
  globalVariables(simulation: Simulation, frame: FrameOfTask): readonly NamedValue[];
  evaluate(
    simulation: Simulation,
    frame: FrameOfTask | null,
    text: string,
    options: { readonly sideEffects: boolean },
  ): EvaluateOutcome;
  /** As a CPU would read it now, caches included. At most `length` bytes. */
  readMemory(simulation: Simulation, space: AddressSpace, address: bigint, length: number): MemoryContent;
  /** Number of bytes written, from the first on. */
  /** Where bytes of an address space stand in physical memory, [start, end) each; null: not all of them are mapped. */
  physicalRanges(
    simulation: Simulation,
    space: AddressSpace,
    address: bigint,
    length: number,
  ): readonly (readonly [number, number])[] | null;
  writeMemory(simulation: Simulation, space: AddressSpace, address: bigint, bytes: Uint8Array): number;

  // ---- views; null where what was asked for does not exist
  physicalMemory(simulation: Simulation, runLimit: number | null): PhysicalMemoryView;
  /** The number by which the views know a space; that of the kernel's own for physical memory. */
  addressSpaceNumber(simulation: Simulation, space: AddressSpace): number;
  /** Where the kernel's direct map has a physical address. */
  directMapAddress(physical: bigint): bigint;
  addressSpaces(simulation: Simulation): { readonly spaces: readonly AddressSpaceView[]; readonly current: number };
  pageWalk(simulation: Simulation, addressSpace: number, address: bigint): PageWalkView | null;
  pageTable(
    simulation: Simulation,
    addressSpace: number,
    at: { readonly table: bigint; readonly virtual: bigint; readonly level: 'PGD' | 'PUD' | 'PMD' | 'PTE' } | null,
  ): PageTableNodeView | null;
  tlbs(simulation: Simulation): readonly TlbView[];
  caches(simulation: Simulation): CachesView;
  cacheSet(simulation: Simulation, cache: string, set: number): CacheSetView | null;
  cacheLine(simulation: Simulation, space: AddressSpace, address: bigint): CacheLineView | null;
  iommu(simulation: Simulation, mappingLimit: number | null): IommuView;
  iommuWalk(simulation: Simulation, device: string | null, address: bigint): IommuWalkView | null;
  freeMemory(simulation: Simulation): FreeMemoryView;
  processMemory(simulation: Simulation): ProcessMemoryView;
  areaPages(simulation: Simulation, addressSpace: number, start: bigint): AreaPagesView | null;
  processors(simulation: Simulation): ProcessorsView;
  interrupts(simulation: Simulation, device: string | null, limit: number | null): InterruptsView;
  busAddress(simulation: Simulation, device: string | null, address: bigint): BusAddressView | null;
  /** The memory for which the kernel gave a device this address; null: nothing is mapped there now. */
  memoryOfHandle(simulation: Simulation, handle: bigint): bigint | null;
  /** In one line. */
  busAddressText(view: BusAddressView): string;
  mappings(simulation: Simulation): MappingsView;
  timeline(simulation: Simulation, from: number | null, to: number | null): TimelineView;
  transfers(simulation: Simulation, limit: number | null): TransfersView;
  /** `opened`: see `dma/devices`; null: all. */
  devices(simulation: Simulation, opened?: readonly string[] | null): readonly DeviceView[];
}
