/** Looks functions and globals of the linked program up by name or address, for boot and for kernel functions that take function pointers. */
import type { FunctionInfo, GlobalInfo, Program, ProgramImage } from '../c-language/program.ts';

interface SymbolTables {
  readonly functions: Map<string, FunctionInfo>;
  readonly byAddress: Map<bigint, FunctionInfo>;
}
const tables = new WeakMap<Program, SymbolTables>();

function tablesOf(program: Program): SymbolTables {
  let found = tables.get(program);
  if (!found) {
    found = { functions: new Map(), byAddress: new Map() };
    for (const each of program.functions) {
      found.functions.set(`${each.image}:${each.name}`, each);
      found.byAddress.set(each.address, each);
    }
    tables.set(program, found);
  }
  return found;
}

export function functionNamed(program: Program, image: number, name: string): FunctionInfo | null {
  return tablesOf(program).functions.get(`${image}:${name}`) ?? null;
}

/** The function whose first instruction has this virtual address: what a C function pointer holds. */
export function functionAtAddress(program: Program, address: bigint): FunctionInfo | null {
  return tablesOf(program).byAddress.get(address) ?? null;
}

export function imageOfMode(program: Program, mode: ProgramImage['mode']): number {
  return program.images.findIndex((image) => image.mode === mode);
}

export function globalNamed(image: ProgramImage, name: string): GlobalInfo | null {
  return image.globals.find((each) => each.name === name) ?? null;
}
