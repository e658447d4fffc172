/** How a function takes its parameters and gives its result, apart from all else that its type says. */
import { travelsByAddress } from '../type-operations/predicates.ts';
import type { FunctionType } from '../types.ts';
import { valueKind, type ValueKind } from './marshalling.ts';

export interface CallSignature {
  /** Hidden ones included: a record result is written through a first one, variadic arguments are passed as their address. */
  readonly parameters: readonly ValueKind[];
  readonly result: ValueKind;
  /** What a builtin returns: the address of a record result stays in its register while it writes there. */
  readonly builtinResult: ValueKind;
}

export function signatureOf(type: FunctionType): CallSignature {
  const result = valueKind(type.result);
  return {
    parameters: [
      ...(travelsByAddress(type.result) ? (['unsigned64'] as const) : []),
      ...type.parameters.map((parameter) => valueKind(parameter.type)),
      ...(type.variadic ? (['unsigned64'] as const) : []),
    ],
    result,
    builtinResult: travelsByAddress(type.result) ? 'void' : result,
  };
}

const letters = 'vabcdefghij';
const kinds: readonly ValueKind[] = [
  'void',
  'signed8',
  'unsigned8',
  'signed16',
  'unsigned16',
  'signed32',
  'unsigned32',
  'signed64',
  'unsigned64',
  'float',
  'double', // prettier-ignore
];

/** A letter each: the result, a builtin's result, the parameters. */
export function signatureText({ parameters, result, builtinResult }: CallSignature): string {
  return [result, builtinResult, ...parameters].map((kind) => letters[kinds.indexOf(kind)]).join('');
}

const known = new Map<string, CallSignature>();

export function signatureFromText(text: string): CallSignature {
  let signature = known.get(text);
  if (!signature) known.set(text, (signature = read(text)));
  return signature;
}

function read(text: string): CallSignature {
  const [result, builtinResult, ...parameters] = [...text].map((letter) => kinds[letters.indexOf(letter)]!);
  return { parameters, result: result!, builtinResult: builtinResult! };
}
