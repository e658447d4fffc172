/** The requests that DAP has no words for: name, arguments and answer, typed once for both sides. All names start with `dma/`. */
import type {
  AddressSpaceView,
  AreaPagesView,
  BusAddressView,
  CacheLineView,
  CacheSetView,
  CachesView,
  DeviceImageView,
  DeviceView,
  FreeMemoryView,
  Hex,
  InterruptsView,
  IommuView,
  IommuWalkView,
  MappingsView,
  PageTableNodeView,
  PageWalkView,
  PhysicalMemoryView,
  ProcessMemoryView,
  ProcessorsView,
  TimelineView,
  TlbView,
  TransfersView,
} from '../simulator/inspect/view-models.ts';
import type { FaultPlan, Moment } from '../simulator/index.ts';

export interface DeviceSent extends Omit<DeviceView, 'images'> {
  readonly images: readonly PictureSent[];
}
export interface PictureSent extends Omit<DeviceImageView, 'pixels'> {
  /** Base64; null: the client has them, or nothing answers where they should stand. */
  readonly pixels: string | null;
  /** By which the client knows it again; null: nothing answers where it should stand. */
  readonly digest: string | null;
}

export interface CustomRequests {
  'dma/physicalMemory': { arguments: { runLimit?: number }; response: PhysicalMemoryView };
  'dma/addressSpaces': {
    arguments: Record<string, never>;
    response: { spaces: readonly AddressSpaceView[]; current: number };
  };
  /** `expression`: an address or a C expression evaluated in the frame: of a pointer or bus address what it leads to, of any other object its own place. */
  'dma/pageWalk': {
    arguments: { addressSpace?: number; expression: string; frameId?: number };
    response: PageWalkView;
  };
  'dma/pageTable': {
    arguments: { addressSpace: number; table?: Hex; virtual?: Hex; level?: string };
    response: PageTableNodeView;
  };
  'dma/tlb': { arguments: Record<string, never>; response: { tlbs: readonly TlbView[] } };
  'dma/caches': { arguments: Record<string, never>; response: CachesView };
  'dma/cacheSet': { arguments: { cache: string; set: number }; response: CacheSetView };
  'dma/cacheLine': { arguments: { expression: string; frameId?: number }; response: CacheLineView };
  /** `mappingLimit`: runs of each domain; 500 where it is not given. */
  'dma/iommu': { arguments: { mappingLimit?: number }; response: IommuView };
  /** `expression`: a bus address or a C expression whose value is one. `device`: the first behind the IOMMU where it is not given. */
  'dma/iommuWalk': { arguments: { expression: string; device?: string; frameId?: number }; response: IommuWalkView };
  'dma/freeMemory': { arguments: Record<string, never>; response: FreeMemoryView };
  'dma/processMemory': { arguments: Record<string, never>; response: ProcessMemoryView };
  /** Page by page, of the area that begins at `start`. */
  'dma/areaPages': { arguments: { addressSpace: number; start: Hex }; response: AreaPagesView };
  'dma/processors': { arguments: Record<string, never>; response: ProcessorsView };
  /** `device`: of one alone. `limit`: accesses and interrupts, the newest; 500 where it is not given. */
  'dma/interrupts': { arguments: { device?: string; limit?: number }; response: InterruptsView };
  /** Where a bus address leads now. `device`: the one that was given a buffer there, else the first, where it is not given. */
  'dma/busAddress': { arguments: { expression: string; device?: string; frameId?: number }; response: BusAddressView };
  'dma/mappings': { arguments: Record<string, never>; response: MappingsView };
  /** `limit`: transfers, and findings, the newest; 500 where it is not given. */
  'dma/transfers': { arguments: { limit?: number }; response: TransfersView };
  /** *Who wrote this?*: back to the last write to an object or address; a `stopped` event tells who it was. `length`: bytes, else the object's own. */
  'dma/lastWriter': {
    arguments: { expression: string; frameId?: number; length?: number };
    response: Record<string, never>;
  };
  /**
   * The text of a driver or app as it stands in the editor: built, run to the same stop and put in the old machine's place; what does not compile changes
   * nothing.
   */
  'dma/edit': { arguments: { path: string; text: string }; response: EditResult };
  /** The same text while more may be typed: its build and its run are begun, so that `dma/edit` finds them done. Nothing is told of it, and nothing changes. */
  'dma/prepareEdit': { arguments: { path: string; text: string }; response: Record<string, never> };
  /** `keep`: somebody is to come back here. What is changed here begins another branch of history, also at the furthest moment. */
  'dma/position': { arguments: { keep?: boolean }; response: TimePosition };
  /** Goes to a moment of the current branch: a `stopped` event with reason `goto` tells that it is there. */
  'dma/goToMoment': { arguments: { moment: Moment }; response: Record<string, never> };
  /** Goes to where the record of this sequence has just been written, told as `dma/goToMoment` does. */
  'dma/goToRecord': { arguments: { sequence: number }; response: Record<string, never> };
  /** `from` and `to`: virtual ns; all that is known where they are not given. */
  'dma/timeline': { arguments: { from?: number; to?: number }; response: TimelineView };
  /** Makes another branch of history the current one and goes to its end. */
  'dma/enterBranch': { arguments: { branch: number }; response: Record<string, never> };
  /** The documented bug that this session replays: its steps, where it stands, and once the run has ended what came of it. */
  'dma/replay': { arguments: Record<string, never>; response: ReplayView };
  /** Goes to a step, from 0 on, forwards or back; as many as there are steps: to the end of the run. A `stopped` event tells that it is there. */
  'dma/replayStep': { arguments: { step: number }; response: Record<string, never> };
  /** Runs the cells of one row of the replay's matrix, each from power-on; meanwhile the session goes on. */
  'dma/matrixRow': {
    arguments: { row: string };
    response: NonNullable<ReplayMatrix['rows'][number]['outcome']>;
  };
  /** `known`: digests of pictures that the client has; their pixels are left out. `parts` false: names alone, without registers, tables and pictures. `opened`: of the tables that an entry of another one leads to, only these have their entries, named `DEVICE TABLE ENTRY TABLE …`; all where it is not given. */
  'dma/devices': {
    arguments: { known?: readonly string[]; parts?: boolean; opened?: readonly string[] };
    response: { devices: readonly DeviceSent[] };
  };
}
export type ReplayView =
  | { readonly scenario: null }
  | {
      readonly scenario: { readonly id: string; readonly title: string; readonly question: string };
      /** Empty: the code as it was. */
      readonly variant: string;
      readonly variants: readonly { readonly name: string; readonly title: string }[];
      /** The cell of the matrix that is debugged, such as `H3/F1`, and what its row changes; null: the scenario as it is. */
      readonly cell: { readonly name: string; readonly title: string } | null;
      /** null: it has none. */
      readonly matrix: ReplayMatrix | null;
      readonly steps: readonly {
        readonly title: string;
        /** Key of the view to look at. */
        readonly view: string;
        readonly look: string;
        /** Of the code as it was. */
        readonly see: string;
        /** False: the code that is debugged has no such line. */
        readonly possible: boolean;
        readonly passed: boolean;
      }[];
      /** The step at which the machine stands; as many as there are steps: the end of the run; null: elsewhere. */
      readonly current: number | null;
      /** Facts of the catalogue beside what this run gave, once it has ended. */
      readonly outcome:
        | readonly {
            readonly name: string;
            readonly expected: string;
            readonly actual: string;
            readonly same: boolean;
          }[]
        | null;
    };

