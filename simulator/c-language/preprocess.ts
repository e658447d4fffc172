/** The preprocessor: from a source file to the tokens that the parser reads (C11 translation phases 1 to 4, and GNU). */
import type { Diagnostic, Place, SourceFile } from './source.ts';
import type { PackChange, Token } from './token.ts';
import { lexFile, lexText } from './lexer.ts';
import { expandToken } from './preprocessor/expand.ts';
import { obeyDirective } from './preprocessor/directives.ts';
import { dynamicMacros } from './preprocessor/dynamic-macros.ts';
import { finishTokens } from './preprocessor/finish-tokens.ts';
import type { MacroDefinition } from './preprocessor/macro-definition.ts';
import { closeFile, enterFile, openFile } from './preprocessor/open-files.ts';
import { predefinedMacros } from './preprocessor/predefined-macros.ts';
import type { Preprocessor, PreprocessorOptions } from './preprocessor/state.ts';
import { limits, report } from './preprocessor/state.ts';
import type { FileReader, TokenStream } from './preprocessor/token-stream.ts';
import { readToken } from './preprocessor/token-stream.ts';

export { tokenize } from './lexer.ts';
export { predefinedMacros } from './preprocessor/predefined-macros.ts';
export type { MacroDefinition } from './preprocessor/macro-definition.ts';
export type { PreprocessorOptions } from './preprocessor/state.ts';

export interface PreprocessorResult {
  /** The last one is an `end` token. There are no stray characters or digraphs among them. */
  readonly tokens: readonly Token[];
  readonly packing: readonly PackChange[];
  readonly diagnostics: readonly Diagnostic[];
  /** In order, repeated inclusions too. `place` is that of the header's name. */
  readonly includes: readonly { readonly place: Place; readonly file: SourceFile }[];
  /** Lines between a condition's directives that were left out: of a file included several times, those always left out. */
  readonly inactiveRegions: readonly { readonly path: string; readonly firstLine: number; readonly lastLine: number }[];
  /** As they stand at the end. */
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  readonly missingIncludes: readonly { readonly name: string; readonly place: Place }[];
}

/** Preprocesses a translation unit; `text`: as for `lexText`. Never throws; what is wrong is in the diagnostics. */
export function preprocess(file: SourceFile, options: PreprocessorOptions, text = file.text): PreprocessorResult {
  const preprocessor = begin(file, options);
  enterFile(preprocessor, openFile(file, null, text === file.text ? lexFile(file) : lexText(file, text)));
  return finish(preprocessor, expandFiles(preprocessor));
}

/** What stands in front of a file and in its first lines, read once for many texts that follow. */
export interface Beginning {
  readonly state: Preprocessor;
  readonly tokens: readonly Token[];
}

/** `file` has the first lines only; they must not leave a condition or a macro's call open. */
export function preprocessBeginning(file: SourceFile, options: PreprocessorOptions): Beginning {
  const state = begin(file, options);
  enterFile(state, openFile(file, null));
  const tokens = expandFiles(state);
  tokens.pop();
  return { state, tokens };
}

/** As `preprocess`; `text` is that of the file with blanks for the lines of the beginning. */
export function preprocessBehind(
  { state, tokens }: Beginning,
  file: SourceFile,
  options: PreprocessorOptions,
  text: string,
): PreprocessorResult {
  // prettier-ignore
  const { packing } = state;
  const preprocessor: Preprocessor = {
    ...state,
    options,
    mainFile: file,
    macros: new Map(state.macros),
    diagnostics: [...state.diagnostics],
    includes: [...state.includes],
    missingIncludes: [...state.missingIncludes],
    inactive: new Map([...state.inactive].map(([path, ranges]) => [path, [...ranges]])),
    once: new Set(state.once),
    active: new Set(),
    pushedMacros: new Map(state.pushedMacros),
    output: tokens.slice(),
    packing: { ...packing, stack: [...packing.stack], changes: [...packing.changes] },
    file: openFile({ path: '<none>', text: '', builtIn: true }, null),
  };
  // The same file goes on: its lines are not those of a second inclusion, which would have to agree on what is left out.
  const goesOn = openFile(file, null, lexText(file, text));
  goesOn.inactive.push(...(state.inactive.get(file.path) ?? []));
  preprocessor.inactive.delete(file.path);
  enterFile(preprocessor, goesOn);
  return finish(preprocessor, expandFiles(preprocessor));
}

function begin(file: SourceFile, options: PreprocessorOptions): Preprocessor {
  const preprocessor = start(file, options, initialMacros());
  if (options.defines.length > 0) obeyDefines(preprocessor, options.defines);
  preprocessor.output.length = 0;
  for (const included of options.includes ?? []) {
    enterFile(preprocessor, openFile(included, null));
    // Without its `end`: the file itself follows.
    expandFiles(preprocessor).pop();
  }
  return preprocessor;
}

function finish(preprocessor: Preprocessor, tokens: Token[]): PreprocessorResult {
  const { diagnostics, includes, inactive, macros, missingIncludes, unusual } = preprocessor;
  return {
    tokens: unusual ? finishTokens(preprocessor, tokens) : tokens,
    diagnostics,
    includes,
    inactiveRegions: [...inactive].flatMap(([path, ranges]) => ranges.map((range) => ({ path, ...range }))),
    macros,
    missingIncludes,
    packing: preprocessor.packing.changes,
  };
}

