/** From the words of a command line to what they ask for. */
import type { LaunchArguments } from '../custom-requests.ts';
import type { FaultPlan } from '../../simulator/index.ts';
import { defaultLimit, type FailEach } from './fail-each.ts';
import { RequestError } from '../request-error.ts';
import { readCheck, type CheckCommand } from './check/check-options.ts';
import { readShown, type Shown } from './show.ts';
import { readExperiment, type ExperimentWords } from './experiment-options.ts';

export type Command =
  | { readonly kind: 'help' | 'version' }
  | CheckCommand
  | {
      readonly kind: 'run';
      readonly launch: LaunchArguments;
      readonly json: boolean;
      readonly extra: RunExtras;
      readonly failEach: FailEach | null;
    }
  /** `fixed`: null: the bug itself; empty: its first fix. */
  | { readonly kind: 'replay-all' }
  | { readonly kind: 'replay'; readonly id: string | null; readonly fixed: string | null }
  | { readonly kind: 'experiment'; readonly experiment: ExperimentWords }
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
  /** Pictures of views on standard error. */
  readonly show: readonly Shown[];
}

/** Throws `RequestError` that says which word is wrong. */
export function readCommand(words: readonly string[]): Command {
  const [name, ...rest] = words;
  if (rest.includes('--help') && !rest.slice(0, rest.indexOf('--help')).includes('--')) return { kind: 'help' };
  switch (name) {
    case undefined:
      return wrong('there is nothing to do: write run, check, replay, experiment or adapter (or --help)');
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
    case 'experiment':
      return { kind: 'experiment', experiment: readExperiment(rest) };
    case 'adapter':
      return readAdapter(rest);
    case 'check':
      return readCheck(rest);
    default:
      return wrong(`there is no command '${name}': write run, check, replay, experiment or adapter (or --help)`);
  }
}

type Faults = { -readonly [Key in keyof FaultPlan]-?: NonNullable<FaultPlan[Key]>[number][] };

interface RunOptions {
  machine?: string;
  json: boolean;
  stats: boolean;
  powerCut: string | null;
  saveDisk: string | null;
  disk: string | null;
  readonly show: Shown[];
  readonly files: string[];
  readonly defines: string[];
  readonly includePath: string[];
  readonly allow: string[];
  readonly faults: Faults;
  failEach: boolean;
  failLimit: number;
  readonly parameters: Record<string, string>;
}

function readRun(words: readonly string[]): Command {
  const end = words.indexOf('--');
  const left = end < 0 ? [...words] : words.slice(0, end);
  const extras = { stats: false, powerCut: null, saveDisk: null, disk: null };
  const options: RunOptions = {
    json: false,
    ...extras,
    show: [],
    files: [],
    defines: [],
    includePath: [],
    allow: [],
    faults: {
      fail: [],
      failAt: [],
      reads: [],
      memory: [],
      loseInterrupts: [],
      delayInterrupts: [],
      stopTransfers: [],
      unplug: [],
    },
    failEach: false,
    failLimit: defaultLimit,
    parameters: {},
  };
  while (left.length > 0) readRunWord(options, left.shift()!, left);
  const [first, ...others] = options.files;
  if (first === undefined) return wrong('run needs a C file: dma-debugger run DRIVER.c [APP.c]');
  const { machine, json, defines, includePath, parameters, allow, faults, stats, powerCut, saveDisk, disk, show } =
    options;
  const launch: LaunchArguments = {
    program: others.length === 0 ? first : options.files,
    ...(machine === undefined ? {} : { machine }),
    ...(allow.length === 0 ? {} : { allow }),
    ...(Object.values(faults).every((each) => each.length === 0) ? {} : { faults }),
    defines,
    includePath,
    parameters,
    args: end < 0 ? [] : words.slice(end + 1),
  };
  const extra = { stats, powerCut, saveDisk, disk, show };
  const failEach = options.failEach ? { limit: options.failLimit, replay: replayCommand(words) } : null;
  return { kind: 'run', launch, json, extra, failEach };
}

function readRunWord(options: RunOptions, word: string, rest: string[]): void {
  const joined = /^-([DIU])(.+)$/.exec(word);
  if (word === '--json') options.json = true;
  else if (word === '--stats') options.stats = true;
  else if (word === '--power-cut') options.powerCut = argumentOf(word, rest);
  else if (word === '--save-disk') options.saveDisk = argumentOf(word, rest);
  else if (word === '--show') options.show.push(readShown(argumentOf(word, rest)));
  else if (word === '--disk') options.disk = argumentOf(word, rest);
  else if (word === '--machine') options.machine = argumentOf(word, rest);
  else if (readFaultWord(options, word, rest)) return;
  else if (word === '--allow') options.allow.push(argumentOf(word, rest));
  else if (word === '--param') addParameter(options.parameters, argumentOf(word, rest));
  else if (word === '-D') options.defines.push(argumentOf(word, rest));
  else if (word === '-U') options.defines.push(`-U${argumentOf(word, rest)}`);
  else if (word === '-I') options.includePath.push(argumentOf(word, rest));
  else if (joined)
    (joined[1] === 'I' ? options.includePath : options.defines).push(joined[1] === 'U' ? word : joined[2]!);
  else if (word.startsWith('-')) wrong(`run has no option '${word}'`);
  else options.files.push(word);
}

