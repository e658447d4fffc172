/** Which DMA masks a file asks for whatever device it finds: only then can more than 32 bits be counted on, and a handle that is cut be called a mistake. */
import { evaluateInteger } from '../c-language/constant-expression.ts';
import type { Expression, Statement } from '../c-language/syntax.ts';
import { calledFunction, everyExpression, withoutCasts } from './expressions.ts';

export interface AskedMask {
  /** null: it cannot be told. */
  readonly bits: number | null;
  readonly streaming: boolean;
  readonly coherent: boolean;
  /** Whatever the device is. */
  readonly always: boolean;
}

/** Whether mappings, and coherent memory, may lie above 4 GiB. */
export interface WideMasks {
  readonly streaming: boolean;
  readonly coherent: boolean;
}

export const maskFunctions: ReadonlySet<string> = new Set(['dma_set_mask', 'dma_set_coherent_mask', 'dma_set_mask_and_coherent', 'dma_coerce_mask_and_coherent', 'pci_set_dma_mask', 'pci_set_consistent_dma_mask']); // prettier-ignore

export function isForStreaming(name: string): boolean {
  return !/coherent_mask|consistent/.test(name);
}

export function isForCoherent(name: string): boolean {
  return /coherent|consistent/.test(name);
}

/** One that is asked for by one kind of device only, or is narrow for some, makes nothing certain. */
export function wideMasks(asked: readonly AskedMask[]): WideMasks {
  const wide = (kind: 'streaming' | 'coherent'): boolean => {
    const own = asked.filter((each) => each[kind]);
    return own.length > 0 && own.every(({ bits, always }) => always && bits !== null && bits > 32);
  };
  return { streaming: wide('streaming'), coherent: wide('coherent') };
}

export function masksOf(body: Statement): readonly AskedMask[] {
  const found: AskedMask[] = [];
  inStatement(found, body, true);
  return found;
}

function inStatement(found: AskedMask[], statement: Statement, always: boolean): void {
  switch (statement.kind) {
    case 'block':
      for (const each of statement.statements) inStatement(found, each, always);
      return;
    case 'if': {
      inExpression(found, statement.condition, always);
      // What is tried once a mask was refused says nothing new.
      if (isOutcome(statement.condition)) return;
      inStatement(found, statement.whenTrue, false);
      if (statement.whenFalse) inStatement(found, statement.whenFalse, false);
      return;
    }
    case 'for':
    case 'while':
    case 'do':
    case 'switch':
      return inStatement(found, statement.body, false);
    case 'case':
    case 'label':
      return inStatement(found, statement.body, always);
    case 'expression':
      return inExpression(found, statement.expression, always);
    case 'return':
      if (statement.value) inExpression(found, statement.value, always);
      return;
    case 'declaration':
      for (const { initializer } of statement.variables)
        for (const { value } of initializer?.leaves ?? []) inExpression(found, value, always);
  }
}

function inExpression(found: AskedMask[], expression: Expression, always: boolean): void {
  if (expression.kind === 'logical') {
    inExpression(found, expression.left, always);
    if (!hasMaskCall(expression.left)) inExpression(found, expression.right, false);
    return;
  }
  const name = calledFunction(expression);
  if (expression.kind === 'call' && name !== null && maskFunctions.has(name)) {
    const mask = expression.arguments[1] ? evaluateInteger(expression.arguments[1]) : null;
    const bits = mask === null ? null : mask.toString(2).length;
    found.push({ bits, streaming: isForStreaming(name), coherent: isForCoherent(name), always });
    return;
  }
  if (expression.kind === 'conditional') {
    inExpression(found, expression.condition, always);
    if (expression.whenTrue) inExpression(found, expression.whenTrue, false);
    return inExpression(found, expression.whenFalse, false);
  }
  for (const each of everyExpression(expression)) {
    if (each !== expression && (each.kind === 'call' || each.kind === 'logical' || each.kind === 'conditional')) {
      inExpression(found, each, always);
      if (each.kind !== 'call') return;
    }
  }
}

function hasMaskCall(expression: Expression): boolean {
  return everyExpression(expression).some((each) => maskFunctions.has(calledFunction(each) ?? ''));
}

/** A condition that looks at what a call gave: the call itself, or a variable of such a name. */
function isOutcome(condition: Expression): boolean {
  if (hasMaskCall(condition)) return true;
  return everyExpression(condition).some((each) => {
    const bare = withoutCasts(each);
    return bare.kind === 'variable' && /^(ret|rc|err|error|r|res|result|retval|status)$/.test(bare.symbol.name);
  });
}
