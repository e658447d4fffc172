/** Directives: what a line that starts with `#` asks for (C11 6.10). */
import type { Token } from '../token.ts';
import { continuesConditional, obeyConditional, opensConditional, warnOfExtraTokens } from './conditionals.ts';
import { defineMacro, obeyDefine, obeyUndefine } from './define.ts';
import { expandList } from './expand.ts';
import { obeyInclude } from './includes.ts';
import { directiveLine, endOfDirective } from './open-files.ts';
import { obeyPragma } from './pragmas.ts';
import type { OpenFile, Preprocessor } from './state.ts';
import { report } from './state.ts';

/** Obeys the directive whose `#` the current file is positioned at, and positions the file after it. */
export function obeyDirective(preprocessor: Preprocessor): void {
  const { file } = preprocessor;
  const hash = file.index;
  const known = file.lexed.definitions.get(hash);
  if (known !== undefined) {
    file.index = endOfDirective(file.lexed, hash);
    file.nextDirective++;
    defineMacro(preprocessor, known);
    return;
  }
  const line = directiveLine(file.lexed, hash);
  file.index = endOfDirective(file.lexed, hash);
  file.nextDirective++;
  const directive = line[0];
  if (directive === undefined) return; // the null directive
  if (directive.kind === 'number') obeyLine(preprocessor, directive, line);
  else obeyNamed(preprocessor, file, hash, line);
}

function obeyNamed(preprocessor: Preprocessor, file: OpenFile, hash: number, line: readonly Token[]): void {
  const directive = line[0]!;
  const rest = line.slice(1);
  const name = directive.text;
  if (name === 'define') {
    const definition = obeyDefine(preprocessor, rest, directive);
    if (definition !== null) file.lexed.definitions.set(hash, definition);
  } else if (opensConditional(name) || continuesConditional(name) || name === 'endif')
    obeyConditional(preprocessor, line);
  else if (name === 'include' || name === 'include_next' || name === 'import')
    obeyInclude(preprocessor, directive, rest);
  else if (name === 'undef') {
    obeyUndefine(preprocessor, rest, directive);
    warnOfExtraTokens(preprocessor, directive, rest.slice(1));
  } else if (name === 'pragma') obeyPragma(preprocessor, rest, directive.place);
  else if (name === 'error' || name === 'warning') reportMessage(preprocessor, name, directive, rest);
  else if (name === 'line') obeyLine(preprocessor, directive, expandList(preprocessor, rest));
  else if (name !== 'ident' && name !== 'sccs') {
    report(preprocessor, 'error', 'unknown-directive', `there is no directive '#${name}'`, directive.place);
  }
}

function reportMessage(
  preprocessor: Preprocessor,
  name: 'error' | 'warning',
  directive: Token,
  rest: readonly Token[],
): void {
  const text = rest.map((token, index) => (index > 0 && token.spaceBefore ? ' ' : '') + token.text).join('');
  report(preprocessor, name, `${name}-directive`, `#${name} ${text}`.trimEnd(), directive.place);
}

/** `#line 7 "name"`, or `# 7 "name" flags` as compilers leave it. Only `__LINE__` and `__FILE__` show it: places stay true. */
function obeyLine(preprocessor: Preprocessor, directive: Token, operands: readonly Token[]): void {
  const { file } = preprocessor;
  const [number, name] = operands;
  const line = number !== undefined && /^[0-9]+$/.test(number.text) ? Number(number.text) : NaN;
  if (number === undefined || !Number.isSafeInteger(line) || (name !== undefined && !name.text.startsWith('"'))) {
    report(preprocessor, 'error', 'invalid-line', `'#line' takes a line number and a "name"`, directive.place);
    return;
  }
  const following = file.lexed.tokens[file.index - 1]!.place.line + 1;
  file.lineOffset = line - following;
  if (name !== undefined) file.presumedPath = name.text.slice(1, -1);
}
