/** Compiles and links everything that runs on the machine: the kernel's C with the driver as one image, libc with the app as another. */
import { link } from './c-language/link.ts';
import { parse } from './c-language/parse.ts';
import { preprocess, type PreprocessorOptions } from './c-language/preprocess.ts';
import type { ImageSource } from './c-language/program.ts';
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';
import { hasKernelFunction, hasUserFunction } from './builtin-functions.ts';
import { embeddedSources } from './embedded.generated.ts';
import { alsoIncluded } from './kernel/brought-headers.ts';
import {
  kernelDataBase,
  kernelTextBase,
  userDataBase,
  userImageStride,
  userTextBase,
} from './kernel/virtual-layout.ts';
import { notesOnOldNames } from './old-names.ts';
import type { BuildResult, DriverSource, RunRequest, SourceText } from './simulation.ts';
import { aboutUnknownName } from './unknown-names.ts';

type Mode = 'kernel' | 'user';
const includeRoots: Readonly<Record<Mode, string>> = { kernel: 'kernel/include/', user: 'user/include/' };
const shippedFolders: Readonly<Record<Mode, string>> = { kernel: 'kernel/', user: 'user/libc/' };
/** C functions that TypeScript starts: phases.ts, advance.ts, page-fault.ts, exec.ts; `__do_syscall` by way of the user image. */
const entryPoints: Readonly<Record<Mode, readonly string[]>> = {
  kernel: [
    '__do_kernel_boot',
    '__do_init_module',
    '__do_exit_module',
    '__do_irq',
    '__do_timer_interrupt',
    '__do_ipi',
    '__do_kill',
    '__do_driver_fault',
    '__do_signal',
    'make_task_dead',
  ],
  user: ['__user_start'],
};
/** Those of the kernel that only a user program brings about: what lies behind them alone is not compiled without one. */
const entryPointsForUsers: readonly string[] = [
  '__do_read_fault',
  '__do_swap_fault',
  '__do_reclaim_fault',
  '__do_mmap_lock_fault',
  '__do_syscall',
];
const embeddedFiles = new Map<string, SourceFile>();

/** A file that ships with the simulator; the same object each time, so that caches keyed by it work. */
export function embeddedFile(path: string): SourceFile | null {
  const text = embeddedSources[path];
  if (text === undefined) return null;
  let file = embeddedFiles.get(path);
  if (!file) embeddedFiles.set(path, (file = { path, text, builtIn: true }));
  return file;
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
  };
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
  return embeddedFile(includeRoots[mode] + name);
}

/** One translation unit through preprocessor and parser; on request without bodies of shipped functions, which the linker then has read as it needs them. */
export function compileUnit(
  file: SourceFile,
  options: PreprocessorOptions,
  putsOffShipped = false,
): { unit: TranslationUnit; diagnostics: Diagnostic[] } {
  const preprocessed = preprocess(file, options);
  const parsed = parse(file.path, preprocessed.tokens, preprocessed.packing, putsOffShipped);
  return {
    unit: { ...parsed.unit, macros: preprocessed.macros, inactiveRegions: preprocessed.inactiveRegions },
    diagnostics: [
      ...preprocessed.diagnostics,
      ...parsed.diagnostics,
      ...(file.builtIn ? [] : notesOnOldNames(preprocessed.tokens)),
    ],
  };
}

// The kernel's and libc's own code depends on nothing in the request, so it is compiled once.
const shippedUnits = new Map<Mode, { unit: TranslationUnit; diagnostics: Diagnostic[] }>();

/** All C files that ship for one image, as one translation unit: their headers are read once. */
function compileShipped(mode: Mode): { unit: TranslationUnit; diagnostics: Diagnostic[] } {
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

function imageOf(
  name: string,
  mode: Mode,
  sources: readonly DriverSource[],
  request: RunRequest,
  diagnostics: Diagnostic[],
): ImageSource {
  const headers = new Map<string, SourceFile>();
  const own = sources.map((source) => {
    const inclusion = inclusionOf(source, mode === 'kernel' ? withModuleName(request, name) : request);
    const { path, text } = source;
    return compileUnit({ path, text, builtIn: false }, preprocessorOptions(mode, inclusion, false, headers), true);
  });
  const shipped = compileShipped(mode);
  for (const compiled of own) diagnostics.push(...compiled.diagnostics.map((each) => aboutUnknownName(each, mode)));
  diagnostics.push(...shipped.diagnostics.filter((each) => each.severity === 'error'));
  const bases =
    mode === 'kernel'
      ? { textBase: kernelTextBase, dataBase: kernelDataBase }
      : { textBase: userTextBase, dataBase: userDataBase };
  const hasBuiltin = mode === 'kernel' ? hasKernelFunction : hasUserFunction;
  return {
    name,
    mode,
    units: [...own, shipped].map((compiled) => compiled.unit),
    entryPoints: [...entryPoints[mode], ...(appsOf(request).length > 0 ? entryPointsForUsers : [])],
    ...bases,
    hasBuiltin,
  };
}

/** What a file's own build says of it comes behind what is said of all. */
function inclusionOf(source: DriverSource, request: RunRequest): Inclusion {
  return {
    findInclude: source.findInclude ?? request.findInclude,
    defines: [...request.defines, ...(source.defines ?? [])],
    includes: source.includes ?? [],
  };
}

/** As kbuild has it: `pr_fmt(fmt) KBUILD_MODNAME ": " fmt` is what many drivers begin with. */
function withModuleName(request: RunRequest, name: string): RunRequest {
  const value = `"${name.replace(/-/g, '_')}"`;
  const arch = {
    x86_64: [],
    arm64: [{ name: '__MODEL_ARM64', value: '1' }],
    armv7: [{ name: '__MODEL_ARM', value: '1' }],
  };
  const defines = [{ name: 'KBUILD_MODNAME', value }, ...arch[request.machine.arch], ...request.defines];
  return { ...request, defines };
}

/** Of a function that was told of already, the linker need not say again that nothing implements it. */
function toldBefore(diagnostics: readonly Diagnostic[], { code, place }: Diagnostic): boolean {
  return code === 'not-modelled' && diagnostics.some((each) => each.code === code && each.place === place);
}

function nameOf(source: SourceText): string {
  return source.path.replace(/^.*[\\/]/, '').replace(/\.c$/, '');
}

/** All user programs of a run, in the order given. */
export function appsOf({ app, moreApps }: Pick<RunRequest, 'app' | 'moreApps'>): readonly SourceText[] {
  return app ? [app, ...(moreApps ?? [])] : [];
}

/** Everything a run needs, or why it cannot be had. Never throws on any source text. */
export function build(request: RunRequest): BuildResult {
  const diagnostics: Diagnostic[] = [];
  const driver = request.driver[0];
  const images = [
    imageOf(driver ? (request.module ?? nameOf(driver)) : 'kernel', 'kernel', request.driver, request, diagnostics),
  ];
  for (const [index, app] of appsOf(request).entries()) {
    const image = imageOf(nameOf(app), 'user', [app], request, diagnostics);
    const offset = BigInt(index) * userImageStride;
    images.push({ ...image, textBase: image.textBase + offset, dataBase: image.dataBase + offset });
  }
  if (diagnostics.some((each) => each.severity === 'error')) return { program: null, diagnostics };
  const linked = link(images);
  diagnostics.push(...linked.diagnostics.filter((each) => !toldBefore(diagnostics, each)));
  return { program: linked.program, diagnostics };
}
