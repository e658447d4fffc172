/** The macros that gcc 12 predefines for x86-64 Linux (LP64), as far as code looks at them. */

export interface MacroText {
  readonly name: string;
  readonly value: string;
}

const language: Record<string, string> = {
  __STDC__: '1',
  __STDC_VERSION__: '201112L',
  __STDC_HOSTED__: '1',
  __STDC_UTF_16__: '1',
  __STDC_UTF_32__: '1',
  __GNUC__: '12',
  __GNUC_MINOR__: '2',
  __GNUC_PATCHLEVEL__: '0',
  __GNUC_STDC_INLINE__: '1',
  __VERSION__: '"12.2.0"',
  __NO_INLINE__: '1',
  __CHAR_BIT__: '8',
  __USER_LABEL_PREFIX__: '',
  __REGISTER_PREFIX__: '',
  // Fixed, so that the same source always makes the same program.
  __DATE__: '"Jan  1 1970"',
  __TIME__: '"00:00:00"',
  __TIMESTAMP__: '"Thu Jan  1 00:00:00 1970"',
};

const machine = [
  '__x86_64__', '__x86_64', '__amd64__', '__amd64', '__LP64__', '_LP64', '__ELF__', '__linux__', '__linux', 'linux',
  '__unix__', '__unix', 'unix', '__gnu_linux__', '__SSE__', '__SSE2__', '__MMX__', '__FXSR__', '__k8__', '__k8',
  '__GCC_HAVE_SYNC_COMPARE_AND_SWAP_1', '__GCC_HAVE_SYNC_COMPARE_AND_SWAP_2', '__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4',
  '__GCC_HAVE_SYNC_COMPARE_AND_SWAP_8', '__GCC_ATOMIC_TEST_AND_SET_TRUEVAL', '__code_model_small__',
]; // prettier-ignore

const byteOrder: Record<string, string> = {
  __ORDER_LITTLE_ENDIAN__: '1234',
  __ORDER_BIG_ENDIAN__: '4321',
  __ORDER_PDP_ENDIAN__: '3412',
  __BYTE_ORDER__: '__ORDER_LITTLE_ENDIAN__',
  __FLOAT_WORD_ORDER__: '__ORDER_LITTLE_ENDIAN__',
  __BIGGEST_ALIGNMENT__: '16',
};

/** Bytes. */
const sizes: Record<string, number> = {
  SHORT: 2, INT: 4, LONG: 8, LONG_LONG: 8, INT128: 16, POINTER: 8, SIZE_T: 8, PTRDIFF_T: 8, WCHAR_T: 4, WINT_T: 4,
  FLOAT: 4, DOUBLE: 8, LONG_DOUBLE: 16, FLOAT80: 16, FLOAT128: 16,
}; // prettier-ignore

const memoryOrders = ['RELAXED', 'SEQ_CST', 'ACQUIRE', 'RELEASE', 'ACQ_REL', 'CONSUME'];
/** C11's constants for memory orders, as gcc numbers them. */
const memoryOrderValues = [0, 5, 2, 3, 4, 1];
const lockFreeTypes = ['BOOL', 'CHAR', 'CHAR16_T', 'CHAR32_T', 'WCHAR_T', 'SHORT', 'INT', 'LONG', 'LLONG', 'POINTER'];

interface IntegerKind {
  readonly type: string;
  readonly bits: number;
  readonly signed: boolean;
  /** Of its constants. */
  readonly suffix: string;
}

const signedChar: IntegerKind = { type: 'signed char', bits: 8, signed: true, suffix: '' };
const unsignedChar: IntegerKind = { type: 'unsigned char', bits: 8, signed: false, suffix: '' };
const shortInt: IntegerKind = { type: 'short int', bits: 16, signed: true, suffix: '' };
const unsignedShort: IntegerKind = { type: 'short unsigned int', bits: 16, signed: false, suffix: '' };
const plainInt: IntegerKind = { type: 'int', bits: 32, signed: true, suffix: '' };
const unsignedInt: IntegerKind = { type: 'unsigned int', bits: 32, signed: false, suffix: 'U' };
const longInt: IntegerKind = { type: 'long int', bits: 64, signed: true, suffix: 'L' };
const unsignedLong: IntegerKind = { type: 'long unsigned int', bits: 64, signed: false, suffix: 'UL' };
const longLong: IntegerKind = { type: 'long long int', bits: 64, signed: true, suffix: 'LL' };

