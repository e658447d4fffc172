/** What compiled code and data refer to, in the order in which lowering asked for it: written while a unit is compiled, resolved again by each link. */
import type { AddressTarget } from '../lowering/code-buffer.ts';
import type { Callee, Resolver } from '../lowering/function-lowering.ts';
import type { FunctionSymbol, VariableSymbol } from '../syntax.ts';

export type Reference =
  | { readonly kind: 'variable'; readonly symbol: VariableSymbol }
  | { readonly kind: 'callee' | 'address'; readonly symbol: FunctionSymbol }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'string'; readonly bytes: Uint8Array; readonly alignment: number }
  | { readonly kind: 'trap'; readonly code: string; readonly message: string }
  | { readonly kind: 'thread-section' };

/** What a linker answered. */
export type Resolved =
  | { readonly kind: 'target'; readonly target: AddressTarget }
  | { readonly kind: 'callee'; readonly callee: Callee }
  | { readonly kind: 'trap'; readonly index: number }
  | { readonly kind: 'thread-section'; readonly image: number; readonly name: string };

export interface Recording {
  readonly references: Reference[];
  /** Which of them an address in a relocation stands for. */
  readonly ofTarget: Map<AddressTarget, number>;
}

/** Asks `resolver`, notes the question, and answers calls and traps with the question's number, for the linker of another program to fill in. */
export function recording(resolver: Resolver, { references, ofTarget }: Recording): Resolver {
  const note = (reference: Reference): number => references.push(reference) - 1;
  const noteTarget = <T extends AddressTarget | null>(reference: Reference, target: T): T => {
    const number = note(reference);
    if (target) ofTarget.set(target, number);
    return target;
  };
  return {
    ...resolver,
    variable: (symbol) => noteTarget({ kind: 'variable', symbol }, resolver.variable(symbol)),
    functionAddress: (symbol, place) =>
      noteTarget({ kind: 'address', symbol }, resolver.functionAddress(symbol, place)),
    string: (bytes, alignment) => noteTarget({ kind: 'string', bytes, alignment }, resolver.string(bytes, alignment)),
    callee(symbol, place) {
      resolver.callee(symbol, place);
      return { kind: 'function', index: note({ kind: 'callee', symbol }) };
    },
    functionNamed(name) {
      if (!resolver.functionNamed(name)) throw new Error(`shipped code calls ${name}, which nothing implements`);
      return { kind: 'function', index: note({ kind: 'named', name }) };
    },
    threadSection() {
      note({ kind: 'thread-section' });
      return resolver.threadSection();
    },
    trap: (code, message) => note({ kind: 'trap', code, message }),
  };
}

/** Asks a linker the same again. */
export function resolve(resolver: Resolver, reference: Reference): Resolved {
  switch (reference.kind) {
    case 'variable':
      return { kind: 'target', target: resolver.variable(reference.symbol) };
    case 'callee':
      return { kind: 'callee', callee: resolver.callee(reference.symbol, reference.symbol.place) };
    case 'address':
      return { kind: 'target', target: resolver.functionAddress(reference.symbol, reference.symbol.place) };
    case 'named': {
      const callee = resolver.functionNamed(reference.name);
      if (!callee) throw new Error(`nothing implements ${reference.name}, which shipped code calls`);
      return { kind: 'callee', callee };
    }
    case 'string':
      return { kind: 'target', target: resolver.string(reference.bytes, reference.alignment)! };
    case 'trap':
      return { kind: 'trap', index: resolver.trap(reference.code, reference.message) };
    case 'thread-section':
      return { kind: 'thread-section', ...resolver.threadSection() };
  }
}

/** Gives the answers of before, in their order, to the one who asks the same questions again. */
export function replaying(answers: readonly Resolved[]): Resolver {
  let next = 0;
  const answer = <K extends Resolved['kind']>(kind: K): Extract<Resolved, { kind: K }> => {
    const found = answers[next++];
    if (found?.kind !== kind) throw new Error('shipped code does not compile to what is embedded');
    return found as Extract<Resolved, { kind: K }>;
  };
  return {
    variable: () => answer('target').target,
    functionAddress: () => answer('target').target,
    string: () => answer('target').target,
    callee: () => answer('callee').callee,
    functionNamed: () => answer('callee').callee,
    threadSection: () => answer('thread-section'),
    trap: () => answer('trap').index,
    report: () => undefined,
  };
}
