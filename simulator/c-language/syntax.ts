/**
 * The typed tree of a translation unit. The parser resolves names, checks types and makes every conversion explicit
 * (`cast` with `implicit: true`), so that lowering and static checks need no C typing rules of their own.
 *
 * Value categories: an expression whose `lvalue` is true denotes an object; reading it is an explicit `load` node, array
 * and function designators become pointers by an explicit `decay` node. A `member` of a record value (`f().x`) is a
 * value itself, unless it is an array: that decays, so the record has to be in memory. Conditions (`if`, `!`, `&&`, `?:`
 * and the like) are scalars of any type, compared with zero. Integer constants are converted to their final type without
 * a node. Conversions between integer types of one name, whatever their typedef names, have no node either.
 */
import type { Extended } from './extended-precision.ts';
import type { MacroDefinition } from './preprocessor/macro-definition.ts';
import type { Diagnostic, Place } from './source.ts';
import type { CType, Member, RecordDeclaration } from './types.ts';

export interface TranslationUnit {
  readonly path: string;
  readonly functions: readonly FunctionDefinition[];
  /** All file-scope and static-local objects that this unit defines or refers to, tentative definitions merged. */
  readonly variables: readonly VariableSymbol[];
  /** Every function symbol that is declared; `definition` tells whether it is defined here. */
  readonly functionSymbols: readonly FunctionSymbol[];
  /** File-scope names for the debugger's expressions, the language server and TypeScript code that reads C structs. */
  readonly scope: Scope;
  /** As they stand at the end of the unit. */
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  /** Top-level `asm("…")` and the like that have no meaning here. */
  readonly inactiveRegions: readonly { readonly path: string; readonly firstLine: number; readonly lastLine: number }[];
  /** Of the text that was read, shipped headers left aside. */
  readonly designations: readonly Designation[];
}

/** `.name` or `name:` in an initialiser. */
export interface Designation {
  /** Of the name. */
  readonly place: Place;
  /** That it is said to be a member of, or that has it where it stands in an anonymous part. */
  readonly record: RecordDeclaration;
  /** null: there is none of that name. */
  readonly member: Member | null;
}

/** A lexical scope. Kept after parsing: `evaluate` and completion look names up as the source did. */
export interface Scope {
  readonly parent: Scope | null;
  readonly ordinary: Map<string, OrdinarySymbol>;
  readonly tags: Map<string, CType>;
  /** The source text it covers; null for file scope. */
  place: { readonly start: Place; end: Place } | null;
  readonly children: Scope[];
}

export type OrdinarySymbol = VariableSymbol | FunctionSymbol | TypedefSymbol | EnumeratorSymbol;

interface SymbolBase {
  readonly name: string;
  type: CType;
  readonly place: Place;
  readonly attributes: readonly Attribute[];
}
export interface Attribute {
  readonly name: string; // without leading and trailing underscores; `asm-label` for `asm("name")` behind a declarator
  /** An identifier that names something is here too, as well as in `words`: for `cleanup(f)` the `function` node of f. */
  readonly arguments: readonly Expression[];
  /** For attributes with an identifier or string argument: `section("…")`, `alias("…")`, `cleanup(f)`, `format(printf, 1, 2)`. */
  readonly words: readonly string[];
  readonly place: Place;
}
export interface VariableSymbol extends SymbolBase {
  readonly symbol: 'variable';
  readonly storage: 'automatic' | 'parameter' | 'static' | 'global' | 'extern' | 'thread';
  /** Its own enclosing function for locals and static locals. */
  readonly functionName: string | null;
  /** `&x` was taken, or it is an aggregate, volatile or variable-length: it must live in memory. */
  addressTaken: boolean;
  /** From attributes on the declaration, in bytes; 0 where not given. */
  alignedTo: number;
  initializer: Initializer | null;
  /** For statics and globals that are defined in this unit, even tentatively. */
  defined: boolean;
  /** Explicit `register x asm("…")` and friends are refused by a diagnostic; `__percpu` and address spaces are kept here. */
  readonly addressSpace: string | null;
}
export interface FunctionSymbol extends SymbolBase {
  readonly symbol: 'function';
  readonly storage: 'static' | 'global';
  inline: boolean;
  definition: FunctionDefinition | null;
  /** Somebody calls it or takes its address. */
  used: boolean;
}
export interface TypedefSymbol extends SymbolBase {
  readonly symbol: 'typedef';
}
export interface EnumeratorSymbol extends SymbolBase {
  readonly symbol: 'enumerator';
  readonly value: bigint;
}