/** `__<stem>_TYPE__` and `__<stem>_MAX__`. */
const typedefs: readonly (readonly [stem: string, kind: IntegerKind])[] = [
  ['INT8', signedChar],
  ['INT16', shortInt],
  ['INT32', plainInt],
  ['INT64', longInt],
  ['UINT8', unsignedChar],
  ['UINT16', unsignedShort],
  ['UINT32', unsignedInt],
  ['UINT64', unsignedLong],
  ['INT_LEAST8', signedChar],
  ['INT_LEAST16', shortInt],
  ['INT_LEAST32', plainInt],
  ['INT_LEAST64', longInt],
  ['UINT_LEAST8', unsignedChar],
  ['UINT_LEAST16', unsignedShort],
  ['UINT_LEAST32', unsignedInt],
  ['UINT_LEAST64', unsignedLong],
  ['INT_FAST8', signedChar],
  ['INT_FAST16', longInt],
  ['INT_FAST32', longInt],
  ['INT_FAST64', longInt],
  ['UINT_FAST8', unsignedChar],
  ['UINT_FAST16', unsignedLong],
  ['UINT_FAST32', unsignedLong],
  ['UINT_FAST64', unsignedLong],
  ['INTMAX', longInt],
  ['UINTMAX', unsignedLong],
  ['INTPTR', longInt],
  ['UINTPTR', unsignedLong],
  ['SIZE', unsignedLong],
  ['PTRDIFF', longInt],
  ['WCHAR', plainInt],
  ['WINT', unsignedInt],
  ['SIG_ATOMIC', plainInt],
  ['CHAR16', unsignedShort],
  ['CHAR32', unsignedInt],
];
const withoutMaximum = new Set(['CHAR16', 'CHAR32']);
/** Types of the language itself: only `__<stem>_MAX__`. */
const plainTypes: readonly (readonly [stem: string, kind: IntegerKind])[] = [
  ['SCHAR', signedChar],
  ['SHRT', shortInt],
  ['INT', plainInt],
  ['LONG', longInt],
  ['LONG_LONG', longLong],
];
/** `__<stem>_WIDTH__`, in bits. */
const widths: readonly (readonly [stem: string, bits: number])[] = [
  ...plainTypes.map(([stem, kind]) => [stem, kind.bits] as const),
  ...typedefs.filter(([stem]) => /^(INTMAX|INTPTR|SIZE|PTRDIFF|WCHAR|WINT|SIG_ATOMIC|INT_(LEAST|FAST)\d+)$/.test(stem)).map(([stem, kind]) => [stem, kind.bits] as const),
]; // prettier-ignore

export const predefinedMacros: readonly MacroText[] = [
  ...texts(language),
  ...machine.map((name) => ({ name, value: '1' })),
  ...texts(byteOrder),
  ...Object.entries(sizes).map(([type, bytes]) => ({ name: `__SIZEOF_${type}__`, value: String(bytes) })),
  ...memoryOrders.map((order, index) => ({ name: `__ATOMIC_${order}`, value: String(memoryOrderValues[index]) })),
  ...lockFreeTypes.map((type) => ({ name: `__GCC_ATOMIC_${type}_LOCK_FREE`, value: '2' })),
  ...typedefs.map(([stem, kind]) => ({ name: `__${stem}_TYPE__`, value: kind.type })),
  ...[...typedefs, ...plainTypes]
    .filter(([stem]) => !withoutMaximum.has(stem))
    .map(([stem, kind]) => maximum(stem, kind)),
  ...widths.map(([stem, bits]) => ({ name: `__${stem}_WIDTH__`, value: String(bits) })),
  { name: '__WCHAR_MIN__', value: '(-__WCHAR_MAX__ - 1)' },
  { name: '__WINT_MIN__', value: '0U' },
  { name: '__SIG_ATOMIC_MIN__', value: '(-__SIG_ATOMIC_MAX__ - 1)' },
  ...constantMacros(),
];

function texts(values: Record<string, string>): MacroText[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function maximum(stem: string, { bits, signed, suffix }: IntegerKind): MacroText {
  const value = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  return { name: `__${stem}_MAX__`, value: `0x${value.toString(16)}${suffix}` };
}

/** `__INT64_C(c)` and its family, which give a constant its type's suffix. */
function constantMacros(): MacroText[] {
  return typedefs
    .filter(([stem]) => /^U?INT(8|16|32|64|MAX)$/.test(stem))
    .map(([stem, { suffix }]) => ({ name: `__${stem}_C(c)`, value: suffix === '' ? 'c' : `c ## ${suffix}` }));
}
