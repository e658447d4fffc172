/** Sources for the comparison with gcc, grouped by what they are about. */
import type { Files } from './preprocess-files.ts';

type Row = readonly [name: string, source: string | Files];

/** C11 6.4: tokens, splices, comments. */
const lexical: Row[] = [
  ['splice in an identifier', 'int ab\\\ncd = 1;'],
  ['splice in a number', '12\\\n34 0x\\\nff 1e\\\n+5'],
  ['splice in a string', '"ab\\\ncd" "x\\\\\\\nn"'],
  ['splice between escape and its letter', '"a\\\\\nn"'],
  ['splice in punctuators', 'a -\\\n> b <\\\n<\\\n= c .\\\n5 +\\\n+'],
  ['splice between prefix and quote', 'L\\\n"wide" u\\\n8"narrow"'],
  ['many splices in one token', 'a\\\nb\\\nc\\\nd\\\ne\\\nf\\\ng\\\nh x'],
  ['splice with blanks before the line end', 'a\\  \nb \\\t\nc'],
  ['splice in a directive', '#def\\\nine A\\\nB 1 \\\n+ 2\nAB'],
  ['splice in comment delimiters', 'a /\\\n* b *\\\n/ c /\\\n/ d\ne'],
  ['line comment goes on after a splice', 'a // b \\\n c \\\n d\ne'],
  ['comment is a space', '#define f(x) #x\nf(a/* */b) f(a/**/+b)'],
  ['comment across lines in a directive', '#define A 1 /* one\n two */ + 2\nA'],
  ['stars in comments', '/***/ a /* ** / * */ b /*/ c */ d'],
  ['comment openers in strings', '"/* no */" \'//\' "// no"'],
  ['quotes in comments', 'a // don\'t\nb /* " */ c'],
  ['string prefixes', 'L"a" u"b" U"c" u8"d" R L\'e\' u\'f\' U\'g\' u8 x"y"'],
  ['prefix-like identifiers', 'L u8 LL"a" uu"b" u8x'],
  ['numbers', '1.5e+3 0x1p-4 1..2 .5.6 1e+e-+3 0xe+1 1_000 1$2 08 1.f.x'],
  ['dots', 'a...b ..c .. . .d ....'],
  ['digraphs', '<% a<:1:> %> %:%: %:\n%:define D 4\nD'],
  ['longest match', 'a+++++b; x<<=>>=y; i---j; p->*q; a&&&b; c|||d; !==e; a^=b'],
  ['dollar in identifiers', '#define $a 1\n$a a$b $'],
  ['letters beyond ASCII', '#define é 1\né être 变量 x变y'],
  ['universal character names', '\\u00e9t a\\u00e9 x\\U0001F600y'],
  ['CRLF', '#define A 1 \\\r\n + 2\r\nA // x\r\nb /* \r\n */ c "d\\\r\ne"\r\n'],
  ['vertical tab and form feed', 'a\fb\vc\n  # \t define X 1\nX'],
  ['no newline at the end of a directive', 'A\n#define A 1'],
  ['empty file', ''],
  ['only comments', '/* a */ // b'],
  ['byte order mark', '\ufeff#define A 1\nA'],
  ['escaped quotes', '"a\\"b" \'\\\'\' "\\\\" \'\\\\\''],
  ['a lone backslash is kept by stringising only', '#define s(x) #x\ns(a\\b) s(\\ )'],
];

