/** What follows what in a run: boot, insmod, the app, rmmod, rest. Each phase is one task; the next begins when it has ended. */
import { appsOf } from './compile.ts';
import { describeWaiting, waitingTasks } from './kernel/deadlocks.ts';
import { loadModuleData } from './kernel/load-image.ts';
import { functionNamed, imageOfMode } from './kernel/symbols.ts';
import { frameBytes } from './kernel/page-allocator.ts';
import { flushLog } from './kernel/printk.ts';
import { createTask } from './kernel/task-creation.ts';
import { enqueue } from './kernel/tasks.ts';
import { bytesBetweenCuts, statementsOfCut } from './kernel/cut-work.ts';
import { beginProcess, completeProcess, loadData, NoMemory } from './kernel/process/exec.ts';
import { tellRefusal } from './module-tools.ts';
import { record, type Runtime } from './runtime.ts';
import type { StopReason } from './simulation.ts';
import type { Loading, Phase } from './world.ts';

/** Kernel C functions that the phases run. */
const phaseFunctions: Readonly<
  Record<'boot' | 'insmod' | 'rmmod', { readonly function: string; readonly task: string }>
> = {
  boot: { function: '__do_kernel_boot', task: 'swapper' },
  insmod: { function: '__do_init_module', task: 'insmod' },
  rmmod: { function: '__do_exit_module', task: 'rmmod' },
};

export function phaseIsOver(runtime: Runtime): boolean {
  const { phase, kernel } = runtime.world;
  if (phase.name === 'rest' || phase.task === null) return false;
  const { byPid } = kernel.tasks;
  return byPid.get(phase.task)?.state === 'dead' && phase.others.every((pid) => byPid.get(pid)?.state === 'dead');
}

/** Begins the phase after the one that has ended. */
export function advancePhase(runtime: Runtime): void {
  const { phase, kernel } = runtime.world;
  const ended = phase.task === null ? [] : [phase.task, ...phase.others];
  const exitCode = ended.map((pid) => kernel.tasks.byPid.get(pid)!.exitCode).find((code) => code !== 0) ?? 0;
  if (phase.name === 'insmod' || phase.name === 'rmmod') tellRefusal(runtime, phase.name, phase.task!, exitCode);
  if (exitCode !== 0 && phase.exitCode === 0) {
    phase.exitCode = phase.name === 'app' ? exitCode : 1;
    phase.failed = phase.name;
  }
  beginPhase(runtime, nextPhase(runtime, phase.name, exitCode !== 0), ended[0]);
}

/** What the shell says that would have begun it (bash 5.2), and the run is over. */
function refuseToFork(runtime: Runtime, name: Phase['name'], process: number): void {
  const { phase } = runtime.world;
  record(runtime, { kind: 'output', stream: 'stderr', text: 'bash: fork: Cannot allocate memory\n', process });
  if (phase.exitCode === 0) Object.assign(phase, { exitCode: 1, failed: name });
  beginPhase(runtime, 'rest');
}

function nextPhase(runtime: Runtime, ended: Phase['name'], failed: boolean): Phase['name'] {
  const { driver, app } = runtime.request;
  switch (ended) {
    case 'boot':
      return driver.length > 0 ? 'insmod' : app ? 'app' : 'rest';
    case 'insmod':
      return failed ? 'rest' : app ? 'app' : 'rmmod';
    case 'app':
      return driver.length > 0 ? 'rmmod' : 'rest';
    default:
      return 'rest';
  }
}

/** `after`: the task whose end has led to it. */
export function beginPhase(runtime: Runtime, name: Phase['name'], after = 0): void {
  const loading: Loading | null = name === 'rest' ? null : { done: 0, space: null, tasks: [], after };
  Object.assign(runtime.world.phase, { name, task: null, others: [], loading });
  if (loading) goOnLoading(runtime, loading);
}

/** Bytes that come to memory without the machine being left: most drivers and programs have fewer. */
const bytesAtOnce = 1 << 20;