/** Several explanations, and which of the observed facts each reproduces. */
export interface ReplayMatrix {
  readonly facts: readonly { readonly name: string; readonly title: string }[];
  /** What is told of each row beside its facts, by name. */
  readonly evidence: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly title: string;
    readonly note: string;
    /** By fact: what the catalogue says. */
    readonly documented: Readonly<Record<string, boolean>>;
    /** What the runs gave, by fact and in the order of `evidence`; null: they were not asked for yet. */
    readonly outcome: {
      readonly reproduced: Readonly<Record<string, boolean>>;
      readonly evidence: readonly string[];
    } | null;
  }[];
  readonly conclusion: string;
  readonly questions: readonly string[];
}

export interface EditResult {
  /** `replaced`: the new code stands at the same stop; `elsewhere`: that stop has not come; `same`: nothing has changed; `not-part`: of another program. */
  readonly outcome: 'replaced' | 'elsewhere' | 'does-not-compile' | 'same' | 'not-part';
  /** Errors of the compiler. */
  readonly problems: number;
  /** The first thing that happened differently, one line each; null where nothing more happened. */
  readonly difference: { readonly before: string | null; readonly after: string | null } | null;
}

/** Where in time the machine stands; also the body of the event `dma/position`, sent with every stop. */
export interface TimePosition {
  readonly moment: Moment;
  readonly begin: Moment;
  /** The furthest moment that was reached. */
  readonly end: Moment;
  /** It stands before `end`: what is shown has been left behind once already. */
  readonly past: boolean;
  readonly branch: number;
  readonly branches: readonly {
    readonly id: number;
    readonly parent: { readonly branch: number; readonly at: Moment } | null;
    readonly end: Moment;
  }[];
  readonly phase: string;
}
export type CustomRequestName = keyof CustomRequests;

/** Of `launch`. A custom request that is refused says why in the error response's message: one sentence a person can act on. */
export interface LaunchArguments {
  /** The driver's C file(s), or a user program with `main`. */
  readonly program?: string | readonly string[];
  /** User program run after the module is loaded; several start together. */
  readonly app?: string | readonly string[];
  /** Path of a machine file, or the description itself. */
  readonly machine?: string | Readonly<Record<string, unknown>>;
  /** Id of a documented bug: stands for program, app and machine. */
  readonly scenario?: string;
  /** With `scenario`: one of its fixed variants, a folder name below `fixed/`. */
  readonly fixed?: string;
  /** The documented bug that the files of `program` are a copy of, as `ID` or `ID/FIX`: for the *Replay* view. */
  readonly replay?: string;
  /** With `scenario` or `replay`: one cell of its matrix as ROW/FACT, in place of its machine, parameters and arguments. */
  readonly cell?: string;
  readonly stopOnEntry?: boolean;
  /** Stand still when everything has ended, to look at what came of it and go back; going on from there ends the session. */
  readonly stopAtEnd?: boolean;
  /** Module parameters. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** argv[1…] of the app. */
  readonly args?: readonly string[];
  readonly defines?: readonly string[];
  readonly includePath?: readonly string[];
  /** Codes of the simulator's own findings that are not to be told. */
  readonly allow?: readonly string[];
  /** Faults on demand, counted from 1 within the run. */
  /** A finding of the static checks in `program`: the run is looked for that shows it, and stands where it does. */
  readonly counterExample?: { readonly rule: string; readonly line: number };
  readonly faults?: { readonly [Key in keyof FaultPlan]?: FaultPlan[Key] | null };
  /** Folder that relative paths start from; the adapter's own working folder where it is not given. */
  readonly cwd?: string;
  readonly noDebug?: boolean;
  /** Whether history is kept, to go back in; true where it is not given. */
  readonly history?: boolean;
}
