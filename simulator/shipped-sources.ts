/** The C files that ship with the simulator, and how any file is preprocessed and parsed among them. */
import { parse, type ParseOptions } from './c-language/parse.ts';
import { preprocess, type PreprocessorOptions, type PreprocessorResult } from './c-language/preprocess.ts';
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';
import { embeddedSources } from './embedded.generated.ts';
import { alsoIncluded } from './kernel/brought-headers.ts';
import { oldNamesAgain, parseAgain, preprocessAgain, type HeadersRead } from './headers-once.ts';
import { notesOnOldNames } from './old-names.ts';
import type { DriverSource, RunRequest } from './simulation.ts';

export type Mode = 'kernel' | 'user';
const includeRoots: Readonly<Record<Mode, string>> = { kernel: 'kernel/include/', user: 'user/include/' };
/** What kernel and programs both include. */
const sharedHeaders = 'kernel/include/uapi/';
const shippedFolders: Readonly<Record<Mode, string>> = { kernel: 'kernel/', user: 'user/libc/' };
const embeddedFiles = new Map<string, SourceFile>();

/** A file that ships with the simulator; the same object each time, so that caches keyed by it work. */
export function embeddedFile(path: string): SourceFile | null {
  const text = embeddedSources[path];
  if (text === undefined) return null;
  let file = embeddedFiles.get(path);
  if (!file) embeddedFiles.set(path, (file = { path, text, builtIn: true }));
  return file;
}

/** null: nothing of that path ships. */
export function shippedText(path: string): string | null {
  return embeddedFile(path)?.text ?? null;
}

export type Inclusion = Pick<RunRequest, 'findInclude' | 'defines'> & Pick<DriverSource, 'includes'>;

/** How `#include` and `-D` work for one image: the user's own files first for "quoted" names, ours for <these>. */
export function preprocessorOptions(
  mode: Mode,
  request: Inclusion,
  tolerateMissingIncludes = false,
  userSources = new Map<string, SourceFile>(),
): PreprocessorOptions {
  const fromUser = (name: string, from: SourceFile): SourceFile | null => {
    if (from.builtIn) return null;
    const found = request.findInclude(name, from.path);
    if (!found) return null;
    let file = userSources.get(found.path);
    if (!file) userSources.set(found.path, (file = { ...found, builtIn: false }));
    return file;
  };
  return {
    findInclude: (name, form, from) =>
      form === 'quote'
        ? (fromUser(name, from) ?? oursFor(mode, name, from))
        : (oursFor(mode, name, from) ?? fromUser(name, from)),
    defines:
      mode === 'kernel'
        ? [{ name: '__KERNEL__', value: '1' }, { name: 'MODULE', value: '1' }, ...request.defines]
        : request.defines,
    includes: [
      ...(mode === 'kernel' ? [ours(mode, 'linux/kconfig.h')!] : []),
      ...(request.includes ?? []).map((include) => ({ ...include, builtIn: false })),
    ],
    tolerateMissingIncludes,
    insteadOf: (name, from) => (mode === 'kernel' && isHeaderOfLinux(name) ? usualHeaders(from) : null),
  };
}

/** What headers of Linux have their users include, whichever they are. */
function usualHeaders(from: SourceFile): SourceFile | null {
  return from.builtIn ? null : ours('kernel', 'generated/usual-headers.h');
}

/** By its folder; one of the driver's own stands in none of these. */
export function isHeaderOfLinux(name: string): boolean {
  return /^(linux|asm|asm-generic|uapi|generated|acpi|trace|net|media|sound|drm|video|crypto|scsi|rdma|soc|dt-bindings|target|mtd|xen)\//.test(name); // prettier-ignore
}

/** Headers as the user's own files get them, by path. */
const extendedHeaders = new Map<string, SourceFile>();

