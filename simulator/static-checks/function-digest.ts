/** What one function adds to what is known of its file: names of what it calls and mentions, of fields that it gets memory for, frees, writes and converts. */
import { evaluateInteger } from '../c-language/constant-expression.ts';
import type { Expression, Statement, VariableSymbol } from '../c-language/syntax.ts';
import {
  callNames,
  everyExpression,
  everyStatement,
  isOffset,
  linesOf,
  macrosOf,
  withoutCasts,
} from './expressions.ts';
import { elsewhereOf, tellsIndex } from './device-facts.ts';
import { maskFunctions, masksOf, type AskedMask } from './mask-facts.ts';
import { recordName } from './record-name.ts';

/** Names only, so that it outlives the tree. */
export interface Digest {
  /** Functions and macros called by name. */
  readonly calls: ReadonlySet<string>;
  /** Functions named, called or not. */
  readonly mentions: ReadonlySet<string>;
  /** `tag.member` of everything mentioned. */
  readonly fields: ReadonlySet<string>;
  readonly coherentFields: readonly string[];
  /** `tag.member` of coherent memory that it frees. */
  readonly freedFields: readonly string[];
  readonly writtenFields: readonly string[];
  readonly interruptHandlers: readonly string[];
  readonly atomicCallbacks: readonly string[];
  readonly masks: readonly AskedMask[];
  readonly coherentHandles: readonly string[];
  /** `tag.member` of addresses that come from elsewhere than the DMA API, and go by no mask. */
  readonly poolAddresses: readonly string[];
  readonly checkedMembers: readonly string[];
  /** `tag.member` of what its conditions ask for. */
  readonly askedFields: ReadonlySet<string>;
  /** Members whose handles it unmaps, or hands over to the CPU. */
  readonly handedBack: readonly string[];
  readonly convertedFields: readonly string[];
  /** It writes a register that says how far a ring is filled. */
  readonly tellsIndex: boolean;
  /** Functions that other files of the driver hold, as far as can be told. */
  readonly elsewhere: readonly string[];
  /** `*` where offsets of members are reckoned by hand. */
  readonly measured: readonly string[];
}

const coherentAllocation =
  /^(dmam?_alloc_(coherent|attrs|wc|writecombine|noncoherent)|dma_zalloc_coherent|pci_(z)?alloc_consistent)$/;

export function digestOf({
  calls,
  mentions,
  fields,
  coherentFields,
  freedFields,
  writtenFields,
  interruptHandlers,
  atomicCallbacks,
  masks,
  coherentHandles,
  poolAddresses,
  checkedMembers,
  askedFields,
  handedBack,
  convertedFields,
  tellsIndex,
  elsewhere,
  measured,
}: Digest): Digest {
  // prettier-ignore
  return { calls, mentions, fields, coherentFields, freedFields, writtenFields, interruptHandlers, atomicCallbacks, masks, coherentHandles, poolAddresses, checkedMembers, askedFields, handedBack, convertedFields, tellsIndex, elsewhere, measured };
}

export function digest(expressions: readonly Expression[], body: Statement): Digest {
  const calls = new Set<string>();
  const mentions = new Set<string>();
  const fields = new Set<string>();
  const named: NamedCall[] = [];
  for (const each of expressions) {
    if (each.kind === 'call') {
      const names = callNames(each);
      named.push({ call: each, names });
      for (const name of names) calls.add(name);
    } else if (each.kind === 'function') mentions.add(each.symbol.name);
    else if (each.kind === 'member') fields.add(fieldOf(each) ?? '');
  }
  fields.delete('');
  return {
    calls,
    mentions,
    fields,
    coherentFields: coherentFieldsOf(expressions, named),
    freedFields: freedFieldsOf(named),
    writtenFields: writtenFieldsOf(expressions),
    ...collectHandlers(named),
    masks: named.some(({ names }) => maskFunctions.has(names[0] ?? '')) ? masksOf(body) : [],
    coherentHandles: coherentHandlesOf(named),
    poolAddresses: fieldsGiven(named, 2, (name) => /^gen_pool_dma_z?alloc/.test(name)),
    checkedMembers: checkedMembersOf(named),
    askedFields: askedFieldsOf(body),
    handedBack: fieldsGiven(named, 1, (name) => handsBack.test(name)).map(memberOf),
    convertedFields: convertedFieldsOf(expressions),
    tellsIndex: tellsIndex(linesOf(body.place.file, body.place.line, body.end.line)),
    elsewhere: elsewhereOf(expressions, body),
    measured: expressions.some(isOffset) ? ['*'] : [],
  };
}

interface NamedCall {
  readonly call: Extract<Expression, { kind: 'call' }>;
  /** Of the function, and of the macros that it was written with. */
  readonly names: readonly string[];
}

/** `tag.member` of a member expression, through arrays of it. */
export function fieldOf(expression: Expression): string | null {
  if (expression.kind !== 'member' || expression.member.name === null) return null;
  const { type } = expression.base;
  return type.kind === 'record' ? `${recordName(type)}.${expression.member.name}` : null;
}

/** The member that an expression reads, behind casts, conversions and subscripts. */
export function fieldRead(expression: Expression): string | null {
  let at = withoutCasts(expression);
  for (;;) {
    if (at.kind === 'load' || at.kind === 'decay' || at.kind === 'dereference' || at.kind === 'address-of')
      at = withoutCasts(at.operand);
    else if (at.kind === 'pointer-offset') at = withoutCasts(at.pointer);
    else return fieldOf(at);
  }
}

