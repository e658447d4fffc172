/** The types that are spelled as words in any order: `unsigned long int`, `int long unsigned`. */
import { floatingTypes, integerTypes, voidType } from '../type-operations/basic-types.ts';
import type { CType } from '../types.ts';

/** Each word counts in a field of its own of one number. */
export const words = {
  void: 1, _Bool: 1 << 2, char: 1 << 4, short: 1 << 6, int: 1 << 8, long: 1 << 10, float: 1 << 13, double: 1 << 15,
  signed: 1 << 17, unsigned: 1 << 19, __int128: 1 << 21,
} as const; // prettier-ignore
type TypeWord = keyof typeof words;

export const typesByWords = new Map<number, CType>();
function spelled(type: CType, ...spellings: string[]): void {
  for (const spelling of spellings) {
    let sum = 0;
    for (const word of spelling.split(' ')) sum += words[word as TypeWord];
    typesByWords.set(sum, type);
  }
}
spelled(voidType, 'void');
spelled(integerTypes.bool, '_Bool');
spelled(integerTypes.char, 'char');
spelled(integerTypes['signed char'], 'signed char');
spelled(integerTypes['unsigned char'], 'unsigned char');
spelled(integerTypes.short, 'short', 'short int', 'signed short', 'signed short int');
spelled(integerTypes['unsigned short'], 'unsigned short', 'unsigned short int');
spelled(integerTypes.int, 'int', 'signed', 'signed int');
spelled(integerTypes['unsigned int'], 'unsigned', 'unsigned int');
spelled(integerTypes.long, 'long', 'long int', 'signed long', 'signed long int');
spelled(integerTypes['unsigned long'], 'unsigned long', 'unsigned long int');
spelled(integerTypes['long long'], 'long long', 'long long int', 'signed long long', 'signed long long int');
spelled(integerTypes['unsigned long long'], 'unsigned long long', 'unsigned long long int');
spelled(integerTypes.__int128, '__int128', 'signed __int128');
spelled(integerTypes['unsigned __int128'], 'unsigned __int128');
spelled(floatingTypes.float, 'float');
spelled(floatingTypes.double, 'double');
spelled(floatingTypes['long double'], 'long double');
