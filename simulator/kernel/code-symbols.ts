/** Code addresses in the kernel's words: `function+0x10/0x80 [module]`. */
import type { FunctionInfo, Program } from '../c-language/program.ts';
import { imageOfMode } from './symbols.ts';

const bytesPerInstruction = 16n;

export function functionAround(program: Program, address: bigint): FunctionInfo | null {
  return program.functions.find((each) => address >= each.address && address < each.address + sizeOf(each)) ?? null;
}

/** `%ps` without, `%pS` with the offset. Bare hexadecimal for an address outside of all functions. */
export function symbolName(program: Program, address: bigint, withOffset: boolean): string {
  const found = functionAround(program, address);
  if (!found) return `0x${address.toString(16)}`;
  return found.name + (withOffset ? offsetIn(found, address) : '') + moduleSuffix(program, found);
}

/** Where an instruction of a function stands: `function+0x10/0x80 [module]`. */
export function codeSymbol(program: Program, functionIndex: number, pc: number): string {
  const owner = program.functions[functionIndex]!;
  return owner.name + offsetIn(owner, codeAddress(program, functionIndex, pc)) + moduleSuffix(program, owner);
}

/** Where a statement's code stands. */
export function statementSymbol(program: Program, statement: number): string {
  const { function: index, pc } = program.statements[statement]!;
  return codeSymbol(program, index, pc);
}

export function codeAddress(program: Program, functionIndex: number, pc: number): bigint {
  const { address, entry } = program.functions[functionIndex]!;
  return address + BigInt(pc - entry) * bytesPerInstruction;
}

/** The driver's module: its image is named after it. */
export function moduleName(program: Program): string {
  return program.images[imageOfMode(program, 'kernel')]?.name ?? 'kernel';
}

function offsetIn(owner: FunctionInfo, address: bigint): string {
  return `+0x${(address - owner.address).toString(16)}/0x${sizeOf(owner).toString(16)}`;
}

function moduleSuffix(program: Program, { builtIn }: FunctionInfo): string {
  return builtIn ? '' : ` [${moduleName(program).replace(/-/g, '_')}]`;
}

function sizeOf({ entry, end }: FunctionInfo): bigint {
  return BigInt(end - entry) * bytesPerInstruction;
}
