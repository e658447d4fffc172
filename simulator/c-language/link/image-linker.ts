/** The state of linking: one record for the program, one for each image; and how names find their definitions in it. */
import type { CodeBuffer } from '../lowering/code-buffer.ts';
import type { AddressTarget } from '../lowering/code-buffer.ts';
import type { Callee, Resolver } from '../lowering/function-lowering.ts';
import type { LoweredFunction } from '../lowering.ts';
import { isShippedDefinition } from '../object-code/compiled-parts.ts';
import type { LatePart } from '../object-code/late-parts.ts';
import type { PlacedFunction } from '../object-code/read-function.ts';
import type { BuiltinImport, DataSegment, ImageSource, Program } from '../program.ts';
import type { Diagnostic, Place } from '../source.ts';
import type { FunctionDefinition, FunctionSymbol, TranslationUnit, VariableSymbol } from '../syntax.ts';

export type Lower = (
  code: CodeBuffer,
  resolver: Resolver,
  definition: FunctionDefinition,
  index: number,
) => LoweredFunction;

export interface ProgramLinker {
  readonly lower: Lower;
  code: CodeBuffer;
  readonly functions: LinkedFunction[];
  readonly builtins: BuiltinImport[];
  readonly traps: { readonly code: string; readonly message: string }[];
  readonly objects: DataObject[];
  readonly diagnostics: Diagnostic[];
  readonly images: ImageLinker[];
  resident: Program['resident'];
}

export interface ImageLinker {
  readonly program: ProgramLinker;
  readonly source: ImageSource;
  readonly index: number;
  readonly functionsByName: Map<string, NamedFunction>;
  readonly variablesByName: Map<string, VariableSymbol>;
  readonly unitOf: Map<FunctionSymbol | VariableSymbol, TranslationUnit>;
  readonly functionOf: Map<FunctionDefinition, number>;
  readonly stubOf: Map<string, number>;
  readonly builtinOf: Map<string, number>;
  readonly trapOf: Map<string, number>;
  readonly objectOf: Map<VariableSymbol, number>;
  readonly stringOf: Map<string, number>;
  readonly undefinedReported: Set<string>;
  /** What has been referred to and not been done yet. */
  readonly pendingFunctions: number[];
  readonly pendingObjects: number[];
  readonly pendingStubs: { readonly function: number; readonly callee: Callee }[];
  /** What has been lowered and not been placed yet. */
  pieces: Piece[];
  /** Bytes of all objects so far. */
  objectBytes: number;
  firstInstruction: number;
  endInstruction: number;
  /** Objects before this one are there without the user's code; all are where the image has but one segment. */
  ownObjects: number;
  readonly segments: DataSegment[];
}

export interface NamedFunction {
  readonly symbol: FunctionSymbol;
  readonly definition: FunctionDefinition;
}

/** A function of the program: compiled C, or a stub that gives something else an address. */
export interface LinkedFunction {
  readonly index: number;
  readonly image: number;
  readonly name: string;
  readonly symbol: FunctionSymbol;
  readonly definition: FunctionDefinition | null;
  /** Filled in by lowering. */
  lowered: LoweredFunction | null;
  /** Filled in where compiled code was put into the program instead. */
  placed: (PlacedFunction & { readonly late: LatePart }) | null;
  /** For stubs: their instructions. */
  stub: { readonly entry: number; readonly end: number; readonly registerCount: number } | null;
}

/** The code of one function, as it stands in the buffer that it was lowered into: instructions [from, end) and statements. */
export interface Piece {
  readonly linked: LinkedFunction;
  readonly from: number;
  end: number;
  readonly firstStatement: number;
  endStatement: number;
}

/** Something that takes room in an image's data. */
export interface DataObject {
  readonly index: number;
  readonly image: number;
  readonly symbol: VariableSymbol | null;
  /** The function a static local belongs to, for the labels in its initialiser; -1 otherwise. */
  readonly function: number;
  readonly alignment: number;
  readonly readOnly: boolean;
  /** From `__attribute__((section("name")))`; null for the usual ones. */
  readonly section: string | null;
  bytes: Uint8Array;
  /** Addresses to be written into `bytes`. */
  readonly relocations: DataRelocation[];
  address: bigint;
}

export interface DataRelocation {
  readonly offset: number;
  readonly target: AddressTarget;
  readonly addend: bigint;
  /** What is subtracted, for the difference of two labels, which takes `size` bytes. */
  readonly minus?: AddressTarget;
  readonly size?: number;
}

export function newImageLinker(program: ProgramLinker, source: ImageSource, index: number): ImageLinker {
  return {
    program,
    source,
    index,
    functionsByName: new Map(),
    variablesByName: new Map(),
    unitOf: new Map(),
    functionOf: new Map(),
    stubOf: new Map(),
    builtinOf: new Map(),
    trapOf: new Map(),
    objectOf: new Map(),
    stringOf: new Map(),
    undefinedReported: new Set(),
    pendingFunctions: [],
    pendingObjects: [],
    pendingStubs: [],
    pieces: [],
    objectBytes: 0,
    firstInstruction: 0,
    endInstruction: 0,
    ownObjects: Infinity,
    segments: [],
  };
}

export function report(
  program: ProgramLinker,
  severity: Diagnostic['severity'],
  code: string,
  message: string,
  place: Place,
  notes: Diagnostic['notes'] = [],
): void {
  program.diagnostics.push({ severity, message, place, notes, code });
}

/** Defined by the user. */
export function isOwn(linked: LinkedFunction): linked is LinkedFunction & { readonly definition: FunctionDefinition } {
  return linked.definition !== null && !isShippedDefinition(linked.definition);
}
