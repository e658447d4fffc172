/** The linker's records as the program's: functions with their locals' places, images with their globals. */
import type { AddressTarget } from '../lowering/code-buffer.ts';
import type { PendingLocal } from '../lowering/function-lowering.ts';
import type { FunctionInfo, GlobalInfo, LocalInfo, ProgramImage } from '../program.ts';
import { outermostPlace } from '../source.ts';
import type { OrdinarySymbol, Scope } from '../syntax.ts';
import type { CType, FunctionType } from '../types.ts';
import type { ImageLinker, LinkedFunction, ProgramLinker } from './image-linker.ts';

type AddressOf = (target: AddressTarget) => bigint;

export function finishFunctions(linker: ProgramLinker, addressOf: AddressOf): FunctionInfo[] {
  const infos = linker.functions.map((linked) => functionInfo(linked, addressOf));
  return [...infos, ...aliases(linker, infos)];
}

function functionInfo(linked: LinkedFunction, addressOf: AddressOf): FunctionInfo {
  const { index, name, image, symbol, definition, lowered, stub } = linked;
  const place = outermostPlace((definition ?? symbol).place);
  return {
    index,
    name,
    image,
    type: (definition?.symbol ?? symbol).type as FunctionType,
    entry: (lowered ?? stub)!.entry,
    end: (lowered ?? stub)!.end,
    address: addressOf({ kind: 'function', index }),
    registerCount: (lowered ?? stub)!.registerCount,
    frameBytes: lowered?.frameBytes ?? 16,
    frameAlignment: lowered?.frameAlignment ?? 16,
    place,
    endPlace: definition ? outermostPlace(definition.end) : place,
    builtIn: definition ? definition.place.file.builtIn : true,
    locals: (lowered?.locals ?? []).map((local) => localInfo(local, addressOf)),
    scope: definition?.scope ?? emptyScope(),
  };
}

function localInfo({ symbol, storage, from, to }: PendingLocal, addressOf: AddressOf): LocalInfo {
  switch (storage.kind) {
    case 'register':
      return { symbol, location: { kind: 'register', register: storage.register / 2 }, from, to };
    case 'frame':
      return { symbol, location: storage, from, to };
    case 'indirect': {
      const { register, sizeRegister } = storage;
      return {
        symbol,
        location: { kind: 'indirect', register: register / 2, sizeRegister: sizeRegister / 2 },
        from,
        to,
      };
    }
    case 'static':
      return { symbol, location: { kind: 'static', address: addressOf(storage.target) }, from, to };
  }
}

/** A second name of a function is a second record with the same code. */
function aliases(linker: ProgramLinker, infos: readonly FunctionInfo[]): FunctionInfo[] {
  const found: FunctionInfo[] = [];
  for (const image of linker.images) {
    for (const [name, { definition }] of image.functionsByName) {
      const index = image.functionOf.get(definition);
      if (index === undefined || infos[index]!.name === name) continue;
      found.push({ ...infos[index]!, index: infos.length + found.length, name });
    }
  }
  return found;
}

export function finishImage(image: ImageLinker): ProgramImage {
  const { name, mode, textBase, dataBase, units } = image.source;
  return {
    name,
    mode,
    textBase,
    firstInstruction: image.firstInstruction,
    endInstruction: image.endInstruction,
    dataBase,
    data: image.data,
    readOnlyBytes: image.readOnlyBytes,
    globals: globalsOf(image),
    units,
    scope: mergedScope(image),
  };
}

function globalsOf(image: ImageLinker): GlobalInfo[] {
  const globals: GlobalInfo[] = [];
  for (const [symbol, index] of image.objectOf) {
    if (symbol.functionName !== null || symbol.name.startsWith('.')) continue;
    const { address, bytes, readOnly } = image.program.objects[index]!;
    const unit = image.unitOf.get(symbol)?.path ?? symbol.place.file.path;
    globals.push({ name: symbol.name, symbol, address, size: bytes.length, unit, readOnly });
  }
  return globals;
}

/** Names of all units; what is defined goes before what is only declared. */
function mergedScope(image: ImageLinker): Scope {
  const scope = emptyScope();
  for (const unit of image.source.units) {
    scope.children.push(...unit.scope.children);
    for (const [name, symbol] of unit.scope.ordinary) {
      const known = scope.ordinary.get(name);
      if (!known || (!isDefined(known) && isDefined(symbol))) scope.ordinary.set(name, symbol);
    }
    for (const [name, type] of unit.scope.tags) {
      const known = scope.tags.get(name);
      if (!known || (!isCompleteTag(known) && isCompleteTag(type))) scope.tags.set(name, type);
    }
  }
  return scope;
}

function emptyScope(): Scope {
  return { parent: null, ordinary: new Map(), tags: new Map(), place: null, children: [] };
}

function isDefined(symbol: OrdinarySymbol): boolean {
  if (symbol.symbol === 'variable') return symbol.defined;
  return symbol.symbol === 'function' ? symbol.definition !== null : true;
}

function isCompleteTag(type: CType): boolean {
  return (type.kind === 'record' || type.kind === 'enum') && type.declaration.complete;
}
