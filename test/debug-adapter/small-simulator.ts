/**
 * A simulator door small enough to see through: one C file, compiled by the real front end and run by the real VM over flat memory, one task,
 * no kernel and no hardware. `puts("log: …")` and the like make journal records.
 */
import { link } from '../../simulator/c-language/link.ts';
import { parse } from '../../simulator/c-language/parse.ts';
import { preprocess } from '../../simulator/c-language/preprocess.ts';
import type { Program } from '../../simulator/c-language/program.ts';
import { outermostPlace, type Diagnostic } from '../../simulator/c-language/source.ts';
import { describeType } from '../../simulator/c-language/type-operations/description.ts';
import { createVm, frameAt, frameCount, pushCall, run, type VmSurroundings } from '../../simulator/c-language/vm.ts';
import type {
  BreakpointRequest,
  EventFilterRequest,
  FrameInfo,
  RunCommand,
  RunRequest,
  Simulation,
  SourceText,
  StopReason,
} from '../../simulator/index.ts';
import {
  appendRecord,
  createJournal,
  recordNumbered,
  type Journal,
  type JournalEntry,
} from '../../simulator/journal.ts';
import { parsePowerCut } from '../../simulator/machine-file/power-cut.ts';
import { parseMachine } from '../../simulator/machine-file/parse-machine.ts';
import { checkDriver, explainRule, staticRules } from '../../simulator/check-driver.ts';
import { renderDiagnostic } from '../../simulator/render-diagnostic.ts';
import { experiments } from '../../simulator/experiments/catalogue.ts';
import { measured } from '../../simulator/experiments/experiment.ts';
import { findCounterExample } from '../../simulator/index.ts';
import { costsOf, runExperiment } from '../../simulator/experiments/run-experiment.ts';
import { costTable } from '../../simulator/hardware/costs.ts';
import { parseSize } from '../../simulator/machine-file/sizes.ts';
import { scenarios } from '../../simulator/scenario-catalogue.ts';
import type { ResolvedLine, SimulatorDoor, SourceRange } from '../../debug-adapter/simulator-door.ts';
import { dataBase, functionNamed, load, textBase, type Machine } from '../support/compiled-program.ts';
import { callLibc, hasLibcFunction, libcHeader } from '../support/test-libc.ts';
import { machineOf, smallSimulation, smallValues } from './small-values.ts';
import { smallViews } from './small-views.ts';

const header: SourceText & { builtIn: boolean } = { path: 'lib/stdio.h', text: libcHeader, builtIn: true };
const mainTask = 1;

interface State {
  readonly machine: Machine;
  readonly journal: Journal;
  breakpoints: readonly BreakpointRequest[];
  filters: readonly EventFilterRequest[];
  stopOnEntry: boolean;
  step: { readonly command: RunCommand; readonly depth: number; readonly line: number } | null;
  pendingStop: StopReason | null;
}

function build(request: RunRequest): { program: Program | null; diagnostics: readonly Diagnostic[] } {
  const source = request.app ?? request.driver[0]!;
  const found = (name: string, from: string): SourceText | null => request.findInclude(name, from);
  const preprocessed = preprocess(
    { ...source, builtIn: false },
    {
      findInclude: (name, form, from) => {
        const own = form === 'quote' ? found(name, from.path) : null;
        return own ? { ...own, builtIn: false } : header;
      },
      defines: request.defines,
      tolerateMissingIncludes: false,
    },
  );
  const parsed = parse(source.path, preprocessed.tokens);
  const diagnostics = [...preprocessed.diagnostics, ...parsed.diagnostics];
  if (diagnostics.some((each) => each.severity === 'error')) return { program: null, diagnostics };
  const linked = link([
    { name: 'small', mode: 'kernel', units: [parsed.unit], textBase, dataBase, hasBuiltin: hasLibcFunction },
  ]);
  return { program: linked.program, diagnostics: [...diagnostics, ...linked.diagnostics] };
}

