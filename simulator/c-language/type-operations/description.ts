/** Types in words: as a C programmer would write them, for messages and for the debugger. */
import type { CType, FunctionType, Qualifiers } from '../types.ts';

/** E.g. `const struct device *`, `int (*)(struct pci_dev *, int)`, `dma_addr_t`, `char[16]`. */
export function describeType(type: CType): string {
  return spell(type, '', true);
}

/** A declaration of `name`, e.g. `int (*probe)(struct pci_dev *)`. */
export function describeDeclaration(type: CType, name: string): string {
  return spell(type, name, true);
}

/** As in a message: quoted, and with the meaning of a typedef name, e.g. `'dma_addr_t' {aka 'unsigned long long'}`. */
export function quoteType(type: CType): string {
  const named = spell(type, '', true);
  const resolved = spell(type, '', false);
  return named === resolved || type.kind === 'error' ? `'${named}'` : `'${named}' {aka '${resolved}'}`;
}

/** C reads from the inside out: `inner` is what has been spelled so far around the name. */
function spell(type: CType, inner: string, typedefs: boolean): string {
  if (typedefs && type.typedefName !== null) return joined(qualify(type.qualifiers, type.typedefName), inner);
  switch (type.kind) {
    case 'pointer':
      return spellPointer(type.target, type.qualifiers, inner, typedefs);
    case 'array':
      return spell(type.element, `${inner}[${type.length ?? (type.variableLength ? '*' : '')}]`, typedefs);
    case 'function':
      return spell(type.result, `${inner}(${spellParameters(type, typedefs)})`, typedefs);
    default:
      return joined(qualify(type.qualifiers, simpleName(type)), inner);
  }
}

function joined(base: string, inner: string): string {
  if (inner === '' || inner.startsWith('[')) return base + inner;
  return `${base} ${inner}`;
}

function spellPointer(target: CType, qualifiers: Qualifiers, inner: string, typedefs: boolean): string {
  const words = qualify(qualifiers, '').trimEnd();
  const gap = words !== '' && inner !== '' ? ' ' : '';
  const star = `*${words === '' ? '' : ` ${words}`}${gap}${inner}`;
  const direct = typedefs && target.typedefName !== null;
  const wrap = !direct && (target.kind === 'array' || target.kind === 'function');
  return spell(target, wrap ? `(${star})` : star, typedefs);
}

function spellParameters(type: FunctionType, typedefs: boolean): string {
  if (type.oldStyle) return '';
  const parameters = type.parameters.map((parameter) => spell(parameter.type, '', typedefs));
  if (type.variadic) parameters.push('...');
  return parameters.length === 0 ? 'void' : parameters.join(', ');
}

function qualify(qualifiers: Qualifiers, name: string): string {
  return `${qualifiers.const ? 'const ' : ''}${qualifiers.volatile ? 'volatile ' : ''}${qualifiers.atomic ? '_Atomic ' : ''}${name}`;
}

function simpleName(type: CType): string {
  switch (type.kind) {
    case 'integer':
      if (type.bits < type.size * 8) return `${type.name}:${type.bits}`;
      return type.name === 'bool' ? '_Bool' : type.name;
    case 'floating':
      return type.name;
    case 'enum':
      return `enum ${type.declaration.tag ?? '<anonymous>'}`;
    case 'record':
      return `${type.declaration.union ? 'union' : 'struct'} ${type.declaration.tag ?? '<anonymous>'}`;
    case 'void':
      return 'void';
    default:
      return '<error>';
  }
}
