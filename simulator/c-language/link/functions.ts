/** Giving functions their indexes, lowering those that are needed, and stubs for what has no C definition. */
import { append } from '../lowering/code-buffer.ts';
import type { AddressTarget } from '../lowering/code-buffer.ts';
import type { Callee, Resolver } from '../lowering/function-lowering.ts';
import {
  callSignature,
  compiledDefinition,
  hasPrototype,
  isShippedDefinition,
  readReference,
} from '../object-code/compiled-parts.ts';
import { newLatePart } from '../object-code/late-parts.ts';
import { placeFunction } from '../object-code/read-function.ts';
import type { Place } from '../source.ts';
import type { FunctionDefinition, FunctionSymbol } from '../syntax.ts';
import type { FunctionType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import { objectOfVariable, stringObject, threadSection } from './data.ts';
import { beginPiece, endPiece } from './pieces.ts';
import { isOwn, report } from './image-linker.ts';
import type { ImageLinker, LinkedFunction } from './image-linker.ts';
import { definitionOf, isWeak } from './symbols.ts';

/** Everything with external linkage is wanted, but a header's inline functions only when somebody uses them. */
export function requestGlobalFunctions(image: ImageLinker): void {
  const { entryPoints } = image.source;
  for (const { symbol, definition } of image.functionsByName.values()) {
    const wanted = !entryPoints || !isShippedDefinition(definition) || entryPoints.includes(symbol.name);
    if (wanted && !symbol.inline) indexOfFunction(image, definition, symbol);
  }
}

/** Functions of shipped files that are called from outside of C. */
export function requestEntryPoints(image: ImageLinker): void {
  for (const name of image.source.entryPoints!) {
    const found = image.functionsByName.get(name);
    if (found && isShippedDefinition(found.definition)) indexOfFunction(image, found.definition, found.symbol);
  }
}

/** `shippedOnly`: returns the user's own, which stay as they are. */
export function lowerPendingFunctions(image: ImageLinker, shippedOnly = false): number[] {
  const own: number[] = [];
  for (let index = image.pendingFunctions.pop(); index !== undefined; index = image.pendingFunctions.pop()) {
    const linked = image.program.functions[index]!;
    if (shippedOnly && isOwn(linked)) own.push(index);
    else if (linked.definition) lowerOrPlace(image, linked, linked.definition);
  }
  return own;
}

/** In the order of the text; what they need of others is left pending. */
export function lowerOwnFunctions(image: ImageLinker): void {
  const { pendingFunctions, program } = image;
  const shipped: number[] = [];
  for (const index of pendingFunctions.splice(0).sort((a, b) => a - b)) {
    const linked = program.functions[index]!;
    if (isOwn(linked)) lowerOrPlace(image, linked, linked.definition);
    else shipped.push(index);
  }
  pendingFunctions.push(...shipped);
}

export function hasOwnFunctions({ pendingFunctions, program: { functions } }: ImageLinker): boolean {
  return pendingFunctions.some((index) => isOwn(functions[index]!));
}

function lowerOrPlace(image: ImageLinker, linked: LinkedFunction, definition: FunctionDefinition): void {
  const { code, diagnostics, lower } = image.program;
  const piece = beginPiece(image, linked);
  const resolver = resolverOf(image, linked.index);
  const compiled = compiledDefinition(definition);
  if (compiled) {
    const { row, file, unit } = compiled;
    const late = newLatePart(linked.index, file, () => compiled.parsed);
    const reader = { text: row.code, at: 0 };
    const placed = placeFunction(code, resolver, reader, late, (from) => readReference(from, unit.tables));
    linked.placed = { ...placed, late };
  } else {
    diagnostics.push(...(definition.readBody?.() ?? []));
    linked.lowered = lower(code, resolver, definition, linked.index);
  }
  endPiece(image, piece);
}

function resolverOf(image: ImageLinker, index: number): Resolver {
  const { program } = image;
  return {
    variable: (symbol) => objectOfVariable(image, symbol, index),
    callee: (symbol, place) => calleeOf(image, symbol, place),
    functionAddress: (symbol, place) => functionAddress(image, symbol, place),
    threadSection: () => ({ image: image.index, name: threadSection }),
    functionNamed: (name) => functionNamed(image, name),
    string: (bytes, alignment) => stringObject(image, bytes, alignment),
    trap: (code, message) => trapIndex(image, code, message),
    report: (diagnostic) => program.diagnostics.push(diagnostic),
    spread: image.source.entryPoints !== undefined && isOwn(program.functions[index]!),
  };
}

export function indexOfFunction(
  image: ImageLinker,
  definition: FunctionDefinition,
  symbol = definition.symbol,
): number {
  const known = image.functionOf.get(definition);
  if (known !== undefined) return known;
  const index = newFunction(image, symbol, definition);
  image.functionOf.set(definition, index);
  image.pendingFunctions.push(index);
  return index;
}

function newFunction(image: ImageLinker, symbol: FunctionSymbol, definition: FunctionDefinition | null): number {
  const { functions } = image.program;
  const index = functions.length;
  functions.push({
    index,
    image: image.index,
    name: (definition?.symbol ?? symbol).name,
    symbol,
    definition,
    lowered: null,
    placed: null,
    stub: null,
  });
  return index;
}

function calleeOf(image: ImageLinker, symbol: FunctionSymbol, place: Place): Callee {
  const definition = definitionOf(image, symbol);
  if (definition) return { kind: 'function', index: indexOfFunction(image, definition) };
  const kernelEntry = systemCall(image, symbol.name);
  if (kernelEntry !== null) return { kind: 'function', index: kernelEntry };
  if (image.source.hasBuiltin(symbol.name)) return { kind: 'builtin', index: builtinIndex(image, symbol) };
  if (isWeakReference(image, symbol)) return { kind: 'trap', index: nullCall(image, symbol) };
  return { kind: 'trap', index: notModelled(image, symbol, place) };
}

/** The one door from a user image into the kernel's: `__syscall` there is `__do_syscall` here. */
function systemCall(image: ImageLinker, name: string): number | null {
  if (image.source.mode !== 'user' || name !== '__syscall') return null;
  for (const kernel of image.program.images) {
    const entry = kernel.source.mode === 'kernel' ? kernel.functionsByName.get('__do_syscall') : undefined;
    if (entry) return indexOfFunction(kernel, entry.definition);
  }
  return null;
}

function functionNamed(image: ImageLinker, name: string): Callee | null {
  const definition = image.functionsByName.get(name)?.definition;
  if (definition) return { kind: 'function', index: indexOfFunction(image, definition) };
  if (!image.source.hasBuiltin(name)) return null;
  for (const unit of image.source.units) {
    const symbol = unit.functionSymbols.find((each) => each.name === name);
    if (symbol) return { kind: 'builtin', index: builtinIndex(image, symbol) };
  }
  return null;
}

/** What a function of the program was first named by. */
export function functionOfIndex({ functions }: ImageLinker['program'], index: number): FunctionSymbol {
  return functions[index]!.symbol;
}

function builtinIndex(image: ImageLinker, symbol: FunctionSymbol): number {
  const known = image.builtinOf.get(symbol.name);
  if (known !== undefined) return known;
  const { builtins } = image.program;
  const index = builtins.length;
  const { name } = symbol;
  const declared = prototypeOf(image, symbol);
  const { place } = declared;
  builtins.push({
    index,
    name,
    image: image.index,
    place,
    signature: callSignature(declared),
    get type() {
      return declared.type as FunctionType;
    },
  });
  image.builtinOf.set(name, index);
  return index;
}

/** `unsigned long strlen();` does not say what it takes; the C library's own declaration does. */
function prototypeOf({ source }: ImageLinker, symbol: FunctionSymbol): FunctionSymbol {
  if (hasPrototype(symbol)) return symbol;
  const symbols = source.units.flatMap(({ functionSymbols }) => functionSymbols);
  return symbols.find((each) => each.name === symbol.name && hasPrototype(each)) ?? symbol;
}

/** Operand of the trap that a call becomes; said once for each name, where it is first used. */
function notModelled(image: ImageLinker, symbol: FunctionSymbol, place: Place): number {
  const known = image.trapOf.get(symbol.name);
  if (known !== undefined) return known;
  const { path } = symbol.place.file;
  // A function that nothing declares is declared by its first call.
  const message =
    symbol.place === place
      ? `nothing here implements ${symbol.name}()`
      : `${symbol.name}() is declared in ${path}, but nothing implements it`;
  report(image.program, 'warning', 'not-modelled', `${message}: calling it will stop the program`, place, [
    { message: 'declared here', place: symbol.place },
  ]);
  const index = trapIndex(image, 'not-modelled', `${message}.`);
  image.trapOf.set(symbol.name, index);
  return index;
}

/** A weak function that nothing defines is null; a program is to ask before it calls. */
function nullCall(image: ImageLinker, { name }: FunctionSymbol): number {
  return trapIndex(
    image,
    'bad-function-pointer',
    `Call of a null function pointer: ${name} is weak and defined nowhere.`,
  );
}

function trapIndex({ program }: ImageLinker, code: string, message: string): number {
  const known = program.traps.findIndex((trap) => trap.code === code && trap.message === message);
  return known >= 0 ? known : program.traps.push({ code, message }) - 1;
}

export function functionAddress(image: ImageLinker, symbol: FunctionSymbol, place: Place): AddressTarget {
  if (!definitionOf(image, symbol) && isWeakReference(image, symbol)) return { kind: 'absolute', address: 0n };
  const callee = calleeOf(image, symbol, place);
  if (callee.kind === 'function' && image.program.functions[callee.index]!.image === image.index) {
    return { kind: 'function', index: callee.index };
  }
  return { kind: 'function', index: stubFor(image, symbol, callee) };
}

function isWeakReference(image: ImageLinker, symbol: FunctionSymbol): boolean {
  return isWeak(symbol) && !image.source.hasBuiltin(symbol.name);
}

/** A function of this image that only passes on to a builtin, to the other image, or to a trap. */
function stubFor(image: ImageLinker, symbol: FunctionSymbol, callee: Callee): number {
  const known = image.stubOf.get(symbol.name);
  if (known !== undefined) return known;
  const index = newFunction(image, symbol, null);
  image.stubOf.set(symbol.name, index);
  image.pendingStubs.push({ function: index, callee });
  return index;
}

/** Stubs are emitted when nothing else is being lowered, because a function's code must stay in one piece. */
export function emitPendingStubs(image: ImageLinker): void {
  for (let stub = image.pendingStubs.pop(); stub; stub = image.pendingStubs.pop()) {
    emitStub(image, image.program.functions[stub.function]!, stub.callee);
  }
}

function emitStub(image: ImageLinker, linked: LinkedFunction, callee: Callee): void {
  const { code } = image.program;
  const { place } = linked.symbol;
  const piece = beginPiece(image, linked);
  const statement = code.statements.length;
  const entry = code.count;
  code.statements.push({ index: statement, function: linked.index, pc: entry, place, end: place, kind: 'entry' });
  const opcodes = { function: Opcode.call, builtin: Opcode.callBuiltin, trap: Opcode.trap } as const;
  append(code, place, statement, opcodes[callee.kind], callee.index, 0, 0, 0);
  append(code, place, statement, Opcode.return, 0, 0, 0, 0);
  const { parameters } = callSignature(linked.symbol);
  linked.stub = { entry, end: code.count, registerCount: parameters.length + 3 };
  endPiece(image, piece);
}