/** C11 6.10.3 with the examples' nastier relatives. */
const macros: Row[] = [
  ['object-like', '#define A B\n#define B C\n#define C A x\nA B C'],
  ['recursion of one', '#define f(x) f(x + 1)\nf(f(2))'],
  ['mutual recursion', '#define f(x) g(x)\n#define g(x) f(x) x\nf(1) g(2)'],
  ['name without parentheses', '#define f(x) [x]\nf f + f\n(1) f /* c */ (2)'],
  ['name at the end of a file', '#define f(x) [x]\nf'],
  ['no parameters', '#define f() 1\nf() f( ) f(\n) f'],
  ['space before the parenthesis makes it object-like', '#define f (x) x\nf (1)'],
  ['empty arguments', '#define f(a, b) [a|b]\nf(,) f(1,) f(,2) f( , )'],
  ['one empty argument', '#define f(a) [a]\nf() f( )'],
  ['nested parentheses and commas', '#define f(a, b) a b\nf((1, 2), g(3, (4, 5)))'],
  ['brackets do not protect commas', '#define f(a, b) a|b\nf([1, 2])'],
  ['call across lines', '#define f(a, b) a + b\nf(1,\n  2\n)\nx f\n\n(3, /* , */\n4)'],
  ['arguments are expanded first', '#define x 1\n#define f(a) a #a\n#define g(a) f(a)\nf(x) g(x)'],
  ['unspecified nesting: 6.10.3.4', '#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)'],
  ['call that reaches beyond its macro', '#define f(x) x + f\nf(1)(2)(3)'],
  ['name from a body, arguments from the text', '#define g(x) <x>\n#define f g\nf(1) f (2)'],
  [
    'macro that opens a parenthesis',
    '#define LP (\n#define RP )\n#define f(x) [x]\n#define e(x) x\nf LP 1 RP e(f LP 1 RP)',
  ],
  ['deferred call', '#define EMPTY\n#define DEFER(x) x EMPTY\n#define E(x) x\n#define A() 1\nDEFER(A)() E(DEFER(A)())'],
  [
    'recursion by deferral',
    '#define EMPTY()\n#define DEFER(x) x EMPTY()\n#define OB(...) __VA_ARGS__ DEFER(EMPTY)()\n#define EVAL(...) E1(E1(E1(__VA_ARGS__)))\n#define E1(...) E2(E2(E2(__VA_ARGS__)))\n#define E2(...) __VA_ARGS__\n#define REPEAT(x) x OB(REPEAT_I)()(x+)\n#define REPEAT_I() REPEAT\nEVAL(REPEAT(1))',
  ],
  ['painted tokens stay painted', '#define foo foo a\n#define id(x) x\nid(id(foo)) foo'],
  ['painted through an argument', '#define f(x) x\n#define a f(a)\na f(a) f(f(a))'],
  [
    'self reference through an argument',
    '#define NIL(xxx) xxx\n#define G_0(arg) NIL(G_1)(arg)\n#define G_1(arg) NIL(arg)\nG_0(42)',
  ],
  ['hide set is intersected', '#define f(x) x g\n#define g(x) x f\nf(1)(2)(3)(4)'],
  ['keyword as macro', '#define if while\n#define int(x) long x\nif (1) int(y) int;'],
  ['parameter named as a macro', '#define x 5\n#define f(x) x + y\nf(2) x'],
  ['undefined and defined again', '#define A 1\nA\n#undef A\nA\n#define A 2\nA\n#undef NEVER'],
  ['same definition twice', '#define A  1 + 2\n#define A 1   +  2 /* c */\n#define f(a) a\n#define f( a ) a\nA f(3)'],
  ['definition with other text', '#define A 1\n#define A 2\nA'],
  ['body is scanned when used', '#define A B\n#define B 1\n#undef B\n#define B 2\nA'],
  ['nested calls of the same macro', '#define max(a, b) ((a) > (b) ? (a) : (b))\nmax(max(1, 2), max(3, max(4, 5)))'],
  [
    '6.10.3.5 example 3',
    '#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n#define m(a) a(w)\n#define w 0,1\n#define t(a) a\n#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n#define str(x) # x\nf(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\ng(x+(3,4)-w) | h 5) & m\n(f)^m(m);\np() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };\nchar c[2][6] = { str(hello), str() };',
  ],
];