export interface FunctionDefinition {
  readonly symbol: FunctionSymbol;
  readonly parameters: readonly VariableSymbol[];
  /**
   * Every automatic variable and parameter at any depth, in order of declaration; compound literals too (named
   * `(compound literal)`), and the hidden variables (named `.length.…`) that keep the lengths of variable-length arrays:
   * those come in the declaration statement of their array, in front of it.
   */
  readonly locals: readonly VariableSymbol[];
  readonly body: BlockStatement;
  readonly scope: Scope;
  readonly place: Place;
  readonly end: Place;
  /** Records whose layout what the body means depends on: their sizes, offsets and initialisers are numbers in the tree. */
  readonly measured: ReadonlySet<RecordDeclaration>;
  /** Something in the body is wrong, or is said by a header that is missing. */
  readonly doubtful: boolean;
  /** It declares a function, which is the same one in other bodies. */
  readonly declaresFunctions?: boolean;
  /**
   * Of a body that was put off: has it read now, and gives what is wrong with it; the same again when asked again. Until then there is nothing in `body`,
   * and only parameters are in `locals`. null when the body was read with the rest of the unit.
   */
  readonly readBody: (() => readonly Diagnostic[]) | null;
}

// ---- Initialisers -----------------------------------------------------------------------------------------------

/**
 * Flattened by the parser: each leaf says where its bytes go. What no leaf covers is zero. Leaves are stored in order
 * (a record as a whole may be followed by one of its members). Those of a flexible array member lie beyond the size of
 * the object's type, which makes the object larger.
 */
export interface Initializer {
  readonly leaves: readonly InitializerLeaf[];
  readonly place: Place;
}
export interface InitializerLeaf {
  /** In bytes from the start of the object. */
  readonly offset: number;
  readonly bitField: { readonly bitOffset: number; readonly width: number } | null;
  /**
   * Of the sub-object; a `string` expression may initialise a char array (then it is not decayed). Its bytes are never
   * more than the array's, but may be fewer: the rest of the array is zero.
   */
  readonly type: CType;
  readonly value: Expression;
}

// ---- Expressions ------------------------------------------------------------------------------------------------

