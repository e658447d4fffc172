/** Types of the compiler's own functions, written one letter a type: the result first, then the parameters. */
import type { Place } from '../../source.ts';
import { boolType, charType, addQualifiers, floatingTypes, functionOf, integerTypes, pointerTo, qualifiersWith, voidPointer, voidType } from '../../type-operations/basic-types.ts'; // prettier-ignore
import type { CType, FunctionType } from '../../types.ts';

const constant = qualifiersWith({ const: true });

export const typeLetters: Readonly<Record<string, CType>> = {
  v: voidType,
  b: boolType,
  i: integerTypes.int,
  u: integerTypes['unsigned int'],
  l: integerTypes.long,
  L: integerTypes['unsigned long'],
  q: integerTypes['long long'],
  Q: integerTypes['unsigned long long'],
  h: integerTypes['unsigned short'],
  d: floatingTypes.double,
  f: floatingTypes.float,
  p: voidPointer,
  P: pointerTo(addQualifiers(voidType, constant)),
  s: pointerTo(charType),
  S: pointerTo(addQualifiers(charType, constant)),
};

/** Functions that are computed by the VM: `intrinsic` nodes with converted arguments. `.` takes the rest as they are. */
export const intrinsicSignatures: Readonly<Record<string, string>> = {
  clz: 'iu', clzl: 'iL', clzll: 'iQ', ctz: 'iu', ctzl: 'iL', ctzll: 'iQ', ffs: 'ii', ffsl: 'il', ffsll: 'iq',
  clrsb: 'ii', clrsbl: 'il', clrsbll: 'iq', popcount: 'iu', popcountl: 'iL', popcountll: 'iQ', parity: 'iu',
  parityl: 'iL', parityll: 'iQ', bswap16: 'hh', bswap32: 'uu', bswap64: 'LL', expect: 'lll',
  expect_with_probability: 'llld', unreachable: 'v', trap: 'v', prefetch: 'vP.', frame_address: 'pu',
  setjmp: 'ip', longjmp: 'vpi', thread_pointer: 'p', ia32_rdfsbase64: 'L', ia32_wrfsbase64: 'vL', return_address: 'pu', extract_return_addr: 'pp', islessgreater: 'idd', isunordered: 'idd', isnan: 'id', isinf: 'id',
  isinf_sign: 'id', isfinite: 'id', finite: 'id', isnormal: 'id', signbit: 'id', signbitf: 'if', signbitl: 'id', alloca: 'pL', alloca_with_align: 'pLL',
}; // prettier-ignore

/** `__builtin_x` that is nothing but the library's `x`. */
export const librarySignatures: Readonly<Record<string, string>> = {
  memcpy: 'ppPL', memmove: 'ppPL', memset: 'ppiL', memcmp: 'iPPL', memchr: 'pPiL', strlen: 'LS', strnlen: 'LSL',
  strcpy: 'ssS', strncpy: 'ssSL', strcat: 'ssS', strncat: 'ssSL', strcmp: 'iSS', strncmp: 'iSSL', strchr: 'sSi',
  strrchr: 'sSi', strstr: 'sSS', strspn: 'LSS', strcspn: 'LSS', strpbrk: 'sSS', abs: 'ii', labs: 'll', llabs: 'qq',
  printf: 'iS.', snprintf: 'isLS.', sprintf: 'isS.', malloc: 'pL', calloc: 'pLL', realloc: 'ppL', free: 'vp',
  abort: 'v', exit: 'vi', putchar: 'ii', puts: 'iS', mempcpy: 'ppPL', stpcpy: 'ssS', strdup: 'sS', bzero: 'vpL',
  bcmp: 'iPPL', isalnum: 'ii', isalpha: 'ii', isdigit: 'ii', islower: 'ii', isprint: 'ii', isspace: 'ii', isupper: 'ii',
  isxdigit: 'ii', tolower: 'ii', toupper: 'ii',
  ...Object.fromEntries(
    [
      'acos', 'asin', 'atan', 'cbrt', 'ceil', 'cos', 'cosh', 'exp', 'exp2', 'fabs', 'floor', 'log', 'log10', 'log2', 'rint',
      'round', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc', 'nearbyint',
    ].flatMap((name) => [[name, 'dd'], [`${name}f`, 'ff']]),
  ),
  ...Object.fromEntries(
    ['atan2', 'copysign', 'fmax', 'fmin', 'fmod', 'hypot', 'pow'].flatMap((name) => [[name, 'ddd'], [`${name}f`, 'fff']]),
  ),
}; // prettier-ignore

/**
 * Atomics, after `__atomic_` or `__sync_`. `*` is the pointer to the object, of any type T; `T` a value of that type,
 * `E` a pointer to a T, `.` the memory orders and other arguments, as ints.
 */
export const atomicSignatures: Readonly<Record<string, string>> = {
  atomic_load_n: 'T*.', atomic_load: 'v*E.', atomic_store_n: 'v*T.', atomic_store: 'v*E.', atomic_exchange_n: 'T*T.',
  atomic_exchange: 'v*EE.', atomic_compare_exchange_n: 'b*ET.', atomic_compare_exchange: 'b*EE.',
  atomic_test_and_set: 'b*.', atomic_clear: 'v*.', sync_bool_compare_and_swap: 'b*TT.',
  sync_val_compare_and_swap: 'T*TT.', sync_lock_test_and_set: 'T*T.', sync_lock_release: 'v*.',
  ...Object.fromEntries(
    ['add', 'sub', 'and', 'or', 'xor', 'nand'].flatMap((name) => [
      [`atomic_fetch_${name}`, 'T*T.'], [`atomic_${name}_fetch`, 'T*T.'],
      [`sync_fetch_and_${name}`, 'T*T.'], [`sync_${name}_and_fetch`, 'T*T.'],
    ]),
  ),
}; // prettier-ignore

/** The type of a function of the library that the compiler knows; null for others. */
export function libraryType(name: string, place: Place): FunctionType | null {
  const signature = Object.hasOwn(librarySignatures, name) ? librarySignatures[name]! : null;
  if (signature === null) return null;
  const [result, ...types] = [...signature.replace('.', '')].map((letter) => typeLetters[letter]!);
  const parameters = types.map((type) => ({ name: null, type, place }));
  return functionOf(result!, parameters, { variadic: signature.endsWith('.') });
}
