/** What the parser knows while it reads one translation unit; every function of this folder works on it. */
import type { Diagnostic, Place } from '../source.ts';
import type { Designation, FunctionDefinition, FunctionSymbol, Scope, SwitchCase, VariableSymbol } from '../syntax.ts';
import type { PackChange, Token } from '../token.ts';
import type { CType, RecordDeclaration } from '../types.ts';
import { kindOf, type Kind } from './token-kinds.ts';

/** Limits that no sensible source reaches; each gives one error when it is. */
export const limits = {
  /** Nested constructs of any kind; the JavaScript stack holds several times as many. */
  depth: 400,
  /** Operators in a row, as in `a + b + …` or `a->b->…`: the tree leans as deep as the row is long. */
  row: 1_000,
  /** After so many messages of a unit, one note and silence. */
  diagnostics: 200,
  initializerLeaves: 2_000_000,
} as const;

export interface Parser {
  readonly path: string;
  readonly tokens: readonly Token[];
  readonly packing: readonly PackChange[];
  /** Bodies of functions in shipped files are read when somebody needs them. */
  readonly putsOffShipped: boolean;
  readonly putsOff: ParseOptions['putsOff'] & {};
  /** Headers are missing: nothing is said of what they may declare. */
  readonly isPartial: boolean;
  /** The index of the last name that nothing here declares. */
  unknownAt: number;
  /** Some included file is not there: a name that nothing declares may well be one of its names. */
  readonly lacksHeaders: boolean;
  index: number;
  token: Token;
  kind: Kind;
  /** The token consumed last. */
  previous: Token;

  readonly fileScope: Scope;
  scope: Scope;
  function: FunctionContext | null;
  /** That of the innermost parameter list being read. */
  parameterScope: Scope | null;
  /** Inside `sizeof`, `typeof` and the like: nothing is used, nothing has its address taken. */
  unevaluated: number;
  depth: number;
  /** Set when the nesting limit was hit; the rest of the file is skipped. */
  abandoned: boolean;

  readonly diagnostics: Diagnostic[];
  /** Where the last syntax error was reported: one token gives one syntax error. */
  syntaxErrorIndex: number;

  readonly functions: FunctionDefinition[];
  /** Those with a body at file scope, as they are completed. */
  readonly records: RecordDeclaration[];
  /** In order of declaration; static locals too. */
  readonly statics: VariableSymbol[];
  /** Variables that evaluated code mentions. */
  readonly mentioned: Set<VariableSymbol>;
  readonly functionSymbols: Map<string, FunctionSymbol>;
  /** `extern` objects first declared inside a block: other blocks mean the same object. */
  readonly blockExterns: Map<string, VariableSymbol>;
  readonly designations: Designation[];
  /** Hidden variables that hold the lengths of arrays, waiting for the declaration they belong to. */
  pendingLengths: VariableSymbol[];
}

/** The function whose body is being read. */
export interface FunctionContext {
  readonly symbol: FunctionSymbol;
  readonly result: CType;
  readonly locals: VariableSymbol[];
  readonly labels: Map<string, LabelState>;
  /** Innermost last: names that `__label__` declared, and what they are called in the tree. */
  readonly localLabels: Map<string, string>[];
  /** Names already reported as undeclared. */
  readonly undeclared: Set<string>;
  readonly measured: Set<RecordDeclaration>;
  /** Something in it is wrong, or is said by a header that is missing. */
  doubtful: boolean;
  /** A function is declared in it. */
  declaresFunctions: boolean;
  switch: SwitchContext | null;
  /** Loops, and loops or switches, around the place that is being read. */
  continuable: number;
  breakable: number;
  /** Blocks that are open, the outermost included. */
  blocks: number;
  /** For the names of things that have none. */
  counter: number;
}

export interface LabelState {
  /** Where it is defined; null while it is only used. */
  place: Place | null;
  usedAt: Place | null;
}

