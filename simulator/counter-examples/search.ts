/** Looks for a run of a driver that goes the way a finding tells: runs it, sees by what it leaves the way, and has whoever decided that answer otherwise. */
import { outermostPlace, type Place } from '../c-language/source.ts';
import type { Program } from '../c-language/program.ts';
import type { TranslationUnit } from '../c-language/syntax.ts';
import { build } from '../compile.ts';
import { createSimulation } from '../create-simulation.ts';
import { runtimeOf } from '../inspect/values.ts';
import type { BuildResult, RunRequest, StopIdentity } from '../simulation.ts';
import { findingsWithRoutes } from '../static-checks/check.ts';
import { expressionsOf } from '../static-checks/expressions.ts';
import type { Finding } from '../static-checks/walk.ts';
import { compileUnit, preprocessorOptions } from '../shipped-sources.ts';
import { entriesOf, rolesOfEntries, type Entry } from './entries.ts';
import { chainsTo, ofTexts } from './guards.ts';
import { textOf } from './lvalue-text.ts';
import { keyOf } from './matching.ts';
import { harm, nextAnswers } from './next-answers.ts';
import { arrivalOf, observe } from './observe.ts';
import { requestOf, type Plan } from './plan.ts';
import type { Asking, Given } from './program-text.ts';
import type { Answer } from './solve.ts';
import { given, whyNot } from './telling.ts';
import { furthest, lineNamed, type Watching, type Way } from './watching.ts';

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
/** Work of one run and of all, in what a plain statement of the kernel costs: 20 seconds at most on a slow machine. */
const longest = { run: 8_000_000, search: 30_000_000 };
/** Statements between two looks at a run: a few hundredths of a second, however much of them is watched. */
const portion = 500;
const costs = { build: 300_000, look: 10, given: 200 };

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
  /** Of all runs. */
  readonly work: { done: number };
  readonly longest: typeof longest;
}

/** A step is a part of a run; call it until it is done. */
export function* findCounterExample(
  request: RunRequest,
  wanted: WantedFinding,
  bounds = longest,
): Generator<void, CounterExample> {
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
  const work = { done: 0 };
  for (const { finding, way } of waysOf(unit, findings, entries).slice(0, mostWays)) {
    const search: Search = {
      request,
      unit,
      finding,
      entries,
      texts: new Map(),
      commands: new Set(),
      built,
      work,
      longest: bounds,
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
  const isEntry = (name: string): boolean => entries.has(name);
  const texts = ofTexts(unit);
  const ways = findings.flatMap((finding) =>
    // Some findings are of a place, whatever leads there.
    chainsTo(unit, finding.route?.root ?? finding.function, isEntry).map((chain): FindingsWay & { known: boolean } => ({
      finding,
      known: isEntry(finding.route?.root ?? finding.function),
      way: {
        root: chain.entry.symbol.name,
        steps: [...chain.steps, ...(finding.route?.steps ?? [])].filter(({ expression }) => !texts.has(expression)),
      },
    })),
  );
  const found = [...ways.filter(({ known }) => known), ...ways.filter(({ known }) => !known)];
  return [...found.filter(isAlreadyShown).map((each) => ({ ...each, way: { ...each.way, steps: [] } })), ...found];
}

/** It is told of a path that goes on, and shows where it stands. */
function isAlreadyShown({ finding, way }: FindingsWay): boolean {
  return finding.rule === 'relaxed-doorbell' && way.steps.length > 0;
}

function* goWay(search: Search, way: FindingsWay['way']): Generator<void, CounterExample> {
  const { finding, entries, request } = search;
  const failing = finding.failing.map(lineNamed);
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
    if (search.runs >= mostRunsOfAll || search.work.done >= search.longest.search) break;
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
    const found = { request, given: given(plan, search.texts), runs: search.runs };
    if (typeof watching === 'string') return { ...found, stop: null, left: null, reason: watching };
    const stop = arrivalOf(watching);
    if (stop) {
      const worse = shown ? [] : harm(search.finding, watching, plan);
      shown = { ...found, stop, left: null, reason: null };
      if (worse.length === 0) return shown;
      natural = watching;
      plan = withAnswers(plan, worse);
      continue;
    }
    if (shown) return shown;
    if (run === 0) natural = watching;
    const next = run < mostRuns && search.work.done < search.longest.search ? nextAnswers(watching, plan, tried) : [];
    const left = furthest(watching.attempts)?.left ?? null;
    if (next.length === 0) return { ...found, stop: null, left, reason: reasonOf(search, watching) };
    for (const { id, value } of next) tried.add(`${id} ${value}`);
    plan = withAnswers(plan, next);
  }
}

function reasonOf({ entries, finding, work, runs, longest: { search: most } }: Search, watching: Watching): string {
  const { line } = finding.place;
  const reason = whyNot(entries, line, watching);
  if (watching.isCut) return `given up after ${runs} runs, as the last is too long: it had not come to line ${line}, and ${reason}`; // prettier-ignore
  return work.done < most ? reason : `given up after ${runs} runs, as it takes too long; in the last, ${reason}`; // prettier-ignore
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
  search.work.done += costs.build;
  yield;
  const simulation = createSimulation(program, request);
  const target = new Set(statementsAt(program, search.finding.place));
  const runtime = runtimeOf(simulation);
  const watching = observe(runtime, { ...way, target }, rolesOfEntries(search.entries));
  const { work } = search;
  const before = work.done;
  const end = Math.min(before + search.longest.run, search.longest.search);
  for (;;) {
    if (work.done >= end) watching.isCut = true;
    if (watching.isCut || watching.arrival) break;
    const { statements } = runtime.world;
    const { looks } = watching;
    const answered = givenIn(runtime);
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    // What waits for an event does little.
    work.done += Math.max(portion / 10, runtime.world.statements - statements) + costs.look * (watching.looks - looks) + costs.given * (givenIn(runtime) - answered); // prettier-ignore
    yield;
    if (stop?.kind === 'rest' || stop?.kind === 'deadlock') break;
  }
  noteTexts(search, program);
  for (const each of watching.commands) search.commands.add(each);
  return watching;
}

/** How often a register or a device's memory was answered for. */
function givenIn({ world }: Watching['runtime']): number {
  return [...world.faults.reads.values()].reduce((sum, each) => sum + each, 0);
}

/** Those that the place lies in, innermost; of a loop, whose keyword lies in none, what it begins with. */
function statementsAt(program: Program, place: Place): number[] {
  const { functions, statements } = program;
  const key = (each: Place): number => each.line * 10_000 + each.column;
  const at = key(place);
  const own = statements.flatMap((each, index) => {
    const start = outermostPlace(each.place);
    const end = outermostPlace(each.end);
    const isIts = !functions[each.function]!.builtIn && each.kind !== 'entry' && start.file.path === place.file.path;
    return isIts ? [{ index, start: key(start), end: key(end) + end.length }] : [];
  });
  const around = own.filter(({ start, end }) => start <= at && end >= at);
  const nearest = around.length > 0 ? Math.max(...around.map(({ start }) => start)) : Math.min(...own.map(({ start }) => start).filter((start) => start > at)); // prettier-ignore
  return own.filter(({ start, end }) => start === nearest && (around.length === 0 || end >= at)).map(({ index }) => index); // prettier-ignore
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
