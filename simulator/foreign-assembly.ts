/** Instructions of x86 in code for a machine with ARM CPUs: the front end takes barriers for what they are, whatever they are called, and the assembler would not. */
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';
import type { Machine } from './machine.ts';

const statements = /\b(?:asm|__asm__|__asm)\b(?:\s+(?:volatile|__volatile__|inline))*\s*\(\s*"((?:\\.|[^"\\\n])*)"/g;
const ofX86 = /^(?:mfence|lfence|sfence|pause|rep(?:\s+nop)?)$/i;

/** Errors with the words of GNU as. */
export function aboutAssembly(arch: Machine['arch'], file: SourceFile, unit: TranslationUnit): Diagnostic[] {
  if (arch === 'x86_64') return [];
  return [...file.text.matchAll(statements)].flatMap(({ 0: statement, 1: text, index }) => {
    const instruction = text!.split(/;|\\n|\\t/).find((each) => ofX86.test(each.trim()));
    const line = file.text.slice(0, index).split('\n').length;
    const left = unit.inactiveRegions.some(
      (each) => each.firstLine <= line && line <= each.lastLine && each.path === file.path,
    );
    if (instruction === undefined || left) return [];
    const column = index - file.text.lastIndexOf('\n', index - 1);
    const length = statement.split('\n')[0]!.length;
    return [
      {
        severity: 'error',
        code: 'inline-assembly',
        notes: [],
        message: refusal(arch, instruction.trim()),
        place: { file, line, column, length, expansion: null },
      },
    ];
  });
}

function refusal(arch: 'arm64' | 'armv7', instruction: string): string {
  const words =
    arch === 'arm64' ? `unknown mnemonic \`${instruction}' -- \`${instruction}'` : `bad instruction \`${instruction}'`;
  return `${words}: it is one of x86, and the machine has ${arch} CPUs; mb(), rmb(), wmb() and cpu_relax() are there on all`;
}
