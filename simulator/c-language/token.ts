/** Tokens: what the lexer makes, the preprocessor transforms and the parser reads. */
import type { Place } from './source.ts';

export type TokenKind =
  | 'identifier' // keywords too: the parser tells them apart, because the preprocessor must not
  | 'number' // a preprocessing number, not yet converted
  | 'character' // 'a' L'a' u'a' U'a', spelled with quotes and escapes
  | 'string' // "a" L"a" u8"a" …, spelled with quotes and escapes, not yet concatenated
  | 'punctuator'
  | 'other' // a stray character
  | 'newline' // only inside the preprocessor
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly place: Place;
  /** White space (or a comment) stood before it: `#` and the printing of tokens need to know. */
  readonly spaceBefore: boolean;
  readonly startsLine: boolean;
  /** Names of macros that must not be expanded in this token again (Prosser's hide set); null is empty. */
  readonly hideSet: HideSet | null;
}

export interface HideSet {
  readonly macro: string;
  readonly rest: HideSet | null;
}

/** `#pragma pack`: from the token with this index on, members are aligned to `pack` bytes at most; 0 is as their types say. */
export interface PackChange {
  readonly token: number;
  readonly pack: number;
}
