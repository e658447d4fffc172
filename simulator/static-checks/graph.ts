/** The control flow of one function: nodes that name what comes next. Built backwards, so that each knows it when it is made. */
import type { Expression, FunctionDefinition, VariableSymbol } from '../c-language/syntax.ts';
import type { Place } from '../c-language/source.ts';

export type GraphNode =
  | { readonly kind: 'evaluate'; readonly expression: Expression; readonly into: number | null; readonly next: number }
  /** A constant into a temporary: the outcome of `a && b`. */
  | { readonly kind: 'constant'; readonly value: bigint; readonly into: number; readonly next: number }
  | { readonly kind: 'declare'; readonly variable: VariableSymbol; readonly next: number }
  | {
      readonly kind: 'branch';
      readonly condition: Expression;
      readonly place: Place;
      /** Of a loop that counts: one that is never entered is of no interest. */
      readonly counts: boolean;
      readonly whenTrue: number;
      readonly whenFalse: number;
    }
  | {
      readonly kind: 'switch';
      readonly value: Expression;
      readonly place: Place;
      readonly cases: readonly { readonly low: bigint; readonly high: bigint; readonly next: number }[];
      /** Null where there is no `default` and several cases: a value that none names is taken not to be one. */
      readonly otherwise: number | null;
    }
  /** A call of a function of the same file. */
  | {
      readonly kind: 'call';
      readonly call: Extract<Expression, { kind: 'call' }>;
      readonly definition: FunctionDefinition;
      readonly into: number;
      readonly next: number;
    }
  /** Several ways meet here; `head` where one of them leads back. */
  | { kind: 'join'; readonly head: boolean | 'label'; next: number }
  | { readonly kind: 'barrier'; readonly place: Place; readonly next: number }
  | { readonly kind: 'return'; readonly value: Expression | null; readonly place: Place }
  | { readonly kind: 'stop' };

export interface Graph {
  readonly definition: FunctionDefinition;
  readonly nodes: GraphNode[];
  entry: number;
  /** Expressions that are evaluated by nodes of their own, and the temporary that holds the outcome. */
  readonly lifted: Map<Expression, number>;
}

/** More nodes than this are not walked. */
export const largestGraph = 6_000;
