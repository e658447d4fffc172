/** What every translation unit begins with: the types that gcc knows without a declaration. */
import { layOutRecord } from '../layout.ts';
import { arrayOf, integerTypes, recordType, voidPointer } from '../type-operations/basic-types.ts';
import type { Place } from '../source.ts';
import type { Scope } from '../syntax.ts';
import type { CType, RecordDeclaration } from '../types.ts';
import { createScope } from './scope.ts';

const place: Place = {
  file: { path: '<built-in>', text: '', builtIn: true },
  line: 1,
  column: 1,
  length: 0,
  expansion: null,
};

/** A file scope with `__builtin_va_list` and the 128-bit integers. */
export function createFileScope(): Scope {
  const scope = createScope(null, null);
  const tag = vaListTag();
  scope.tags.set('__va_list_tag', tag);
  declareType(scope, '__builtin_va_list', arrayOf(tag, 1));
  declareType(scope, '__int128_t', integerTypes.__int128);
  declareType(scope, '__uint128_t', integerTypes['unsigned __int128']);
  return scope;
}

function declareType(scope: Scope, name: string, type: CType): void {
  scope.ordinary.set(name, { symbol: 'typedef', name, type: { ...type, typedefName: name }, place, attributes: [] });
}

/** As the x86-64 ABI has it, so that `sizeof (va_list)` is 24. */
function vaListTag(): CType {
  const declaration: RecordDeclaration = {
    tag: '__va_list_tag',
    union: false,
    place,
    complete: false,
    transparent: false,
    members: [],
    size: 0,
    alignment: 1,
  };
  const unsigned = integerTypes['unsigned int'];
  const fields: readonly (readonly [string, CType])[] = [
    ['gp_offset', unsigned],
    ['fp_offset', unsigned],
    ['overflow_arg_area', voidPointer],
    ['reg_save_area', voidPointer],
  ];
  const requests = fields.map(([name, type]) => ({ name, type, place, bits: null, packed: false, alignedTo: 0 }));
  layOutRecord(declaration, requests, { packed: false, alignedTo: 0, pack: 0 });
  return recordType(declaration);
}