/** The next part of what a phase needs in memory, and its tasks behind the last one. */
export function goOnLoading(runtime: Runtime, loading: Loading): void {
  const { phase } = runtime.world;
  try {
    if (!loadNext(runtime, loading)) return;
    const [first, ...others] = loading.tasks;
    Object.assign(phase, { task: first!, others, loading: null });
  } catch (thrown) {
    if (!(thrown instanceof NoMemory) || phase.name === 'boot') throw thrown;
    return refuseToFork(runtime, phase.name, loading.after);
  }
  for (const pid of loading.tasks) {
    const task = runtime.world.kernel.tasks.byPid.get(pid)!;
    enqueue(runtime.world, task);
    record(runtime, { kind: 'task', event: 'created', name: task.name, other: task.pid });
  }
}

/** Whether all is there. */
function loadNext(runtime: Runtime, loading: Loading): boolean {
  const { name } = runtime.world.phase;
  if (name === 'rest') return true;
  if (name === 'app') return loadPrograms(runtime, loading);
  if (name === 'insmod') {
    const came = loadModuleData(runtime.world, loading.done, bytesAtOnce);
    noteLoaded(runtime, loading, came);
    if (came === bytesAtOnce) return false;
  }
  loading.tasks.push(createPhaseTask(runtime, name));
  return true;
}

function loadPrograms(runtime: Runtime, loading: Loading): boolean {
  const { world, request } = runtime;
  const apps = appsOf(request);
  for (let room = bytesAtOnce; loading.tasks.length < apps.length;) {
    const which = loading.tasks.length;
    const { path } = apps[which]!;
    const begun = loading.space === null ? undefined : world.kernel.addressSpaces.spaces.get(loading.space);
    const space = begun ?? beginProcess(world, path, which);
    loading.space = space.id;
    const came = loadData(world, space, which, loading.done, room);
    noteLoaded(runtime, loading, came);
    if (came === room) return false;
    room -= Math.ceil(came / frameBytes) * frameBytes;
    loading.tasks.push(completeProcess(world, space, path, request.arguments, which).pid);
    loading.space = null;
    loading.done = 0;
  }
  return true;
}

function noteLoaded(runtime: Runtime, loading: Loading, bytes: number): void {
  loading.done += bytes;
  runtime.movingWork += Math.floor(bytes / bytesBetweenCuts) * statementsOfCut;
}

function createPhaseTask({ world }: Runtime, name: keyof typeof phaseFunctions): number {
  const start = phaseFunctions[name];
  const entry = functionNamed(world.program, imageOfMode(world.program, 'kernel'), start.function);
  if (!entry) throw new Error(`the kernel image lacks ${start.function}`);
  const task = createTask(world, { name: start.task, kind: 'kernel', entry, values: [], cpu: 0 });
  if (!task) throw new NoMemory(`no memory for the task ${start.task}`);
  return task.pid;
}

/** Nothing runs and nothing is pending: the end, or a deadlock that says who waits. */
export function comeToRest(runtime: Runtime): StopReason {
  const { phase } = runtime.world;
  flushLog({ world: runtime.world, record: (entry) => record(runtime, entry) });
  if (phase.name === 'rest') return { kind: 'rest', exitCode: phase.exitCode };
  const waiting = waitingTasks(runtime.world);
  const names = waiting.map((task) => `${task.name} (pid ${task.pid})`).join(', ');
  const who = `${names} wait${waiting.length === 1 ? 's' : ''}`;
  return {
    kind: 'deadlock',
    description: `nothing can run any more: ${who} for something that no device, timer or task is going to do\n${describeWaiting(runtime.world)}`,
  };
}

/** After a panic the machine stands still, whatever was to follow. */
export function restAfterPanic(runtime: Runtime): StopReason {
  const { phase } = runtime.world;
  flushLog({ world: runtime.world, record: (entry) => record(runtime, entry) });
  phase.name = 'rest';
  if (phase.exitCode === 0) phase.exitCode = 1;
  return { kind: 'rest', exitCode: phase.exitCode };
}
