/**
 * As much of make as Kbuild files use: assignments, conditionals, includes left aside. Variables are expanded where they are assigned, and functions called
 * (make-functions.ts).
 */
import { RequestError } from '../request-error.ts';
import { makeFunction } from './make-functions.ts';

export type MakeVariables = Map<string, string>;

/** Characters of the longest text that variables may become. */
const longest = 2 ** 20;

/** Adds what the text assigns. `variables` holds what is known before, such as `CONFIG_PCI` and `src`. */
export function readMakefile(text: string, variables: MakeVariables): void {
  /** Of each open conditional: whether its lines count, and whether a branch of it has been taken. */
  const conditions: { active: boolean; taken: boolean }[] = [];
  const counts = (): boolean => conditions.every(({ active }) => active);
  let inRule = false;
  for (const line of logicalLines(withoutDefinitions(text, variables))) {
    const [, word = '', rest = ''] = /^\s*([a-z]+)\b\s*(.*)$/.exec(line) ?? [];
    if (word === 'ifeq' || word === 'ifneq' || word === 'ifdef' || word === 'ifndef') {
      const holds = counts() && conditionHolds(word, rest, variables);
      conditions.push({ active: holds, taken: holds });
    } else if (word === 'else') otherwise(conditions, rest, variables);
    else if (word === 'endif') conditions.pop();
    else if (counts() && line.trim() !== '' && !(inRule && line.startsWith('\t')))
      inRule = !assign(line, variables) && /^[^:(]*(\$\([^)]*\)[^:(]*)*:/.test(line);
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

function otherwise(conditions: { active: boolean; taken: boolean }[], rest: string, variables: MakeVariables): void {
  const top = conditions.at(-1);
  if (!top) return;
  const [, word, operands = ''] = /^(ifn?eq|ifn?def)\b\s*(.*)$/.exec(rest.trim()) ?? [];
  top.active = !top.taken && (word === undefined || conditionHolds(word, operands, variables));
  top.taken ||= top.active;
}

function conditionHolds(word: string, text: string, variables: MakeVariables): boolean {
  if (word === 'ifdef' || word === 'ifndef') {
    const name = expand(text, variables).trim();
    return ((variables.get(name) ?? '') !== '') === (word === 'ifdef');
  }
  const [left, right] = operandsOf(text.trim()).map((operand) => expand(operand, variables).trim());
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
function assign(line: string, variables: MakeVariables): boolean {
  const match = /^\s*(?:export\s+|override\s+)*([^\s:=+?]+)\s*(:{0,3}=|\+=|\?=)\s*(.*?)\s*$/.exec(line);
  if (!match) {
    // For what `eval` in it assigns.
    expand(line, variables);
    return false;
  }
  const name = expand(match[1]!, variables);
  if (match[2] === '=') variables.set(unexpanded(name), match[3]!);
  else if (match[2] !== '+=') variables.delete(unexpanded(name));
  else if (variables.has(unexpanded(name)))
    variables.set(unexpanded(name), `${variables.get(unexpanded(name))} ${match[3]!}`);
  const value = expand(match[3]!, variables);
  const known = variables.get(name);
  if (match[2] === '+=') variables.set(name, known ? `${known} ${value}` : value);
  else if (match[2] !== '?=' || known === undefined) variables.set(name, value);
  return true;
}

/** `$(NAME)`, `${NAME}`, `$N`, `$(NAME:.c=.o)` and calls of functions; what is unknown is empty. Throws `RequestError` where it becomes too long. */
export function expand(text: string, variables: MakeVariables, depth = 0): string {
  if (depth > 50) return '';
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
      result += valueOf(text.slice(at + 1, end), variables, depth + 1);
      if (result.length > longest)
        throw new RequestError('unusableInput', `'${text.slice(0, 60)}' of a Kbuild file becomes longer than 1 MiB`);
      at = end;
    } else result += variables.get(open ?? '') ?? '';
  }
  return result;
}

function valueOf(inner: string, variables: MakeVariables, depth: number): string {
  const [, name, rest] = /^([a-z-]+)\s+([^]*)$/.exec(inner) ?? [];
  if (name !== undefined) {
    const own = variableFunction(name, argumentsOf(rest!), variables, depth);
    if (own !== null) return own;
    const given = argumentsOf(rest!).map((each) => expand(each, variables, depth));
    const result = makeFunction(name, given);
    if (result !== null) return result;
  }
  const [, variable, from, to] = /^([^:]+):([^=]*)=(.*)$/.exec(inner) ?? [];
  if (variable === undefined) return variables.get(expand(inner, variables, depth).trim()) ?? '';
  const value = variables.get(expand(variable, variables, depth).trim()) ?? '';
  const [before, after] = from!.includes('%') ? [from!, to!] : [`%${from}`, `%${to}`];
  return makeFunction('patsubst', [before, after, value]) ?? '';
}

/** Functions that read or assign variables, or expand their arguments more than once; null for all others. */
function variableFunction(name: string, given: string[], variables: MakeVariables, depth: number): string | null {
  const expanded = (index: number): string => expand(given[index] ?? '', variables, depth);
  const first = expanded(0).trim();
  switch (name) {
    case 'foreach':
      return expanded(1)
        .split(/\s+/)
        .filter((word) => word !== '')
        .map((word) => expandWith({ [first]: word }, given.slice(2).join(','), variables, depth))
        .join(' ');
    case 'eval':
      readMakefile(expand(given.join(','), variables, depth), variables);
      return '';
    case 'value':
      return variables.get(unexpanded(first)) ?? variables.get(first) ?? '';
    case 'origin':
      return variables.has(first) || variables.has(unexpanded(first)) ? 'file' : 'undefined';
    case 'flavor':
      return variables.has(unexpanded(first)) ? 'recursive' : variables.has(first) ? 'simple' : 'undefined';
    case 'error':
      throw new RequestError(
        'unusableInput',
        `*** ${expand(given.join(','), variables, depth)}.  Stop. (make's $(error) in a Kbuild file)`,
      );
    case 'call': {
      const body = variables.get(unexpanded(first));
      if (body === undefined) return null;
      const values = given.slice(1).map((_, index) => [`${index + 1}`, expanded(index + 1)] as const);
      return expandWith({ 0: first, ...Object.fromEntries(values) }, body, variables, depth);
    }
    default:
      return null;
  }
}

/** Expands the text while some variables have other values. */
function expandWith(
  values: Readonly<Record<string, string>>,
  text: string,
  variables: MakeVariables,
  depth: number,
): string {
  const before = Object.keys(values).map((name) => [name, variables.get(name)] as const);
  for (const [name, value] of Object.entries(values)) variables.set(name, value);
  const result = expand(text, variables, depth);
  for (const [name, value] of before) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
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
