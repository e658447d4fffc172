/** `#if` and its relatives: keeps the stack of open conditionals, and jumps from directive to directive in what is left out. */
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';
import { evaluateCondition } from '../preprocessor-expression.ts';
import { macroName } from './define.ts';
import { expandList } from './expand.ts';
import { directiveLine, endOfDirective } from './open-files.ts';
import type { Conditional, OpenFile, Preprocessor } from './state.ts';
import { report } from './state.ts';

/** `line` is the directive's line from its name on; the file is positioned after it. */
export function obeyConditional(preprocessor: Preprocessor, line: readonly Token[]): void {
  const directive = line[0]!;
  const { file } = preprocessor;
  if (opensConditional(directive.text)) {
    const taken = holds(preprocessor, directive, line.slice(1));
    file.conditionals.push({ place: directive.place, taken, elsePlace: null });
    if (!taken) skipGroups(preprocessor, lastLineOf(line));
  } else if (closeGroup(preprocessor, directive, line.slice(1))) {
    skipGroups(preprocessor, lastLineOf(line)); // the group before was active, so nothing else of this conditional is
  }
}

export function opensConditional(directive: string): boolean {
  return directive === 'if' || directive === 'ifdef' || directive === 'ifndef';
}

export function continuesConditional(directive: string): boolean {
  return directive === 'else' || directive === 'elif' || directive === 'elifdef' || directive === 'elifndef';
}

/**
 * `#else`, `#elif…` or `#endif` met in an active group. True when what follows is to be skipped: everywhere but after
 * `#endif`, or where no conditional is open at all.
 */
function closeGroup(preprocessor: Preprocessor, directive: Token, rest: readonly Token[]): boolean {
  const { conditionals } = preprocessor.file;
  const open = conditionals.at(-1);
  if (open === undefined) {
    const message = `'#${directive.text}' without '#if'`;
    report(preprocessor, 'error', `stray-${directive.text}`, message, directive.place);
    return false;
  }
  if (directive.text === 'endif') {
    warnOfExtraTokens(preprocessor, directive, rest);
    conditionals.pop();
    return false;
  }
  noteElse(preprocessor, open, directive, rest);
  return true;
}

/** Skips groups until one is active or the conditional ends. `after` is the line of the directive before them. */
function skipGroups(preprocessor: Preprocessor, after: number): void {
  const { file } = preprocessor;
  const open = file.conditionals.at(-1)!;
  for (let previous = after; ;) {
    const hash = nextGroup(file);
    if (hash < 0) {
      skipToEnd(file, previous);
      return;
    }
    const line = directiveLine(file.lexed, hash);
    const directive = line[0]!;
    addInactive(file, previous + 1, file.lexed.tokens[hash]!.place.line - 1);
    file.index = endOfDirective(file.lexed, hash);
    previous = lastLineOf(line);
    if (directive.text === 'endif') {
      warnOfExtraTokens(preprocessor, directive, line.slice(1));
      file.conditionals.pop();
      return;
    }
    noteElse(preprocessor, open, directive, line.slice(1));
    if (!open.taken && (directive.text === 'else' || holds(preprocessor, directive, line.slice(1)))) {
      open.taken = true;
      return;
    }
  }
}

/** Index of the `#` of the next `#elif…`, `#else` or `#endif` on this level; -1 when the file ends before. */
function nextGroup(file: OpenFile): number {
  const { directives, tokens } = file.lexed;
  for (let depth = 0; file.nextDirective < directives.length;) {
    const hash = directives[file.nextDirective++]!;
    const name = tokens[hash + 1]!;
    if (name.startsLine || name.kind !== 'identifier') continue;
    if (opensConditional(name.text)) depth++;
    else if (depth === 0 && (continuesConditional(name.text) || name.text === 'endif')) return hash;
    else if (name.text === 'endif') depth--;
  }
  return -1;
}

function skipToEnd(file: OpenFile, after: number): void {
  const { tokens } = file.lexed;
  file.index = tokens.length - 1;
  const { line, column } = tokens[file.index]!.place;
  addInactive(file, after + 1, column === 1 ? line - 1 : line);
}

function addInactive(file: OpenFile, firstLine: number, lastLine: number): void {
  if (firstLine <= lastLine) file.inactive.push({ firstLine, lastLine });
}

function noteElse(preprocessor: Preprocessor, open: Conditional, directive: Token, rest: readonly Token[]): void {
  if (open.elsePlace !== null) {
    const notes = [{ message: `the '#else' is here`, place: open.elsePlace }];
    const message = `'#${directive.text}' after '#else'`;
    report(preprocessor, 'error', `${directive.text}-after-else`, message, directive.place, notes);
    open.taken = true;
  } else if (directive.text === 'else') {
    open.elsePlace = directive.place;
    warnOfExtraTokens(preprocessor, directive, rest);
  }
}

/** Whether the group of this directive is active; a wrong condition is reported and does not hold. */
function holds(preprocessor: Preprocessor, directive: Token, rest: readonly Token[]): boolean {
  if (directive.text === 'if' || directive.text === 'elif') return conditionHolds(preprocessor, directive, rest);
  const name = macroName(preprocessor, rest, directive);
  if (name === null) return false;
  warnOfExtraTokens(preprocessor, directive, rest.slice(1));
  const wanted = directive.text === 'ifdef' || directive.text === 'elifdef';
  return preprocessor.macros.has(name.text) === wanted;
}

function conditionHolds(preprocessor: Preprocessor, directive: Token, rest: readonly Token[]): boolean {
  const outer = preprocessor.evaluating;
  preprocessor.evaluating = true;
  const tokens = expandList(preprocessor, rest);
  preprocessor.evaluating = outer;
  const result = evaluateCondition(tokens, directive.place);
  if (result.kind === 'value') return result.value !== 0n;
  report(preprocessor, 'error', 'invalid-condition', `in '#${directive.text}': ${result.message}`, result.place);
  return false;
}

export function warnOfExtraTokens(preprocessor: Preprocessor, directive: Token, rest: readonly Token[]): void {
  const extra: Place | undefined = rest[0]?.place;
  if (extra === undefined) return;
  report(preprocessor, 'warning', 'extra-tokens', `nothing is expected after '#${directive.text}' here`, extra);
}

function lastLineOf(line: readonly Token[]): number {
  return line.at(-1)!.place.line;
}
