/** Looks for a run of a driver that goes the way a finding tells: runs it, sees by what it leaves the way, and has whoever decided that answer otherwise. */
import { outermostPlace, type Place } from '../c-language/source.ts';
import type { Program } from '../c-language/program.ts';
import type { TranslationUnit } from '../c-language/syntax.ts';
import { build } from '../compile.ts';
import { recordsOfKind } from '../journal.ts';
import { createSimulation } from '../create-simulation.ts';
import { runtimeOf } from '../inspect/values.ts';
import type { BuildResult, RunRequest, StopIdentity } from '../simulation.ts';
import { findingsWithRoutes } from '../static-checks/check.ts';
import { expressionsOf, linesOf } from '../static-checks/expressions.ts';
import type { Finding } from '../static-checks/walk.ts';
import { sourcesOf } from '../c-language/vm/shadows.ts';
import { compileUnit, preprocessorOptions } from '../shipped-sources.ts';
import { entriesOf, rolesOfEntries, type Entry } from './entries.ts';
import { chainsTo } from './guards.ts';
import { textOf } from './lvalue-text.ts';
import { keyOf } from './matching.ts';
import { arrivalOf, observe } from './observe.ts';
import { requestOf, type Plan } from './plan.ts';
import type { Asking, Given } from './program-text.ts';
import { settle, solve, type Answer } from './solve.ts';
import { readName } from './sources.ts';
import type { Attempt, Watching, Way } from './watching.ts';

export interface CounterExample {
  /** What to run: the driver as it is, with what has to be given to it. */
  readonly request: RunRequest;
  /** Where that run shows what is wrong; null: none was found. */
  readonly stop: StopIdentity | null;
  /** Where the run leaves the way, if it does not go it. */
  readonly left: StopIdentity | null;
  /** What is given where, in words. */
  readonly given: readonly string[];
  /** Why none was found, in a sentence. */
  readonly reason: string | null;
  readonly runs: number;
}

export interface WantedFinding {
  readonly path: string;
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
}

const mostRuns = 14;
const mostRunsOfAll = 40;
const mostWays = 3;
/** Statements of one run, and between two looks at it. */
const longestRun = 2_000_000;
const longestSearch = 8_000_000;
const portion = 20_000;

interface Search {
  readonly request: RunRequest;
  readonly unit: TranslationUnit;
  readonly finding: Finding;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly texts: Map<string, string>;
  readonly commands: Set<bigint>;
  /** By the text of the program that runs beside the driver. */
  readonly built: Map<string, BuildResult>;
  runs: number;
  /** Statements of all runs. */
  done: { count: number };
}

/** A step is a part of a run; call it until it is done. */
export function* findCounterExample(request: RunRequest, wanted: WantedFinding): Generator<void, CounterExample> {
  const source = request.driver.find(({ path }) => path === wanted.path) ?? request.driver[0]!;
  const options = preprocessorOptions('kernel', { findInclude: source.findInclude ?? request.findInclude, defines: [...request.defines, ...(source.defines ?? [])] }, true); // prettier-ignore
  const { unit } = compileUnit({ path: source.path, text: source.text, builtIn: false }, options, true);
  const findings = findingsWithRoutes(unit).filter(
    ({ rule, place }) => rule === wanted.rule && place.line === wanted.line,
  );
  const entries = entriesOf(unit, devicesOf(request));
  const nothing = { request, stop: null, left: null, given: [], runs: 0 };
  if (findings.length === 0) return { ...nothing, reason: `there is no finding ${wanted.rule} on line ${wanted.line}` };
  yield;
  let nearest: CounterExample | null = null;
  const built: Search['built'] = new Map();
  const done = { count: 0 };
  for (const { finding, way } of waysOf(unit, findings, entries).slice(0, mostWays)) {
    const search: Search = {
      request,
      unit,
      finding,
      entries,
      texts: new Map(),
      commands: new Set(),
      built,
      done,
      runs: nearest?.runs ?? 0,
    };
    const found = yield* goWay(search, way);
    if (found.stop) return found;
    const isFurther: boolean = !nearest || found.given.length >= nearest.given.length;
    nearest = isFurther ? found : { ...nearest!, runs: found.runs };
  }
  return nearest ?? { ...nothing, reason: 'no function of the kernel leads there' };
}

function devicesOf({ machine }: RunRequest): readonly string[] {
  return [...machine.devices.map(({ name }) => name), ...(machine.platform ?? []).map(({ name }) => name)];
}

