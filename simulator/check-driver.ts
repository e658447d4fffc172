/** Static checks of one driver file on its own, with the front end's diagnostics of the same reading: for the language server and the command line. */
import { outermostPlace, type Diagnostic, type SourceFile } from './c-language/source.ts';
import type { PreprocessorOptions } from './c-language/preprocess.ts';
import { compileUnit, preprocessorOptions } from './shipped-sources.ts';
import type { SourceText } from './simulation.ts';
import { createCheckCache, layoutOf, moverOf, ownFunctions, type CheckCache } from './static-checks/check-cache.ts';
import { checkUnit, type Checked } from './static-checks/check.ts';
import { together } from './static-checks/left-out.ts';
import { isAsBefore, toldIn } from './static-checks/blank-bodies.ts';
import { createLook } from './static-checks/look.ts';
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
  const { findings, diagnostics, crashes } = cache ? checkAgain(source, options, cache) : checkOnce(source, options);
  const missing = diagnostics.filter(({ code }) => code === 'missing-include');
  return {
    findings,
    diagnostics: aboutUnknownNames([...diagnostics].sort(byPlace), 'kernel'),
    missingHeaders: missing.map(({ place }) => (place.file.text.split('\n', place.line)[place.line - 1] ?? '').slice(place.column - 1, place.column - 1 + place.length)), // prettier-ignore
    crashes: crashes.map(({ where, error }) => `${where}: ${error}`),
  };
}

/** Some are told of the first place only, whatever was read in which order. */
function byPlace(one: Diagnostic, other: Diagnostic): number {
  const [first, second] = [outermostPlace(one.place), outermostPlace(other.place)];
  return first.line - second.line || first.column - second.column;
}

interface Told {
  readonly findings: readonly Finding[];
  readonly crashes: Checked['crashes'];
  /** As the front end says them. */
  readonly diagnostics: readonly Diagnostic[];
}

function checkOnce(source: SourceText, options: CheckOptions): Told {
  const { unit, diagnostics } = compileUnit({ ...source, builtIn: false }, preprocessing(options), true);
  const { findings, crashes } = checkUnit(unit);
  return { findings, crashes, diagnostics };
}

/** Reads no more than an edit calls for; what that is may turn out on the way. */
function checkAgain(source: SourceText, options: CheckOptions, cache: CheckCache): Told {
  const first = cache.read ? lookAgain(source, options, cache, []) : 'wholly';
  if (isDone(first)) return first;
  const second = first === 'wholly' ? first : lookAgain(source, options, cache, first === 'no blanks' ? [] : first.missing, false); // prettier-ignore
  if (isDone(second)) return second;
  return lookAgain(source, options, cache, null) as Looked;
}

type Looked = Told & Pick<Checked, 'missing'>;

function isDone(looked: Looked | 'no blanks' | 'wholly'): looked is Looked & { readonly missing: readonly [] } {
  return typeof looked !== 'string' && looked.missing.length === 0;
}

/** `needed`: as for createLook. What it cannot be told with is said: bodies left out, or any. */
function lookAgain(
  source: SourceText,
  options: CheckOptions,
  cache: CheckCache,
  needed: readonly string[] | null,
  mayBlank = true,
): Looked | 'no blanks' | 'wholly' {
  const file: SourceFile = { ...source, builtIn: false };
  const look = createLook(cache, file, needed, mayBlank);
  const { headers } = cache;
  const compiled = compileUnit(file, preprocessing(options), true, { headers, putsOff: look.putsOff, text: look.text });
  const { unit } = compiled;
  if (look.bodies && !isAsBefore(cache, look.bodies, ownFunctions(unit))) return 'no blanks';
  const layout = layoutOf(unit);
  const within = ownFunctions(unit).some(({ declaresFunctions }) => declaresFunctions);
  if (needed && (within || cache.read!.declaresWithin)) return 'wholly';
  const moved = moverOf(cache, layout, file);
  const parsed = together(cache, look.leftOut, look.text, compiled.parsed, moved, file.path);
  if (!parsed) return 'wholly';
  const others = compiled.diagnostics.filter((each) => !compiled.parsed.includes(each));
  const again = { cache, look, layout, told: toldIn(layout, others) };
  const { findings, crashes, missing, failed } = checkUnit(unit, again);
  if (failed && needed) return 'wholly';
  if (missing.length === 0) cache.read = failed ? null : { text: file.text, parsed, declaresWithin: within };
  return { findings, crashes, missing, diagnostics: [...others, ...parsed] };
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
