/** Who gave a value to the driver: a register, a device by memory, a program, whoever loads the module. */
import type { Program } from '../c-language/program.ts';
import type { SourceFile } from '../c-language/source.ts';
import type { Call } from '../c-language/vm.ts';
import type { RecordType } from '../c-language/types.ts';
import { operate, sourcesOf, type Shadow } from '../c-language/vm/shadows.ts';
import { physicalAddress } from '../inspect/memory.ts';
import { deviceAt } from '../kernel/dma/find-device.ts';
import { readName, source } from './sources.ts';
import { lineOf, peek, type Running, type Watching } from './watching.ts';

/** What the kernel calls the function with. */
export function parametersOf({ roles, regions }: Watching, { name, call, values }: Running): (Shadow | null)[] {
  const own = roles.get(name) ?? [];
  if (own.includes('text')) regions.push({ start: values[own.indexOf('text')]!, call, offset: 0, bytes: [] });
  return own.map((role, index) => (role && !/text|area|file/.test(role) ? source(`argument ${call} ${role}`, values[index]!, role === 'command' ? 32 : 64) : null)); // prettier-ignore
}

/** The innermost call by which a program hands something over, and where that begins. */
function handing(
  { running, roles }: Watching,
  thread: number,
): { readonly call: string; readonly base: bigint } | null {
  // prettier-ignore
  for (const { name, call, values, thread: own } of [...running].reverse()) {
    const at = roles.get(name)?.findIndex((role) => role === 'buffer' || role === 'text') ?? -1;
    if (own === thread && at >= 0) return { call, base: values[at]! };
  }
  return null;
}

const registerRead = /^__io_read(8|16|32|64)$/;
const configurationRead = /^pci(?:_bus)?_read_config_(byte|word|dword)$/;
const bitsOfWord: Readonly<Record<string, number>> = { byte: 8, word: 16, dword: 32 };
const waits = /^wait_for_completion\w*timeout$|^schedule_timeout/;
const fromText = /^kstrto(\w+)$/;
const widthOfNumber = { bool: 8, u8: 8, s8: 8, u16: 16, s16: 16, int: 32, uint: 32 } as Readonly<
  Record<string, number>
>;

/** What the call gave, and what it filled. */
export function givenByCall(watching: Watching, call: Call, value: bigint): Shadow | null {
  const { name, values, pc } = call;
  const bits = registerRead.exec(name)?.[1];
  const line = lineOf(watching, pc);
  if (bits) return readOf(watching, line, value, Number(bits));
  const word = configurationRead.exec(name)?.[1];
  if (word) fillWith(watching, values.at(-1)!, bitsOfWord[word]!, (found, width) => readOf(watching, line, found, width)); // prettier-ignore
  if (name === 'regmap_read') fillWith(watching, values[2]!, 32, (found, width) => readOf(watching, line, found, width)); // prettier-ignore
  if (/copy_(from|to)_user$/.test(name)) notePointer(watching, call, `call ${line} ${name}`);
  if (/copy_from_user$|^strncpy_from_user$/.test(name)) fillFromUser(watching, call, values[0]!, values[1]!);
  if (/^(v?memdup_user|memdup_user_nul|strndup_user)$/.test(name)) fillFromUser(watching, call, value, values[0]!, values[1]!); // prettier-ignore
  const number = fromText.exec(name)?.[1];
  if (number) readNumber(watching, call, number);
  const text = compares.test(name) ? textParameter(watching, call) : null;
  if (text) return source(text, value, 32);
  const id = `${waits.test(name) ? 'wait' : 'call'} ${line} ${name}`;
  const error = failure(value, call.isPointer);
  const by = call.shadows.flatMap((each) => (each ? [...sourcesOf(each)].map((one) => one.id) : []));
  if (error) watching.failed.set(id, { error, by });
  return source(id, value, 64);
}

function failure(value: bigint, isPointer: boolean): string | null {
  if (isPointer && value === 0n) return 'NULL';
  const number = BigInt.asIntN(isPointer ? 64 : 32, value);
  return number < 0n && number >= -4095n ? String(number) : null;
}

const compares = /^str(case)?cmp$/;

/** A module parameter that is compared with a text. */
function textParameter({ runtime }: Watching, { shadows, values }: Call): string | null {
  const at = shadows.findIndex((each) => each?.kind === 'source' && each.id.startsWith('parameter '));
  if (at < 0) return null;
  let text = '';
  for (let i = 0n; i < 64n; i++) {
    const byte = peek(runtime, values[1 - at]! + i, 1) ?? 0n;
    if (byte === 0n) break;
    text += String.fromCharCode(Number(byte));
  }
  return /^[\w.,+-]+$/.test(text) ? `text ${readName((shadows[at] as { id: string }).id).at} ${text}` : null;
}

function chosen({ chosen: all }: Watching, name: string, value: bigint, bits: number): Shadow {
  all.set(name, bits);
  return source(name, value, bits);
}

function readOf(watching: Watching, line: string, value: bigint, bits: number): Shadow {
  const round = noteTurn(watching.reads, line, BigInt.asUintN(bits, value));
  return chosen(watching, `read ${line}#${round}`, value, bits);
}

/** Of a loop that asks again and again these are enough; the last of them stands for what comes. */
const mostTurns = 200;

function noteTurn(turns: Map<string, bigint[]>, key: string, value: bigint): number {
  const known = turns.get(key);
  if (!known) turns.set(key, [value]);
  else if (known.length < mostTurns) known.push(value);
  return known?.length ?? 1;
}

