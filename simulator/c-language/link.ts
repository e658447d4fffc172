/** The linker: units to one program. Names are resolved, functions lowered, data laid out, addresses filled in. */
import { newCodeBuffer } from './lowering/code-buffer.ts';
import type { AddressTarget } from './lowering/code-buffer.ts';
import { requestConstructors } from './link/constructors.ts';
import { emitPendingStubs, hasOwnFunctions, lowerOwnFunctions, lowerPendingFunctions, requestEntryPoints, requestGlobalFunctions } from './link/functions.ts'; // prettier-ignore
import { beginGroup, fillData, layOutData, requestVariables, sectionAddress, threadSection } from './link/data.ts';
import { finishFunctions, finishImage } from './link/finish.ts';
import { newImageLinker } from './link/image-linker.ts';
import { placePieces } from './link/pieces.ts';
import type { ImageLinker, Lower, ProgramLinker } from './link/image-linker.ts';
import { keepResidents, recallResidents, settleResidents } from './link/residents.ts';
import { initializePendingObjects } from './link/initial-data.ts';
import { mergeSymbols } from './link/symbols.ts';
import { lowerFunction } from './lowering.ts';
import type { ImageSource, LinkResult, Program } from './program.ts';
import { instructionWords } from './vm/instruction.ts';

/**
 * Kernel images are linked before user images, whose `__syscall` is the kernel's `__do_syscall`. Errors (duplicate
 * definitions, undefined variables, initialisers that are not constant) make the program null; functions that nothing
 * implements are warnings.
 */
export function link(images: readonly ImageSource[]): LinkResult {
  const linker = newProgramLinker(lowerFunction);
  images.forEach((source, index) => linker.images.push(newImageLinker(linker, source, index)));
  for (const image of linker.images) mergeSymbols(image);
  for (const image of kernelsFirst(linker.images)) linkImage(image);
  const failed = linker.diagnostics.some(({ severity }) => severity === 'error');
  return { program: failed ? null : finish(linker), diagnostics: linker.diagnostics };
}

export function newProgramLinker(lower: Lower): ProgramLinker {
  return {
    lower,
    code: newCodeBuffer(),
    functions: [],
    builtins: [],
    traps: [],
    objects: [],
    diagnostics: [],
    images: [],
    resident: { instructions: 0, statements: 0, builtins: 0 },
  };
}

function kernelsFirst(images: readonly ImageLinker[]): ImageLinker[] {
  const isKernel = ({ source }: ImageLinker): boolean => source.mode === 'kernel';
  return [...images.filter(isKernel), ...images.filter((image) => !isKernel(image))];
}

/** Where there are entry points, what they lead to stands before the user's own code and what else that needs, whose places are chosen when all of it is there. */
export function linkImage(image: ImageLinker): void {
  const { program } = image;
  image.firstInstruction = program.code.count;
  if (image.source.entryPoints) linkResidents(image);
  requestGlobalFunctions(image);
  requestVariables(image);
  if (image.source.mode === 'user') requestConstructors(image);
  if (image.source.entryPoints) linkAddition(image);
  else complete(image);
  image.endInstruction = program.code.count;
  layOutData(image);
}

function linkResidents(image: ImageLinker): void {
  if (recallResidents(image)) return;
  requestEntryPoints(image);
  complete(image, true);
  if (image.source.moduleDataBase !== undefined) endResidents(image);
  keepResidents(image);
}

function linkAddition(image: ImageLinker): void {
  const { program } = image;
  const { code } = program;
  image.pieces = [];
  program.code = newCodeBuffer();
  do {
    initializePendingObjects(image);
    lowerOwnFunctions(image);
  } while (image.pendingObjects.length > 0 || hasOwnFunctions(image));
  beginGroup(image);
  complete(image);
  const lowered = program.code;
  program.code = code;
  placePieces(image, lowered);
}

function endResidents(image: ImageLinker): void {
  const { code, builtins, objects } = image.program;
  image.ownObjects = objects.length;
  const residents = { instructions: code.count, statements: code.statements.length, builtins: builtins.length };
  image.program.resident = residents;
}

/** Lowering and initialising ask for more of each other until nothing new turns up. `shippedOnly`: the user's own functions are left pending. */
function complete(image: ImageLinker, shippedOnly = false): void {
  const own: number[] = [];
  while (image.pendingFunctions.length + image.pendingObjects.length + image.pendingStubs.length > 0) {
    own.push(...lowerPendingFunctions(image, shippedOnly));
    initializePendingObjects(image);
    emitPendingStubs(image);
  }
  image.pendingFunctions.push(...own);
}

function finish(linker: ProgramLinker): Program {
  const { code, images } = linker;
  const addressOf = (target: AddressTarget): bigint => addressOfTarget(linker, target);
  for (const { pc, target, addend } of code.relocations) {
    const address = addressOf(target) + addend;
    code.words[pc * instructionWords + 2] = Number(BigInt.asIntN(32, address));
    code.words[pc * instructionWords + 3] = Number(BigInt.asIntN(32, address >> 32n));
  }
  for (const image of images) fillData(image, addressOf);
  settleResidents(linker);
  return {
    images: images.map(finishImage),
    resident: linker.resident,
    code: code.words.subarray(0, code.count * instructionWords),
    functions: finishFunctions(linker, addressOf),
    builtins: linker.builtins,
    statements: code.statements,
    statementOfInstruction: code.statementOf.subarray(0, code.count),
    placeOfInstruction: code.placeOf.subarray(0, code.count),
    places: code.places,
    falseJumps: code.falseJumps,
    types: [],
    traps: linker.traps,
  };
}

function addressOfTarget(linker: ProgramLinker, target: AddressTarget): bigint {
  switch (target.kind) {
    case 'absolute':
      return target.address;
    case 'data':
      return linker.objects[target.object]!.address;
    case 'thread': {
      const { address, image } = linker.objects[target.object]!;
      return address - sectionAddress(linker.images[image]!, threadSection, image, false);
    }
    case 'section':
      return sectionAddress(linker.images[target.image]!, target.name, target.image, target.end);
    case 'function': {
      const { lowered, placed, stub, image } = linker.functions[target.index]!;
      return instructionAddress(linker.images[image]!, (lowered ?? placed ?? stub)!.entry);
    }
    case 'label': {
      const { lowered, image } = linker.functions[target.function]!;
      return instructionAddress(linker.images[image]!, lowered!.labels.get(target.name) ?? lowered!.entry);
    }
  }
}

function instructionAddress(image: ImageLinker, pc: number): bigint {
  return image.source.textBase + 16n * BigInt(pc - image.firstInstruction);
}
