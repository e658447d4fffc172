/** Static checks of one driver file on its own, with the front end's diagnostics of the same reading: for the language server and the command line. */
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { PreprocessorOptions } from './c-language/preprocess.ts';
import { compileUnit, preprocessorOptions } from './shipped-sources.ts';
import type { SourceText } from './simulation.ts';
import { createCheckCache, type CheckCache } from './static-checks/check-cache.ts';
import { checkUnit, type Checked } from './static-checks/check.ts';
import { leaveOut, together } from './static-checks/left-out.ts';
import { explanationOf } from './static-checks/explanations.ts';
import { ruleOf, rules } from './static-checks/families.ts';
import type { Edit, Finding, Rule } from './static-checks/walk.ts';
import { aboutUnknownNames } from './unknown-names.ts';

export { createCheckCache };
export type { CheckCache };
export type { Edit as StaticEdit, Finding as StaticFinding, Rule as StaticRule };

export interface DriverCheck {
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  /** Headers that were not found: what they declare is unknown to the checks. */
  readonly missingHeaders: readonly string[];
  /** Rules that failed, in words for a log. */
  readonly crashes: readonly string[];
}

export interface CheckOptions {
  readonly findInclude: (name: string, from: string) => SourceText | null;
  readonly defines?: PreprocessorOptions['defines'];
  /** A kernel tree's headers instead of ours. */
  readonly kernelHeaders?: {
    readonly find: (name: string) => SourceText | null;
    readonly first: readonly SourceText[];
  };
}

/** Never throws. With the cache of a document, functions that have not changed since are not looked at again. */
export function checkDriver(source: SourceText, options: CheckOptions, cache?: CheckCache): DriverCheck {
  const { findings, diagnostics, crashes } = (cache && checkChanged(source, options, cache)) ?? checkWhole(source, options, cache); // prettier-ignore
  const missing = diagnostics.filter(({ code }) => code === 'missing-include');
  return {
    findings,
    diagnostics: aboutUnknownNames(diagnostics, 'kernel'),
    missingHeaders: missing.map(({ place }) => (place.file.text.split('\n', place.line)[place.line - 1] ?? '').slice(place.column - 1, place.column - 1 + place.length)), // prettier-ignore
    crashes: crashes.map(({ where, error }) => `${where}: ${error}`),
  };
}

interface Look {
  readonly findings: readonly Finding[];
  readonly crashes: Checked['crashes'];
  /** As the front end says them. */
  readonly diagnostics: readonly Diagnostic[];
}

function checkWhole(source: SourceText, options: CheckOptions, cache: CheckCache | undefined): Look {
  const file: SourceFile = { ...source, builtIn: false };
  const { unit, diagnostics } = compileUnit(file, preprocessing(options), true, cache?.headers ?? null);
  const { findings, crashes, needsAll } = checkUnit(unit, cache);
  if (cache) cache.read = needsAll ? null : { text: file.text, diagnostics };
  return { findings, crashes, diagnostics };
}

/** Reads no more than an edit calls for; null where that cannot be told. */
function checkChanged(source: SourceText, options: CheckOptions, cache: CheckCache): Look | null {
  const file: SourceFile = { ...source, builtIn: false };
  const leftOut = leaveOut(cache, file.text);
  if (!leftOut) return null;
  const compiled = compileUnit(file, preprocessing(options), true, cache.headers, leftOut.text);
  const diagnostics = together(cache.read!.diagnostics, compiled.diagnostics, cache, leftOut, file);
  if (!diagnostics) return null;
  const { findings, crashes, needsAll } = checkUnit(compiled.unit, cache, leftOut.names);
  if (needsAll) return null;
  cache.read = { text: file.text, diagnostics };
  return { findings, crashes, diagnostics };
}

function preprocessing({ findInclude, defines = [], kernelHeaders }: CheckOptions): PreprocessorOptions {
  if (!kernelHeaders) return preprocessorOptions('kernel', { findInclude, defines }, true);
  const headers = new Map<string, SourceFile>();
  const shipped = (text: SourceText | null): SourceFile | null => {
    if (!text) return null;
    let known = headers.get(text.path);
    if (!known) headers.set(text.path, (known = { ...text, builtIn: true }));
    return known;
  };
  const module = ['__KERNEL__', 'MODULE', 'CONFIG_CC_HAS_ASM_GOTO'].map((name) => ({ name, value: '1' }));
  const named = ['KBUILD_MODNAME', 'KBUILD_BASENAME'].map((name) => ({ name, value: '"driver"' }));
  return {
    findInclude: (name, form, from) => {
      const beside = form === 'quote' ? shipped(findInclude(name, from.path)) : null;
      return beside ?? shipped(kernelHeaders.find(name)) ?? shipped(findInclude(name, from.path));
    },
    defines: [...module, ...named, ...defines],
    includes: kernelHeaders.first.map((each) => shipped(each)!),
    tolerateMissingIncludes: true,
  };
}

export function staticRules(): readonly Rule[] {
  return rules;
}

/** null: there is no such rule. */
export function staticRule(id: string): Rule | null {
  return ruleOf(id);
}

/** A page of Markdown; null: there is no such rule. */
export function explainRule(id: string): string | null {
  const rule = ruleOf(id);
  return rule ? explanationOf(rule) : null;
}
