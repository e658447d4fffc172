/**
 * As much of make as Kbuild files use: assignments, conditionals, includes, and functions that are called (make-functions.ts).
 */
import { RequestError } from '../request-error.ts';
import { makeFunction } from './make-functions.ts';

export type MakeVariables = Map<string, string>;

/** What a makefile asks of the disk. */
export interface MakeFiles {
  /** Null: there is no such file. */
  readonly textOf: (path: string) => string | null;
  /** Paths that match a pattern of `wildcard`. */
  readonly matching: (pattern: string) => readonly string[];
}

const noFiles: MakeFiles = { textOf: () => null, matching: () => [] };

interface Make {
  readonly variables: MakeVariables;
  readonly files: MakeFiles;
  /** Variables whose value is being worked out: one that asks for itself is empty. */
  readonly asked: Set<string>;
  includes: number;
  /** How much has been expanded. */
  steps: number;
}

/** More makefiles than any module includes; one that includes itself ends here. */
const mostIncludes = 100;
const mostSteps = 1_000_000;

/** Characters of the longest text that variables may become. */
const longest = 2 ** 20;

/** What each variable is in the end. `variables` holds what is known before, such as `CONFIG_PCI` and `src`. Throws `RequestError`. */
export function readMakefile(
  text: string,
  variables: MakeVariables,
  files: MakeFiles = noFiles,
): (name: string) => string {
  const make: Make = { variables, files, asked: new Set(), includes: 0, steps: 0 };
  readLines(text, make);
  return (name) => lookUp(name, make);
}

function readLines(text: string, make: Make): void {
  /** Of each open conditional: whether its lines count, and whether a branch of it has been taken. */
  const conditions: { active: boolean; taken: boolean }[] = [];
  const counts = (): boolean => conditions.every(({ active }) => active);
  let inRule = false;
  for (const line of logicalLines(withoutDefinitions(text, make.variables))) {
    const [, word = '', rest = ''] = /^\s*([a-z]+)\b\s*(.*)$/.exec(line) ?? [];
    if (word === 'ifeq' || word === 'ifneq' || word === 'ifdef' || word === 'ifndef') {
      const holds = counts() && conditionHolds(word, rest, make);
      conditions.push({ active: holds, taken: holds });
    } else if (word === 'else') otherwise(conditions, rest, make);
    else if (word === 'endif') conditions.pop();
    else if (counts() && /^[-s]?include\s/.test(line)) readIncluded(line, make);
    else if (counts() && line.trim() !== '' && !(inRule && line.startsWith('\t')))
      inRule = !assign(line, make) && /^[^:(]*(\$\([^)]*\)[^:(]*)*:/.test(line);
  }
}

/** One that is not there is left out: make would build it, or stop. */
function readIncluded(line: string, make: Make): void {
  for (const path of expand(line.replace(/^[-s]?include\s+/, ''), make).split(/\s+/)) {
    const text = path === '' || make.includes >= mostIncludes ? null : make.files.textOf(path);
    if (text === null) continue;
    make.includes++;
    readLines(text, make);
  }
}

/** Names of what variables hold unexpanded, for `call` and `value`. */
const unexpanded = (name: string): string => `\0${name}`;

/** Takes `define NAME` to `endef` out of the text. */
function withoutDefinitions(text: string, variables: MakeVariables): string {
  return text.replace(
    /^[ \t]*define[ \t]+([^\s=]+)[^\n]*\n([^]*?)^[ \t]*endef\b[^\n]*$/gm,
    (_, name: string, body: string) => {
      variables.set(unexpanded(name), body.replace(/\n$/, ''));
      return '';
    },
  );
}

/** Without comments, and with continued lines in one piece. */
function logicalLines(text: string): string[] {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/[ \t]*\\\n[ \t]*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|[^\\])#.*$/, '$1'));
}

function otherwise(conditions: { active: boolean; taken: boolean }[], rest: string, make: Make): void {
  const top = conditions.at(-1);
  if (!top) return;
  const [, word, operands = ''] = /^(ifn?eq|ifn?def)\b\s*(.*)$/.exec(rest.trim()) ?? [];
  top.active = !top.taken && (word === undefined || conditionHolds(word, operands, make));
  top.taken ||= top.active;
}

function conditionHolds(word: string, text: string, make: Make): boolean {
  if (word === 'ifdef' || word === 'ifndef') {
    const name = expand(text, make).trim();
    return (lookUp(name, make) !== '') === (word === 'ifdef');
  }
  const [left, right] = operandsOf(text.trim()).map((operand) => expand(operand, make).trim());
  return (left === right) === (word === 'ifeq');
}