const operators: Row[] = [
  [
    '6.10.3.5 example 4',
    '#define str(s) # s\n#define xstr(s) str(s)\n#define debug(s, t) printf("x" # s "= %d, x" # t "= %s", \\\n x ## s, x ## t)\n#define INCFILE(n) vers ## n\n#define glue(a, b) a ## b\n#define xglue(a, b) glue(a, b)\n#define HIGHLOW "hello"\n#define LOW LOW ", world"\ndebug(1, 2);\nfputs(str(strncmp("abc\\0d", "abc", \'\\4\') // this goes away\n== 0) str(: @\\n), s);\nxstr(INCFILE(2).h)\nglue(HIGH, LOW);\nxglue(HIGH, LOW)',
  ],
  [
    '6.10.3.5 example 5',
    '#define t(x,y,z) x ## y ## z\nint j[] = { t(1,2,3), t(,4,5), t(6,,7), t(8,9,), t(10,,), t(,11,), t(,,12), t(,,) };',
  ],
  [
    '6.10.3.5 example 7',
    '#define debug(...) fprintf(stderr, __VA_ARGS__)\n#define showlist(...) puts(#__VA_ARGS__)\n#define report(test, ...) ((test)?puts(#test): printf(__VA_ARGS__))\ndebug("Flag");\ndebug("X = %d\\n", x);\nshowlist(The first, second, and third items.);\nreport(x>y, "x is %d but y is %d", x, y);',
  ],
  [
    '6.10.3.3 hash hash',
    '#define hash_hash # ## #\n#define mkstr(a) # a\n#define in_between(a) mkstr(a)\n#define join(c, d) in_between(c hash_hash d)\nchar p[] = join(x, y);',
  ],
  ['stringise spaces', '#define s(x) #x\ns(  a   b  ) s(a\n\n b) s(a+b) s( a + b ) s(/**/a/**/b/**/)'],
  ['stringise literals', '#define s(x) #x\ns("a\\n\\"") s(\'"\') s(\'\\\\\') s(L"x\\y") s("\\\\" \\\\)'],
  ['stringise commas and parentheses', '#define s(...) #__VA_ARGS__\ns(a, b ,c) s((a,b),c) s() s( , )'],
  ['stringise is not expanded', '#define A 1\n#define s(x) #x\n#define x(y) s(y)\ns(A) x(A) x(s(A))'],
  [
    'stringise what an expansion spaced',
    '#define s(x) #x\n#define x(y) s(y)\n#define E\n#define f(x) [x]\n#define N(a) -a\nx(a E b) x(aEb) x(a f(b)) x(f( b )c) x(E) x(- E -) x(a E[b]) x(N(-1)) x(N( -1 ))',
  ],
  [
    'stringise spacing around parameters',
    '#define s(x) #x\n#define x(y) s(y)\n#define f(a, b) <a b>\n#define g(a, b) <a/**/b>\nx(f(,)) x(f(1,)) x(f(,2)) x(g(1,2)) x(f( 1 , 2 ))',
  ],
  ['hash in an object-like macro', '#define H #x # y\nH'],
  ['hash of a parameter with space', '#define s(x) # x #x\ns(a)'],
  [
    'paste identifiers and numbers',
    '#define c(a, b) a##b\nc(x, 1) c(x, y1) c(1, x) c(1, .5) c(., 5) c(1e, 3) c(0x, ff)',
  ],
  [
    'paste operators',
    '#define c(a, b) a ## b\nc(+, +) c(-, >) c(<, <=) c(&, &) c(|, |) c(<<, =) c(-, =) c(#, #) c(<, :)',
  ],
  ['paste literals', '#define c(a, b) a ## b\nc(L, "x") c(u8, "x") c(L, \'x\') c(u, "y")'],
  ['paste makes a macro name', '#define AB 1\n#define A 2\n#define c(a, b) a ## b\nc(A, B) c(A,) c(,A)'],
  ['paste makes its own name', '#define AB(x, y) x ## y\nAB(A, B)(1, 2)'],
  ['paste makes the name of an outer macro', '#define foo bar c(fo, o)\n#define c(a, b) a##b\nfoo'],
  ['paste several', '#define c(a, b, c) a ## b ## c\nc(x, y, z) c(x y, z, w v) c(,y,) c(x,,z)'],
  ['paste with more tokens on both sides', '#define c(a, b) a ## b\nc(1 2, 3 4) c((a), (b)) c(x(1)y, z)'],
  [
    'paste does not expand its operands',
    '#define A 1\n#define c(a, b) a ## b\n#define d(a, b) c(a, b)\nc(A, A) d(A, A)',
  ],
  ['paste in an object-like macro', '#define A x ## y\n#define xy 7\nA'],
  ['paste and stringise', '#define f(a, b) #a ## b\nf(x,) f(,)'],
  ['stringise after paste', '#define f(a, b) a ## #b\nf(L, x) f(, y)'],
  ['paste parameter with body text', '#define f(a) pre_##a##_post a##1 v##a\nf(x) f() f(A B)'],
  ['wrong paste keeps both', '#define c(a, b) a ## b\nc(+, 1) c("a", "b") c(x, +) c(), ()'],
  ['paste to a comment is none', '#define c(a, b) a ## b\nc(/, /) c(/, *) x'],
  ['spliced paste operator', '#define c(a, b) a #\\\n# b\nc(x, y)'],
  ['two paste operators in a row', '#define c(a, b) a ## ## b\nc(x, y)'],
];

