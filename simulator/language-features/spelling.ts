/** Declarations as one reads them: parameters by their names, what a typedef stands for, how many bits a field has. */
import type { MacroDefinition } from '../c-language/preprocess.ts';
import { describeDeclaration } from '../c-language/type-operations.ts';
import type { CType, FunctionType, Member } from '../c-language/types.ts';

/** A macro's name and what it takes. */
export function macroHead({ name, ...macro }: MacroDefinition): string {
  return macro.parameters ? `${name}(${macroParameters(macro).join(', ')})` : name;
}

export function macroParameters({ parameters, variadic }: Pick<MacroDefinition, 'parameters' | 'variadic'>): string[] {
  const last = (parameters?.length ?? 0) - 1;
  return (parameters ?? []).map((name, index) =>
    variadic && index === last ? (name === '__VA_ARGS__' ? '...' : `${name}...`) : name,
  );
}

/** Each parameter as it is declared, `...` at the end. */
export function parametersOf({ parameters, variadic }: FunctionType): string[] {
  return [...parameters.map(({ type, name }) => describeDeclaration(type, name ?? '')), ...(variadic ? ['...'] : [])];
}

export function functionHead(type: FunctionType, name: string): string {
  const parameters = parametersOf(type);
  return `${describeDeclaration(type.result, name).trim()}(${parameters.length === 0 ? 'void' : parameters.join(', ')})`;
}

export function calledType(type: CType): FunctionType | null {
  if (type.kind === 'function') return type;
  return type.kind === 'pointer' && type.target.kind === 'function' ? type.target : null;
}

/** What a name is declared as; a function with its parameters' names. */
export function declarationOf(type: CType, name: string): string {
  return type.kind === 'function' ? functionHead(type, name) : describeDeclaration(type, name);
}

/** What stands behind a typedef. */
export function typedefOf(type: CType, name: string): string {
  return `typedef ${describeDeclaration({ ...type, typedefName: null }, name)}`;
}

export function memberOf({ type, name, bitField }: Member): string {
  return describeDeclaration(type, name ?? '') + (bitField ? ` : ${bitField.width}` : '');
}
