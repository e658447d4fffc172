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
  for (const line of logicalLines(text)) {
    const [, word = '', rest = ''] = /^\s*([a-z]+)\b\s*(.*)$/.exec(line) ?? [];
    if (word === 'ifeq' || word === 'ifneq' || word === 'ifdef' || word === 'ifndef') {
      const holds = counts() && conditionHolds(word, rest, variables);
      conditions.push({ active: holds, taken: holds });
    } else if (word === 'else') otherwise(conditions, rest, variables);
    else if (word === 'endif') conditions.pop();
    else if (counts() && !line.startsWith('\t')) assign(line, variables);
  }
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

function assign(line: string, variables: MakeVariables): void {
  const match = /^\s*(?:export\s+|override\s+)*([^\s:=+?]+)\s*(:{0,3}=|\+=|\?=)\s*(.*?)\s*$/.exec(line);
  if (!match) return;
  const name = expand(match[1]!, variables);
  const value = expand(match[3]!, variables);
  const known = variables.get(name);
  if (match[2] === '+=') variables.set(name, known ? `${known} ${value}` : value);
  else if (match[2] !== '?=' || known === undefined) variables.set(name, value);
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