function coherentFieldsOf(expressions: readonly Expression[], named: readonly NamedCall[]): string[] {
  if (!named.some(({ names }) => names.some((name) => coherentAllocation.test(name)))) return [];
  const variables = new Set<VariableSymbol>();
  const fields: string[] = [];
  const take = (target: Expression, value: Expression): void => {
    const source = withoutCasts(value);
    const isMemory =
      callNames(source).some((name) => coherentAllocation.test(name)) ||
      (source.kind === 'load' && source.operand.kind === 'variable' && variables.has(source.operand.symbol));
    if (!isMemory) return;
    const name = fieldOf(target);
    if (name) fields.push(name);
    else if (target.kind === 'variable') variables.add(target.symbol);
  };
  for (const each of expressions) {
    if (each.kind === 'assignment') take(each.target, each.value);
  }
  for (const each of expressions) {
    if (each.kind !== 'variable' || variables.has(each.symbol)) continue;
    const value = each.symbol.initializer?.leaves[0]?.value;
    if (value) take(each, value);
  }
  for (const each of expressions) if (each.kind === 'assignment') take(each.target, each.value);
  return fields;
}

function freedFieldsOf(named: readonly NamedCall[]): string[] {
  return fieldsGiven(named, 2, (name) => /^dma_free_(coherent|attrs)$/.test(name));
}

/** Fields that are an argument of such calls. */
function fieldsGiven(named: readonly NamedCall[], index: number, isMeant: (name: string) => boolean): string[] {
  return named.flatMap(({ call, names }) => {
    const given = names.some(isMeant) ? call.arguments[index] : undefined;
    return (given && fieldRead(given)) ?? [];
  });
}

function writtenFieldsOf(expressions: readonly Expression[]): string[] {
  return expressions.flatMap((each) => {
    if (each.kind !== 'assignment' && each.kind !== 'compound-assignment' && each.kind !== 'increment') return [];
    if (each.kind === 'assignment' && evaluateInteger(each.value) === 0n) return [];
    const name = fieldOf(each.target);
    return name ? [name] : [];
  });
}

/** Where the handler stands among the arguments. */
const handlerArguments: Readonly<Record<string, number>> = {
  request_irq: 1,
  devm_request_irq: 2,
  request_threaded_irq: 1,
  devm_request_threaded_irq: 2,
  pci_request_irq: 2,
};
const callbackArguments: Readonly<Record<string, number>> = {
  tasklet_init: 1,
  tasklet_setup: 1,
  timer_setup: 1,
  setup_timer: 1,
};

function collectHandlers(named: readonly NamedCall[]): Pick<Digest, 'interruptHandlers' | 'atomicCallbacks'> {
  const interruptHandlers: string[] = [];
  const atomicCallbacks: string[] = [];
  for (const { call, names } of named) {
    for (const name of names) {
      addFunction(interruptHandlers, call.arguments[handlerArguments[name] ?? -1]);
      addFunction(atomicCallbacks, call.arguments[callbackArguments[name] ?? -1]);
    }
  }
  return { interruptHandlers, atomicCallbacks };
}

function addFunction(names: string[], argument: Expression | undefined): void {
  const name = argument && functionNamed(argument);
  if (name) names.push(name);
}

export function functionNamed(expression: Expression): string | null {
  const value = withoutCasts(expression);
  const named = value.kind === 'decay' || value.kind === 'address-of' ? value.operand : value;
  return named.kind === 'function' ? named.symbol.name : null;
}

function coherentHandlesOf(named: readonly NamedCall[]): string[] {
  return fieldsGiven(named, 2, (name) => coherentAllocation.test(name) || /^dma_pool_z?alloc$/.test(name));
}

function checkedMembersOf(named: readonly NamedCall[]): string[] {
  return fieldsGiven(named, 1, (name) => name === 'dma_mapping_error').map(memberOf);
}

function askedFieldsOf(body: Statement): ReadonlySet<string> {
  const asked = [...everyStatement(body)].flatMap((each) =>
    each.kind === 'if' ? everyExpression(each.condition) : [],
  );
  return new Set(asked.flatMap((each) => (each.kind === 'member' ? (fieldRead(each) ?? []) : [])));
}

const handsBack = /^dma_(unmap_(single|page)|sync_single_(range_)?for_cpu)(_attrs)?$/;

function memberOf(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}

const converts = /cpu_to_[lb]e|[lb]e(16|32|64)_to_cpu/;

function convertedFieldsOf(expressions: readonly Expression[]): string[] {
  return expressions.flatMap((each) => {
    switch (each.kind) {
      case 'assignment':
        return (isConverted(each.value) && fieldOf(each.target)) || [];
      case 'load':
        return (macrosOf(each.start).some((name) => converts.test(name)) && fieldRead(each)) || [];
      case 'call': {
        const read = callNames(each).some((name) => /[lb]e(16|32|64)_to_cpu/.test(name))
          ? each.arguments[0]
          : undefined;
        return (read && fieldRead(read)) ?? [];
      }
      default:
        return [];
    }
  });
}

function isConverted(value: Expression): boolean {
  return everyExpression(value).some((each) => [...callNames(each), ...macrosOf(each.start)].some((name) => converts.test(name))); // prettier-ignore
}