/** `(a,b)`, or two quoted words. */
function operandsOf(text: string): readonly [string, string] {
  const quoted = /^(["'])(.*?)\1\s+(["'])(.*?)\3/.exec(text);
  if (quoted) return [quoted[2]!, quoted[4]!];
  const inner = text.replace(/^\(/, '').replace(/\)$/, '');
  let depth = 0;
  for (let index = 0; index < inner.length; index++) {
    if (inner[index] === '(' || inner[index] === '{') depth++;
    else if (inner[index] === ')' || inner[index] === '}') depth--;
    else if (inner[index] === ',' && depth === 0) return [inner.slice(0, index), inner.slice(index + 1)];
  }
  return [inner, ''];
}

/** False: it is no assignment. */
function assign(line: string, make: Make): boolean {
  const match = /^\s*(?:export\s+|override\s+)*([^\s:=+?]+)\s*(:{0,3}=|\+=|\?=)\s*(.*?)\s*$/.exec(line);
  if (!match) {
    // For what `eval` in it assigns.
    expand(line, make);
    return false;
  }
  const { variables } = make;
  const name = expand(match[1]!, make);
  const [, , operator, text = ''] = match;
  const late = variables.get(unexpanded(name));
  const known = late ?? variables.get(name);
  if (operator === '?=' && known !== undefined) return true;
  if (operator === '=' || operator === '?=' || (operator === '+=' && known === undefined))
    set(variables, name, null, text);
  else if (operator !== '+=') set(variables, name, expand(text, make), null);
  else if (late !== undefined) set(variables, name, null, `${late} ${text}`);
  else set(variables, name, known ? `${known} ${expand(text, make)}` : expand(text, make), null);
  return true;
}

/** `late`: what is expanded whenever somebody asks. */
function set(variables: MakeVariables, name: string, value: string | null, late: string | null): void {
  if (value === null) variables.delete(name);
  else variables.set(name, value);
  if (late === null) variables.delete(unexpanded(name));
  else variables.set(unexpanded(name), late);
}

function lookUp(name: string, make: Make, depth = 0): string {
  const late = make.variables.get(unexpanded(name));
  if (late === undefined) return make.variables.get(name) ?? '';
  if (make.asked.has(name)) return '';
  make.asked.add(name);
  const value = expand(late, make, depth);
  make.asked.delete(name);
  return value;
}

/** `$(NAME)`, `${NAME}`, `$N`, `$(NAME:.c=.o)` and calls of functions; what is unknown is empty. Throws `RequestError` where it becomes too long. */
function expand(text: string, make: Make, depth = 0): string {
  if (depth > 50) return '';
  if (make.steps++ > mostSteps) throw new RequestError('unusableInput', 'the variables of a Kbuild file have no end');
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      result += text[at];
      continue;
    }
    const open = text[++at];
    if (open === '$') result += '$';
    else if (open === '(' || open === '{') {
      const end = closing(text, at);
      result += valueOf(text.slice(at + 1, end), make, depth + 1);
      if (result.length > longest)
        throw new RequestError('unusableInput', `'${text.slice(0, 60)}' of a Kbuild file becomes longer than 1 MiB`);
      at = end;
    } else result += lookUp(open ?? '', make, depth + 1);
  }
  return result;
}

function valueOf(inner: string, make: Make, depth: number): string {
  const [, name, rest] = /^([a-z-]+)\s+([^]*)$/.exec(inner) ?? [];
  if (name !== undefined) {
    const own = variableFunction(name, argumentsOf(rest!), make, depth);
    if (own !== null) return own;
    const given = argumentsOf(rest!).map((each) => expand(each, make, depth));
    const result = makeFunction(name, given);
    if (result !== null) return result;
  }
  const [, variable, from, to] = /^([^:]+):([^=]*)=(.*)$/.exec(inner) ?? [];
  if (variable === undefined) return lookUp(expand(inner, make, depth).trim(), make, depth);
  const value = lookUp(expand(variable, make, depth).trim(), make, depth);
  const [before, after] = from!.includes('%') ? [from!, to!] : [`%${from}`, `%${to}`];
  return makeFunction('patsubst', [before, after, value]) ?? '';
}

/** Functions that read or assign variables, or expand their arguments more than once; null for all others. */
function variableFunction(name: string, given: string[], make: Make, depth: number): string | null {
  const expanded = (index: number): string => expand(given[index] ?? '', make, depth);
  const { variables } = make;
  const first = expanded(0).trim();
  switch (name) {
    case 'foreach':
      return expanded(1)
        .split(/\s+/)
        .filter((word) => word !== '')
        .map((word) => expandWith({ [first]: word }, given.slice(2).join(','), make, depth))
        .join(' ');
    case 'eval':
      readLines(expand(given.join(','), make, depth), make);
      return '';
    case 'wildcard':
      return expanded(0)
        .split(/\s+/)
        .flatMap((pattern) => (pattern === '' ? [] : make.files.matching(pattern)))
        .join(' ');
    case 'value':
      return variables.get(unexpanded(first)) ?? variables.get(first) ?? '';
    case 'origin':
      return variables.has(first) || variables.has(unexpanded(first)) ? 'file' : 'undefined';
    case 'flavor':
      return variables.has(unexpanded(first)) ? 'recursive' : variables.has(first) ? 'simple' : 'undefined';
    case 'error':
      throw new RequestError(
        'unusableInput',
        `*** ${expand(given.join(','), make, depth)}.  Stop. (make's $(error) in a Kbuild file)`,
      );
    case 'call': {
      const body = variables.get(unexpanded(first));
      if (body === undefined) return null;
      const values = given.slice(1).map((_, index) => [`${index + 1}`, expanded(index + 1)] as const);
      return expandWith({ 0: first, ...Object.fromEntries(values) }, body, make, depth);
    }
    default:
      return null;
  }
}

/** Expands the text while some variables have other values. */
function expandWith(values: Readonly<Record<string, string>>, text: string, make: Make, depth: number): string {
  const { variables } = make;
  const before = Object.keys(values).map(
    (name) => [name, variables.get(name), variables.get(unexpanded(name))] as const,
  );
  for (const [name, value] of Object.entries(values)) set(variables, name, value, null);
  const result = expand(text, make, depth);
  for (const [name, value, late] of before) set(variables, name, value ?? null, late ?? null);
  return result;
}

/** At commas that no bracket encloses. */
function argumentsOf(text: string): string[] {
  const found: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(' || letter === '{') depth++;
    else if (letter === ')' || letter === '}') depth--;
    if (letter === ',' && depth === 0) found.push('');
    else found[found.length - 1] += letter;
  }
  return found;
}

/** Index of the bracket that closes the one at `at`, or the end of the text. */
function closing(text: string, at: number): number {
  const [open, close] = text[at] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    if (text[index] === open) depth++;
    else if (text[index] === close && --depth === 0) return index;
  }
  return text.length;
}