const variadic: Row[] = [
  ['rest arguments', '#define f(a, ...) a | __VA_ARGS__\nf(1, 2, 3) f(1,) f(1, (2, 3), 4)'],
  ['rest left out', '#define f(a, ...) a | __VA_ARGS__\nf(1)'],
  ['GNU comma: left out, empty, given', '#define e(f, ...) p(f, ##__VA_ARGS__)\ne("x") e("x",) e("x", 1) e("x", 1, 2)'],
  ['GNU comma with only the rest', '#define e(...) p(a, ##__VA_ARGS__)\ne() e( ) e(1) e(1, 2)'],
  ['GNU named rest', '#define e(f, args...) p(f, ## args) #args\ne("x") e("x", 1, 2) e("x", )'],
  ['GNU named rest only', '#define e(args...) p(0, ## args)\ne() e(1, 2)'],
  [
    'GNU comma does not paste',
    '#define X 1\n#define e(f, ...) p(f, ##__VA_ARGS__)\ne("x", X) e("x", -X) e("x", e("y", X))',
  ],
  ['GNU comma with more pasted', '#define e(a, ...) a, ## __VA_ARGS__ ## z\ne(1, 2) e(1)'],
  ['comma that is not GNU', '#define e(a, ...) a ## , ## __VA_ARGS__ x ## __VA_ARGS__\ne(, b)'],
  [
    'stringise rest',
    '#define s(...) #__VA_ARGS__\n#define t(a, ...) #a #__VA_ARGS__\ns() s(a) s(a,b) s(a , b) t(1) t(1,) t(1, 2 , 3)',
  ],
  ['rest given on', '#define f(...) g(__VA_ARGS__)\n#define g(a, b, ...) a-b-__VA_ARGS__\nf(1, 2, 3, 4) f(1, 2)'],
  ['rest of an expansion', '#define two 1, 2\n#define f(a, ...) [a][__VA_ARGS__]\n#define g(x) f(x)\ng(two) f(two)'],
  [
    'counting arguments',
    '#define N(...) N_(__VA_ARGS__, 4, 3, 2, 1, 0)\n#define N_(a, b, c, d, n, ...) n\nN(x) N(x, y) N(x, y, z)',
  ],
  ['__VA_OPT__', '#define f(a, ...) g(a __VA_OPT__(,) __VA_ARGS__)\nf(1) f(1,) f(1, 2) f(1, 2, 3)'],
  ['__VA_OPT__ looks at the expansion', '#define E\n#define f(...) [__VA_OPT__(x)]\nf(E) f(E E) f(1) f()'],
  [
    '__VA_OPT__ with operands',
    '#define f(a, ...) x ## __VA_OPT__(a ## y) z a ## __VA_OPT__()1 __VA_OPT__(b) ## c\nf(1) f(1, 2)',
  ],
  ['__VA_OPT__ stringised', '#define f(a, ...) #__VA_OPT__(a __VA_ARGS__)\nf(1) f(1, 2) f(x, y , z)'],
  ['__VA_OPT__ parentheses', '#define f(...) __VA_OPT__(g((a), (b)))\nf() f(1)'],
];