/** `0000:00:02.0@5000000`, and `+NANOSECONDS` until the kernel is told. */
function readUnplugging(word: string, rest: string[]): FaultPlan['unplug'][number] {
  const parts = /^([\w:.]+)@(\d+)(?:\+(\d+))?$/.exec(argumentOf(word, rest));
  if (!parts)
    return wrong(
      `${word} is written as ${word} 0000:00:02.0@NANOSECONDS, or with +NANOSECONDS until the kernel is told`,
    );
  const [, device, at, noticed] = parts;
  return { device: device!, at: Number(at), noticed: noticed === undefined ? null : Number(noticed) };
}

/** True: the word was about faults on demand. */
function readFaultWord(options: RunOptions, word: string, rest: string[]): boolean {
  const { faults } = options;
  if (word === '--fail-each') options.failEach = true;
  else if (word === '--fail-limit') [options.failLimit] = numbersOf(word, rest, 1);
  else if (word === '--fail') faults.fail.push(numbersOf(word, rest, 1)[0]);
  else if (word === '--fail-at') faults.failAt.push(readPlace(word, rest));
  else if (word === '--give') faults.reads.push(readGiven(word, rest));
  else if (word === '--lose-interrupt') faults.loseInterrupts.push(numbersOf(word, rest, 1)[0]);
  else if (word === '--delay-interrupt') {
    const [interrupt, by] = numbersOf(word, rest, 2);
    faults.delayInterrupts.push({ interrupt, by });
  } else if (word === '--stop-transfer') {
    const [transfer, after] = numbersOf(word, rest, 2);
    faults.stopTransfers.push({ transfer, after });
  } else if (word === '--unplug') faults.unplug.push(readUnplugging(word, rest));
  else return false;
  return true;
}

/** `driver.c:119`. */
function readPlace(option: string, rest: string[]): string {
  const text = argumentOf(option, rest);
  return /.:[1-9]\d*$/.test(text) ? text : wrong(`${option} takes FILE:LINE, not '${text}'`);
}

/** `driver.c:119=0x4`, or several values in turn. */
function readGiven(option: string, rest: string[]): { at: string; give: string[] } {
  const text = argumentOf(option, rest);
  const [, at, values] = /^(.+:[1-9]\d*)=((?:(?:0x[0-9a-f]{1,16}|\d{1,20}),?)+)$/i.exec(text) ?? [];
  return at && values ? { at, give: values.split(',').filter((each) => each !== '') } : wrong(`${option} takes FILE:LINE=VALUE[,VALUE…], not '${text}'`); // prettier-ignore
}

/** `3`, or `3:1000` where two are wanted; the first counts from 1. */
function numbersOf(option: string, rest: string[], wanted: 1 | 2): [number, number] {
  const text = argumentOf(option, rest);
  const [first, second] = text.split(':').map(Number);
  const fits = wanted === 1 ? /^[1-9]\d{0,11}$/ : /^[1-9]\d{0,11}:\d{1,12}$/;
  if (!fits.test(text))
    wrong(
      `${option} takes ${wanted === 1 ? 'a number from 1 on' : 'NUMBER:NUMBER, the first from 1 on'}, not '${text}'`,
    );
  return [first!, second ?? 0];
}

/** The same command without `--fail-each`, for a shell. */
function replayCommand(words: readonly string[]): string {
  const end = words.indexOf('--');
  const limit = words.indexOf('--fail-limit');
  const kept = words.filter(
    (word, at) =>
      (word !== '--fail-each' && (limit < 0 || (at !== limit && at !== limit + 1))) || (end >= 0 && at > end),
  );
  const split = kept.indexOf('--');
  const quoted = (part: readonly string[]): string =>
    part.map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`)).join(' ');
  return `dma-debugger run ${quoted(split < 0 ? kept : kept.slice(0, split))}`;
}

function addParameter(parameters: Record<string, string>, text: string): void {
  const equals = text.indexOf('=');
  if (equals <= 0) wrong(`--param takes NAME=VALUE, not '${text}'`);
  parameters[text.slice(0, equals)] = text.slice(equals + 1);
}

function readReplay(words: readonly string[]): Command {
  if (words.includes('--all'))
    return words.length === 1 ? { kind: 'replay-all' } : wrong('replay --all tells all: it takes nothing else');
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