interface FindingsWay {
  readonly finding: Finding;
  readonly way: Omit<Way, 'target'>;
}

/** Those that the checks have walked from where the kernel calls go first. */
function waysOf(
  unit: TranslationUnit,
  findings: readonly Finding[],
  entries: ReadonlyMap<string, Entry>,
): readonly FindingsWay[] {
  // prettier-ignore
  const isEntry = (name: string): boolean => entries.has(name);
  const ways = findings.flatMap((finding) =>
    // Some findings are of a place, whatever leads there.
    chainsTo(unit, finding.route?.root ?? finding.function, isEntry).map((chain): FindingsWay & { known: boolean } => ({
      finding,
      known: isEntry(finding.route?.root ?? finding.function),
      way: { root: chain.entry.symbol.name, steps: [...chain.steps, ...(finding.route?.steps ?? [])] },
    })),
  );
  return [...ways.filter(({ known }) => known), ...ways.filter(({ known }) => !known)];
}

function* goWay(search: Search, way: FindingsWay['way']): Generator<void, CounterExample> {
  const { finding, entries, request } = search;
  const failing = finding.failing.map(({ file, line }) => `${file.path.replace(/^.*[\\/]/, '')}:${line}`);
  const entry = entries.get(way.root);
  const asked = entry && (entry.paths.length > 0 || !/^module$/.test(entry.operation)) ? entry : null;
  // What the user's own program does goes first.
  const programs = [...(request.app || !asked ? [[]] : []), ...(asked ? [[{ entry: asked, round: 1 }]] : [])];
  let last: CounterExample | null = null;
  for (const askings of programs) {
    last = yield* answer(search, way, { failing, answers: new Map(), askings });
    if (last.stop) return last;
  }
  for (const { askings, command } of asked ? preludesOf(search, asked) : []) {
    if (search.runs >= mostRunsOfAll || search.done.count >= longestSearch) break;
    const found = yield* answer(search, way, { failing, answers: new Map(command ? [command] : []), askings });
    if (found.stop) return found;
  }
  return last!;
}

interface Prelude {
  readonly askings: readonly Asking[];
  readonly command: readonly [string, Given] | null;
}

/** What a program may have to do with the same file before. */
function preludesOf({ entries, commands }: Search, asked: Entry): readonly Prelude[] {
  const others = [...entries.values()].filter(({ paths, operation }) => /\.(unlocked_ioctl|write|mmap)$/.test(operation) && paths.length > 0 && paths.join() === asked.paths.join()); // prettier-ignore
  return others.flatMap((entry): Prelude[] => {
    const askings = [{ entry, round: 1 }, { entry: asked, round: entry === asked ? 2 : 1 }]; // prettier-ignore
    if (!entry.operation.endsWith('ioctl')) return entry === asked ? [] : [{ askings, command: null }];
    return [...commands].map((value) => ({ askings, command: [`argument ${entry.function}#1 command`, { value, bits: 32 }] })); // prettier-ignore
  });
}

/** Runs, and has one more question answered each time. */
function* answer(search: Search, way: FindingsWay['way'], first: Plan): Generator<void, CounterExample> {
  const about = `Asks of the driver what leads to ${search.finding.rule} on line ${search.finding.place.line}.`;
  let plan = first;
  let natural: Pick<Watching, 'reads' | 'loads'> = { reads: new Map(), loads: new Map() };
  let shown: CounterExample | null = null;
  const tried = new Set<string>();
  for (let run = 0; ; run++) {
    const request = requestOf(search.request, plan, natural, search.texts, about);
    const watching = yield* watch(search, request, way);
    const found = { request, given: given(plan, search), runs: search.runs };
    if (typeof watching === 'string') return { ...found, stop: null, left: null, reason: watching };
    const stop = arrivalOf(watching);
    if (stop) {
      const worse = shown ? [] : harm(search, watching, plan);
      shown = { ...found, stop, left: null, reason: null };
      if (worse.length === 0) return shown;
      natural = watching;
      plan = withAnswers(plan, worse);
      continue;
    }
    if (shown) return shown;
    if (run === 0) natural = watching;
    const next = run < mostRuns && search.done.count < longestSearch ? nextAnswers(watching, plan, tried) : [];
    const left = furthest(watching.attempts)?.left ?? null;
    if (next.length === 0) return { ...found, stop: null, left, reason: whyNot(search, watching) };
    for (const { id, value } of next) tried.add(`${id} ${value}`);
    plan = withAnswers(plan, next);
  }
}

