/** Who is named where: each place of a unit's main file at which an object, function, enumerator or member is declared or used. */
import type { Place } from '../c-language/source.ts';
import type { Expression, FunctionDefinition, OrdinarySymbol, Scope, TranslationUnit } from '../c-language/syntax.ts';
import type { CType, Member, RecordDeclaration } from '../c-language/types.ts';
import { everyExpression, expressionsOf } from '../static-checks/expressions.ts';

export type Named =
  | { readonly kind: 'symbol'; readonly symbol: OrdinarySymbol }
  | { readonly kind: 'member'; readonly member: Member; readonly record: RecordDeclaration };

export interface Occurrence {
  readonly place: Place;
  readonly named: Named;
  readonly declares: boolean;
}

type Add = (place: Place, named: Named, declares: boolean) => void;

/** By `line:column`. What a macro of another file spells is not in it. */
export function occurrencesIn(unit: TranslationUnit, path: string): Map<string, Occurrence> {
  const found = new Map<string, Occurrence>();
  const add: Add = (place, named, declares) => {
    // What a macro pastes together stands where one of its parts does.
    if (place.file.path !== path || nameOf(named).length !== place.length) return;
    const key = `${place.line}:${place.column}`;
    const known = found.get(key);
    if (!known || (declares && !known.declares)) found.set(key, { place, named, declares });
  };
  addScope(unit.scope, add);
  for (const variable of unit.variables)
    for (const { value } of variable.initializer?.leaves ?? [])
      for (const each of everyExpression(value)) addExpression(each, add);
  for (const { place, record, member } of unit.designations)
    if (member) add(place, { kind: 'member', member, record }, false);
  for (const definition of unit.functions) if (isIn(definition, path)) addFunction(definition, add);
  return found;
}

function nameOf(named: Named): string {
  return (named.kind === 'symbol' ? named.symbol.name : named.member.name) ?? '';
}

function isIn({ place }: FunctionDefinition, path: string): boolean {
  return place.file.path === path;
}

function addFunction({ symbol, parameters, locals, body, scope }: FunctionDefinition, add: Add): void {
  add(symbol.place, { kind: 'symbol', symbol }, true);
  for (const each of [...parameters, ...locals])
    if (/^[\w$]+$/.test(each.name)) add(each.place, { kind: 'symbol', symbol: each }, true);
  addScopes(scope, add);
  for (const expression of expressionsOf(body)) addExpression(expression, add);
}

function addScopes(scope: Scope, add: Add): void {
  addScope(scope, add);
  for (const child of scope.children) addScopes(child, add);
}

function addScope({ ordinary, tags }: Scope, add: Add): void {
  for (const symbol of ordinary.values()) add(symbol.place, { kind: 'symbol', symbol }, true);
  for (const type of tags.values()) addMembers(type, add);
}

function addMembers(type: CType, add: Add): void {
  if (type.kind !== 'record') return;
  const record = type.declaration;
  for (const member of record.members) {
    if (member.name !== null) add(member.place, { kind: 'member', member, record }, true);
    else addMembers(member.type, add);
  }
}

/** The expression itself, not those within it. */
function addExpression(expression: Expression, add: Add): void {
  const { kind, place } = expression;
  if (kind === 'variable' || kind === 'function') add(place, { kind: 'symbol', symbol: expression.symbol }, false);
  else if (kind === 'member' && expression.base.type.kind === 'record' && expression.member.name !== null)
    add(place, { kind: 'member', member: expression.member, record: expression.base.type.declaration }, false);
}
