/** The names that a stopped frame gives values to, as symbols and a scope for an expression in its place. */
import { typeInFrame } from '../frame-types.ts';
import type { MacroDefinition } from '../preprocessor/macro-definition.ts';
import type { LocalInfo, Program } from '../program.ts';
import type { Place } from '../source.ts';
import type { OrdinarySymbol, Scope, VariableSymbol } from '../syntax.ts';
import { frameAt, readRegister } from '../vm.ts';
import type { EvaluationFrame } from './evaluation.ts';

/** A name that the frame gives a value, as the guest expression sees it. */
export interface FrameVariable {
  readonly symbol: VariableSymbol;
  readonly location:
    { readonly kind: 'register'; readonly register: number } | { readonly kind: 'memory'; readonly address: bigint };
}

/** Variables whose names are known at the frame's instruction; an inner block's come after, and so replace, an outer one's. */
export function frameVariables(program: Program, { thread, depth }: EvaluationFrame): FrameVariable[] {
  const frame = frameAt(program, thread, depth);
  const { locals } = program.functions[frame.functionIndex]!;
  return locals
    .filter(({ from, to }) => frame.pc >= from && frame.pc < to)
    .map(({ symbol, location }) => {
      const type = typeInFrame(program, thread, depth, symbol.type);
      const indirect = location.kind === 'indirect' ? readRegister(thread, depth, location.register) : 0n;
      return frameVariable({ ...symbol, type }, location, frame.frameAddress, indirect);
    });
}

function frameVariable(
  symbol: VariableSymbol,
  location: LocalInfo['location'],
  frameAddress: bigint,
  indirect: bigint,
): FrameVariable {
  const inMemory = (address: bigint): FrameVariable => ({
    symbol: { ...symbol, storage: 'extern', functionName: null, initializer: null },
    location: { kind: 'memory', address },
  });
  switch (location.kind) {
    case 'register':
      return {
        symbol: { ...symbol, storage: 'parameter', addressTaken: false, initializer: null, attributes: [] },
        location,
      };
    case 'frame':
      return inMemory(frameAddress + BigInt(location.offset));
    case 'static':
      return inMemory(location.address);
    case 'indirect':
      return inMemory(indirect);
  }
}

/** What an expression at the frame sees: the frame's variables, then the names of the source around its instruction. */
export function scopeOfFrame(
  program: Program,
  image: number,
  frame: EvaluationFrame | null,
  variables: readonly FrameVariable[],
): Scope {
  const ordinary = new Map<string, OrdinarySymbol>(variables.map(({ symbol }) => [symbol.name, symbol]));
  return { parent: enclosingScope(program, image, frame), ordinary, tags: new Map(), place: null, children: [] };
}

/** Those of the frame's file, or of the image's first; what the frame itself names is no macro, even if a later line makes it one. */
export function visibleMacros(
  program: Program,
  image: number,
  frame: EvaluationFrame | null,
  variables: readonly FrameVariable[],
): ReadonlyMap<string, MacroDefinition> {
  const { units } = program.images[image]!;
  const outermost =
    frame && outermostScope(program.functions[frameAt(program, frame.thread, frame.depth).functionIndex]!.scope);
  const unit = units.find(({ scope }) => scope === outermost) ?? units[0];
  const macros = unit?.macros ?? new Map<string, MacroDefinition>();
  if (!variables.some(({ symbol }) => macros.has(symbol.name))) return macros;
  const visible = new Map(macros);
  for (const { symbol } of variables) visible.delete(symbol.name);
  return visible;
}

function outermostScope(scope: Scope): Scope {
  return scope.parent ? outermostScope(scope.parent) : scope;
}

function enclosingScope(program: Program, image: number, frame: EvaluationFrame | null): Scope {
  const outer = program.images[image]!.scope;
  if (!frame) return outer;
  const { functionIndex, pc } = frameAt(program, frame.thread, frame.depth);
  const { scope } = program.functions[functionIndex]!;
  return innermost(scope, program.places[program.placeOfInstruction[pc]!]!);
}

function innermost(scope: Scope, place: Place): Scope {
  const inner = scope.children.find(
    ({ place: covered }) =>
      covered && covered.start.file === place.file && isBefore(covered.start, place) && isBefore(place, covered.end),
  );
  return inner ? innermost(inner, place) : scope;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column <= b.column);
}
