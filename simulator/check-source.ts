/** Diagnostics of one file on its own, for the language server: no linking, nothing runs. */
import type { Diagnostic } from './c-language/source.ts';
import { compiledUnits } from './compiled.generated.ts';
import { compileUnit, preprocessorOptions } from './shipped-sources.ts';
import { parseMachine } from './machine-file/parse-machine.ts';
import type { SourceText } from './simulation.ts';
import { aboutUnknownNames } from './unknown-names.ts';

/** What a C file is, told by its includes: driver code, a user program of ours, or somebody else's business. */
export type SourceKind = 'kernel' | 'user' | 'other';

/** Headers that no driver includes; `linux/` ones of the user's interface stand beside them. */
const ofPrograms = /^[ \t]*#[ \t]*include[ \t]*<(?:assert|ctype|errno|fcntl|inttypes|poll|pthread|signal|stdio|stdlib|string|time|unistd|sys\/\w+)\.h>/m; // prettier-ignore

/** `named`: what its includes mean, where they alone do not tell. */
export function kindOfSource(text: string, named: (name: string) => SourceKind = () => 'other'): SourceKind {
  if (ofPrograms.test(text)) return /^[ \t]*#[ \t]*include[ \t]*<sys\/mman\.h>/m.test(text) ? 'user' : 'other';
  if (/^[ \t]*#[ \t]*include[ \t]*<(linux|asm|uapi)\//m.test(text)) return 'kernel';
  // The first line of what may become a driver.
  if (/^\s*#[ \t]*include[ \t]*[<"][\w/]*\s*$/.test(text)) return 'kernel';
  const kinds = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm)].map((found) => named(found[1]!));
  return kinds.find((kind) => kind !== 'other') ?? 'other';
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
