/** Compiles and links everything that runs on the machine: the kernel's C with the driver as one image, libc with the app as another. */
import { link } from './c-language/link.ts';
import { lateUnit } from './c-language/object-code/late-unit.ts';
import type { CompiledUnit } from './c-language/object-code/compiled-unit.ts';
import type { ImageSource, Program } from './c-language/program.ts';
import type { Diagnostic, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';
import { hasKernelFunction, hasUserFunction } from './builtin-functions.ts';
import { leaveReadings, nextReading, type Reading, type Readings } from './built-before.ts';
import { compiledUnits } from './compiled.generated.ts';
import {
  kernelDataBase,
  kernelTextBase,
  moduleDataBase,
  userDataBase,
  userImageStride,
  userTextBase,
} from './kernel/virtual-layout.ts';
import {
  compileUnit,
  embeddedFile,
  parseShipped,
  preprocessorOptions,
  type Inclusion,
  type Mode,
} from './shipped-sources.ts';
import type { BuildResult, DriverSource, RunRequest, SourceText } from './simulation.ts';
import { aboutAssembly } from './foreign-assembly.ts';
import { aboutModule } from './module-symbols.ts';
import { aboutUnknownNames } from './unknown-names.ts';

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
  '__alloc_pages_slowpath',
  '__do_mmap_lock_fault',
  '__do_syscall',
];
const mostUnknownNames = 12;
const shippedUnits = new Map<Mode, TranslationUnit>();

type ShippedUnits = (mode: Mode) => TranslationUnit;

/** The kernel's and libc's own code depends on nothing in the request: it is compiled but once, when the simulator is built or installed. */
function shippedUnit(mode: Mode): TranslationUnit {
  let unit = shippedUnits.get(mode);
  if (!unit) {
    const compiled = compiledUnits[mode];
    unit = compiled === null ? parseShipped(mode).unit : embeddedUnit(mode, compiled);
    shippedUnits.set(mode, unit);
  }
  return unit;
}

function embeddedUnit(mode: Mode, compiled: string): TranslationUnit {
  // The file that includes all others is none of the embedded ones.
  const file = (path: string): SourceFile => embeddedFile(path) ?? { path, text: '', builtIn: true };
  return lateUnit(JSON.parse(compiled) as CompiledUnit, { file, parse: () => parseShipped(mode).unit });
}

function imageOf(
  name: string,
  mode: Mode,
  sources: readonly DriverSource[],
  request: RunRequest,
  shipped: ShippedUnits,
  reading: (source: DriverSource) => Reading,
  diagnostics: Diagnostic[],
): ImageSource {
  const headers = new Map<string, SourceFile>();
  const own = sources.map((source) => {
    const read = reading(source);
    if (!read.unit) {
      const inclusion = inclusionOf(source, mode === 'kernel' ? withModuleName(request, name) : request);
      const { path, text } = source;
      const file = { path, text, builtIn: false };
      const options = preprocessorOptions(mode, inclusion, false, headers);
      read.unit = { file, compiled: compileUnit(file, options, true, { headers: read.live }) };
    }
    return { file: read.unit.file, ...read.unit.compiled };
  });
  const { arch, kernel } = request.machine;
  for (const compiled of own) diagnostics.push(...aboutUnknownNames(compiled.diagnostics, mode, mostUnknownNames));
  for (const { file, unit } of own) diagnostics.push(...aboutAssembly(arch, file, unit));
  if (mode === 'kernel') diagnostics.push(...aboutModule(name, own, kernel));
  const bases =
    mode === 'kernel'
      ? { textBase: kernelTextBase, dataBase: kernelDataBase, moduleDataBase }
      : { textBase: userTextBase, dataBase: userDataBase };
  const hasBuiltin = mode === 'kernel' ? hasKernelFunction : hasUserFunction;
  return {
    name,
    mode,
    units: [...own.map((compiled) => compiled.unit), shipped(mode)],
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

/**
 * Everything a run needs, or why it cannot be had. Never throws on any source text. `before`: what stands now, of nearly the same texts; it remains usable, those
 * before it do not.
 */
export function build(request: RunRequest, before: Program | null = null): BuildResult {
  return buildWith(shippedUnit, request, before);
}

/** The same, with the shipped code from elsewhere: parsed, or embedded. */
export function buildWith(shipped: ShippedUnits, request: RunRequest, before: Program | null = null): BuildResult {
  const diagnostics: Diagnostic[] = [];
  const readings: Readings = new Map();
  const reading = (source: DriverSource): Reading => {
    const next = nextReading(request, source, before);
    readings.set(source.path, next);
    return next;
  };
  const driver = request.driver[0];
  const images = [
    imageOf(
      driver ? (request.module ?? nameOf(driver)) : 'kernel',
      'kernel',
      request.driver,
      request,
      shipped,
      reading,
      diagnostics,
    ),
  ];
  for (const [index, app] of appsOf(request).entries()) {
    const image = imageOf(nameOf(app), 'user', [app], request, shipped, reading, diagnostics);
    const offset = BigInt(index) * userImageStride;
    images.push({ ...image, textBase: image.textBase + offset, dataBase: image.dataBase + offset });
  }
  if (diagnostics.some((each) => each.severity === 'error')) return { program: null, diagnostics };
  const linked = link(images);
  diagnostics.push(...linked.diagnostics.filter((each) => !toldBefore(diagnostics, each)));
  if (linked.program) leaveReadings(linked.program, request, readings);
  return { program: linked.program, diagnostics };
}
