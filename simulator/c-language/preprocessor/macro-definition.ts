/** A macro as `#define` leaves it: its body as written, and prepared for substitution. */
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';

export interface MacroDefinition {
  readonly name: string;
  /** Of the name in its `#define`. */
  readonly place: Place;
  /** null: object-like. When `variadic`, the last one takes all further arguments (`__VA_ARGS__`, or a name in GNU form). */
  readonly parameters: readonly string[] | null;
  readonly variadic: boolean;
  readonly body: readonly Token[];
  readonly replacement: readonly ReplacementPart[];
  /** There is nothing to do for the body but to copy it. */
  readonly plain: boolean;
  /** Worked out at each use instead of substituted. */
  readonly dynamic: DynamicMacro | null;
}

/** Macros that the preprocessor itself answers; the last four only in `#if`. */
export type DynamicMacro =
  | 'file'
  | 'file-name'
  | 'base-file'
  | 'line'
  | 'counter'
  | 'include-level'
  | 'pragma'
  | 'has-include'
  | 'has-include-next'
  | 'has-attribute'
  | 'has-builtin';

/** One operand of a body; `pasted` when `##` joins it with the next one. */
export type ReplacementPart =
  | { readonly kind: 'token'; readonly token: Token; readonly pasted: boolean }
  | {
      readonly kind: 'parameter';
      /** Where it stands in the body; for `#x` the `#`. */
      readonly token: Token;
      readonly index: number;
      readonly stringised: boolean;
      readonly pasted: boolean;
    }
  | {
      readonly kind: 'optional'; // __VA_OPT__ ( parts )
      readonly token: Token;
      readonly parts: readonly ReplacementPart[];
      readonly stringised: boolean;
      readonly pasted: boolean;
    };

/** Whether a second `#define` says the same as the first (C11 6.10.3p2), which is allowed. */
export function sameDefinition(left: MacroDefinition, right: MacroDefinition): boolean {
  if (left.variadic !== right.variadic || left.dynamic !== right.dynamic) return false;
  if (left.parameters?.join() !== right.parameters?.join() || left.body.length !== right.body.length) return false;
  return left.body.every((token, index) => {
    const other = right.body[index]!;
    return token.text === other.text && (index === 0 || token.spaceBefore === other.spaceBefore);
  });
}
