/** What is in the kernel without the user's code, linked once: the next program begins with a copy of it. */
import type { Relocation } from '../lowering/code-buffer.ts';
import { isEmbedded } from '../object-code/compiled-parts.ts';
import type { TranslationUnit } from '../syntax.ts';
import { instructionWords } from '../vm/instruction.ts';
import type { ImageLinker, ProgramLinker } from './image-linker.ts';

interface Residents {
  readonly program: Omit<ProgramLinker, 'lower' | 'images'>;
  /** The addresses in the code are filled in, but for those that depend on what is linked behind. */
  settled: boolean;
  readonly image: Tables & Pick<ImageLinker, 'objectBytes' | 'ownObjects'>;
}
type Tables = Pick<
  ImageLinker,
  'functionOf' | 'stubOf' | 'builtinOf' | 'trapOf' | 'objectOf' | 'stringOf' | 'undefinedReported'
>;

/** By the unit they are from, and what they are reached from. */
const linked = new WeakMap<TranslationUnit, Map<string, Residents>>();

/** Instructions: as many as most drivers with their program take. */
const roomBehind = 80 * 1024;

/** False: they are to be linked. */
export function recallResidents(image: ImageLinker): boolean {
  const known = standsAlone(image) ? linkedFrom(image).get(keyOf(image)) : undefined;
  if (!known) return false;
  const { code, functions, builtins, traps, objects, resident } = known.program;
  const { program } = image;
  program.code = copyOfCode(code, code.count + roomBehind);
  program.functions.push(...functions);
  program.builtins.push(...builtins);
  program.traps.push(...traps);
  program.objects.push(...objects);
  program.resident = resident;
  Object.assign(image, known.image, copyOfTables(known.image));
  return true;
}

/** Nothing of them is changed by what is linked behind them, but for the tables, which go on. */
export function keepResidents(image: ImageLinker): void {
  const { pendingFunctions, pendingObjects, pendingStubs, objectBytes, ownObjects, program } = image;
  const { code, functions, builtins, traps, objects, diagnostics, resident } = program;
  if (!standsAlone(image) || diagnostics.length > 0) return;
  if (pendingFunctions.length + pendingObjects.length + pendingStubs.length > 0) return;
  linkedFrom(image).set(keyOf(image), {
    settled: false,
    program: {
      code: copyOfCode(code, code.count),
      functions: functions.slice(),
      builtins: builtins.slice(),
      traps: traps.slice(),
      objects: objects.slice(),
      diagnostics: [],
      resident,
    },
    image: { ...copyOfTables(image), objectBytes, ownObjects },
  });
}

/** What a finished program has as addresses in them need not be found by the next one. */
export function settleResidents({ images: [image], code }: ProgramLinker): void {
  const known = image?.source.entryPoints && standsAlone(image) ? linkedFrom(image).get(keyOf(image)) : undefined;
  if (!known || known.settled) return;
  const { words, relocations } = known.program.code;
  const open: Relocation[] = [];
  for (const each of relocations) {
    const { pc, target } = each;
    if (target.kind !== 'data' && target.kind !== 'function') open.push(each);
    else
      for (let word = pc * instructionWords + 2; word <= pc * instructionWords + 3; word++)
        words[word] = code.words[word]!;
  }
  relocations.splice(0, relocations.length, ...open);
  known.settled = true;
}

function linkedFrom({ source }: ImageLinker): Map<string, Residents> {
  const unit = source.units.at(-1)!;
  let known = linked.get(unit);
  if (!known) linked.set(unit, (known = new Map()));
  return known;
}

function keyOf({ source }: ImageLinker): string {
  return `${source.textBase} ${source.dataBase} ${source.moduleDataBase} ${source.entryPoints!.join(' ')}`;
}

/** No name of the user's own means another thing to them. */
function standsAlone({ index, source }: ImageLinker): boolean {
  const shipped = source.units.at(-1);
  if (index !== 0 || source.moduleDataBase === undefined || !shipped || !isEmbedded(shipped)) return false;
  const names = namesOf(shipped);
  return source.units.every(
    (unit) => unit === shipped || [...namesOf(unit)].every((name) => !names.has(name) && !source.hasBuiltin(name)),
  );
}

const names = new WeakMap<TranslationUnit, ReadonlySet<string>>();

/** What other units may find by its name; of shipped units, also what they look for. */
function namesOf(unit: TranslationUnit): ReadonlySet<string> {
  let known = names.get(unit);
  if (!known) {
    const all = isEmbedded(unit);
    const functions = unit.functionSymbols.filter(
      ({ storage, definition, attributes }) =>
        all || (storage === 'global' && (definition !== null || attributes.some((each) => each.name === 'alias'))),
    );
    const variables = unit.variables.filter(
      ({ storage, defined, functionName }) => all || (defined && storage !== 'static' && functionName === null),
    );
    names.set(unit, (known = new Set([...functions, ...variables].map(({ name }) => name))));
  }
  return known;
}

type Code = ProgramLinker['code'];

function copyOfCode(code: Code, room: number): Code {
  const extended = (array: Int32Array, length: number, used: number): Int32Array => {
    const copy = new Int32Array(length);
    copy.set(array.subarray(0, used));
    return copy;
  };
  const { count } = code;
  return {
    words: extended(code.words, room * instructionWords, count * instructionWords),
    count,
    statementOf: extended(code.statementOf, room, count),
    placeOf: extended(code.placeOf, room, count),
    places: code.places.slice(),
    placeIndex: new Map(code.placeIndex),
    statements: code.statements.slice(),
    relocations: code.relocations.slice(),
    falseJumps: new Set(code.falseJumps),
  };
}

function copyOfTables(image: Tables): Tables {
  return {
    functionOf: new Map(image.functionOf),
    stubOf: new Map(image.stubOf),
    builtinOf: new Map(image.builtinOf),
    trapOf: new Map(image.trapOf),
    objectOf: new Map(image.objectOf),
    stringOf: new Map(image.stringOf),
    undefinedReported: new Set(image.undefinedReported),
  };
}
