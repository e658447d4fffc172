/** The linker's records as the program's: functions with their locals' places, images with their globals. */
import type { AddressTarget } from '../lowering/code-buffer.ts';
import type { PendingLocal } from '../lowering/function-lowering.ts';
import { callSignature, compiledRecordsOfUnits } from '../object-code/compiled-parts.ts';
import { lowerAgain } from '../object-code/late-parts.ts';
import type { FunctionInfo, GlobalInfo, LocalInfo, ProgramImage } from '../program.ts';
import { outermostPlace, type Place } from '../source.ts';
import type { FunctionDefinition, FunctionSymbol, OrdinarySymbol, Scope, TranslationUnit } from '../syntax.ts'; // prettier-ignore
import type { CType, FunctionType, RecordType } from '../types.ts';
import type { ImageLinker, LinkedFunction, ProgramLinker } from './image-linker.ts';
import { unitOf } from './symbols.ts';

type AddressOf = (target: AddressTarget) => bigint;

/** Of those that are there without the user's code: other programs have the same records of them. */
const residentInfos = new WeakMap<LinkedFunction, FunctionInfo>();

export function finishFunctions(linker: ProgramLinker, addressOf: AddressOf): FunctionInfo[] {
  const infos = linker.functions.map((linked) => {
    const known = residentInfos.get(linked);
    if (known) return known;
    const info = functionInfo(linked, linked.name, linked.index, addressOf);
    if (info.entry < linker.resident.instructions) residentInfos.set(linked, info);
    return info;
  });
  return [...infos, ...aliases(linker, infos, addressOf)];
}

function functionInfo(linked: LinkedFunction, name: string, index: number, addressOf: AddressOf): FunctionInfo {
  return new LinkedFunctionInfo(linked, name, index, addressOf);
}

/** Types, scopes and locals are put together for those who ask: most functions have nobody who does. A class, because there are thousands. */
class LinkedFunctionInfo implements FunctionInfo {
  readonly image: number;
  readonly entry: number;
  readonly end: number;
  readonly registerCount: number;
  readonly address: bigint;
  readonly frameBytes: number;
  readonly frameAlignment: number;
  readonly signature: FunctionInfo['signature'];
  readonly builtIn: boolean;
  #locals: readonly LocalInfo[] | null = null;
  readonly #linked: LinkedFunction;
  readonly #addressOf: AddressOf;
  constructor(
    linked: LinkedFunction,
    readonly name: string,
    readonly index: number,
    addressOf: AddressOf,
  ) {
    const { image, symbol, definition, lowered, placed, stub } = linked;
    const code = lowered ?? placed;
    const { entry, end, registerCount } = (code ?? stub)!;
    this.#linked = linked;
    this.#addressOf = addressOf;
    this.image = image;
    this.entry = entry;
    this.end = end;
    this.registerCount = registerCount;
    this.address = addressOf({ kind: 'function', index: linked.index });
    this.frameBytes = code?.frameBytes ?? 16;
    this.frameAlignment = code?.frameAlignment ?? 16;
    this.signature = callSignature(definition?.symbol ?? symbol);
    this.builtIn = !definition || code === placed || definition.place.file.builtIn;
  }
  get #described(): FunctionDefinition | FunctionSymbol {
    return this.#linked.definition ?? this.#linked.symbol;
  }
  get type(): FunctionType {
    return (this.#linked.definition?.symbol ?? this.#linked.symbol).type as FunctionType;
  }
  get place(): Place {
    return outermostPlace(this.#described.place);
  }
  get endPlace(): Place {
    return outermostPlace(this.#linked.definition?.end ?? this.#linked.symbol.place);
  }
  get locals(): readonly LocalInfo[] {
    return (this.#locals ??= localsOf(this.#linked).map((local) => localInfo(local, this.#addressOf)));
  }
  get scope(): Scope {
    return this.#linked.definition?.scope ?? emptyScope();
  }
}

function localsOf({ lowered, placed }: LinkedFunction): readonly PendingLocal[] {
  if (!placed) return lowered?.locals ?? [];
  const { start } = placed.late;
  return lowerAgain(placed.late).lowered.locals.map((local) => ({
    ...local,
    from: local.from + start,
    to: local.to + start,
  }));
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
function aliases(linker: ProgramLinker, infos: readonly FunctionInfo[], addressOf: AddressOf): FunctionInfo[] {
  const found: FunctionInfo[] = [];
  for (const image of linker.images) {
    for (const [name, { definition }] of image.functionsByName) {
      const index = image.functionOf.get(definition);
      if (index === undefined || infos[index]!.name === name) continue;
      found.push(functionInfo(linker.functions[index]!, name, infos.length + found.length, addressOf));
    }
  }
  return found;
}

export function finishImage(image: ImageLinker): ProgramImage {
  const { name, mode, textBase, units } = image.source;
  const [resident, module] = image.segments;
  let scope: Scope | null = null;
  return {
    name,
    mode,
    textBase,
    firstInstruction: image.firstInstruction,
    endInstruction: image.endInstruction,
    ...resident!,
    module: module ?? null,
    globals: globalsOf(image),
    units,
    get scope() {
      return (scope ??= mergedScope(image));
    },
    record: (tag) => recordOf(units, tag),
  };
}

function globalsOf(image: ImageLinker): GlobalInfo[] {
  const globals: GlobalInfo[] = [];
  for (const [symbol, index] of image.objectOf) {
    if (symbol.functionName !== null || symbol.name.startsWith('.')) continue;
    const { address, bytes, readOnly } = image.program.objects[index]!;
    const unit = unitOf(image, symbol)?.path ?? symbol.place.file.path;
    globals.push({ name: symbol.name, symbol, address, size: bytes.length, unit, readOnly });
  }
  return globals;
}

function recordOf(units: readonly TranslationUnit[], tag: string): RecordType | null {
  for (const unit of units) {
    const embedded = compiledRecordsOfUnits.get(unit);
    const type = embedded ? embedded(tag) : unit.scope.tags.get(tag);
    if (type?.kind === 'record' && type.declaration.complete) return type;
  }
  return null;
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
