/** How the kernel comes to call a function of a driver, and what a program has to do for it. */
import { outermostPlace } from '../c-language/source.ts';
import type { Expression, TranslationUnit, VariableSymbol } from '../c-language/syntax.ts';
import type { RecordType } from '../c-language/types.ts';
import { calledFunction, expressionsOf, withoutCasts } from '../static-checks/expressions.ts';
import { recordName } from '../static-checks/record-name.ts';
import type { Role, Roles } from './watching.ts';

export interface Entry {
  readonly function: string;
  /** `file_operations.write`; `module` for what is called without a program. */
  readonly operation: string;
  /** Where a program finds it: paths, any of which may be the one. */
  readonly paths: readonly string[];
}

const rolesOf: Readonly<Record<string, readonly Role[]>> = {
  'file_operations.open': [null, 'file'],
  'file_operations.release': [null, 'file'],
  'file_operations.unlocked_ioctl': ['file', 'command', 'buffer'],
  'file_operations.compat_ioctl': ['file', 'command', 'buffer'],
  'file_operations.write': ['file', 'buffer', 'count'],
  'file_operations.read': ['file', 'buffer', 'count'],
  'file_operations.llseek': ['file', 'offset', 'whence'],
  'file_operations.mmap': ['file', 'area'],
  'proc_ops.proc_write': [null, 'buffer', 'count'],
  'proc_ops.proc_read': [null, 'buffer', 'count'],
  'device_attribute.store': [null, null, 'text', 'count'],
  'driver_attribute.store': [null, 'text', 'count'],
  'kobj_attribute.store': [null, null, 'text', 'count'],
};

export function rolesOfEntries(entries: ReadonlyMap<string, Entry>): Roles {
  return new Map([...entries].flatMap(([name, { operation }]) => (rolesOf[operation] ? [[name, rolesOf[operation]]] : []))); // prettier-ignore
}

/** Of functions whose address somebody is given, and those that a module begins and ends with; `devices`: names of the machine's. */
export function entriesOf(unit: TranslationUnit, devices: readonly string[]): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  const text = unit.functions.find(({ place }) => place.file.path === unit.path)?.place.file.text ?? '';
  for (const [, name] of text.matchAll(/\bmodule_(?:init|exit)\s*\(\s*(\w+)\s*\)/g)) found.set(name!, { function: name!, operation: 'module', paths: [] }); // prettier-ignore
  const own = unit.functions.filter(({ place }) => place.file.path === unit.path);
  const expressions = own.flatMap(({ body }) => expressionsOf(body));
  for (const each of expressions) for (const name of each.kind === 'call' ? each.arguments.flatMap(functionNamed) : []) if (!found.has(name)) found.set(name, { function: name, operation: 'module', paths: [] }); // prettier-ignore
  for (const variable of unit.variables) {
    const { type, initializer } = variable;
    if (outermostPlace(variable.place).file.path !== unit.path || type.kind !== 'record' || !initializer) continue;
    for (const { offset, value } of initializer.leaves)
      for (const name of functionNamed(value)) {
        const operation = `${recordName(type)}.${memberAt(type, offset)}`;
        found.set(name, { function: name, operation, paths: pathsOf(unit, expressions, variable, operation, devices) });
      }
  }
  return found;
}

function functionNamed(value: Expression): string[] {
  const bare = withoutCasts(value);
  const inner = bare.kind === 'decay' || bare.kind === 'address-of' ? bare.operand : bare;
  return inner.kind === 'function' ? [inner.symbol.name] : [];
}

function memberAt(type: RecordType, offset: number): string {
  return type.declaration.members.find((each) => each.offset === offset)?.name ?? '';
}

function pathsOf(
  unit: TranslationUnit,
  calls: readonly Expression[],
  { name }: VariableSymbol,
  operation: string,
  devices: readonly string[],
): string[] {
  // prettier-ignore
  if (/_attribute\./.test(operation)) {
    const own = [...miscNames(unit, calls, null).map((each) => `/sys/class/misc/${each}`), ...stringsOf(calls, 'class_create', 1).flatMap((each) => stringsOf(calls, 'device_create', 4).map((node) => `/sys/class/${each}/${numbered(node)}`))]; // prettier-ignore
    const buses = devices.flatMap((each) => ['pci', 'platform'].map((bus) => `/sys/bus/${bus}/devices/${each}`));
    return [...own, ...buses].map((each) => `${each}/${name.replace(/^\w*?attr_/, '')}`);
  }
  if (/^proc_ops/.test(operation)) return created(calls, name, 'proc_create', 0).map((each) => `/proc/${each}`);
  if (!/^file_operations/.test(operation)) return [];
  const debug = [...created(calls, name, 'debugfs_create_file', 0), ...created(calls, name, 'debugfs_create_file_unsafe', 0)]; // prettier-ignore
  if (debug.length > 0) {
    const folders = stringsOf(calls, 'debugfs_create_dir', 0);
    return debug.flatMap((file) => ['', ...folders.map((each) => `${each}/`)].map((each) => `/sys/kernel/debug/${each}${file}`)).reverse(); // prettier-ignore
  }
  const misc = miscNames(unit, calls, name);
  const nodes = misc.length > 0 ? misc : stringsOf(calls, 'device_create', 4);
  return [...new Set(nodes)].map((each) => `/dev/${numbered(each)}`);
}

/** As the first of them is called. */
function numbered(name: string): string {
  return name.replace(/%[-\w]*[dux]/g, '0').replace(/!/g, '/');
}

/** Names of misc devices, with these operations. */
function miscNames(unit: TranslationUnit, expressions: readonly Expression[], operations: string | null): string[] {
  const named = unit.variables.flatMap(({ type, initializer }) => {
    if (type.kind !== 'record' || recordName(type) !== 'miscdevice') return [];
    const leaves = initializer?.leaves ?? [];
    const isIts = operations === null || leaves.some(({ value }) => isAddressOf(value, operations));
    return isIts ? leaves.flatMap(({ value }) => textOf(value) ?? []) : [];
  });
  const assigned = expressions.flatMap((each) => {
    if (each.kind !== 'assignment' || each.target.kind !== 'member' || each.target.member.name !== 'name') return [];
    const { type } = each.target.base;
    return type.kind === 'record' && recordName(type) === 'miscdevice' ? (textOf(each.value) ?? []) : [];
  });
  return named.length > 0 ? named : assigned;
}

function isAddressOf(value: Expression, name: string): boolean {
  const bare = withoutCasts(value);
  return bare.kind === 'address-of' && bare.operand.kind === 'variable' && bare.operand.symbol.name === name;
}

function created(calls: readonly Expression[], operations: string, creator: string, at: number): string[] {
  const those = calls.filter((each) => each.kind === 'call' && each.arguments.some((one) => isAddressOf(one, operations))); // prettier-ignore
  return stringsOf(those, creator, at);
}

function stringsOf(calls: readonly Expression[], name: string, at: number): string[] {
  return calls.flatMap((each) => (each.kind === 'call' && calledFunction(each) === name ? (textOf(each.arguments[at]) ?? []) : [])); // prettier-ignore
}

function textOf(value: Expression | undefined): string | null {
  let bare = value && withoutCasts(value);
  if (bare?.kind === 'decay') bare = bare.operand;
  return bare?.kind === 'string' ? String.fromCharCode(...bare.bytes).replace(/\0$/, '') : null;
}
