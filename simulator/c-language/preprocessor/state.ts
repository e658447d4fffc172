/** What the preprocessor knows while it works through one translation unit. */
import type { LexedFile } from '../lexer.ts';
import { outermostPlace } from '../source.ts';
import type { Diagnostic, Place, Severity, SourceFile } from '../source.ts';
import type { PackChange, Token } from '../token.ts';
import type { LineRange } from './inactive-lines.ts';
import type { MacroDefinition } from './macro-definition.ts';

export interface PreprocessorOptions {
  /**
   * Finds an included file, or null. `from` is the file that includes it; `next` asks for `include_next`: search the
   * directories after the one in which `from` was found. The same file should be the same object each time, because
   * its tokens are remembered by it.
   */
  readonly findInclude: (name: string, form: 'quote' | 'angle', from: SourceFile, next: boolean) => SourceFile | null;
  /** As with gcc's `-D`: the name may be `f(x)`; null as with `-U`. The predefined macros are there already. */
  readonly defines: readonly { readonly name: string; readonly value: string | null }[];
  /** Read before the file, as after gcc's `-include`. */
  readonly includes?: readonly SourceFile[];
  /** An unknown include is a warning and skipped (for the language server); otherwise it is an error. */
  readonly tolerateMissingIncludes: boolean;
  /** What is read in place of an include that is not there, once; null for nothing. */
  readonly insteadOf?: (name: string, from: SourceFile) => SourceFile | null;
}

/** Limits that no sensible source reaches; each gives one error when it is. */
export const limits = {
  includeDepth: 200,
  inclusions: 20_000,
  outputTokens: 8_000_000,
  /** Tokens that all macro expansions of the unit together may produce. */
  expandedTokens: 2_000_000,
  /** Macro calls nested in one another's arguments. */
  argumentNesting: 200,
  expressionNesting: 200,
  /** Unclosed macro calls after each of which the text is read again as if there was no macro. */
  unclosedCalls: 8,
  /** After so many messages of a unit, one note and silence. */
  diagnostics: 200,
} as const;

export interface Preprocessor {
  readonly options: PreprocessorOptions;
  readonly mainFile: SourceFile;
  readonly macros: Map<string, MacroDefinition>;
  readonly diagnostics: Diagnostic[];
  readonly includes: { readonly place: Place; readonly file: SourceFile }[];
  readonly missingIncludes: { readonly name: string; readonly place: Place }[];
  /** By path. */
  readonly inactive: Map<string, readonly LineRange[]>;
  /** Paths of files with `#pragma once`. */
  readonly once: Set<string>;
  /** Macros whose replacement is being rescanned: they are not replaced in it again. */
  readonly active: Set<MacroDefinition>;
  /** Stacks of `#pragma push_macro`. */
  readonly pushedMacros: Map<string, (MacroDefinition | null)[]>;
  /** The unit's tokens so far. */
  readonly output: Token[];
  readonly packing: Packing;
  /** The innermost open file. */
  file: OpenFile;
  /** Next value of `__COUNTER__`. */
  counter: number;
  expandedTokens: number;
  unclosedCalls: number;
  argumentNesting: number;
  /** A limit was passed: macros are left as they stand. */
  expansionStopped: boolean;
  /** Working on the line of an `#if`, where `defined` is an operator. */
  evaluating: boolean;
  /** Some token needs the treatment of `finish-tokens.ts`. */
  unusual: boolean;
}

/** What `#pragma pack` said so far. */
export interface Packing {
  current: number;
  readonly stack: { readonly name: string | null; readonly pack: number }[];
  readonly changes: PackChange[];
}

export interface OpenFile {
  readonly lexed: LexedFile;
  readonly parent: OpenFile | null;
  /** 0 for the main file. */
  readonly depth: number;
  /** The next token to read. */
  index: number;
  /** Index into `lexed.directives` of the next directive to come. */
  nextDirective: number;
  readonly conditionals: Conditional[];
  /** What its conditions have left out so far. */
  readonly inactive: LineRange[];
  /** What `#line` made of the numbers and of the name, as `__LINE__` and `__FILE__` show them. */
  lineOffset: number;
  presumedPath: string;
}

export interface Conditional {
  readonly place: Place;
  /** One of its groups was active; the others are skipped without a look at their conditions. */
  taken: boolean;
  elsePlace: Place | null;
}

/** Too many tokens: from here on, macros are left as they stand. */
export function stopExpansion(preprocessor: Preprocessor, place: Place): void {
  if (preprocessor.expansionStopped) return;
  preprocessor.expansionStopped = true;
  const message = `macro expansion has produced more than ${limits.expandedTokens} tokens; macros are left alone from here on`;
  report(preprocessor, 'error', 'macro-expansion-too-large', message, outermostPlace(place));
}

export function report(
  preprocessor: Preprocessor,
  severity: Severity,
  code: string,
  message: string,
  place: Place,
  notes: Diagnostic['notes'] = [],
): void {
  const { diagnostics } = preprocessor;
  if (diagnostics.length > limits.diagnostics) return;
  if (diagnostics.length < limits.diagnostics) diagnostics.push({ severity, code, message, place, notes });
  else {
    const closing = `more than ${limits.diagnostics} messages: the rest is left out`;
    diagnostics.push({ severity: 'note', code: 'too-many-messages', message: closing, place, notes: [] });
  }
}