function fillWith(
  { runtime, fill }: Watching,
  to: bigint,
  bits: number,
  of: (value: bigint, bits: number) => Shadow,
): void {
  // prettier-ignore
  const value = peek(runtime, to, bits / 8);
  if (value !== null) fill(to, of(value, bits), bits / 8);
}

/** Of all that a program's data may be, and of one copy of it. */
const largestData = 65536n;
const largestRegion = 4096n;

/** Only what is asked of it becomes a value that the program gives. */
function fillFromUser(
  watching: Watching,
  { thread, values }: Call,
  to: bigint,
  from: bigint,
  length = values[2]!,
): void {
  // prettier-ignore
  const call = handing(watching, thread);
  if (!call || from < call.base || from > call.base + largestData) return;
  const count = Number(length > largestRegion ? largestRegion : length);
  const bytes = Array.from({ length: count }, (_, i) => Number(peek(watching.runtime, to + BigInt(i), 1) ?? 0n));
  watching.regions.push({ start: to, call: call.call, offset: Number(from - call.base), bytes });
}

function notePointer({ pointers }: Watching, { name, shadows }: Call, id: string): void {
  const pointer = shadows[name.endsWith('from_user') ? 1 : 0];
  if (pointer?.kind === 'source' && pointer.id.startsWith('user ')) pointers.set(id, pointer.id);
}

/** A text that a number is read from is of the program's making. */
function readNumber(watching: Watching, { thread, values, name }: Call, type: string): void {
  const call = handing(watching, thread);
  if (!call || values[0]! !== call.base) return;
  const width = name.includes('from_user') ? (widthOfNumber[type.replace('_from_user', '')] ?? 64) : (widthOfNumber[type] ?? 64); // prettier-ignore
  const to = values.at(-1)!;
  fillWith(watching, to, width, (value, bits) => source(`number ${call.call}`, value, bits)); // prettier-ignore
}

/** Of what nobody in the driver has stored. */
export function givenByMemory(
  watching: Watching,
  pc: number,
  address: bigint,
  bytes: number,
  value: bigint,
): Shadow | null {
  // prettier-ignore
  const region = [...watching.regions].reverse().find(({ start, bytes: filled }) => address >= start && address + BigInt(bytes) <= start + BigInt(filled.length)); // prettier-ignore
  if (region) {
    const at = Number(address - region.start);
    const same = region.bytes.slice(at, at + bytes).every((byte, i) => BigInt(byte) === ((value >> BigInt(8 * i)) & 0xffn)); // prettier-ignore
    const name = `user ${region.call} ${region.offset + at}`;
    if (same) return chosen(watching, name, value, 8 * bytes);
  }
  const area = areaField(watching, address, value, bytes) ?? fileField(watching, address, value, bytes);
  if (area) return area;
  const parameter = watching.parameters.get(address);
  if (parameter !== undefined) return source(`parameter ${parameter}`, value, 8 * bytes);
  const { world } = watching.runtime;
  const physical = physicalAddress(world, 'kernel', address);
  if (physical === null || !deviceAt(world, physical)) return null;
  const line = lineOf(watching, pc);
  const key = `${line} ${pc}`;
  const round = noteTurn(watching.loads, key, value);
  return chosen(watching, `memory ${line}#${round} ${pc}`, value, 8 * bytes);
}

function areaField(watching: Watching, address: bigint, value: bigint, bytes: number): Shadow | null {
  const call = [...watching.running].reverse().find(({ name }) => watching.roles.get(name)?.includes('area'));
  if (!call) return null;
  const area = call.values[watching.roles.get(call.name)!.indexOf('area')]!;
  const record = watching.program.images[0]!.record('vm_area_struct');
  const member = record?.declaration.members.find(({ offset, name }) => name !== null && BigInt(offset) === address - area); // prettier-ignore
  if (!member || !/^vm_(end|pgoff|flags)$/.test(member.name!)) return null;
  if (member.name !== 'vm_end') return source(`argument ${call.call} ${member.name}`, value, 8 * bytes);
  const start = peek(watching.runtime, area + BigInt(offsetOf(record!, 'vm_start')), 8) ?? 0n;
  return operate('add64', [
    source(`argument ${call.call} length`, value - start, 64),
    { kind: 'number', value: start },
  ]);
}

function fileField(
  { running, roles, program }: Watching,
  address: bigint,
  value: bigint,
  bytes: number,
): Shadow | null {
  // prettier-ignore
  const call = [...running].reverse().find(({ name }) => roles.get(name)?.includes('file'));
  const record = program.images[0]!.record('file');
  if (!call || !record) return null;
  const file = call.values[roles.get(call.name)!.indexOf('file')]!;
  return address === file + BigInt(offsetOf(record, 'f_flags')) ? source('flags file', value, 8 * bytes) : null;
}

function offsetOf({ declaration }: RecordType, name: string): number {
  return declaration.members.find((each) => each.name === name)!.offset;
}

/** Where the module's parameters stand, and what they are called. */
export function parametersIn({ images }: Program): ReadonlyMap<bigint, string> {
  const own = images[0]!.globals.filter(({ name, symbol }) => isParameter(name, symbol.place.file));
  return new Map(own.map(({ address, name }) => [address, name]));
}

function isParameter(name: string, { builtIn, text }: SourceFile): boolean {
  return !builtIn && new RegExp(`^\\s*module_param(_named)?\\(\\s*(\\w+\\s*,\\s*)?${name}\\s*,`, 'm').test(text);
}