/** For a driver, with what Linux's header of that name brings along. */
function oursFor(mode: Mode, name: string, from: SourceFile): SourceFile | null {
  const header = ours(mode, name);
  const more = mode === 'kernel' && !from.builtIn ? alsoIncluded(name) : '';
  if (!header || more === '') return header;
  let extended = extendedHeaders.get(header.path);
  if (!extended)
    extendedHeaders.set(header.path, (extended = { ...header, text: `${header.text.trimEnd()}\n${more}` }));
  return extended;
}

function ours(mode: Mode, name: string): SourceFile | null {
  return embeddedFile(includeRoots[mode] + name) ?? embeddedFile(sharedHeaders + name);
}

/** What `#include <…>` may name. */
export function shippedHeaders(mode: Mode): readonly string[] {
  return [includeRoots[mode], sharedHeaders].flatMap((root) =>
    Object.keys(embeddedSources).flatMap((path) =>
      path.startsWith(root) && !/^(uapi|generated)\//.test(path.slice(root.length)) ? path.slice(root.length) : [],
    ),
  );
}

export interface CompiledUnit {
  readonly unit: TranslationUnit;
  readonly diagnostics: Diagnostic[];
  /** Those of them that the parser says. */
  readonly parsed: readonly Diagnostic[];
  readonly included: Pick<PreprocessorResult, 'includes' | 'missingIncludes'>;
}

/** What is known of a document's headers, and which of its bodies need not be read. */
export interface ReadAgain {
  readonly headers: HeadersRead;
  readonly putsOff?: NonNullable<ParseOptions['putsOff']>;
  /** What is read of the file, where blanks stand for what is left out behind its first lines. */
  readonly text?: string;
}

/** One translation unit through preprocessor and parser (`again`: what is left of it); on request without bodies of shipped functions, which the linker then has read as it needs them. */
export function compileUnit(
  file: SourceFile,
  options: PreprocessorOptions,
  putsOffShipped = false,
  again: ReadAgain | null = null,
): CompiledUnit {
  const preprocessed = again ? preprocessAgain(again.headers, file, options, again.text) : preprocess(file, options);
  const { tokens, packing, missingIncludes } = preprocessed;
  const missing = options.tolerateMissingIncludes ? 'silent' : 'told';
  const missingHeaders = missingIncludes.length > 0 ? missing : null;
  const parsed = again
    ? parseAgain(again.headers, file.path, preprocessed, again.putsOff ?? (() => false), options)
    : parse(file.path, tokens, { packing, putsOffShipped, missingHeaders });
  return {
    unit: { ...parsed.unit, macros: preprocessed.macros, inactiveRegions: preprocessed.inactiveRegions },
    parsed: parsed.diagnostics,
    included: { includes: preprocessed.includes, missingIncludes },
    diagnostics: [
      ...preprocessed.diagnostics,
      ...parsed.diagnostics,
      ...(file.builtIn
        ? []
        : (again ? oldNamesAgain(again.headers, preprocessed) : notesOnOldNames(preprocessed.tokens)).values()),
    ],
  };
}

// The kernel's and libc's own code depends on nothing in the request, so it is compiled once.
const shippedUnits = new Map<Mode, CompiledUnit>();

/** All C files that ship for one image, as one translation unit: their headers are read once. Bodies are put off. */
export function parseShipped(mode: Mode): CompiledUnit {
  let compiled = shippedUnits.get(mode);
  if (!compiled) {
    const paths = Object.keys(embeddedSources).filter(
      (path) => path.startsWith(shippedFolders[mode]) && path.endsWith('.c'),
    );
    // pr_fmt is what a kernel file says of itself before its includes; the next file starts without.
    const includes = paths.map((path) => `#undef pr_fmt\n#define pr_fmt(fmt) fmt\n#include "${path}"\n`);
    const file: SourceFile = { path: `${mode}.c`, text: includes.join(''), builtIn: true };
    const options = preprocessorOptions(mode, { findInclude: () => null, defines: [] });
    const findInclude: PreprocessorOptions['findInclude'] = (name, ...rest) =>
      embeddedFile(name) ?? options.findInclude(name, ...rest);
    compiled = compileUnit(file, { ...options, findInclude }, true);
    shippedUnits.set(mode, compiled);
  }
  return compiled;
}