function withAnswers(plan: Plan, more: readonly Answer[]): Plan {
  return { ...plan, answers: new Map([...plan.answers, ...more.map(({ id, ...each }) => [id, each] as const)]) };
}

/** A sentence: it cannot be run. */
function* watch(search: Search, request: RunRequest, way: FindingsWay['way']): Generator<void, Watching | string> {
  search.runs++;
  const key = request.app?.text ?? '';
  const { program, diagnostics } = search.built.get(key) ?? build(request);
  search.built.set(key, { program, diagnostics });
  if (!program)
    return `it does not compile: ${diagnostics.find(({ severity }) => severity === 'error')?.message ?? ''}`;
  const simulation = createSimulation(program, request);
  const target = new Set(statementsAt(program, search.finding.place));
  const watching = observe(runtimeOf(simulation), { ...way, target }, rolesOfEntries(search.entries));
  for (let done = 0; done < longestRun && search.done.count < longestSearch && !watching.arrival; done += portion) {
    search.done.count += portion;
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    yield;
    if (stop?.kind === 'rest' || stop?.kind === 'deadlock') break;
  }
  noteTexts(search, program);
  for (const each of watching.commands) search.commands.add(each);
  return watching;
}

/** Those that the place lies in, innermost. */
function statementsAt(program: Program, place: Place): number[] {
  const { functions, statements } = program;
  const key = (each: Place): number => each.line * 10_000 + each.column;
  const own = statements.flatMap((each, index) => {
    const start = outermostPlace(each.place);
    const end = outermostPlace(each.end);
    const isIts = !functions[each.function]!.builtIn && each.kind !== 'entry' && start.file.path === place.file.path;
    return isIts && key(start) <= key(place) && key(end) + end.length >= key(place)
      ? [{ index, start: key(start) }]
      : [];
  });
  const nearest = Math.max(...own.map(({ start }) => start));
  return own.filter(({ start }) => start === nearest).map(({ index }) => index);
}

function furthest(attempts: readonly Attempt[]): Attempt | null {
  return attempts.reduce<Attempt | null>((found, each) => (!found || each.met.length >= found.met.length ? each : found), null); // prettier-ignore
}

/** Calls that are there for what comes behind them are not to go the way themselves. */
function ofLast(attempts: readonly Attempt[], askings: readonly Asking[]): readonly Attempt[] {
  const behind = attempts.slice((askings.at(-1)?.round ?? 1) - 1);
  return behind.length > 0 ? behind : attempts;
}

