/** What `__has_attribute` and `__has_builtin` answer yes to: the names that this front end understands. */

const attributes = new Set(
  (
    'access aligned alloc_size always_inline assume_aligned cleanup cold const constructor copy deprecated ' +
    'designated_init destructor error externally_visible fallthrough flatten format format_arg gnu_inline hot leaf ' +
    'malloc may_alias mode naked no_instrument_function no_sanitize no_stack_protector noclone noinline nonnull ' +
    'nonstring noreturn nothrow packed pure returns_nonnull section sentinel transparent_union unused used ' +
    'vector_size visibility warn_unused_result warning weak'
  ).split(' '),
);

const builtins = new Set(
  (
    'add_overflow sub_overflow mul_overflow bswap16 bswap32 bswap64 clz clzl clzll ctz ctzl ctzll ' +
    'constant_p expect expect_with_probability ffs ffsl ffsll parity popcount popcountl popcountll memcpy memset ' +
    'memmove memcmp strlen strcmp strcpy object_size offsetof prefetch return_address frame_address trap ' +
    'types_compatible_p choose_expr unreachable va_start va_end va_arg va_copy assume_aligned abs labs'
  )
    .split(' ')
    .map((name) => `__builtin_${name}`),
);

/** `packed` and `__packed__` alike. */
export function isKnownAttribute(name: string): boolean {
  return attributes.has(name.replace(/^__(.+)__$/, '$1'));
}

export function isKnownBuiltin(name: string): boolean {
  return builtins.has(name) || /^__(atomic|sync)_[a-z_0-9]+$/.test(name);
}
