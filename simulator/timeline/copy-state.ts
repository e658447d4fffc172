/** Copies and digests of simulated state that is plain data: records, arrays, maps, sets, typed arrays and values, perhaps with links among them. */

/**
 * A deep copy. What two places share, their copies share; what is frozen or `kept` holds is linked, not copied, and of `copies` is known what stands for it. Throws
 * `TypeError` for a function or an instance of a class.
 */
export function copyState<State>(
  state: State,
  kept: ReadonlySet<unknown> = new Set(),
  copies = new Map<object, unknown>(),
): State {
  return copyValue(state, kept, copies) as State;
}

/** Records of plain values that stand nowhere else, of which there may be hundreds of thousands. */
export type Table = ReadonlyMap<number, Readonly<Record<string, unknown>>>;

/** A copy of a table. Records that are as in `before`, a copy that nobody changes, are those of that one. */
export function copyTable(table: Table, before: Table | null): Table {
  const copy = new Map<number, Readonly<Record<string, unknown>>>();
  for (const [key, record] of table) {
    const known = before?.get(key);
    copy.set(key, known && isSame(known, record) ? known : { ...record });
  }
  return copy;
}

function isSame(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  for (const name in one) if (one[name] !== other[name]) return false;
  for (const name in other) if (one[name] !== other[name]) return false;
  return true;
}

function copyValue(value: unknown, kept: ReadonlySet<unknown>, copies: Map<object, unknown>): unknown {
  if (typeof value === 'function') throw new TypeError(`a function, ${value.name}, is no state`);
  if (typeof value !== 'object' || value === null || kept.has(value) || Object.isFrozen(value)) return value;
  if (ArrayBuffer.isView(value)) return copyView(value as TypedArray, copies);
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return copyArray(value, kept, copies);
  if (value instanceof Map) return copyMap(value, kept, copies);
  if (value instanceof Set) return copySet(value, kept, copies);
  return copyRecord(value, kept, copies);
}

/** Plain values, which most are, need no look. */
function copyPart(value: unknown, kept: ReadonlySet<unknown>, copies: Map<object, unknown>): unknown {
  return typeof value === 'object' || typeof value === 'function' ? copyValue(value, kept, copies) : value;
}

type TypedArray = Int32Array | Uint8Array | Uint16Array | Uint32Array | Float64Array | BigInt64Array;

/** Views of one buffer stay views of one buffer. */
function copyView(view: TypedArray, copies: Map<object, unknown>): TypedArray {
  const { buffer, byteOffset, length } = view;
  let copy = copies.get(buffer) as ArrayBuffer | undefined;
  if (copy === undefined) copies.set(buffer, (copy = (buffer as ArrayBuffer).slice(0)));
  const kind = view.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => TypedArray;
  return new kind(copy, byteOffset, length);
}

function copyArray(array: readonly unknown[], kept: ReadonlySet<unknown>, copies: Map<object, unknown>): unknown[] {
  const copy: unknown[] = array.slice();
  copies.set(array, copy);
  for (let index = 0; index < copy.length; index++) {
    const element = copy[index];
    if (typeof element === 'object' || typeof element === 'function') copy[index] = copyValue(element, kept, copies);
  }
  return copy;
}

function copyMap(
  map: ReadonlyMap<unknown, unknown>,
  kept: ReadonlySet<unknown>,
  copies: Map<object, unknown>,
): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  copies.set(map, copy);
  for (const [key, value] of map) copy.set(copyPart(key, kept, copies), copyPart(value, kept, copies));
  return copy;
}

function copySet(set: ReadonlySet<unknown>, kept: ReadonlySet<unknown>, copies: Map<object, unknown>): Set<unknown> {
  const copy = new Set<unknown>();
  copies.set(set, copy);
  for (const each of set) copy.add(copyValue(each, kept, copies));
  return copy;
}

function copyRecord(record: object, kept: ReadonlySet<unknown>, copies: Map<object, unknown>): object {
  const prototype: unknown = Object.getPrototypeOf(record);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`an instance of ${record.constructor.name} is no state`);
  const copy: Record<string, unknown> = { ...record };
  copies.set(record, copy);
  for (const name in copy) {
    const value = copy[name];
    if (typeof value === 'object' || typeof value === 'function') copy[name] = copyValue(value, kept, copies);
  }
  return copy;
}

/** Sixteen hexadecimal digits: equal for equal states, whatever their parts share. What `kept` holds does not count. */
export function digestState(state: unknown, kept: ReadonlySet<unknown> = new Set()): string {
  const hash: Hash = { first: 0x811c_9dc5, second: 0x1234_5678 };
  mixValue(hash, state, kept);
  return hex(hash.first) + hex(hash.second);
}

interface Hash {
  first: number;
  second: number;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

const scratch = new Float64Array(1);
const halves = new Int32Array(scratch.buffer);

/** Two FNV-1a streams with different multipliers. */
function mix(hash: Hash, word: number): void {
  hash.first = Math.imul(hash.first ^ word, 0x0100_0193);
  hash.first ^= hash.first >>> 15;
  hash.second = Math.imul(((hash.second << 13) | (hash.second >>> 19)) ^ word, 0x85eb_ca6b);
}

function mixNumber(hash: Hash, value: number): void {
  scratch[0] = value;
  mix(hash, halves[0]!);
  mix(hash, halves[1]!);
}

function mixText(hash: Hash, text: string): void {
  mix(hash, text.length);
  for (let index = 0; index < text.length; index++) mix(hash, text.charCodeAt(index));
}

function mixValue(hash: Hash, value: unknown, kept: ReadonlySet<unknown>): void {
  switch (typeof value) {
    case 'number':
      return mixNumber(hash, value);
    case 'string':
      return mixText(hash, value);
    case 'bigint':
      return mixText(hash, value.toString(16));
    case 'object':
      if (value !== null && !kept.has(value)) return mixObject(hash, value, kept);
      return mix(hash, 0x0bad);
    default:
      return mix(hash, value === true ? 1 : value === false ? 2 : 3);
  }
}

function mixObject(hash: Hash, value: object, kept: ReadonlySet<unknown>): void {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    mix(hash, bytes.length);
    for (const byte of bytes) mix(hash, byte);
  } else if (Array.isArray(value) || value instanceof Set) {
    mix(hash, value instanceof Set ? value.size : value.length);
    for (const each of value) mixValue(hash, each, kept);
  } else if (value instanceof Map) {
    mix(hash, value.size);
    for (const [key, each] of value) {
      mixValue(hash, key, kept);
      mixValue(hash, each, kept);
    }
  } else mixRecord(hash, value as Readonly<Record<string, unknown>>, kept);
}

function mixRecord(hash: Hash, record: Readonly<Record<string, unknown>>, kept: ReadonlySet<unknown>): void {
  for (const name of Object.keys(record)) {
    mixText(hash, name);
    mixValue(hash, record[name], kept);
  }
}