export interface SwitchContext {
  readonly type: CType;
  readonly cases: SwitchCase[];
  readonly places: Place[];
}

/** A readonly contract seen by the one who is still making it. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A body that could be put off, and what is known where it stands. */
export interface BodyAhead {
  readonly symbol: FunctionSymbol;
  readonly tokens: readonly Token[];
  /** Indices of its braces. */
  readonly open: number;
  readonly close: number;
  readonly scope: Scope;
  /** Completed up to here, in front of the headers' end left aside. */
  readonly records: readonly RecordDeclaration[];
}

export interface ParseOptions {
  readonly packing?: readonly PackChange[];
  /** Bodies of functions in shipped files are left to the definitions' `readBody`, and nothing is said of them before. */
  readonly putsOffShipped?: boolean;
  /** Asked for each body in the unit's own file that could be put off like that. */
  readonly putsOff?: (ahead: BodyAhead) => boolean;
  /** Included files are not there: of what they may declare it is told that nothing does, or nothing is said. null: all are there. */
  readonly missingHeaders?: 'told' | 'silent' | null;
}

export function createParser(
  path: string,
  tokens: readonly Token[],
  fileScope: Scope,
  { packing = [], putsOffShipped = false, putsOff = () => false, missingHeaders = null }: ParseOptions = {},
): Parser {
  const ended =
    tokens.length > 0 && tokens[tokens.length - 1]!.kind === 'end' ? tokens : [...tokens, endToken(path, tokens)];
  return {
    path,
    tokens: ended,
    packing,
    putsOffShipped,
    putsOff,
    isPartial: missingHeaders === 'silent',
    lacksHeaders: missingHeaders !== null,
    unknownAt: -1,
    index: 0,
    token: ended[0]!,
    kind: kindOf(ended[0]!),
    previous: ended[0]!,
    fileScope,
    scope: fileScope,
    function: null,
    parameterScope: null,
    unevaluated: 0,
    depth: 0,
    abandoned: false,
    diagnostics: [],
    syntaxErrorIndex: -1,
    functions: [],
    records: [],
    statics: [],
    mentioned: new Set(),
    functionSymbols: new Map(),
    blockExterns: new Map(),
    designations: [],
    pendingLengths: [],
  };
}

function endToken(path: string, tokens: readonly Token[]): Token {
  const last = tokens[tokens.length - 1]?.place;
  const place: Place = last
    ? { ...last, column: last.column + last.length, length: 0 }
    : { file: { path, text: '', builtIn: false }, line: 1, column: 1, length: 0, expansion: null };
  return { kind: 'end', text: '', place, spaceBefore: false, startsLine: true, hideSet: null };
}

/** Consumes the current token and returns it. The last one, `end`, is never passed. */
export function advance(parser: Parser): Token {
  const { token } = parser;
  parser.previous = token;
  if (token.kind !== 'end') {
    parser.token = parser.tokens[++parser.index]!;
    parser.kind = kindOf(parser.token);
  }
  return token;
}

/** Whether the current token is of this kind; unlike a comparison, TypeScript does not remember the answer. */
export function at(parser: Parser, kind: Kind): boolean {
  return parser.kind === kind;
}

export function accept(parser: Parser, kind: Kind): boolean {
  if (parser.kind !== kind) return false;
  advance(parser);
  return true;
}

/** The kind of the token `ahead` tokens further on. */
export function peek(parser: Parser, ahead = 1): Kind {
  const token = parser.tokens[parser.index + ahead];
  return token ? kindOf(token) : 'end';
}

export function peekToken(parser: Parser, ahead = 1): Token {
  return parser.tokens[Math.min(parser.index + ahead, parser.tokens.length - 1)]!;
}

/** Goes back (or forward) to the token with this index. */
export function seek(parser: Parser, index: number): void {
  parser.index = index;
  parser.token = parser.tokens[index]!;
  parser.kind = kindOf(parser.token);
  if (index > 0) parser.previous = parser.tokens[index - 1]!;
}