const conditionals: Row[] = [
  ['if else', '#if 1\na\n#else\nb\n#endif\n#if 0\nc\n#else\nd\n#endif'],
  ['elif chain', '#define X 3\n#if X == 1\na\n#elif X == 2\nb\n#elif X == 3\nc\n#elif X == 3\nd\n#else\ne\n#endif'],
  ['nested in what is left out', '#if 0\n#if 1\na\n#else\nb\n#endif\n#elif 1\nc\n#ifdef X\n#else\nd\n#endif\n#endif'],
  ['ifdef and ifndef', '#define A\n#ifdef A\na\n#endif\n#ifndef A\nb\n#else\nc\n#endif\n#ifdef __LINE__\nd\n#endif'],
  ['elifdef and elifndef', '#define A\n#if 0\n#elifdef A\na\n#endif\n#if 0\n#elifndef A\nb\n#elifndef B\nc\n#endif'],
  ['conditions after the taken group are not read', '#if 1\na\n#elif 1 / 0 (\nb\n#endif'],
  ['garbage in what is left out', '#if 0\ndon\'t "do\n#foo\n# 12\n#else\nok\n#endif'],
  ['defined', '#define A\n#if defined A && defined(A) && !defined B && !defined ( B )\na\n#endif'],
  ['defined out of a macro', '#define D defined(A)\n#define A\n#if D\na\n#endif\n#undef A\n#if D\nb\n#else\nc\n#endif'],
  ['names count as 0', '#if X == 0 && !Y && int == 0\na\n#endif'],
  ['macros in conditions', '#define f(x, y) ((x) * (y))\n#if f(2, 3) == 6 && f(f(2,2),2) == 8\na\n#endif'],
  [
    'precedence',
    '#if 1 + 2 * 3 == 7 && (1 | 2 ^ 3 & 2) == 1 && 1 << 2 + 1 == 8 && -1 < 0\na\n#endif\n#if 2 - 1 - 1 == 0 && 8 / 2 / 2 == 2 && 7 % 4 % 2 == 1\nb\n#endif',
  ],
  ['conditional operator', '#if (1 ? 2 : 3) == 2 && (0 ? 1 : 0 ? 2 : 3) == 3\na\n#endif\n#if 1 ? 0 : 1\nb\n#endif'],
  [
    'signed and unsigned',
    '#if -1 > 0u\na\n#endif\n#if -1 < 0\nb\n#endif\n#if (0 ? 1u : -1) > 0\nc\n#endif\n#if 0xffffffffffffffff == -1\nd\n#endif',
  ],
  [
    '64 bits',
    '#if 0x7fffffffffffffff + 0 > 0 && 1 << 40 == 1099511627776 && 0xffffffffffffffffu == 18446744073709551615u\na\n#endif\n#if 18446744073709551615u + 1 == 0\nb\n#endif',
  ],
  [
    'unsigned wraps',
    '#if 0u - 1 == 0xffffffffffffffffu && 1u * 0x8000000000000000 * 2 == 0\na\n#endif\n#if ~0u == 0xffffffffffffffff && ~0 == -1\nb\n#endif',
  ],
  [
    'division rounds to zero',
    '#if -7 / 2 == -3 && -7 % 2 == -1 && 7 / -2 == -3\na\n#endif\n#if -8 >> 1 == -4 && (-1 >> 63) == -1\nb\n#endif',
  ],
  ['shift counts', '#if (1 << -1) == 0 && (4 >> -1) == 8 && (1 << 64) == 0 && (-1 >> 70) == -1\na\n#endif'],
  ['logical operators shield', '#if 0 && 1 / 0\na\n#elif 1 || 1 / 0\nb\n#endif\n#if 1 ? 1 : 1 / 0\nc\n#endif'],
  [
    'characters',
    "#if 'a' == 97 && '\\n' == 10 && '\\x41' == 65 && '\\101' == 'A' && '\\0' == 0 && '\\e' == 27\na\n#endif\n#if '\\377' < 0 && 'ab' == 24930 && L'\\xff' == 255 && u'\\xffff' > 0\nb\n#endif",
  ],
  ['integer suffixes', '#if 1u == 1U && 1l == 1L && 1ull == 1LLU && 0b101 == 5 && 010 == 8 && 0X1F == 31\na\n#endif'],
  [
    '__has_include',
    {
      'main.c':
        '#if __has_include("a.h") && __has_include(<b.h>) && !__has_include("no.h")\nyes\n#endif\n#define H <b.h>\n#if __has_include(H)\nmacro\n#endif\n#ifdef __has_include\ndef\n#endif',
      'a.h': '',
      'first/b.h': '',
    },
  ],
  [
    '__has_attribute',
    '#if __has_attribute(packed) && __has_attribute(__aligned__) && !__has_attribute(no_such_thing)\nyes\n#endif',
  ],
  ['__has_builtin', '#if __has_builtin(__builtin_expect) && !__has_builtin(no_such_thing)\nyes\n#endif'],
  ['comment after a directive', '#if 1 // yes\na\n#else /* no */\nb\n#endif /* 1 */'],
  ['space around the hash', '  #  if 1\na\n /* c */ # /* d */ endif // e\n#\n# // null'],
  ['hash from a macro is no directive', '#define H #\nH define X 1\nX\n#define f(x) x\nf(#) if'],
];

