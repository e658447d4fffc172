/** C values as DAP variables: text, type, memory reference, how many parts there are, and a reference to ask for them by. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CType } from '../../simulator/index.ts';
import type { CValue, NamedValue } from '../simulator-door.ts';
import { elementsOf, membersOf, partsBehind, sizeOf, type Part } from './parts.ts';
import { integerOf, Unreadable, type ValueSource } from './reading.ts';
import type { Format } from './scalars.ts';
import { memoryReferenceOf, targetSpace, valueText } from './value-text.ts';

/** A value whose parts can be asked for, and how an expression names it (null: no expression does). */
export interface Container {
  readonly value: CValue;
  readonly expression: string | null;
}

export interface Presentation {
  readonly source: ValueSource;
  readonly format: Format;
  describeType(type: CType): string;
  /** Keeps the value for a later `variables` request. */
  refer(container: Container): number;
}

export type PresentedValue = Pick<
  DebugProtocol.Variable,
  'value' | 'type' | 'variablesReference' | 'namedVariables' | 'indexedVariables' | 'memoryReference'
>;

export function presentValue(presentation: Presentation, container: Container): PresentedValue {
  const { source, format } = presentation;
  const { value } = container;
  const parts = countParts(source, value);
  const memoryReference = memoryReferenceOf(source, value);
  return {
    value: valueText(source, value, format),
    type: presentation.describeType(value.type),
    variablesReference: parts.named + parts.indexed > 0 ? presentation.refer(container) : 0,
    ...(parts.named > 0 ? { namedVariables: parts.named } : {}),
    ...(parts.indexed > 0 ? { indexedVariables: parts.indexed } : {}),
    ...(memoryReference === null ? {} : { memoryReference }),
  };
}

export function presentVariable(
  presentation: Presentation,
  { name, value, shadowed }: NamedValue,
): DebugProtocol.Variable {
  const expression = shadowed ? null : name;
  return withName(shadowed ? `${name} (outer)` : name, presentValue(presentation, { value, expression }), expression);
}

/** Parts `start` to `start + count`, members and elements alike. */
export function presentParts(
  presentation: Presentation,
  container: Container,
  start: number,
  count: number,
): DebugProtocol.Variable[] {
  return partsOf(presentation.source, container.value, start, count).map((part) => {
    const expression = container.expression === null ? null : part.expression(container.expression);
    const name = part.name === '*' ? (expression ?? '*') : part.name;
    return withName(name, presentValue(presentation, { value: part.value, expression }), expression);
  });
}

function withName(name: string, value: PresentedValue, expression: string | null): DebugProtocol.Variable {
  return { name, ...value, ...(expression === null ? {} : { evaluateName: expression }) };
}

interface PartCount {
  readonly named: number;
  readonly indexed: number;
}

function countParts(source: ValueSource, value: CValue): PartCount {
  const { type } = value;
  switch (type.kind) {
    case 'array':
      return { named: 0, indexed: sizeOf(type.element) === 0 ? 0 : (type.length ?? 0) };
    case 'record':
      return { named: membersOf(value, type).length, indexed: 0 };
    case 'pointer': {
      const target = targetOf(source, value);
      return { named: target ? partsBehind(target).length : 0, indexed: 0 };
    }
    default:
      return { named: 0, indexed: 0 };
  }
}

function partsOf(source: ValueSource, value: CValue, start: number, count: number): readonly Part[] {
  const { type } = value;
  if (type.kind === 'array') return elementsOf(value, type, start, count);
  if (type.kind === 'record') return membersOf(value, type).slice(start, start + count);
  const target = targetOf(source, value);
  return target ? partsBehind(target).slice(start, start + count) : [];
}

/** What a pointer leads to; null where there is nothing to look at: NULL, unmapped, `void *`, functions. */
function targetOf(source: ValueSource, value: CValue): CValue | null {
  if (value.type.kind !== 'pointer') return null;
  const type = value.type.target;
  if (sizeOf(type) === 0) return null;
  try {
    const address = integerOf(source, value, 8, false);
    const space = targetSpace(value.space, address);
    if (address === 0n || source.read(space, address, 1).length === 0) return null;
    return { type, space, address, bitField: null, bytes: null };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