function createSimulation(program: Program, request: RunRequest): Simulation {
  const loaded = load(program);
  const state: State = {
    machine: {
      ...loaded,
      vm: createVm(
        program,
        surroundings(loaded, () => takeOutput(state)),
      ),
    },
    journal: createJournal(),
    breakpoints: [],
    filters: [],
    stopOnEntry: false,
    step: null,
    pendingStop: null,
  };
  const { machine } = state;
  pushCall(program, machine.thread, functionNamed(program, 'main'), []);
  addRecord(state, { kind: 'task', event: 'created', name: 'main', other: mainTask });
  return smallSimulation(machine, state.journal, {
    program,
    request,
    takenOver: null,
    run: (command, limit) => advance(state, command, limit.statements),
    setBreakpoints: (breakpoints) => {
      state.breakpoints = breakpoints;
    },
    holdOthers: () => undefined,
    killProcess: () => null,
    tellIgnoredErrors() {},
    takeLogged: () => [],
    setDataBreakpoints: () => undefined,
    setInstructionBreakpoints: () => undefined,
    timeline: {
      moment: { moves: 0, statements: 0, at: 0, record: null },
      history: null,
      keep: () => undefined,
      runBack: () => null,
      goTo: () => false,
      keepMoment: () => undefined,
      goToRecord: () => false,
      holdsRecord: () => false,
      recordsAhead: () => [],
      reaches: () => false,
      enterBranch: () => ({ moves: 0, statements: 0, at: 0, record: null }),
      cancel: () => undefined,
      noteChange: () => undefined,
      attempt: (work) => work(),
      identify: () => null,
      runTo: () => null,
      digest: () => '',
    },
    setEventFilters(filters) {
      state.filters = filters.filter((each) => each.condition !== 'nonsense');
      return filters.map(({ filter, condition }) => ({
        filter,
        error: condition === 'nonsense' ? "there is no field 'nonsense'" : null,
      }));
    },
    get stopOnEntry() {
      return state.stopOnEntry;
    },
    set stopOnEntry(value: boolean) {
      state.stopOnEntry = value;
    },
    cancelStep: () => {
      state.step = null;
    },
  });
}

/** Output is looked at after each call, while the statement that made it is still on the stack. */
function surroundings({ memory, libc }: Machine, afterCall: () => void): VmSurroundings {
  return {
    kernelPort: memory.port,
    userPort: memory.port,
    onObservation: () => undefined,
    callBuiltin(call) {
      const result = callLibc(libc, call);
      afterCall();
      return result;
    },
  };
}

function advance(state: State, command: RunCommand, statements: number): StopReason | null {
  const { vm, thread } = state.machine;
  if (command.kind !== 'continue') state.step ??= { command, depth: frameCount(thread), line: currentLine(state) };
  vm.stepping = state.step !== null || state.stopOnEntry;
  vm.breakpoints.fill(0);
  for (const { statements: marked } of state.breakpoints) for (const index of marked) vm.breakpoints[index] = 1;
  for (let left = statements; left > 0;) {
    const before = vm.statementsExecuted;
    const exit = run(vm, thread, left);
    left -= Math.max(1, vm.statementsExecuted - before);
    if (state.pendingStop) {
      const stop = state.pendingStop;
      state.pendingStop = null;
      return stop;
    }
    if (exit.kind === 'finished') return { kind: 'rest', exitCode: Number(BigInt.asIntN(32, thread.result)) };
    if (exit.kind === 'trap') return trapped(exit.code, exit.message);
    if (exit.kind === 'fault') return trapped('null-pointer', `fault at 0x${exit.fault.address.toString(16)}`);
    if (exit.kind !== 'statement') continue;
    const stop = stopAt(state, exit.statement);
    if (stop) return stop;
  }
  return null;
}

function trapped(code: string, message: string): StopReason {
  return { kind: 'exception', task: mainTask, code, description: message, details: `Oops: ${message}\nin main` };
}

function stopAt(state: State, statement: number): StopReason | null {
  if (state.machine.program.statements[statement]!.kind === 'entry') return null;
  if (state.stopOnEntry) {
    state.stopOnEntry = false;
    return { kind: 'entry', task: mainTask };
  }
  const hit = state.breakpoints.filter((each) => each.statements.includes(statement));
  if (hit.length > 0) {
    state.step = null;
    return { kind: 'breakpoint', task: mainTask, breakpoints: hit.map((each) => each.id), note: hit[0]!.condition };
  }
  if (!state.step || !stepEnds(state)) return null;
  state.step = null;
  return { kind: 'step', task: mainTask };
}

function stepEnds(state: State): boolean {
  const depth = frameCount(state.machine.thread);
  const { command, depth: from, line } = state.step!;
  if (command.kind === 'step-out') return depth < from;
  if (command.kind === 'step-over' && depth > from) return false;
  return depth !== from || currentLine(state) !== line;
}

function currentLine({ machine }: State): number {
  const frame = frameAt(machine.program, machine.thread, 0);
  return machine.program.statements[frame.statement]!.place.line;
}

