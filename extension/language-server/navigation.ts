/** References, names and symbols beyond one document: what other files of the workspace mean by the same word. */
import {
  ResponseError,
  ErrorCodes,
  type Location,
  type SymbolInformation,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import {
  meaningAt,
  placesInDoubt,
  placesThatMean,
  within,
  type Analysis,
  type Meaning,
  type OutlineItem,
  type Place,
  type Position,
} from '../../simulator/index.ts';
import { isHeader, type Analyses } from './analyses.ts';
import { locationOf, symbolKind, uriOf } from './as-lsp.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Other files that are read to look for a name. */
const mostReadings = 60;
const mostSymbols = 200;

/** In this file, in the headers that it includes, and in other files around that mean the same. */
export function referencesTo(
  analysis: Analysis,
  at: Position,
  declarations: boolean,
  analyses: Analyses,
  files: WorkspaceFiles,
): readonly Place[] {
  const meaning = meaningAt(analysis, at);
  if (!meaning) return [];
  const places = readingsOf(analysis, meaning, analyses, files).flatMap((each) => placesThatMean(each, meaning));
  const { declared } = meaning;
  return distinct(places).filter((place) => declarations || !declared || !isSame(place, declared));
}

/** Of each file that may name it, once. */
function readingsOf(analysis: Analysis, meaning: Meaning, analyses: Analyses, files: WorkspaceFiles): Analysis[] {
  const found = new Map<string, Analysis>([[analysis.file.path, analysis]]);
  const addIncluded = (reading: Analysis): void => {
    for (const file of reading.included)
      if (!found.has(file.path) && file.text.includes(meaning.name)) found.set(file.path, within(reading, file));
  };
  if (meaning.reach === 'function') return [analysis];
  addIncluded(analysis);
  if (meaning.reach === 'file') return [...found.values()];
  const others = files.filesNaming(analysis.file.path, meaning.name).filter(({ path }) => !isHeader(path) && !found.has(path)); // prettier-ignore
  for (const source of others.slice(0, mostReadings)) {
    const reading = analyses.ofFile(source);
    if (!reading) continue;
    found.set(source.path, reading);
    addIncluded(reading);
  }
  return [...found.values()];
}

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.file.path}:${place.line}:${place.column}`, place])).values()];
}

function isSame(a: Place, b: Place): boolean {
  return a.file.path === b.file.path && a.line === b.line && a.column === b.column;
}

/** Throws what the editor shows: where a name cannot be changed everywhere, it is changed nowhere. */
export function renamed(
  analysis: Analysis,
  at: Position,
  newName: string,
  analyses: Analyses,
  files: WorkspaceFiles,
): WorkspaceEdit | null {
  const meaning = renameable(analysis, at);
  if (!meaning) return null;
  if (!/^[A-Za-z_]\w*$/.test(newName)) refuse(`'${newName}' is no name`);
  const readings = readingsOf(analysis, meaning, analyses, files);
  const [doubt] = readings.flatMap((each) => placesInDoubt(each, meaning));
  if (doubt)
    refuse(`'${meaning.name}' also stands in ${doubt.file.path}:${doubt.line}, where its meaning is not known`);
  const changes: Record<string, { range: Location['range']; newText: string }[]> = {};
  for (const place of distinct(readings.flatMap((each) => placesThatMean(each, meaning)))) {
    const { uri, range } = locationOf(place);
    (changes[uri] ??= []).push({ range, newText: newName });
  }
  return { changes };
}

/** null: there is no name. Throws for one that is not the user's. */
export function renameable(analysis: Analysis, at: Position): Meaning | null {
  const meaning = meaningAt(analysis, at);
  const [declared] = meaning?.declared ? [meaning.declared] : meaning ? declarationsOf(analysis, meaning) : [];
  if (!meaning) return null;
  if (!declared || declared.file.builtIn) refuse(`'${meaning.name}' is the kernel's: it cannot be renamed`);
  return meaning;
}

function declarationsOf({ unit }: Analysis, { name }: Meaning): Place[] {
  const symbol = unit.scope.ordinary.get(name);
  return symbol ? [symbol.place] : [];
}

function refuse(message: string): never {
  throw new ResponseError(ErrorCodes.InvalidRequest, message);
}

/** Definitions of the workspace whose names have the letters in them, those that begin with them first. */
export function workspaceSymbols(query: string, files: WorkspaceFiles): SymbolInformation[] {
  const small = query.toLowerCase();
  const found: SymbolInformation[] = [];
  for (const { path, text } of files.allFiles())
    for (const each of definitionsIn(text))
      if (each.name.toLowerCase().includes(small)) found.push(symbolOf(each, path));
  const rank = ({ name }: SymbolInformation): number => (name.toLowerCase().startsWith(small) ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other) || one.name.length - other.name.length).slice(0, mostSymbols); // prettier-ignore
}

interface Defined {
  readonly name: string;
  readonly kind: OutlineItem['kind'];
  readonly line: number;
  readonly column: number;
}

const definition = /^#[ \t]*define[ \t]+(\w+)|^(?:typedef[ \t]+)?(struct|union|enum)[ \t]+(\w+)\s*\{|^(?!return\b|else\b|typedef\b|extern\b)[A-Za-z_][\w \t*]*?\b(\w+)\((?:[^;{}()]|\([^()]*\))*\)\s*\{/gm; // prettier-ignore

/** By their shapes: whole workspaces are looked through while somebody types. */
function* definitionsIn(text: string): Generator<Defined> {
  let line = 0;
  let from = 0;
  for (const found of text.matchAll(definition)) {
    const [whole, macro, tagKind, tag, name] = found;
    const defined = macro ?? tag ?? name;
    if (defined === undefined) continue;
    const at = found.index + whole.lastIndexOf(defined, whole.includes('(') && name ? whole.indexOf('(') : undefined);
    for (let next = text.indexOf('\n', from); next >= 0 && next < at; next = text.indexOf('\n', from)) {
      line++;
      from = next + 1;
    }
    yield { name: defined, kind: macro ? 'macro' : tag ? (tagKind === 'enum' ? 'enum' : 'struct') : 'function', line, column: at - from }; // prettier-ignore
  }
}

function symbolOf({ name, kind, line, column }: Defined, path: string): SymbolInformation {
  const range = { start: { line, character: column }, end: { line, character: column + name.length } };
  return { name, kind: symbolKind(kind), location: { uri: uriOf(path), range } };
}
