/** Diagnostics of one file on its own, for the language server: no linking, nothing runs. */
import type { Diagnostic } from './c-language/source.ts';
import { compiledUnits } from './compiled.generated.ts';
import { compileUnit, preprocessorOptions } from './shipped-sources.ts';
import { parseMachine } from './machine-file/parse-machine.ts';
import type { SourceText } from './simulation.ts';
import { aboutUnknownNames } from './unknown-names.ts';

/** What a C file is, told by its includes: driver code, a user program of ours, or somebody else's business. */
export type SourceKind = 'kernel' | 'user' | 'other';

export function kindOfSource(text: string): SourceKind {
  if (/^[ \t]*#[ \t]*include[ \t]*<(linux|asm|uapi)\//m.test(text)) return 'kernel';
  return /^[ \t]*#[ \t]*include[ \t]*<sys\/mman\.h>/m.test(text) ? 'user' : 'other';
}

export function checkSource(
  source: SourceText,
  kind: 'kernel' | 'user',
  findInclude: (name: string, from: string) => SourceText | null,
): readonly Diagnostic[] {
  // Who types a driver will run it: the first to ask has what ships compiled, where that is still to be done.
  void compiledUnits[kind];
  const options = preprocessorOptions(kind, { findInclude, defines: [] }, true);
  return aboutUnknownNames(compileUnit({ ...source, builtIn: false }, options).diagnostics, kind);
}

export function checkMachineFile(source: SourceText): readonly Diagnostic[] {
  return parseMachine(source.text, source.path).diagnostics;
}
