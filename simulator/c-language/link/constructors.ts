/** Functions with the attributes `constructor` and `destructor`: tables of their addresses, which a program's start code runs through. */
import { evaluateInteger } from '../constant-expression.ts';
import type { FunctionDefinition } from '../syntax.ts';
import { addNameless } from './data.ts';
import { indexOfFunction } from './functions.ts';
import type { ImageLinker } from './image-linker.ts';

/** That of a constructor that says none: they run after those that do. */
const lastPriority = 65_535;

/** Fills the sections `__constructors` and `__destructors`, each in the order in which constructors run. */
export function requestConstructors(image: ImageLinker): void {
  for (const attribute of ['constructor', 'destructor']) {
    const found = image.source.units.flatMap(({ functions }) => functions.filter((each) => priority(each, attribute)));
    found.sort((a, b) => priority(a, attribute)! - priority(b, attribute)!);
    for (const definition of found) addPointer(image, definition, `__${attribute}s`);
  }
}

function priority({ symbol }: FunctionDefinition, attribute: string): number | null {
  const found = symbol.attributes.find(({ name }) => name === attribute);
  if (!found) return null;
  const [given] = found.arguments;
  return Number((given && evaluateInteger(given)) ?? lastPriority);
}

function addPointer(image: ImageLinker, definition: FunctionDefinition, section: string): void {
  const target = { kind: 'function', index: indexOfFunction(image, definition) } as const;
  const relocations = [{ offset: 0, target, addend: 0n }];
  addNameless(image, { bytes: new Uint8Array(8), alignment: 8, readOnly: false, section, relocations });
}
