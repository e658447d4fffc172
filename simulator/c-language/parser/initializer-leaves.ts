/** Collects the leaves of an initialiser: later ones replace earlier ones, and constants are checked. */
import { evaluateConstant } from '../constant-expression.ts';
import { sizeOf } from '../layout.ts';
import { isScalar } from '../type-operations/predicates.ts';
import type { InitializerLeaf } from '../syntax.ts';
import { reportError } from './diagnostics.ts';
import type { SubObject } from './initializer-cursor.ts';
import { limits, type Parser } from './state.ts';

export interface LeafSink {
  readonly parser: Parser;
  /** Static storage: every leaf has to be known at compile time. */
  readonly constant: boolean;
  leaves: InitializerLeaf[];
  /** Behind the furthest bit covered so far: what begins there replaces nothing. */
  end: number;
}

export function createSink(parser: Parser, constant: boolean): LeafSink {
  return { parser, constant, leaves: [], end: 0 };
}

export function addLeaf(sink: LeafSink, leaf: InitializerLeaf): void {
  const { parser } = sink;
  if (sink.constant && leaf.value.type.kind === 'error') return;
  if (sink.leaves.length >= limits.initializerLeaves) {
    if (sink.leaves.length === limits.initializerLeaves)
      reportError(parser, 'too-large', 'initializer is too large', leaf.value.place);
    return;
  }
  if (sink.constant && !isConstant(leaf)) {
    reportError(parser, 'not-constant', 'initializer element is not constant', leaf.value.place);
    return;
  }
  const begin = firstBit(leaf);
  const end = begin + bitCount(leaf);
  if (begin < sink.end)
    sink.leaves = sink.leaves.filter((other) => firstBit(other) < begin || firstBit(other) + bitCount(other) > end);
  else sink.end = end;
  sink.leaves.push(leaf);
}

/** The same leaves, `distance` bytes further on. */
export function addLeaves(sink: LeafSink, leaves: readonly InitializerLeaf[], distance: number): void {
  for (const leaf of leaves) addLeaf(sink, distance === 0 ? leaf : { ...leaf, offset: leaf.offset + distance });
}

/** Forgets what was said of an object that is now initialised as a whole. */
export function clearRegion(sink: LeafSink, object: SubObject): void {
  const begin = object.offset * 8;
  const end = begin + sizeOf(object.type) * 8;
  if (begin >= sink.end || object.bitField) return;
  sink.leaves = sink.leaves.filter((leaf) => firstBit(leaf) < begin || firstBit(leaf) >= end);
}

function firstBit(leaf: InitializerLeaf): number {
  return leaf.offset * 8 + (leaf.bitField?.bitOffset ?? 0);
}

function bitCount(leaf: InitializerLeaf): number {
  return leaf.bitField?.width ?? sizeOf(leaf.type) * 8;
}

function isConstant(leaf: InitializerLeaf): boolean {
  if (leaf.value.kind === 'string' && leaf.type.kind === 'array') return true;
  return isScalar(leaf.type) && evaluateConstant(leaf.value) !== null;
}
