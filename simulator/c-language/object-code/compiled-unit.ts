/**
 * A translation unit of shipped files as it is embedded: what linking and running it needs, as data. What a debugger wants to know beyond that
 * (types, scopes, places down to column and macro) is read from the sources again when somebody asks.
 */

export interface CompiledUnit {
  readonly path: string;
  /** Paths of the files that definitions stand in. */
  readonly files: readonly string[];
  /** Bytes of literals, one character each; names and messages. */
  readonly texts: readonly string[];
  /** Every function that is declared, in the unit's order. */
  readonly functions: readonly FunctionRow[];
  readonly definitions: readonly DefinitionRow[];
  /** Those of file scope in the unit's order, then the others. */
  readonly variables: readonly VariableRow[];
  readonly fileScopeVariables: number;
  readonly records: readonly RecordRow[];
  /** From a struct's or union's tag to its record. */
  readonly tags: Readonly<Record<string, number>>;
}

export interface AttributeRow {
  readonly name: string;
  readonly words: readonly string[];
}
export interface FunctionRow {
  readonly name: string;
  readonly static: boolean;
  readonly inline: boolean;
  /** See `call-signature.ts`. */
  readonly signature: string;
  readonly attributes: readonly AttributeRow[];
}
/** Line, column and length. */
export type Spot = readonly [number, number, number];
export interface DefinitionRow {
  readonly function: number;
  readonly file: number;
  readonly place: Spot;
  readonly end: Spot;
  /** As `compiled-function.ts` reads it; null where nothing reaches the function. */
  readonly code: string | null;
}
export interface VariableRow {
  readonly name: string;
  readonly storage: 'static' | 'global' | 'extern' | 'thread';
  readonly functionName: string | null;
  readonly defined: boolean;
  readonly initialized: boolean;
  readonly attributes: readonly AttributeRow[];
  /** null where no object stands behind it. */
  readonly object: ObjectRow | null;
}
export interface ObjectRow {
  readonly size: number;
  readonly alignment: number;
  readonly readOnly: boolean;
  /** Runs of bytes that are not zero, and addresses: see `compiled-object.ts`. */
  readonly content: string;
}

/** What has an address, in code and data; with the operands that follow its number there. */
export const referenceKinds = ['variable', 'callee', 'address', 'named', 'string', 'trap', 'thread-section'] as const;

/** One struct or union, as far as TypeScript code that reads it needs to know. */
export interface RecordRow {
  readonly union: boolean;
  readonly size: number;
  readonly alignment: number;
  readonly members: readonly MemberRow[];
}
/** Name, offset, type as `record-layouts.ts` writes it, and of a bit-field its offset and width. */
export type MemberRow = readonly [string | null, number, string, number?, number?];
