/** What modpost says of a module before anything runs: names that Linux 6.1 does not export to modules, or only to those under the GPL, and a licence that is missing. */
import type { Diagnostic, Place, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';
import { gplOnlyNames } from './gpl-only-names.ts';
import { isLeftOut, placeInText } from './text-places.ts';

export interface ModuleSource {
  readonly file: SourceFile;
  readonly unit: TranslationUnit;
}
interface Mention {
  readonly name: string;
  readonly offset: number;
}

/** Functions of vmlinux that our headers declare and Module.symvers lacks, beside system calls. */
const notExported = new Set(
  (
    'dev_ioctl devres_release_all dma_direct_set_offset do_exit find_get_task_by_vpid find_task_by_vpid get_random_bytes_user ' +
    'irq_to_desc kset_init kthread_exit make_task_dead note_interrupt open_softirq raise_softirq raise_softirq_irqoff schedule_on_each_cpu ' +
    'sock_getsockopt unregister_irq_proc wake_up_state'
  ).split(' '),
);
/** They were once, and older kernels are asked for by name. */
const exportedBefore61 = new Set(['do_exit', 'irq_to_desc']);

/** Macros and inline functions that come down to a name for GPL modules alone. */
const comesDownTo: Readonly<Record<string, string>> = {
  alloc_ordered_workqueue: 'alloc_workqueue',
  alloc_percpu: '__alloc_percpu',
  class_create: '__class_create',
  create_singlethread_workqueue: 'alloc_workqueue',
  create_workqueue: 'alloc_workqueue',
  devm_add_action_or_reset: 'devm_add_action',
  devm_kcalloc: 'devm_kmalloc',
  devm_kzalloc: 'devm_kmalloc',
  hrtimer_forward_now: 'hrtimer_forward',
  kfree_rcu: 'kvfree_call_rcu',
  ktime_get_ns: 'ktime_get',
  ktime_get_real: 'ktime_get_with_offset',
  module_platform_driver: '__platform_driver_register',
  module_spi_driver: '__spi_register_driver',
  platform_driver_register: '__platform_driver_register',
  pm_runtime_get_sync: '__pm_runtime_resume',
  pm_runtime_put: '__pm_runtime_idle',
  rcu_read_lock: '__rcu_read_lock',
  readl_poll_timeout: 'ktime_get',
  spi_register_driver: '__spi_register_driver',
  srcu_read_lock: '__srcu_read_lock',
  sysfs_create_file: 'sysfs_create_file_ns',
};

/** license_is_gpl_compatible of include/linux/license.h. */
const gplLicences = /^(GPL( v2| and additional rights)?|Dual (BSD|MIT|MPL)\/GPL)$/;

/** Comments, literals and members, so that names in them are passed over; and what is called. */
const tokens =
  /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?:->|\.)\s*[A-Za-z_]\w*|[A-Za-z_]\w*(?=\s*\()/g;

/** `module`: its name. Errors: Linux's build ends there. */
export function aboutModule(module: string, sources: readonly ModuleSource[], kernel: string): Diagnostic[] {
  const licence = licenceOf(sources);
  const found = sources.flatMap((source) => aboutNames(module, source, kernel, licence));
  return licence === 'missing' ? [...found, ...aboutMissingLicence(module, sources)] : found;
}

/** Whether GPL-only names are open to it. A licence that is not written as one literal is taken to be right. */
function licenceOf(sources: readonly ModuleSource[]): 'gpl' | 'other' | 'missing' {
  let found: 'gpl' | 'other' | 'missing' = 'missing';
  for (const { file } of sources) {
    const match = /\bMODULE_LICENSE\s*\(\s*(?:"([^"\n]*)"\s*\))?/.exec(file.text);
    if (!match) continue;
    const name: string | undefined = match[1];
    if (name !== undefined && !gplLicences.test(name)) return 'other';
    found = 'gpl';
  }
  return found;
}

function aboutNames(module: string, source: ModuleSource, kernel: string, licence: string): Diagnostic[] {
  const said = new Set<string>();
  return mentions(source.file.text).flatMap(({ name, offset }) => {
    const message = said.has(name) ? null : refusal(module, name, kernel, licence);
    if (message === null) return [];
    const place = placeInText(source.file, offset, name.length);
    if (isLeftOut(source.unit, place) || isItsOwn(source.unit, name)) return [];
    said.add(name);
    return [diagnostic(place, message)];
  });
}

function refusal(module: string, name: string, kernel: string, licence: string): string | null {
  if (notExported.has(name) && (kernel === '6.1' || kernel === '6.12' || !exportedBefore61.has(name)))
    return `ERROR: modpost: "${name}" [${module}.ko] undefined! Linux ${kernel} has it, and does not export it to modules`;
  const symbol = Object.hasOwn(comesDownTo, name) ? comesDownTo[name]! : name;
  if (licence !== 'other' || (symbol === name && !gplOnlyNames.has(name))) return null;
  return `ERROR: modpost: GPL-incompatible module ${module}.ko uses GPL-only symbol '${symbol}'`;
}

/** A driver may have a function, an object or a macro of that name. */
function isItsOwn({ functionSymbols, variables, macros }: TranslationUnit, name: string): boolean {
  const own = (place: { readonly file: SourceFile } | undefined): boolean => place !== undefined && !place.file.builtIn;
  return (
    functionSymbols.some((symbol) => symbol.name === name && own(symbol.definition?.place ?? symbol.place)) ||
    variables.some((symbol) => symbol.name === name && own(symbol.place)) ||
    own(macros.get(name)?.place)
  );
}

function mentions(text: string): Mention[] {
  return [...text.matchAll(tokens)]
    .filter(([token]) => /^[A-Za-z_]/.test(token))
    .map(({ 0: name, index }) => ({ name, offset: index }));
}

/** Only of what is a module as it stands: a header of its own may hold the line. */
function aboutMissingLicence(module: string, sources: readonly ModuleSource[]): Diagnostic[] {
  const entry = /\bmodule_(?:init|\w+_driver)\s*\(/;
  const source = sources.find(({ file }) => entry.test(file.text));
  if (!source || sources.some(({ file }) => /^\s*#\s*include\s*"/m.test(file.text))) return [];
  const message = `ERROR: modpost: missing MODULE_LICENSE() in ${module}.o`;
  const place = placeInText(source.file, entry.exec(source.file.text)!.index, 'module_init'.length);
  return [diagnostic(place, message)];
}

function diagnostic(place: Place, message: string): Diagnostic {
  return { severity: 'error', code: 'modpost', message, notes: [], place };
}