/** A text on its own, such as an expression for the debugger, with the macros of some unit replaced in it. The last token is an `end`. */
export function expandText(
  file: SourceFile,
  macros: ReadonlyMap<string, MacroDefinition>,
): Pick<PreprocessorResult, 'tokens' | 'diagnostics'> {
  const options: PreprocessorOptions = { findInclude: () => null, defines: [], tolerateMissingIncludes: true };
  const preprocessor = start(file, options, new Map(macros));
  enterFile(preprocessor, openFile(file, null));
  const tokens = expandFiles(preprocessor);
  const { diagnostics, unusual } = preprocessor;
  return { tokens: unusual ? finishTokens(preprocessor, tokens) : tokens, diagnostics };
}

function start(file: SourceFile, options: PreprocessorOptions, macros: Map<string, MacroDefinition>): Preprocessor {
  return {
    options,
    mainFile: file,
    macros,
    diagnostics: [],
    includes: [],
    missingIncludes: [],
    inactive: new Map(),
    once: new Set(),
    active: new Set(),
    pushedMacros: new Map(),
    output: [],
    packing: { current: 0, stack: [], changes: [] },
    file: openFile({ path: '<none>', text: '', builtIn: true }, null),
    counter: 0,
    expandedTokens: 0,
    unclosedCalls: 0,
    argumentNesting: 0,
    expansionStopped: false,
    evaluating: false,
    unusual: false,
  };
}

const fileReader: FileReader = { next: nextFileToken, close: closeFile };

function nextFileToken(preprocessor: Preprocessor): Token | null {
  for (;;) {
    const { file } = preprocessor;
    const { lexed, index } = file;
    if (lexed.directives[file.nextDirective] === index) {
      obeyDirective(preprocessor);
      continue;
    }
    const token = lexed.tokens[index]!;
    if (token.kind === 'end') return null;
    file.index = index + 1;
    return token;
  }
}

function expandFiles(preprocessor: Preprocessor): Token[] {
  const stream: TokenStream = { lists: [], files: fileReader };
  const { output } = preprocessor;
  for (;;) {
    if (stream.lists.length === 0) copyUnchanged(preprocessor, output);
    const token = readToken(preprocessor, stream);
    if (token === null) {
      const { lexed } = preprocessor.file;
      if (closeFile(preprocessor)) continue;
      output.push(lexed.tokens.at(-1)!);
      return output;
    }
    if (token.kind === 'identifier') expandToken(preprocessor, stream, token, output);
    else output.push(token);
    if (output.length === limits.outputTokens) return stopOutput(preprocessor, output, token);
  }
}

/** The tokens of the current file up to a directive, a macro's name or the end, as they are: most of all text, and so in one loop. */
function copyUnchanged({ file, macros }: Preprocessor, output: Token[]): void {
  const { tokens, directives } = file.lexed;
  // The last token, `end`, and the one at the limit are left to the caller.
  const room = file.index + limits.outputTokens - 1 - output.length;
  const end = Math.min(directives[file.nextDirective] ?? tokens.length - 1, room);
  let { index } = file;
  for (; index < end; index++) {
    const token = tokens[index]!;
    if (token.kind === 'identifier' && macros.has(token.text)) break;
    output.push(token);
  }
  file.index = index;
}

function stopOutput(preprocessor: Preprocessor, output: Token[], last: Token): Token[] {
  const message = `the preprocessed text has more than ${limits.outputTokens} tokens; the rest is left out`;
  report(preprocessor, 'error', 'too-many-tokens', message, last.place);
  output.push(preprocessor.file.lexed.tokens.at(-1)!);
  return output;
}

let builtInMacros: ReadonlyMap<string, MacroDefinition> | null = null;

/** A fresh table of the predefined macros, which are read once. */
function initialMacros(): Map<string, MacroDefinition> {
  builtInMacros ??= readBuiltInMacros();
  return new Map(builtInMacros);
}

function readBuiltInMacros(): Map<string, MacroDefinition> {
  const file: SourceFile = { path: '<built-in>', text: definitionsText(predefinedMacros), builtIn: true };
  const place: Place = { file, line: 1, column: 1, length: 0, expansion: null };
  const options: PreprocessorOptions = { findInclude: () => null, defines: [], tolerateMissingIncludes: true };
  const preprocessor = start(file, options, new Map());
  enterFile(preprocessor, openFile(file, null));
  expandFiles(preprocessor);
  for (const [name, dynamic] of dynamicMacros) {
    const shape = { parameters: null, variadic: false, body: [], replacement: [], plain: true };
    preprocessor.macros.set(name, { name, place, ...shape, dynamic });
  }
  return preprocessor.macros;
}

function obeyDefines(preprocessor: Preprocessor, defines: PreprocessorOptions['defines']): void {
  const file: SourceFile = { path: '<command-line>', text: definitionsText(defines), builtIn: true };
  enterFile(preprocessor, openFile(file, null));
  expandFiles(preprocessor);
}

/** One line for each, so that the line of a place tells which it was. */
function definitionsText(defines: PreprocessorOptions['defines']): string {
  const line = ({ name, value }: (typeof defines)[number]): string =>
    value === null ? `#undef ${name}` : `#define ${name} ${value}`;
  return defines.map((each) => line(each).replace(/[\r\n]+/g, ' ')).join('\n');
}
