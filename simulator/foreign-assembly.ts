/** Instructions of x86 in code for a machine with ARM CPUs: the front end takes barriers for what they are, whatever they are called, and the assembler would not. */
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';
import type { Machine } from './machine.ts';
import { isLeftOut, placeInText } from './text-places.ts';

const statements = /\b(?:asm|__asm__|__asm)\b(?:\s+(?:volatile|__volatile__|inline))*\s*\(\s*"((?:\\.|[^"\\\n])*)"/g;
const ofX86 = /^(?:mfence|lfence|sfence|pause|rep(?:\s+nop)?)$/i;

/** Errors with the words of GNU as. */
export function aboutAssembly(arch: Machine['arch'], file: SourceFile, unit: TranslationUnit): Diagnostic[] {
  if (arch === 'x86_64') return [];
  return [...file.text.matchAll(statements)].flatMap(({ 0: statement, 1: text, index }) => {
    const instruction = text!.split(/;|\\n|\\t/).find((each) => ofX86.test(each.trim()));
    if (instruction === undefined) return [];
    const place = placeInText(file, index, statement.split('\n')[0]!.length);
    if (isLeftOut(unit, place)) return [];
    const message = refusal(arch, instruction.trim());
    return [{ severity: 'error', code: 'inline-assembly', notes: [], message, place }];
  });
}

function refusal(arch: 'arm64' | 'armv7', instruction: string): string {
  const words =
    arch === 'arm64' ? `unknown mnemonic \`${instruction}' -- \`${instruction}'` : `bad instruction \`${instruction}'`;
  return `${words}: it is one of x86, and the machine has ${arch} CPUs; mb(), rmb(), wmb() and cpu_relax() are there on all`;
}
