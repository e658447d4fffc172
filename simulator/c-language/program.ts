/** A linked program: the immutable result of compiling and linking all images of one simulated machine. Nothing here changes while it runs. */
import type { Diagnostic, Place } from './source.ts';
import type { Scope, TranslationUnit, VariableSymbol } from './syntax.ts';
import type { CType, FunctionType, RecordType } from './types.ts';
import type { CallSignature } from './vm/call-signature.ts';

/** One link unit with its own symbol space: the kernel with the driver, or one user program with its libc. */
export interface ImageSource {
  readonly name: string;
  readonly mode: 'kernel' | 'user';
  readonly units: readonly TranslationUnit[];
  /** Virtual address of the first function; function and instruction addresses are `textBase + 16 * instruction index in the image`. */
  readonly textBase: bigint;
  /** Virtual address of the first byte of data; page aligned. */
  readonly dataBase: bigint;
  /** Where the data of the user's code stands, apart from what is there without it; page aligned. */
  readonly moduleDataBase?: bigint;
  /**
   * Functions of shipped files that are called from outside of C. With it, other functions and objects of shipped files are compiled only when
   * something reaches them; without, everything is.
   */
  readonly entryPoints?: readonly string[];
  /** Whether a function without a definition is provided by TypeScript under this name. */
  readonly hasBuiltin: (name: string) => boolean;
}

export interface Program {
  readonly images: readonly ProgramImage[];
  /** How much of what is numbered stands first, and is there and runs without the user's code. */
  readonly resident: { readonly instructions: number; readonly statements: number; readonly builtins: number };
  /** All code of all images: `instructionWords` 32-bit words an instruction; a `pc` is an instruction index into it. */
  readonly code: Int32Array;
  readonly functions: readonly FunctionInfo[];
  readonly builtins: readonly BuiltinImport[];
  readonly statements: readonly StatementInfo[];
  /** For every instruction: its statement. */
  readonly statementOfInstruction: Int32Array;
  /** For every instruction: an index into `places`, down to column and macro expansion. */
  readonly placeOfInstruction: Int32Array;
  readonly places: readonly Place[];
  /** Conditional jumps (pcs) of the user's code that are taken where the condition at their place does not hold; all others where it does. */
  readonly falseJumps: ReadonlySet<number>;
  readonly types: readonly CType[];
  /** What `trap` instructions say, by their operand. */
  readonly traps: readonly { readonly code: string; readonly message: string }[];
}

export interface ProgramImage {
  readonly name: string;
  readonly mode: 'kernel' | 'user';
  readonly textBase: bigint;
  /** First instruction and one past the last, as pcs. */
  readonly firstInstruction: number;
  readonly endInstruction: number;
  readonly dataBase: bigint;
  /** What the loader copies to `dataBase`, relocated; its length is the image's data size in bytes (bss included, zeros). */
  readonly data: Uint8Array;
  /** Bytes of `data`, from its start, that are read-only (string literals and const objects); page aligned. */
  readonly readOnlyBytes: number;
  /** The kernel's alone: the data of the user's code and of what only that needs, which the loader brings with the module. */
  readonly module: DataSegment | null;
  readonly globals: readonly GlobalInfo[];
  readonly units: readonly TranslationUnit[];
  /** File scopes of the units merged, for evaluation outside of any function and for layouts by name. */
  readonly scope: Scope;
  /** The struct or union of this tag; of one that only shipped files have, the layout alone. Null if the image has no complete one. */
  readonly record: (tag: string) => RecordType | null;
}

export type DataSegment = Pick<ProgramImage, 'dataBase' | 'data' | 'readOnlyBytes'>;

export interface GlobalInfo {
  readonly name: string;
  readonly symbol: VariableSymbol;
  readonly address: bigint;
  readonly size: number;
  readonly unit: string;
  readonly readOnly: boolean;
}

export interface FunctionInfo {
  readonly index: number;
  readonly name: string;
  readonly image: number;
  readonly type: FunctionType;
  readonly signature: CallSignature;
  readonly entry: number; // pc
  readonly end: number; // pc, exclusive
  readonly address: bigint;
  /** Registers of 8 bytes in a frame's window. */
  readonly registerCount: number;
  /** Bytes of the frame in simulated stack memory. */
  readonly frameBytes: number;
  /** In bytes, a power of two, at least 16: what the frame's address is a multiple of. */
  readonly frameAlignment: number;
  readonly place: Place;
  readonly endPlace: Place;
  /** Code that ships with the simulator (a kernel or libc function in C): stepping does not stop in it unless asked to. */
  readonly builtIn: boolean;
  readonly locals: readonly LocalInfo[];
  readonly scope: Scope;
}

/** Names that begin with a dot are the compiler's own: the lengths of variable length arrays. */
export interface LocalInfo {
  readonly symbol: VariableSymbol;
  readonly location:
    | { readonly kind: 'register'; readonly register: number }
    | { readonly kind: 'frame'; readonly offset: number } // bytes from the frame's base address
    | { readonly kind: 'static'; readonly address: bigint }
    /** A variable length array: the register holds its address, and another its size in bytes. */
    | { readonly kind: 'indirect'; readonly register: number; readonly sizeRegister: number };
  /** Instructions in which the name is in scope: pc >= from && pc < to. */
  readonly from: number;
  readonly to: number;
}

export interface StatementInfo {
  readonly index: number;
  readonly function: number;
  readonly pc: number;
  /** In the written text (outermost place). */
  readonly place: Place;
  readonly end: Place;
  /** What it is, for stepping: a call-containing statement, a return, a loop condition… */
  readonly kind: 'expression' | 'declaration' | 'condition' | 'return' | 'entry' | 'exit' | 'other';
}

/** A function that TypeScript provides; called with the values of its C parameters (see `BuiltinValue`). */
export interface BuiltinImport {
  readonly index: number;
  readonly name: string;
  readonly image: number;
  readonly type: FunctionType;
  readonly signature: CallSignature;
  readonly place: Place;
}

export interface LinkResult {
  /** null when an error makes the program unusable. Unresolved functions are warnings (code `not-modelled`): calling one is a finding at that moment. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}