const files: Row[] = [
  ['quote and angle', { 'main.c': '#include "a.h"\n#include <a.h>\nend', 'a.h': 'own', 'first/a.h': 'first' }],
  [
    'relative to the including file',
    { 'main.c': '#include "sub/a.h"', 'sub/a.h': '#include "b.h"\na', 'sub/b.h': 'b' },
  ],
  [
    'macro-expanded names',
    {
      'main.c':
        '#define A "a.h"\n#define L <b.h>\n#define N(x) <x.h>\n#define b b\n#include A\n#include L\n#include N(b)',
      'a.h': 'a',
      'second/b.h': 'b',
    },
  ],
  ['include_next', { 'main.c': '#include <x.h>', 'first/x.h': 'first\n#include_next <x.h>', 'second/x.h': 'second' }],
  [
    'guarded',
    {
      'main.c': '#include "g.h"\n#include "g.h"\n#undef G\n#include "g.h"',
      'g.h': '// c\n#ifndef G\n#define G\nonce\n#endif // G\n',
    },
  ],
  [
    'guard-like but not a guard',
    { 'main.c': '#include "g.h"\n#include "g.h"', 'g.h': '#ifndef G\n#define G\nonce\n#endif\nmore\n' },
  ],
  [
    'guard with else',
    { 'main.c': '#include "g.h"\n#include "g.h"', 'g.h': '#ifndef G\n#define G\nonce\n#else\nagain\n#endif\n' },
  ],
  [
    'two conditionals in a header',
    {
      'main.c': '#include "g.h"\n#include "g.h"',
      'g.h': '#ifndef G\n#define G\nonce\n#endif\n#ifdef G\nboth\n#endif\n',
    },
  ],
  ['pragma once', { 'main.c': '#include "o.h"\n#include "o.h"', 'o.h': '#pragma once\nonce' }],
  ['_Pragma once', { 'main.c': '#include "o.h"\n#include "o.h"', 'o.h': '_Pragma("once")\nonce' }],
  ['import', { 'main.c': '#import "o.h"\n#import "o.h"\n#include "o.h"', 'o.h': 'once' }],
  [
    'X macros',
    {
      'main.c': '#define X(a) enum_##a,\n#include "x.def"\n#undef X\n#define X(a) #a,\n#include "x.def"',
      'x.def': 'X(one)\nX(two)\n',
    },
  ],
  [
    'file that includes itself to a limit',
    {
      'main.c': '#include "s.h"',
      's.h':
        '#ifndef A\n#define A\n#include "s.h"\n#elif !defined B\n#define B\n#include "s.h"\n#endif\n__INCLUDE_LEVEL__',
    },
  ],
  ['macro name at the end of a header', { 'main.c': '#include "f.h"\n(1)', 'f.h': '#define f(x) [x]\nf' }],
  [
    'places as macros',
    {
      'main.c': '__FILE__ __LINE__\n#include "sub/l.h"\n__FILE__ __LINE__ __BASE_FILE__ __FILE_NAME__',
      'sub/l.h': '\n__FILE__ __LINE__ __INCLUDE_LEVEL__ __BASE_FILE__ __FILE_NAME__',
    },
  ],
  [
    'header names are no strings',
    {
      'main.c': '#include "a\\b.h"\n#include <c//d.h>',
      'a\\b.h': 'backslash',
      'first/c/d.h': 'slashes',
      'first/c//d.h': 'slashes',
    },
  ],
  [
    'include among arguments',
    { 'main.c': '#define f(a, b) [a|b]\nf(1,\n#define TWO 2\nTWO\n)\nf(\n#ifdef TWO\nyes\n#else\nno\n#endif\n, 3)' },
  ],
  ['missing where it does not count', '#if 0\n#include <none.h>\n#endif\nb'],
];