interface ExpressionBase {
  readonly type: CType;
  /** Where the expression's most telling token stands (the operator of a binary one, the name of a variable). */
  readonly place: Place;
  /** First and last token. */
  readonly start: Place;
  readonly end: Place;
  readonly lvalue: boolean;
}
export type Expression =
  | (ExpressionBase & { readonly kind: 'integer'; readonly value: bigint }) // already wrapped to its type
  // `extended` is a long double exactly; `value` is the double nearest to it.
  | (ExpressionBase & { readonly kind: 'floating'; readonly value: number; readonly extended: Extended | null })
  | (ExpressionBase & { readonly kind: 'string'; readonly bytes: Uint8Array }) // lvalue, with its terminator(s)
  | (ExpressionBase & { readonly kind: 'variable'; readonly symbol: VariableSymbol }) // lvalue
  | (ExpressionBase & { readonly kind: 'function'; readonly symbol: FunctionSymbol }) // a function designator
  | (ExpressionBase & { readonly kind: 'load'; readonly operand: Expression }) // lvalue to value
  | (ExpressionBase & { readonly kind: 'decay'; readonly operand: Expression }) // array or function to pointer
  | (ExpressionBase & { readonly kind: 'cast'; readonly operand: Expression; readonly implicit: boolean })
  | (ExpressionBase & { readonly kind: 'unary'; readonly operator: '-' | '~' | '!'; readonly operand: Expression })
  | (ExpressionBase & {
      // Both operands have one arithmetic type after conversion (shifts: each its own). Comparisons also take two pointers
      // of one type, and give `int`.
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (ExpressionBase & {
      readonly kind: 'pointer-offset'; // pointer ± index * elementSize; index is long
      readonly operator: '+' | '-';
      readonly pointer: Expression;
      readonly index: Expression;
      readonly elementSize: number;
    })
  | (ExpressionBase & {
      readonly kind: 'pointer-difference';
      readonly left: Expression;
      readonly right: Expression;
      readonly elementSize: number;
    })
  | (ExpressionBase & {
      readonly kind: 'logical';
      readonly operator: '&&' | '||';
      readonly left: Expression;
      readonly right: Expression;
    })
  | (ExpressionBase & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      /** null for GNU `a ?: b`: the condition's value, evaluated once and converted to `type`. */
      readonly whenTrue: Expression | null;
      readonly whenFalse: Expression;
    })
  | (ExpressionBase & { readonly kind: 'assignment'; readonly target: Expression; readonly value: Expression }) // records too
  | (ExpressionBase & {
      readonly kind: 'compound-assignment'; // target = (type)((computeType)target operator value)
      readonly operator: BinaryOperator;
      readonly target: Expression;
      readonly value: Expression;
      readonly computeType: CType;
      /** For `pointer += n`: bytes per element; 0 for arithmetic. */
      readonly elementSize: number;
    })
  | (ExpressionBase & {
      readonly kind: 'increment';
      readonly operator: '++' | '--';
      readonly prefix: boolean;
      readonly target: Expression;
      readonly elementSize: number; // 0 for arithmetic
    })
  | (ExpressionBase & { readonly kind: 'comma'; readonly left: Expression; readonly right: Expression })
  | (ExpressionBase & { readonly kind: 'address-of'; readonly operand: Expression })
  | (ExpressionBase & { readonly kind: 'dereference'; readonly operand: Expression }) // lvalue
  | (ExpressionBase & { readonly kind: 'member'; readonly base: Expression; readonly member: Member }) // base is a record, lvalue or not
  // The callee is a value of type pointer to function: for a call by name the `decay` of a `function` node.
  | (ExpressionBase & { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Expression[] })
  | (ExpressionBase & { readonly kind: 'compound-literal'; readonly symbol: VariableSymbol }) // lvalue; the symbol carries the initialiser
  // Its value is that of the last statement, if that is an `expression` statement and `type` is not void.
  | (ExpressionBase & { readonly kind: 'statement-expression'; readonly body: BlockStatement })
  | (ExpressionBase & { readonly kind: 'label-address'; readonly label: string })
  | (ExpressionBase & {
      readonly kind: 'intrinsic'; // __builtin_* and __sync/__atomic that are no ordinary function
      readonly name: string; // e.g. `__builtin_va_arg`, `__builtin_clz`, `__atomic_fetch_add`
      readonly arguments: readonly Expression[];
      /**
       * For va_arg: the type asked for. `va_*` get pointers to the record that a `va_list` is an array of. Arguments are
       * converted already; in `__atomic_*` and `__sync_*` the first is the pointer, values have the type of its target, the
       * memory orders follow. `__builtin_add_overflow` and its like (typed forms included) compute exactly on the values of
       * their two operands, each of its own type, and store through the third.
       */
      readonly typeArgument: CType | null;
    })
  | (ExpressionBase & { readonly kind: 'sizeof-variable-length'; readonly of: CType })
  // What could be read of it all the same: a name (of a variable, or of a member of the first part), and expressions in it.
  | (ExpressionBase & {
      readonly kind: 'error';
      readonly name?: string;
      readonly parts?: readonly Expression[];
    });

export type BinaryOperator =
  | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>' | '==' | '!=' | '<' | '>' | '<=' | '>='; // prettier-ignore

// ---- Statements -------------------------------------------------------------------------------------------------

interface StatementBase {
  readonly place: Place;
  readonly end: Place;
}
export type Statement =
  | BlockStatement
  | (StatementBase & { readonly kind: 'expression'; readonly expression: Expression })
  | (StatementBase & { readonly kind: 'declaration'; readonly variables: readonly VariableSymbol[] }) // automatic ones, in order
  | (StatementBase & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: Statement;
      readonly whenFalse: Statement | null;
    })
  | (StatementBase & { readonly kind: 'while'; readonly condition: Expression; readonly body: Statement })
  | (StatementBase & { readonly kind: 'do'; readonly body: Statement; readonly condition: Expression })
  | (StatementBase & {
      readonly kind: 'for';
      readonly initial: Statement | null;
      readonly condition: Expression | null;
      readonly step: Expression | null;
      readonly body: Statement;
      readonly scope: Scope;
    })
  | (StatementBase & {
      readonly kind: 'switch';
      readonly value: Expression;
      readonly body: Statement;
      readonly cases: readonly SwitchCase[];
    })
  | (StatementBase & { readonly kind: 'case'; readonly case: SwitchCase; readonly body: Statement })
  // Names are unique in the function: those of `__label__` get a number, as in `again.2`.
  | (StatementBase & { readonly kind: 'label'; readonly name: string; readonly body: Statement })
  | (StatementBase & { readonly kind: 'goto'; readonly label: string })
  | (StatementBase & { readonly kind: 'computed-goto'; readonly target: Expression })
  | (StatementBase & { readonly kind: 'break' | 'continue' | 'empty' })
  | (StatementBase & { readonly kind: 'return'; readonly value: Expression | null })
  | (StatementBase & { readonly kind: 'asm'; readonly text: string }); // only barriers; anything else is a diagnostic

/** low..high inclusive (GNU ranges); null for `default`. */
export interface SwitchCase {
  readonly low: bigint | null;
  readonly high: bigint | null;
}
export interface BlockStatement extends StatementBase {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly scope: Scope;
}