function nextAnswers(
  { attempts, chosen, pointers }: Watching,
  { answers, failing, askings }: Plan,
  tried: ReadonlySet<string>,
): readonly Answer[] {
  // prettier-ignore
  const attempt = furthest(ofLast(attempts, askings));
  const hasPrelude = askings.length > 1;
  if (!attempt) return [];
  const may = (id: string, natural: bigint): boolean => {
    const { kind, at } = readName(id);
    if (kind === 'call') return !answers.has(id) && !failing.includes(at) && !isError(natural);
    return kind !== 'wait' || !answers.has(id);
  };
  for (const { id } of attempt.missed?.shadow ? sourcesOf(attempt.missed.shadow) : []) {
    const pointer = pointers.get(id);
    if (pointer && !answers.has(pointer)) return [{ id: pointer, bits: 64, pointer: true, value: 32768n + 4096n * BigInt(tried.size) }]; // prettier-ignore
  }
  for (const wanted of [attempt.missed, attempt.relapse]) {
    const found = wanted && solve(wanted, attempt.met, may);
    if (found && !tried.has(`${found.id} ${found.value}`)) return [found];
  }
  // It came to nothing on the way: with whatever stood there by itself that is often so.
  // So with what was handed over by calls before this one, once it has returned.
  const free = [...chosen].filter(
    ([id]) => !answers.has(id) && (!attempt.over || (hasPrelude && /^user .*#1 /.test(id))),
  );
  return free.flatMap(([id, bits]) => settle(id, bits, attempt.met, usual) ?? []);
}

/** Numbers that most can do something with, and those that nobody expects. */
const usual = [64n, 1n, 16n, 4n];
const unexpected = [-1n, 0x7fff_ffffn, 0xffffn, 0xffn];

function isError(value: bigint): boolean {
  const number = BigInt.asIntN(32, value);
  return number < 0n && number >= -4095n;
}

/** Of a value that the driver takes from a device as it is, one that does harm. */
function harm({ finding }: Search, { attempts, chosen }: Watching, { answers }: Plan): readonly Answer[] {
  if (finding.rule !== 'device-value-unchecked') return [];
  const free = [...chosen].filter(([id]) => readName(id).kind === 'memory' && !answers.has(id));
  return free.flatMap(([id, bits]) => settle(id, bits, furthest(attempts)!.met, unexpected) ?? []);
}

/** How the driver names what it loads from memory, for the instructions that may be answered. */
function noteTexts({ texts, unit }: Search, program: Program): void {
  if (texts.size > 0) return;
  const loads = new Map<string, string>();
  for (const { body } of unit.functions.filter(({ place }) => place.file.path === unit.path))
    for (const each of expressionsOf(body))
      if (each.kind === 'load') for (const place of [each.place, each.operand.place]) loads.set(keyOf(place), textOf(each.operand) ?? ''); // prettier-ignore
  for (const { builtIn, entry, end, image } of program.functions) {
    if (builtIn || program.images[image]!.mode !== 'kernel') continue;
    for (let pc = entry; pc < end; pc++) {
      const text = loads.get(keyOf(program.places[program.placeOfInstruction[pc]!]!));
      if (text) texts.set(String(pc), text);
    }
  }
}

function given({ answers, failing }: Plan, { texts }: Search): string[] {
  const told = [...answers].map(([id, each]) => describe(id, each, texts));
  return [...failing.map((at) => `what is called on ${at} fails`), ...told];
}

function describe(id: string, { value, bits, pointer }: Given, texts: ReadonlyMap<string, string>): string {
  const { kind, at, round, what } = readName(id);
  const number = value < 10n ? String(value) : `0x${value.toString(16)}`;
  switch (kind) {
    case 'read':
      return `register read ${round} on ${at} gives ${number}`;
    case 'memory':
      return `a device leaves ${number} in ${texts.get(what) ?? 'memory'} before ${at}${round > 1 ? `, the ${round}th time` : ''}`;
    case 'parameter':
      return `the module's parameter ${at} is ${BigInt.asIntN(bits, value)}`;
    case 'call':
      return `${what} on ${at} fails`;
    case 'wait':
      return `interrupts are lost, so that ${what} on ${at} ends by its timeout`;
    case 'text':
      return value === 0n ? `the module's parameter ${at} is "${what}"` : `the module's parameter ${at} is as it is`;
    case 'user':
      if (pointer) return `the program hands a pointer to its data to ${at} in byte ${what}`;
      return `the program hands ${number} to ${at} in byte ${what}`;
    case 'flags':
      return `the program opens the file with ${number} as flags`;
    case 'number':
      return `the program writes ${BigInt.asIntN(bits, value)} for ${at}`;
    default:
      return `the program calls ${at} with ${number} as ${what}`;
  }
}

function whyNot({ finding, entries }: Search, { attempts, way, runtime }: Watching): string {
  const attempt = furthest(attempts);
  if (!attempt) {
    const entry = entries.get(way.root);
    return entry ? `${way.root} is not called in the run (it is ${entry.operation === 'module' ? 'called by the kernel or a device' : entry.operation})` : `nothing in this file says how ${way.root} is called`; // prettier-ignore
  }
  const step = way.steps[attempt.met.length];
  if (!step) return `${way.root} goes the whole way, but not by line ${finding.place.line}`;
  const start = outermostPlace(step.expression.start);
  const text = linesOf(start.file, start.line, start.line).trim();
  const where = `line ${start.line} (${text})`;
  if (!attempt.missed) return `${way.root} leaves the way before ${where}${attempt.over ? '' : diedOf(runtime)}`;
  const [by] = attempt.missed.shadow ? sourcesOf(attempt.missed.shadow) : [];
  const call = by && readName(by.id);
  if (by && call!.kind === 'call' && isError(by.value)) return `on ${where} the path needs another result of ${call!.what}, which gives ${BigInt.asIntN(32, by.value)} in this run`; // prettier-ignore
  const source = attempt.missed.shadow ? 'no value that could be given there makes it come out otherwise' : 'it follows from what the driver itself has there'; // prettier-ignore
  return `on ${where} the path needs ${step.cases ? 'another case' : `the condition to be ${step.truth}`}, and ${source}`;
}

/** What the run itself says that may have ended it. */
function diedOf({ world: { journal } }: Watching['runtime']): string {
  const last = recordsOfKind(journal, 'finding').at(-1);
  return last ? `: ${last.message}` : '';
}