const special: Row[] = [
  ['__LINE__', '__LINE__\n\n__LINE__ /*\n*/ __LINE__\n#define L __LINE__\nL L\n#define f(x) x L\nf(\n__LINE__\n)'],
  ['__LINE__ after splices', 'a \\\n__LINE__\n__LINE__'],
  ['__COUNTER__', '__COUNTER__ __COUNTER__\n#define u(x) x##_\n#define c(x) [x x]\nc(__COUNTER__) __COUNTER__'],
  [
    'unique names',
    '#define P_(a, b) a##b\n#define P(a, b) P_(a, b)\n#define UNIQUE P(id_, __COUNTER__)\n#define LINED P(at_, __LINE__)\nUNIQUE UNIQUE LINED',
  ],
  [
    'line directive',
    '#line 100\n__LINE__\n#line 7 "other.c"\n__LINE__ __FILE__\n#define N 50 "m.c"\n#line N\n__LINE__ __FILE__',
  ],
  ['line marker', '# 33 "foo.h"\n__LINE__ __FILE__'],
  [
    'pragmas are kept away',
    '#pragma GCC optimize ("O2")\na\n_Pragma("GCC diagnostic push") b\n#define p _Pragma("STDC FP_CONTRACT ON") c\np',
  ],
  [
    'push_macro',
    '#define A 1\n#pragma push_macro("A")\n#undef A\n#define A 2\nA\n#pragma pop_macro("A")\nA\n#pragma push_macro("B")\n#define B 1\n#pragma pop_macro("B")\nB',
  ],
  ['ident', '#ident "x"\na'],
  ['warning goes on', "#warning this is fine, don't worry\na"],
  ['error', '#error it\'s "bad\na'],
  [
    'kernel idioms',
    '#define __stringify_1(x...) #x\n#define __stringify(x...) __stringify_1(x)\n#define IS_ENABLED(option) __or(IS_BUILTIN(option), 0)\n#define __ARG_PLACEHOLDER_1 0,\n#define __take_second_arg(__ignored, val, ...) val\n#define IS_BUILTIN(option) __is_defined(option)\n#define __is_defined(x) ___is_defined(x)\n#define ___is_defined(val) ____is_defined(__ARG_PLACEHOLDER_##val)\n#define ____is_defined(arg1_or_junk) __take_second_arg(arg1_or_junk 1, 0)\n#define __or(x, y) ___or(x, y)\n#define ___or(x, y) ____or(__ARG_PLACEHOLDER_##x, y)\n#define ____or(arg1_or_junk, y) __take_second_arg(arg1_or_junk 1, y)\n#define CONFIG_A 1\n#if IS_ENABLED(CONFIG_A) && !IS_ENABLED(CONFIG_B)\nok\n#endif\nIS_ENABLED(CONFIG_A) IS_ENABLED(CONFIG_B) __stringify(CONFIG_A, b)',
  ],
  [
    'container_of and friends',
    '#define typeof_member(T, m) typeof(((T*)0)->m)\n#define container_of(ptr, type, member) ({ \\\n\tvoid *__mptr = (void *)(ptr); \\\n\t((type *)(__mptr - offsetof(type, member))); })\nstruct foo *f = container_of(list->next, struct foo, list);',
  ],
  [
    'module macros',
    '#define MODULE_INFO(tag, info) static const char __UNIQUE_ID(tag)[] = #tag "=" info\n#define __UNIQUE_ID(prefix) __PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)\n#define __PASTE(a, b) ___PASTE(a, b)\n#define ___PASTE(a, b) a##b\nMODULE_INFO(license, "GPL"); MODULE_INFO(author, "x");',
  ],
];

const errors: Row[] = [
  ['wrong number of arguments', '#define f(a, b) a b\nf(1) x f(1, 2, 3) y f()'],
  ['wrong number for none', '#define f() 1\nf(2) x'],
  ['unknown directive', '#foo\na'],
  ['bad macro names', '#define\n#define 1 2\n#define defined 1\n#undef\n#ifdef\n#endif\na'],
  [
    'bad parameter lists',
    '#define f(a b) 1\n#define g(a,) 1\n#define h(a, a) 1\n#define i(1) 1\n#define j(a\nf(1) g h i j',
  ],
  ['bad bodies', '#define f(a) ## a\n#define g(a) a ##\n#define h(a) #b\n#define i ## x\nf g h i'],
  [
    'bad conditions',
    '#if\na\n#endif\n#if 1 +\nb\n#endif\n#if (1\nc\n#endif\n#if 1 2\nd\n#endif\n#if 1.0\ne\n#endif\n#if "x"\nf\n#endif\n#if f(1)\nh\n#endif\nok',
  ],
  ['stray else', '#else\na\n#endif\nb\n#elif 1\nc'],
  ['else twice', '#if 1\na\n#else\nb\n#else\nc\n#elif 1\nd\n#endif\ne'],
  ['unterminated conditional', 'a\n#if 1\nb'],
];

export const comparisons: readonly Row[] = [
  ...lexical,
  ...macros,
  ...operators,
  ...variadic,
  ...conditionals,
  ...files,
  ...special,
  ...errors,
];