function addRecord(state: State, entry: JournalEntry): void {
  const { program, thread } = state.machine;
  const stack = frameCount(thread) > 0 ? [frameAt(program, thread, 0).statement] : [];
  const sequence = appendRecord(state.journal, { at: 0, cpu: 0, task: mainTask, stack }, entry);
  const record = recordNumbered(state.journal, sequence);
  const filter = record.kind === 'finding' ? 'wrong-target' : record.kind === 'dma-start' ? 'dma-start' : null;
  if (filter && state.filters.some((each) => each.filter === filter))
    state.pendingStop = { kind: 'event', task: mainTask, filter, record, description: `${filter} happened` };
  if (state.pendingStop) state.machine.vm.leave = true;
}

/** What was printed since the last look, a record a line. */
function takeOutput(state: State): void {
  const { libc } = state.machine;
  const text = libc.output;
  libc.output = '';
  for (const line of text.split(/(?<=\n)/)) if (line !== '') addRecord(state, entryOf(line));
}

function entryOf(line: string): JournalEntry {
  const [, kind, rest] = /^(log|finding|dma): (.*)\n$/s.exec(line) ?? [];
  switch (kind) {
    case 'log':
      return { kind: 'log', level: 6, text: rest! };
    case 'finding':
      return {
        kind: 'finding', code: 'wrong-target', origin: 'simulator', severity: 'error', message: rest!,
        device: 'dev0', address: 0x3000_0000n, length: 64, transfer: 1,
      }; // prettier-ignore
    case 'dma':
      return {
        kind: 'dma-start', transfer: 1, device: 'dev0', direction: 'from-device', length: 64, programmed: 0x4_3000_0000n,
        driven: 0x3000_0000n, bridged: 0x3000_0000n, physical: 0x3000_0000, snooped: true, purpose: rest!, intended: 'the buffer',
      }; // prettier-ignore
    default:
      return { kind: 'output', stream: 'stdout', text: line, process: mainTask };
  }
}

/** `pretend`: replaces parts of the door, where a test wants something else of it. */
export function smallDoor(pretend: Partial<SimulatorDoor> = {}): SimulatorDoor {
  return {
    build,
    prepareBuild: () => undefined,
    createSimulation,
    parseMachine,
    kernelConfiguration: () => new Map([['CONFIG_PCI', 'y']]),
    parsePowerCut,
    filesOnDisk: () => [],
    memoryWork: () => [],
    scenarios,
    experiments,
    findCounterExample,
    runExperiment,
    measured,
    costsOf,
    costTable,
    parseSize,
    checkDriver,
    staticRules,
    explainRule,
    renderDiagnostic,
    describeType,
    outermostPlace,
    leftovers: () => [],
    devicesOfIdleDriver: () => null,
    recordFields: { device: 'bus name', length: 'bytes' },
    tasks: () => [{ task: mainTask, name: 'main', cpu: 0, state: 'running on CPU 0' }],
    stackTrace,
    resolveLine,
    breakpointLocations,
    functionStatements: () => [],
    pcAt: () => null,
    disassembly: () => null,
    callsOfLine: () => [],
    jumpTo: () => 'it is a small simulator',
    ...smallValues,
    ...smallViews,
    ...pretend,
  };
}

function stackTrace(simulation: Simulation): FrameInfo[] {
  const { program, thread } = machineOf(simulation);
  return Array.from({ length: frameCount(thread) }, (_, depth) => {
    const frame = frameAt(program, thread, depth);
    const { place, end } = program.statements[frame.statement]!;
    const info = program.functions[frame.functionIndex]!;
    return {
      depth,
      function: info.name,
      functionIndex: info.index,
      pc: frame.pc,
      instructionAddress: textBase + 16n * BigInt(frame.pc),
      path: place.file.path,
      line: place.line,
      column: place.column,
      endLine: end.line,
      endColumn: end.column + end.length,
      builtIn: info.name.startsWith('__'),
      mode: 'kernel',
      interrupt: false,
    };
  });
}

function resolveLine(program: Program, path: string, line: number): ResolvedLine | null {
  const own = program.statements.filter((each) => each.kind !== 'entry' && each.place.file.path === path);
  const first = Math.min(...own.map((each) => each.place.line).filter((each) => each >= line));
  const found = own.filter((each) => each.place.line === first);
  if (found.length === 0) return null;
  const { place, end } = found[0]!;
  return {
    statements: found.map((each) => each.index),
    line: place.line,
    column: place.column,
    endLine: end.line,
    endColumn: end.column + end.length,
  };
}

function breakpointLocations(program: Program, path: string, from: number, to: number): SourceRange[] {
  return program.statements
    .filter(({ kind, place }) => kind !== 'entry' && place.file.path === path && place.line >= from && place.line <= to)
    .map(({ place, end }) => ({
      line: place.line,
      column: place.column,
      endLine: end.line,
      endColumn: end.column + end.length,
    }));
}
