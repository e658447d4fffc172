/** Mistakes and what is said of them: `line:column severity code: message`, in order. `gcc` says why gcc's lines differ, where they do. */
export interface MistakeRow {
  readonly source: string;
  readonly messages: readonly string[];
  readonly gcc?: string;
}

export const mistakes: readonly MistakeRow[] = [
  {
    source: 'int f(void) { return cout; }',
    messages: ["1:22 error undeclared-identifier: 'cout' undeclared (first use in this function)"],
  },
  {
    source: 'int count; int f(void) { return coutn; }',
    messages: [
      "1:33 error undeclared-identifier: 'coutn' undeclared (first use in this function); did you mean 'count'?",
    ],
  },
  {
    source: 'int f(void) { return a + a; }',
    messages: ["1:22 error undeclared-identifier: 'a' undeclared (first use in this function)"],
  },
  {
    source: 'int f(void) { return g(1); }',
    messages: ["1:22 error undeclared-function: implicit declaration of function 'g'"],
  },
  {
    source: 'int printk(const char *fmt, ...); int f(void) { return prink("x"); }',
    messages: ["1:56 error undeclared-function: implicit declaration of function 'prink'; did you mean 'printk'?"],
  },
  {
    source: 'struct s { int length; }; int f(struct s *s) { return s->lenght; }',
    messages: ["1:58 error no-member: 'struct s' has no member named 'lenght'; did you mean 'length'?"],
  },
  {
    source: 'struct s { int a; }; int f(struct s s) { return s->a; }',
    messages: [
      "1:50 error bad-member-access: invalid type argument of '->' (have 'struct s'); did you mean to use '.'?",
    ],
  },
  {
    source: 'struct s { int a; }; int f(struct s *s) { return s.a; }',
    messages: ["1:51 error bad-member-access: 'struct s *' is a pointer; did you mean to use '->'?"],
  },
  {
    source: 'int f(int x) { return x.a; }',
    messages: [
      "1:24 error bad-member-access: request for member 'a' in something not a structure or union: it has type 'int'",
    ],
  },
  {
    source: 'int f(int *x) { return x->a; }',
    messages: ["1:25 error bad-member-access: invalid type argument of '->' (have 'int *')"],
  },
  {
    source: 'struct s; int f(struct s *s) { return s->a; }',
    messages: ["1:42 error incomplete-type: invalid use of undefined type 'struct s'"],
  },
  {
    source: 'int f(void) { int x = 1\n return x; }',
    messages: ["1:24 error expected-token: expected ';' before 'return'"],
    gcc: 'gcc points at the next token, a line further on',
  },
  {
    source: 'int f(void) { int x = 1;\n x = (x + 2;\n return x; }',
    messages: ["2:12 error expected-token: expected ')' before ';' token"],
    gcc: 'gcc tells of one mistake twice',
  },
  {
    source: 'int f(void) { int a[3]; return a[1; }',
    messages: ["1:35 error expected-token: expected ']' before ';' token"],
    gcc: 'gcc tells of one mistake twice',
  },
  {
    source: 'int f(int x) { if (x { return 1; } return 0; }',
    messages: ["1:21 error expected-token: expected ')' before '{' token"],
    gcc: 'gcc tells of one mistake twice',
  },
  {
    source: 'int f(void) { return 1 + ; }',
    messages: ["1:26 error expected-expression: expected an expression before ';' token"],
  },
  {
    source: 'int f(void) { return 1 +* 2; }',
    messages: ["1:25 error bad-operand: invalid type argument of unary '*' (have 'int')"],
  },
  { source: 'u32 x;', messages: ["1:1 error unknown-type: unknown type name 'u32'"] },
  {
    source: 'typedef int my_int; myint x;',
    messages: ["1:21 error unknown-type: unknown type name 'myint'; did you mean 'my_int'?"],
  },
  {
    source: 'struct list { int x; }; list l;',
    messages: ["1:25 error unknown-type: unknown type name 'list'; use 'struct' keyword to refer to the type"],
  },
  { source: 'int x; int x(void);', messages: ["1:12 error redefinition: 'x' redeclared as different kind of symbol"] },
  {
    source: 'int f(int); int f(char *p) { return 0; }',
    messages: ["1:17 error conflicting-types: conflicting types for 'f'; have 'int (char *)'"],
  },
  { source: 'int x = 1; int x = 2;', messages: ["1:16 error redefinition: redefinition of 'x'"] },
  {
    source: 'int f(void) { return 0; } int f(void) { return 1; }',
    messages: ["1:31 error redefinition: redefinition of 'f'"],
  },
  { source: 'int f(void) { int x; char x; return 0; }', messages: ["1:27 error redefinition: redefinition of 'x'"] },
  { source: 'int f(int a) { int a = 3; return a; }', messages: ["1:20 error redefinition: redefinition of 'a'"] },
  {
    source: 'static int f(void); int f(void) { return 0; } extern int v; static int v;',
    messages: ["1:72 error linkage: static declaration of 'v' follows non-static declaration"],
  },
  {
    source: 'struct s { int a; }; struct s { int b; };',
    messages: ["1:29 error redefinition: redefinition of 'struct s'"],
  },
  {
    source: 'enum e { A, B }; int A;',
    messages: ["1:22 error redefinition: 'A' redeclared as different kind of symbol"],
  },
  { source: 'struct s { int a; int a; };', messages: ["1:23 error duplicate-member: duplicate member 'a'"] },
  {
    source: 'struct s { int a; struct s inner; };',
    messages: ["1:28 error incomplete-type: member 'inner' has incomplete type 'struct s'"],
  },
  {
    source: 'struct t; struct s { struct t inner; };',
    messages: ["1:31 error incomplete-type: member 'inner' has incomplete type 'struct t'"],
  },
  {
    source: 'struct t; struct t object;',
    messages: ["1:20 error incomplete-type: storage size of 'object' isn't known: its type 'struct t' is incomplete"],
  },
  {
    source: 'struct t; int f(void) { struct t object; return 0; }',
    messages: ["1:34 error incomplete-type: storage size of 'object' isn't known: its type 'struct t' is incomplete"],
  },
  {
    source: 'int f(void) { void x; return 0; }',
    messages: ["1:20 error void-variable: variable or field 'x' declared void"],
  },
  { source: 'int a[-1];', messages: ["1:7 error bad-array: size of 'a' is negative"] },
  { source: 'int n; int a[n];', messages: ["1:14 error variable-length: size of 'a' is not an integer constant"] },
  {
    source: 'int f(void) { return sizeof(struct unknown); }',
    messages: ["1:22 error incomplete-type: invalid application of 'sizeof' to incomplete type 'struct unknown'"],
  },
  {
    source: 'void g(int a, int b); void f(void) { g(1); }',
    messages: ["1:38 error argument-count: too few arguments to function 'g'; expected 2, have 1"],
  },
  {
    source: 'void g(int a, int b); void f(void) { g(1, 2, 3); }',
    messages: ["1:46 error argument-count: too many arguments to function 'g'; expected 2, have 3"],
  },
  {
    source: 'int printk(const char *fmt, ...); void f(void) { printk(); }',
    messages: ["1:50 error argument-count: too few arguments to function 'printk'; expected at least 1, have 0"],
  },
  {
    source: 'void g(int *p); void f(void) { g(5); }',
    messages: ["1:34 warning int-conversion: passing argument 1 of 'g' makes pointer from integer without a cast"],
  },
  {
    source: 'void g(int *p); void f(long *q) { g(q); }',
    messages: ["1:37 warning incompatible-pointer-types: passing argument 1 of 'g' from incompatible pointer type"],
  },
  {
    source: 'void g(char *p); void f(const char *q) { g(q); }',
    messages: [
      "1:44 warning discarded-qualifiers: passing argument 1 of 'g' discards 'const' qualifier from pointer target type",
    ],
  },
  {
    source: 'struct s { int a; }; void g(struct s s); void f(int x) { g(x); }',
    messages: ["1:60 error incompatible-types: incompatible type for argument 1 of 'g'"],
  },
  {
    source: 'void f(int *p, long *q) { p = q; }',
    messages: [
      "1:31 warning incompatible-pointer-types: assignment to 'int *' from incompatible pointer type 'long *'",
    ],
  },
  {
    source: 'void f(int *p, int x) { p = x; x = p; }',
    messages: [
      "1:29 warning int-conversion: assignment to 'int *' from 'int' makes pointer from integer without a cast",
      "1:36 warning int-conversion: assignment to 'int' from 'int *' makes integer from pointer without a cast",
    ],
  },
  {
    source: 'void f(char *p) { const char *q = p; p = q; }',
    messages: ["1:42 warning discarded-qualifiers: assignment discards 'const' qualifier from pointer target type"],
  },
  {
    source: 'struct s { int a; } s; void f(int x) { x = s; }',
    messages: ["1:44 error incompatible-types: incompatible types when assigning to type 'int' from type 'struct s'"],
  },
  {
    source: 'struct s { int a; } s; void f(void) { int x = s; }',
    messages: ["1:47 error incompatible-types: incompatible types when initializing type 'int' using type 'struct s'"],
  },
  {
    source: 'int *f(void) { return 5; }',
    messages: [
      "1:23 warning int-conversion: returning 'int' from a function with return type 'int *' makes pointer from integer without a cast",
    ],
  },
  {
    source: 'struct s { int a; }; struct s f(void) { return 1; }',
    messages: [
      "1:48 error incompatible-types: incompatible types when returning type 'int' but 'struct s' was expected",
    ],
  },
  {
    source: 'int *f(long *p) { return p; }',
    messages: [
      "1:26 warning incompatible-pointer-types: returning 'long *' from a function with incompatible return type 'int *'",
    ],
  },
  {
    source: 'void f(void) { 1 = 2; }',
    messages: ['1:18 error lvalue-required: lvalue required as left operand of assignment'],
  },
  {
    source: 'void f(void) { const int x = 1; x = 2; }',
    messages: ["1:35 error read-only: assignment of read-only variable 'x'"],
  },
  {
    source: 'struct s { const int a; }; void f(struct s *s) { s->a = 1; s->a++; }',
    messages: [
      "1:55 error read-only: assignment of read-only member 'a'",
      "1:64 error read-only: increment of read-only member 'a'",
    ],
  },
  { source: 'void f(const int *p) { *p = 1; }', messages: ['1:27 error read-only: assignment of read-only location'] },
  {
    source: 'void f(void) { int a[3], b[3]; a = b; }',
    messages: ["1:34 error lvalue-required: assignment to expression with array type 'int[3]'"],
  },
  {
    source: 'void f(int x) { (x + 1)++; }',
    messages: ['1:24 error lvalue-required: lvalue required as increment operand'],
  },
  {
    source: 'void f(int x) { &(x + 1); }',
    messages: ["1:17 error lvalue-required: lvalue required as unary '&' operand"],
  },
  {
    source: 'struct s { int b : 3; }; void f(struct s *s) { &s->b; sizeof(s->b); }',
    messages: [
      "1:48 error bit-field-address: cannot take address of bit-field 'b'",
      "1:65 error bit-field-size: 'sizeof' applied to a bit-field",
    ],
  },
  {
    source: 'void f(int x) { *x = 1; }',
    messages: ["1:17 error bad-operand: invalid type argument of unary '*' (have 'int')"],
  },
  {
    source: 'void f(int x) { x(1); }',
    messages: ["1:17 error not-a-function: called object 'x' is not a function or function pointer"],
  },
  {
    source: 'void f(int x) { x[0] = 1; }',
    messages: ["1:18 error bad-subscript: subscripted value is neither array nor pointer: it has type 'int'"],
  },
  {
    source: 'void f(int *p) { p[1.5] = 1; }',
    messages: ["1:20 error bad-subscript: array subscript is not an integer: it has type 'double'"],
  },
  {
    source: 'struct s { int a; } s; void f(void) { s + 1; }',
    messages: ["1:41 error bad-operand: invalid operands to binary + (have 'struct s' and 'int')"],
  },
  {
    source: 'struct s { int a; } s; void f(void) { if (s) ; }',
    messages: ["1:43 error scalar-required: used 'struct s' value where scalar is required"],
  },
  {
    source: 'struct s { int a; } s; void f(void) { !s; -s; ~1.5; }',
    messages: [
      "1:40 error scalar-required: used 'struct s' value where scalar is required",
      "1:43 error bad-operand: wrong type argument to unary minus: 'struct s'",
      "1:47 error bad-operand: wrong type argument to bit-complement: 'double'",
    ],
  },
  {
    source: 'void g(void); void f(void) { int x = g(); }',
    messages: ['1:38 error void-value: void value not ignored as it ought to be'],
  },
  {
    source: 'void f(int *p, char *q) { p == q; p == 3; }',
    messages: [
      "1:29 warning distinct-pointer-types: comparison of distinct pointer types 'int *' and 'char *' lacks a cast",
      "1:37 warning pointer-integer-comparison: comparison between pointer and integer ('int *' and 'int')",
    ],
  },
  {
    source: 'void f(int *p, int *q) { p + q; p * 2; }',
    messages: [
      "1:28 error bad-operand: invalid operands to binary + (have 'int *' and 'int *')",
      "1:35 error bad-operand: invalid operands to binary * (have 'int *' and 'int')",
    ],
  },
  {
    source: 'void f(int x) { x ? (struct s *)0 : 1.5; }',
    messages: ["1:19 error type-mismatch: type mismatch in conditional expression: 'struct s *' and 'double'"],
  },
  {
    source: 'void f(int x) { break; continue; case 1: ; default: ; }',
    messages: [
      '1:17 error misplaced-break: break statement not within a loop or switch',
      '1:24 error misplaced-continue: continue statement not within a loop',
      '1:34 error misplaced-case: case label not within a switch statement',
      "1:44 error misplaced-case: 'default' label not within a switch statement",
    ],
  },
  {
    source: 'void f(int x) { switch (x) { case 1: case 1: ; default: ; default: ; } }',
    messages: [
      '1:38 error duplicate-case: duplicate case value',
      "1:59 error duplicate-case: multiple 'default' labels in one switch",
    ],
  },
  {
    source: 'void f(int x) { switch (x) { case x: ; } }',
    messages: ['1:35 error not-constant: case label does not reduce to an integer constant'],
  },
  {
    source: 'void f(int *p) { switch (p) { } }',
    messages: ["1:26 error integer-required: switch quantity is not an integer: it has type 'int *'"],
  },
  { source: 'void f(void) { goto out; }', messages: ["1:21 error undefined-label: label 'out' used but not defined"] },
  { source: 'void f(void) { out: ; out: ; }', messages: ["1:23 error redefinition: duplicate label 'out'"] },
  {
    source: 'void f(void) { return 1; } int g(void) { return; }',
    messages: [
      "1:23 warning return-type: 'return' with a value, in function returning void",
      "1:42 warning return-type: 'return' with no value, in function returning non-void",
    ],
  },
  { source: 'void f(void) { else ; }', messages: ["1:16 error misplaced-else: 'else' without a previous 'if'"] },
  {
    source: 'int a[2] = { 1, 2, 3 }; int b = { 1, 2 }; struct s { int a; } c = { 1, 2 };',
    messages: [
      '1:20 warning excess-elements: excess elements in array initializer',
      '1:38 warning excess-elements: excess elements in scalar initializer',
      '1:72 warning excess-elements: excess elements in struct initializer',
    ],
  },
  {
    source: 'int a[2] = { [5] = 1 }; struct s { int a; } c = { .b = 2 };',
    messages: [
      '1:14 error bad-designator: array index in initializer exceeds array bounds',
      "1:52 error no-member: 'struct s' has no member named 'b'",
    ],
  },
  {
    source: 'char a[2] = "hello"; int *b = "x"; int c[] = 5;',
    messages: [
      '1:13 warning string-too-long: initializer-string is too long for an array of 2',
      "1:31 warning incompatible-pointer-types: initialization of 'int *' from incompatible pointer type 'char *'",
      '1:46 error bad-initializer: invalid initializer: an array needs a list in braces or a string',
    ],
  },
  {
    source: 'int x; int y = x; int *p = &x; int z = (char)(long)&x;',
    messages: [
      '1:16 error not-constant: initializer element is not constant',
      '1:40 error not-constant: initializer element is not constant',
    ],
  },
  {
    source: 'int f(int x) { static int y = x; return y; }',
    messages: ['1:31 error not-constant: initializer element is not constant'],
  },
  {
    source: '_Static_assert(sizeof(int) == 8, "int is 8 bytes");',
    messages: ['1:1 error static-assertion: static assertion failed: "int is 8 bytes"'],
  },
  {
    source: 'int x; _Static_assert(x, "");',
    messages: ['1:23 error not-constant: expression in static assertion is not constant'],
  },
  {
    source: 'int f(void) { int x = 08; x = 0xg; x = 1z; return 12345678901234567890123; }',
    messages: [
      '1:23 error bad-number: invalid digit "8" in octal constant',
      '1:31 error bad-number: invalid suffix "g" on integer constant',
      '1:40 error bad-number: invalid suffix "z" on integer constant',
      '1:51 error bad-number: integer constant is too large for its type',
    ],
    gcc: 'gcc only warns of a constant that is too large',
  },
  { source: "int f(void) { return ''; }", messages: ['1:22 error empty-character: empty character constant'] },
  {
    source: 'int f(void) { asm("mov %0, %1" : : ); return 0; }',
    messages: ['1:15 error inline-assembly: inline assembly is not simulated: only empty barriers are'],
    gcc: 'gcc can assemble',
  },
  {
    source: 'long long long x; signed unsigned int y; int float z;',
    messages: [
      "1:11 error bad-type: 'long long long' is too long",
      '1:35 error bad-type: two or more data types in declaration specifiers',
      '1:46 error bad-type: two or more data types in declaration specifiers',
    ],
  },
  {
    source: 'static extern int x; int f(void) { register static int y; return 0; }',
    messages: [
      '1:8 error storage-class: multiple storage classes in declaration specifiers',
      '1:45 error storage-class: multiple storage classes in declaration specifiers',
    ],
  },
  {
    source: 'MODULE_LICENSE("GPL");\nint x;',
    messages: [
      "1:1 error undeclared-macro: expected a declaration before 'MODULE_LICENSE'; if it is a macro, the header that defines it is not included",
    ],
  },
  {
    source: 'int f(void) { return _Generic(1.5, int: 1, char: 2); }',
    messages: [
      "1:22 error no-generic-match: '_Generic' selector of type 'double' is not compatible with any association",
    ],
  },
  {
    source: 'int f(void) { return __builtin_choose_expr(f(), 1, 2); }',
    messages: ["1:44 error not-constant: first argument to '__builtin_choose_expr' is not a constant"],
  },
  {
    source: 'void f(int x, ...) { __builtin_va_list a; __builtin_va_start(a, x); __builtin_va_arg(x, int); }',
    messages: ["1:86 error bad-va-list: argument is not a 'va_list': it has type 'int'"],
  },
  {
    source: 'void f(int x) { __builtin_va_list a; __builtin_va_start(a, x); }',
    messages: ["1:38 error bad-va-list: 'va_start' used in function with fixed arguments"],
    gcc: 'gcc says so after parsing',
  },
  {
    source: 'struct s { int a; }; int x = __builtin_offsetof(struct s, b); int y = __builtin_offsetof(int, a);',
    messages: [
      "1:59 error no-member: 'struct s' has no member named 'b'",
      "1:71 error bad-offsetof: 'offsetof' of 'int', which is not a complete struct or union",
    ],
  },
  {
    source: 'struct s { int a : 40; char b : 0; float c : 3; int : -1; };',
    messages: [
      "1:20 error bad-bit-field: width of bit-field 'a' exceeds its type",
      "1:33 error bad-bit-field: zero width for bit-field 'b'",
      "1:46 error bad-bit-field: bit-field 'c' has invalid type 'float'",
      '1:55 error bad-bit-field: negative width in bit-field',
    ],
  },
  {
    source: 'int f(void)[3]; int g(void)(void); void a[3]; int h[2](void);',
    messages: [
      "1:5 error bad-function: 'f' declared as function returning an array",
      "1:21 error bad-function: 'g' declared as function returning a function",
      "1:42 error bad-array: declaration of 'a' as array of voids",
      "1:52 error bad-array: declaration of 'h' as array of functions",
    ],
  },
  {
    source: 'int f(struct undefined s) { return 0; }',
    messages: [
      "1:14 warning local-tag: 'struct undefined' declared inside parameter list will not be visible outside of this definition or declaration",
      "1:24 error incomplete-type: parameter 's' has incomplete type 'struct undefined'",
    ],
  },
  {
    source: 'int x __attribute__((aligned(3)));',
    messages: ["1:30 error bad-alignment: requested alignment '3' is not a positive power of 2"],
  },
  {
    source: 'void f(void) { ({ 1; }) = 2; } int x = ({ 1; });',
    messages: [
      '1:25 error lvalue-required: lvalue required as left operand of assignment',
      '1:40 error misplaced-statement-expression: a statement expression is only allowed inside a function',
    ],
  },
  {
    source: 'int f(int x)\n{\n\treturn x;\n\nint g(void)\n{\n\treturn 1;\n}\n',
    messages: ["5:1 error expected-token: expected '}' before 'int': the block that begins on line 2 is not closed"],
    gcc: 'gcc takes the next function for a nested one',
  },
  { source: '}\nint x;', messages: ["1:1 error expected-type: expected a type before '}' token"] },
  {
    source: 'int f(void) { if (1) int x = 3; return 0; }',
    messages: ['1:22 error expected-statement: a declaration is not allowed here: put it in a block'],
  },
  {
    source: 'void f(void) { int x; int int; x = 1; }',
    messages: ['1:27 error bad-type: two or more data types in declaration specifiers'],
    gcc: 'gcc adds a warning of the empty declaration',
  },
  {
    source: 'enum e { A = x, B }; enum { };',
    messages: [
      "1:14 error undeclared-identifier: 'x' undeclared here (not in a function)",
      '1:27 error empty-enum: empty enum is invalid',
    ],
  },
  { source: 'union u { int a; }; struct u *p;', messages: ["1:28 error wrong-tag: 'u' defined as wrong kind of tag"] },
  {
    source: 'void f(void) { (int[2])1; (struct s)1; (int)(struct s *)0; }',
    messages: [
      "1:16 error bad-cast: conversion to non-scalar type 'int[2]' requested",
      "1:27 error bad-cast: conversion to non-scalar type 'struct s' requested",
      "1:40 warning pointer-to-int-cast: cast from pointer to integer of different size: 'struct s *' to 'int'",
    ],
  },
  {
    source: 'struct s { int a; } s; void f(void) { (int)s; (float)(int *)0; }',
    messages: [
      "1:39 error bad-cast: 'struct s' value used where a scalar is required",
      "1:47 error bad-cast: cannot convert 'int *' to 'float'",
    ],
  },
  { source: 'void f(int x) { x = 1 ? 2; }', messages: ["1:26 error expected-token: expected ':' before ';' token"] },
  {
    source: 'int f(void) { for (int i = 0; i < 3, i++) ; return 0; }',
    messages: ["1:41 error expected-token: expected ';' before ')' token"],
  },
  {
    source: 'int f(void) { do { } while (1) return 0; }',
    messages: ["1:31 error expected-token: expected ';' before 'return'"],
  },
  {
    source: 'extern int g(); int f(int *p) { __atomic_fetch_add(3, 1, 0); return __builtin_clz(p); }',
    messages: [
      "1:52 error bad-operand: argument 1 of '__atomic_fetch_add' has type 'int': no pointer to a scalar",
      "1:83 warning int-conversion: passing argument 1 of '__builtin_clz' makes integer from pointer without a cast",
    ],
  },
  {
    source: 'int a[] = { [0 ... 3] = 1, [2] = x };',
    messages: ["1:34 error undeclared-identifier: 'x' undeclared here (not in a function)"],
  },
  {
    source: 'void f(void) { struct { int a; } x = { .a.b = 1 }; }',
    messages: ["1:42 error bad-designator: designator into 'int', which has no parts"],
  },
  {
    source: 'int f(void) { int x; x +=; return x }',
    messages: [
      "1:26 error expected-expression: expected an expression before ';' token",
      "1:36 error expected-token: expected ';' before '}' token",
    ],
  },
  {
    source: 'int f(void) { char *s = "abc; return 0; }',
    messages: ['1:25 error unterminated-literal: this string literal is not closed on its line'],
    gcc: 'gcc goes on behind the literal',
  },
  { source: '__attribute__((packed) int x;', messages: ["1:23 error expected-token: expected ')' before 'int'"] },
  {
    source: 'inline int x; void f(void) { extern int y = 3; }',
    messages: [
      "1:12 error bad-inline: variable 'x' declared 'inline'",
      "1:43 error bad-initializer: 'y' has both 'extern' and initializer",
    ],
    gcc: 'gcc only warns',
  },
  {
    source: 'typedef int t; typedef long t; void f(void) { t = 3; t; }',
    messages: [
      "1:29 error conflicting-types: conflicting types for 't'; have 'long'",
      "1:49 error expected-identifier: expected a name or '(' before '=' token",
    ],
    gcc: 'gcc adds a warning of the empty declaration',
  },
  {
    source: 'struct { int a; } f(void); void g(void) { f().a = 1; }',
    messages: ['1:49 error lvalue-required: lvalue required as left operand of assignment'],
  },
  {
    source: 'void f(int n) { int a[n] = { 1 }; static int b[n]; }',
    messages: [
      '1:26 error bad-initializer: variable-sized object may not be initialized except with an empty initializer',
      "1:46 error variable-length: storage size of 'b' is not constant",
    ],
  },
];
