/** From the words of a command line to what they ask for. */
import type { LaunchArguments } from '../custom-requests.ts';
import { RequestError } from '../request-error.ts';

export type Command =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'run'; readonly launch: LaunchArguments; readonly json: boolean; readonly extra: RunExtras }
  /** `fixed`: null: the bug itself; empty: its first fix. */
  | { readonly kind: 'replay'; readonly id: string | null; readonly fixed: string | null }
  | { readonly kind: 'adapter'; readonly port: number | null };

/** What `run` does beside running. */
export interface RunExtras {
  /** Totals of the work on standard error at the end. */
  readonly stats: boolean;
  /** As the machine file's `powerCut`. */
  readonly powerCut: string | null;
  /** A folder that gets the files as the disk has them at the end. */
  readonly saveDisk: string | null;
  /** A folder whose files stand on the disk at power-on. */
  readonly disk: string | null;
}

/** Throws `RequestError` that says which word is wrong. */
export function readCommand(words: readonly string[]): Command {
  const [name, ...rest] = words;
  if (rest.includes('--help') && !rest.slice(0, rest.indexOf('--help')).includes('--')) return { kind: 'help' };
  switch (name) {
    case undefined:
      return wrong('there is nothing to do: write run, replay or adapter (or --help)');
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'help' };
    case '--version':
      return { kind: 'version' };
    case 'run':
      return readRun(rest);
    case 'replay':
      return readReplay(rest);
    case 'adapter':
      return readAdapter(rest);
    case 'check':
      return wrong("'check' is not part of this version: static checks run in the editor's language server later on");
    default:
      return wrong(`there is no command '${name}': write run, replay or adapter (or --help)`);
  }
}

interface RunOptions {
  machine?: string;
  json: boolean;
  stats: boolean;
  powerCut: string | null;
  saveDisk: string | null;
  disk: string | null;
  readonly files: string[];
  readonly defines: string[];
  readonly includePath: string[];
  readonly allow: string[];
  readonly parameters: Record<string, string>;
}

function readRun(words: readonly string[]): Command {
  const end = words.indexOf('--');
  const left = end < 0 ? [...words] : words.slice(0, end);
  const extras = { stats: false, powerCut: null, saveDisk: null, disk: null };
  const options: RunOptions = {
    json: false,
    ...extras,
    files: [],
    defines: [],
    includePath: [],
    allow: [],
    parameters: {},
  };
  while (left.length > 0) readRunWord(options, left.shift()!, left);
  const [first, ...others] = options.files;
  if (first === undefined) return wrong('run needs a C file: dma-debugger run DRIVER.c [APP.c]');
  const { machine, json, defines, includePath, parameters, allow, stats, powerCut, saveDisk, disk } = options;
  const launch: LaunchArguments = {
    program: others.length === 0 ? first : options.files,
    ...(machine === undefined ? {} : { machine }),
    ...(allow.length === 0 ? {} : { allow }),
    defines,
    includePath,
    parameters,
    args: end < 0 ? [] : words.slice(end + 1),
  };
  return { kind: 'run', launch, json, extra: { stats, powerCut, saveDisk, disk } };
}

function readRunWord(options: RunOptions, word: string, rest: string[]): void {
  const joined = /^-([DI])(.+)$/.exec(word);
  if (word === '--json') options.json = true;
  else if (word === '--stats') options.stats = true;
  else if (word === '--power-cut') options.powerCut = argumentOf(word, rest);
  else if (word === '--save-disk') options.saveDisk = argumentOf(word, rest);
  else if (word === '--disk') options.disk = argumentOf(word, rest);
  else if (word === '--machine') options.machine = argumentOf(word, rest);
  else if (word === '--allow') options.allow.push(argumentOf(word, rest));
  else if (word === '--param') addParameter(options.parameters, argumentOf(word, rest));
  else if (word === '-D') options.defines.push(argumentOf(word, rest));
  else if (word === '-I') options.includePath.push(argumentOf(word, rest));
  else if (joined) (joined[1] === 'D' ? options.defines : options.includePath).push(joined[2]!);
  else if (word.startsWith('-')) wrong(`run has no option '${word}'`);
  else options.files.push(word);
}

function addParameter(parameters: Record<string, string>, text: string): void {
  const equals = text.indexOf('=');
  if (equals <= 0) wrong(`--param takes NAME=VALUE, not '${text}'`);
  parameters[text.slice(0, equals)] = text.slice(equals + 1);
}

function readReplay(words: readonly string[]): Command {
  const left = [...words];
  let id: string | null = null;
  let fixed: string | null = null;
  while (left.length > 0) {
    const word = left.shift()!;
    if (word === '--fixed') fixed = left[0] === undefined || left[0].startsWith('-') ? '' : left.shift()!;
    else if (word.startsWith('-')) wrong(`replay has no option '${word}'`);
    else if (id === null) id = word;
    else wrong(`replay tells one documented bug: '${word}' is one too many`);
  }
  if (fixed !== null && id === null) {
    // `replay --fixed ID` cannot be told from `replay --fixed NAME`: a lone word is the bug.
    return {
      kind: 'replay',
      id: fixed === '' ? wrong('--fixed needs the documented bug it belongs to') : fixed,
      fixed: '',
    };
  }
  return { kind: 'replay', id, fixed };
}

function readAdapter(words: readonly string[]): Command {
  const [option, port, surplus] = words;
  if (option === undefined) return { kind: 'adapter', port: null };
  if (option !== '--port') wrong(`adapter has no option '${option}'`);
  if (port === undefined || !/^\d{1,5}$/.test(port) || Number(port) > 65535)
    wrong('--port takes a number from 0 to 65535');
  if (surplus !== undefined) wrong(`'${surplus}' is one word too many`);
  return { kind: 'adapter', port: Number(port) };
}

function argumentOf(option: string, rest: string[]): string {
  return rest.shift() ?? wrong(`'${option}' needs an argument`);
}

function wrong(message: string): never {
  throw new RequestError('badArguments', message);
}
