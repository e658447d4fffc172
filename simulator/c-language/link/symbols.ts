/** Merging the names of an image's units: definitions, tentative definitions, weak ones, aliases and duplicates. */
import type { FunctionDefinition, FunctionSymbol, TranslationUnit, VariableSymbol } from '../syntax.ts';
import { isEmbedded } from '../object-code/compiled-parts.ts';
import { isShipped } from '../source.ts';
import { report } from './image-linker.ts';
import type { ImageLinker } from './image-linker.ts';

export function mergeSymbols(image: ImageLinker): void {
  for (const unit of image.source.units) {
    // There are thousands in an embedded one, which is the last.
    if (!isEmbedded(unit)) {
      for (const symbol of unit.functionSymbols) image.unitOf.set(symbol, unit);
      for (const symbol of unit.variables) image.unitOf.set(symbol, unit);
    }
    for (const definition of unit.functions)
      if (definition.symbol.storage === 'global') mergeFunction(image, definition);
    for (const symbol of unit.variables) mergeVariable(image, symbol);
  }
  for (const unit of image.source.units) mergeAliases(image, unit);
  for (const unit of image.source.units) mergeVariableAliases(image, unit);
}

/** The unit that a symbol is declared in. */
export function unitOf(image: ImageLinker, symbol: FunctionSymbol | VariableSymbol): TranslationUnit | undefined {
  const known = image.unitOf.get(symbol);
  if (known) return known;
  const last = image.source.units.at(-1);
  return last && isEmbedded(last) ? last : undefined;
}

export function isWeak(symbol: FunctionSymbol | VariableSymbol): boolean {
  return symbol.attributes.some(({ name }) => name === 'weak');
}

/**
 * An `inline` function that every unit defines gives way like a weak one; and so does a shipped one that is not called from outside of C: as with the real C
 * library and the real kernel, a program or module may have a function of that name, and what is shipped goes on with its own.
 */
function mergeFunction(image: ImageLinker, definition: FunctionDefinition): void {
  const { symbol } = definition;
  const known = image.functionsByName.get(symbol.name);
  if (known && givesWay(image, known.definition, definition)) image.functionsByName.delete(symbol.name);
  else if (known && givesWay(image, definition, known.definition)) return;
  else if (known && !isWeak(known.symbol) && !known.symbol.inline) {
    if (!isWeak(symbol) && !symbol.inline) reportDuplicate(image, symbol, known.symbol);
    return;
  }
  image.functionsByName.set(symbol.name, { symbol, definition });
}

function givesWay({ source }: ImageLinker, shipped: FunctionDefinition, own: FunctionDefinition): boolean {
  if (!isShipped(shipped.place) || isShipped(own.place) || own.symbol.inline) return false;
  return !source.entryPoints?.includes(shipped.symbol.name);
}

/** Objects with static storage have an identity of their own; global ones are found by name. */
function mergeVariable(image: ImageLinker, symbol: VariableSymbol): void {
  if (!symbol.defined || symbol.storage === 'static' || symbol.functionName !== null) return;
  const known = image.variablesByName.get(symbol.name);
  if (!known) {
    image.variablesByName.set(symbol.name, symbol);
    return;
  }
  if (known.initializer && symbol.initializer && !isWeak(known) && !isWeak(symbol)) {
    reportDuplicate(image, symbol, known);
  } else if ((symbol.initializer && !known.initializer) || (isWeak(known) && !isWeak(symbol))) {
    image.variablesByName.set(symbol.name, symbol);
  }
}

function reportDuplicate(
  image: ImageLinker,
  symbol: FunctionSymbol | VariableSymbol,
  first: FunctionSymbol | VariableSymbol,
): void {
  report(image.program, 'error', 'duplicate-definition', `${symbol.name} is defined more than once`, symbol.place, [
    { message: 'first defined here', place: first.place },
  ]);
}

/** `alias("target")` makes another name for a function of the same unit. */
function mergeAliases(image: ImageLinker, unit: TranslationUnit): void {
  for (const symbol of unit.functionSymbols) {
    const target = aliasedName(symbol);
    if (target === null) continue;
    const aliased = unit.functionSymbols.find(({ name, definition }) => name === target && definition);
    const definition = aliased?.definition ?? image.functionsByName.get(target)?.definition;
    if (!definition) {
      report(
        image.program,
        'error',
        'undefined-alias',
        `${symbol.name} is an alias of ${target}, which is not defined`,
        symbol.place,
      );
    } else if (symbol.storage === 'global' && !image.functionsByName.has(symbol.name)) {
      image.functionsByName.set(symbol.name, { symbol, definition });
    }
  }
}

function aliasedName(symbol: FunctionSymbol | VariableSymbol): string | null {
  return symbol.attributes.find(({ name }) => name === 'alias' || name === 'weakref')?.words[0] ?? null;
}

/** The variable of its unit that an alias is another name for. */
function aliasedVariable(image: ImageLinker, alias: VariableSymbol): VariableSymbol | null {
  const target = aliasedName(alias);
  if (target === null) return null;
  const unit = unitOf(image, alias);
  return unit?.variables.find(({ name, functionName }) => name === target && functionName === null) ?? null;
}

function mergeVariableAliases(image: ImageLinker, unit: TranslationUnit): void {
  for (const symbol of unit.variables) {
    const aliased = symbol.storage === 'static' ? null : aliasedVariable(image, symbol);
    if (aliased && !image.variablesByName.has(symbol.name)) image.variablesByName.set(symbol.name, aliased);
  }
}

/** The definition that a name in some unit stands for; null if the image has none. */
export function definitionOf(image: ImageLinker, symbol: FunctionSymbol): FunctionDefinition | null {
  if (symbol.storage === 'static') return symbol.definition ?? staticAlias(image, symbol);
  const found = image.functionsByName.get(symbol.name)?.definition ?? symbol.definition;
  const own = symbol.definition;
  return own && found && isShipped(own.place) && !isShipped(found.place) ? own : found;
}

function staticAlias(image: ImageLinker, symbol: FunctionSymbol): FunctionDefinition | null {
  const target = aliasedName(symbol);
  const unit = unitOf(image, symbol);
  if (target === null || !unit) return null;
  return unit.functionSymbols.find(({ name, definition }) => name === target && definition)?.definition ?? null;
}

/** The defining symbol of a variable with linkage; null if the image has none. */
export function definedVariable(image: ImageLinker, symbol: VariableSymbol): VariableSymbol | null {
  if (symbol.storage === 'static' || symbol.storage === 'thread') return symbol;
  const known = image.variablesByName.get(symbol.name);
  if (known) return known;
  const aliased = aliasedVariable(image, symbol);
  if (aliased) return definedVariable(image, aliased);
  return symbol.defined ? symbol : null;
}
