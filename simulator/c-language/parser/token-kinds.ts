/** What the parser distinguishes among tokens: keywords under their standard spelling, punctuators, and the rest by kind. */
import type { Token } from '../token.ts';

const keywords = [
  'auto', 'break', 'case', 'char', 'const', 'continue', 'default', 'do', 'double', 'else', 'enum', 'extern', 'float',
  'for', 'goto', 'if', 'inline', 'int', 'long', 'register', 'restrict', 'return', 'short', 'signed', 'sizeof', 'static',
  'struct', 'switch', 'typedef', 'union', 'unsigned', 'void', 'volatile', 'while', '_Alignas', '_Alignof', '_Atomic',
  '_Bool', '_Complex', '_Generic', '_Noreturn', '_Static_assert', '_Thread_local', 'typeof', 'asm', '__attribute__',
  '__auto_type', '__extension__', '__label__', '__int128',
] as const; // prettier-ignore

const alternateSpellings = {
  __const: 'const', __const__: 'const', __volatile: 'volatile', __volatile__: 'volatile', __inline: 'inline',
  __inline__: 'inline', __signed: 'signed', __signed__: 'signed', __restrict: 'restrict', __restrict__: 'restrict',
  __typeof: 'typeof', __typeof__: 'typeof', __asm: 'asm', __asm__: 'asm', __attribute: '__attribute__',
  __alignof: '_Alignof', __alignof__: '_Alignof', __thread: '_Thread_local', __complex__: '_Complex', __complex: '_Complex',
  '<:': '[', ':>': ']', '<%': '{', '%>': '}',
} as const; // prettier-ignore

const punctuators = [
  '[', ']', '(', ')', '{', '}', '.', '->', '++', '--', '&', '*', '+', '-', '~', '!', '/', '%', '<<', '>>', '<', '>',
  '<=', '>=', '==', '!=', '^', '|', '&&', '||', '?', ':', ';', '...', '=', '*=', '/=', '%=', '+=', '-=', '<<=', '>>=',
  '&=', '^=', '|=', ',', '#', '##',
] as const; // prettier-ignore

export type Keyword = (typeof keywords)[number];
export type Punctuator = (typeof punctuators)[number];
/** No keyword is spelled like the names of the other kinds. */
export type Kind = Keyword | Punctuator | 'identifier' | 'number' | 'character' | 'string' | 'other' | 'end';

const kinds = new Map<string, Kind>([
  ...keywords.map((word) => [word, word] as const),
  ...punctuators.map((word) => [word, word] as const),
  ...Object.entries(alternateSpellings),
]);

export function kindOf(token: Token): Kind {
  switch (token.kind) {
    case 'identifier':
      return kinds.get(token.text) ?? 'identifier';
    case 'punctuator':
      return kinds.get(token.text) ?? 'other';
    case 'newline':
      return 'other';
    default:
      return token.kind;
  }
}

const typeWords: ReadonlySet<Kind> = new Set([
  'char', 'const', 'double', 'enum', 'float', 'int', 'long', 'short', 'signed', 'struct', 'union', 'unsigned', 'void',
  'volatile', 'restrict', '_Atomic', '_Bool', '_Complex', 'typeof', '__attribute__', '__auto_type', '__int128', '_Alignas',
] satisfies Kind[]); // prettier-ignore
const storageWords: ReadonlySet<Kind> = new Set([
  'auto', 'extern', 'inline', 'register', 'static', 'typedef', '_Noreturn', '_Thread_local',
] satisfies Kind[]); // prettier-ignore

/** Keywords that can begin a type name. */
export function isTypeKeyword(kind: Kind): boolean {
  return typeWords.has(kind);
}

/** Keywords that can begin a declaration. */
export function isDeclarationKeyword(kind: Kind): boolean {
  return typeWords.has(kind) || storageWords.has(kind);
}
