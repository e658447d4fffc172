/** Powers a machine on: puts the world together from the rooms' states, links VMs and devices to it, and loads the kernel image. */
import { createVm } from './c-language/vm.ts';
import type { Program } from './c-language/program.ts';
import { deviceModel } from './devices/models.ts';
import { builtinsOf, callBuiltin } from './builtin-functions.ts';
import { connectDevices, readDevice, writeDevice } from './device-links.ts';
import { createTransferLog } from './hardware/bus-master.ts';
import { createCpuPort, type CpuPortLinks } from './hardware/cpu-port.ts';
import { createHardware } from './hardware/create-hardware.ts';
import { createInterruptController } from './hardware/interrupt-controller.ts';
import { switchAddressSpace } from './hardware/mmu.ts';
import { assignBars, createPciFunction, routeInterruptPins } from './hardware/pci-function.ts';
import { appendRecord, createJournal } from './journal.ts';
import { platformDeviceName, type Machine, type MachineDevice } from './machine.ts';
import { createKernelRoomStates } from './kernel/kernel-rooms.ts';
import { createFaultState, joinPlans } from './faults/fault-plan.ts';
import { ignoresFrame, isWatchedLine, judgeCpuAccess } from './kernel/dma/watch/cpu-access.ts';
import { judgeLoadOrder, noteStore } from './kernel/dma/watch/ordering.ts';
import { judgeStaleAccess } from './kernel/dma/watch/stale.ts';
import { isGuardedFrame, isGuardedLine, judgeMemoryAccess } from './kernel/slab/guard.ts';
import { createMemoryState } from './kernel/memory-rooms.ts';
import { loadKernelImage } from './kernel/load-image.ts';
import { createTask } from './kernel/task-creation.ts';
import { createTasks } from './kernel/tasks.ts';
import { createPendingEvents } from './pending-events.ts';
import { tellIgnoredErrors } from './faults/ignored-errors.ts';
import { planUnplugging } from './faults/unplug.ts';
import { planPowerCut } from './power-cut.ts';
import { beginPhase } from './phases.ts';
import { createRunControl, setBreakpoints, setEventFilters } from './run-control/run-control.ts';
import { setInstructionBreakpoints } from './run-control/instruction-stops.ts';
import { markStatements } from './run-control/statement-stops.ts';
import { holdOthers, killProcess } from './run-control/task-control.ts';
import { beginStep } from './run-control/stepping.ts';
import { accountTime, record, statementOf, type Runtime } from './runtime.ts';
import type { RunRequest, Simulation } from './simulation.ts';
import { createTimeline, recordedRun } from './timeline.ts';
import { sharedPast, takeOver, type SharedPast } from './timeline/take-over.ts';
import { platformRegions } from './platform-registers.ts';
import type { World } from './world.ts';

export interface LinkedSimulation extends Simulation {
  readonly runtime: Runtime;
}

/**
 * A machine at power-on. `before`: a run of nearly the same code that keeps its history; what would be the same in both is taken over from it, history included, and the
 * machine stands behind that.
 */
export function createSimulation(
  program: Program,
  request: RunRequest,
  before: Simulation | null = null,
): LinkedSimulation {
  const recorded = before && recordedRun(before.timeline);
  const past = recorded && sharedPast(program, request, recorded);
  const runtime = past ? connect(worldAt(past, program, request), request) : powerOn(program, request);
  const history = past && takeOver(runtime, past);
  markStatements(runtime);
  const { control } = runtime;
  const timeline = createTimeline(runtime, history);
  return {
    takenOver: past && (past.here ? 'here' : 'before'),
    program,
    world: runtime.world,
    request,
    runtime,
    timeline,
    run(command, limit) {
      if (command.kind !== 'continue' && !control.step && !control.instructionStep) beginStep(runtime, command);
      return timeline.runForwards(limit);
    },
    setBreakpoints(breakpoints) {
      setBreakpoints(runtime, breakpoints);
      markStatements(runtime);
    },
    setInstructionBreakpoints: (breakpoints) => setInstructionBreakpoints(runtime, breakpoints),
    setDataBreakpoints: (breakpoints) => timeline.setDataBreakpoints(breakpoints),
    setEventFilters: (filters) => setEventFilters(control, filters),
    get stopOnEntry() {
      return control.stopOnEntry;
    },
    set stopOnEntry(value: boolean) {
      control.stopOnEntry = value;
      markStatements(runtime);
    },
    holdOthers(task) {
      if (holdOthers(runtime, task)) timeline.noteChange();
    },
    killProcess(task) {
      const problem = killProcess(runtime, task);
      if (problem === null) timeline.noteChange();
      return problem;
    },
    tellIgnoredErrors: () => tellIgnoredErrors(runtime),
    takeLogged: () => control.logged.splice(0),
    cancelStep() {
      control.step = null;
      control.instructionStep = null;
      markStatements(runtime);
    },
  };
}

function powerOn(program: Program, request: RunRequest): Runtime {
  const world = createWorld(program, request);
  const runtime = connect(world, request);
  connectDevices(runtime);
  loadKernelImage(world);
  for (const cpu of world.hardware.cpus) world.kernel.tasks.idle.push(createIdleTask(world, cpu.id));
  planPowerCut(world);
  planUnplugging(world);
  beginPhase(runtime, 'boot');
  return runtime;
}

/** A world of the machine's shape, whose state is still to be put in place. */
function worldAt({ at }: SharedPast, program: Program, { machine }: RunRequest): World {
  return { ...at.state, machine, program, hardware: createHardware(machine), journal: createJournal() };
}

function connect(world: World, request: RunRequest): Runtime {
  const runtime: Runtime = {
    world,
    request,
    costs: world.hardware.costs,
    vms: [],
    ports: [],
    deeds: [],
    builtins: builtinsOf(world.program),
    buses: new Map(),
    control: createRunControl(),
    turn: null,
    builtin: null,
    midStatement: false,
    cause: undefined,
    movingWork: 0,
    isOver: null,
    followed: [],
  };
  for (const cpu of world.hardware.cpus) linkCpu(runtime, cpu.id);
  return runtime;
}

function createWorld(program: Program, request: RunRequest): World {
  const { machine } = request;
  const hardware = createHardware(machine);
  const pciFunctions = machine.devices.map((device) => createPciFunction(deviceModel(device.model)!.pci!, device.name));
  routeInterruptPins(pciFunctions);
  hardware.mmio.push(...[...assignBars(pciFunctions), ...platformRegions(machine)].sort((a, b) => a.start - b.start));
  const { bootLog, kernelRoot, ...memory } = createMemoryState(machine, hardware);
  const world: World = {
    machine,
    program,
    now: 0,
    hardware,
    interrupts: createInterruptController(),
    pciFunctions,
    devices: Object.fromEntries(
      modelledDevices(machine).map(({ name, model, configuration }) => [
        name,
        { model, configuration, state: deviceModel(model)!.reset(configuration) },
      ]),
    ),
    platformRegisters: new Map(),
    transfers: createTransferLog(),
    pending: createPendingEvents(),
    journal: createJournal(),
    faults: createFaultState(joinPlans(machine.faults, request.faults ?? null)),
    kernel: {
      ...memory,
      tasks: createTasks(machine.cpus, machine.seed),
      ...createKernelRoomStates(request, memory.pageCache),
    },
    threads: new Map(),
    phase: { name: 'boot', task: null, others: [], exitCode: 0, failed: null, loading: null },
    statements: 0,
    arrivals: new Uint32Array(program.statements.length),
    turn: null,
    moves: 0,
  };
  for (const cpu of hardware.cpus) switchAddressSpace(hardware, cpu.id, kernelRoot, 0);
  for (const text of bootLog)
    appendRecord(world.journal, { at: 0, cpu: 0, task: null, stack: [] }, { kind: 'log', level: 6, text });
  return world;
}

function modelledDevices({ devices, platform = [] }: Machine): MachineDevice[] {
  const withoutBus = platform.flatMap(({ name, model }) =>
    model ? [{ name: platformDeviceName(name), ...model }] : [],
  );
  return [...devices, ...withoutBus];
}

function linkCpu(runtime: Runtime, cpu: number): void {
  const { world } = runtime;
  const links: CpuPortLinks = {
    readMmio(region, offset, size) {
      accountTime(runtime);
      return readDevice(runtime, region, offset, size);
    },
    writeMmio(region, offset, size, value) {
      accountTime(runtime);
      writeDevice(runtime, region, offset, size, value);
    },
    costs: runtime.costs,
    loadedOutOfOrder: (_, physical, size) => tellLoadOrder(runtime, physical, size),
    observer: {
      ignores: (frame) => ignoresFrame(world, frame),
      accessed(id, physical, size, write, cached) {
        const isWatched = isWatchedLine(world, Math.floor(physical / 64));
        if (isWatched) watchCpuAccess(runtime, id, physical, size, write, cached);
        return isWatched;
      },
    },
  };
  const kernelLinks: CpuPortLinks = {
    ...links,
    observer: {
      ignores: (frame) => ignoresFrame(world, frame) && !isGuardedFrame(world, frame),
      accessed(id, physical, size, write, cached) {
        const line = Math.floor(physical / 64);
        const isWatched = isWatchedLine(world, line);
        const isGuarded = isGuardedLine(world, line);
        if (isWatched) watchCpuAccess(runtime, id, physical, size, write, cached);
        if (isGuarded) guardMemory(runtime, physical, size, write);
        return isWatched || isGuarded;
      },
    },
  };
  const ports = {
    kernel: createCpuPort(world.hardware, cpu, 'kernel', kernelLinks),
    user: createCpuPort(world.hardware, cpu, 'user', links),
  };
  runtime.ports.push(ports);
  const vm = createVm(world.program, {
    kernelPort: ports.kernel,
    userPort: ports.user,
    onObservation: (code, message) =>
      void record(runtime, {
        kind: 'finding',
        code,
        origin: 'simulator',
        severity: 'warning',
        message,
        device: null,
        address: null,
        length: null,
        transfer: null,
      }),
    callBuiltin: (call) => callBuiltin(runtime, cpu, call),
  });
  vm.arrivals = world.arrivals;
  runtime.vms.push(vm);
}

function tellLoadOrder(runtime: Runtime, physical: number, size: number): void {
  const { world, turn } = runtime;
  const finding = judgeLoadOrder(world, physical, size, turn ? statementOf(world, turn.thread) : -1);
  if (finding) record(runtime, finding);
}

/** What the kernel does inside of a DMA function it may do. */
function watchCpuAccess(
  runtime: Runtime,
  cpu: number,
  physical: number,
  size: number,
  write: boolean,
  cached: boolean,
): void {
  const { world, turn, builtin } = runtime;
  if (!turn) return;
  const isDmaFunction = builtin !== null && isPartOfDma(builtin);
  const stale = isDmaFunction && !write ? null : judgeStaleAccess(world, cached ? cpu : null, physical, size, write);
  if (stale) record(runtime, stale);
  if (isDmaFunction) return;
  const statement = statementOf(world, turn.thread);
  if (write) noteStore(world, cpu, physical, statement);
  const finding = judgeCpuAccess(world, physical, size, write, statement);
  if (finding) record(runtime, finding);
}

const partsOfDma = new Map<string, boolean>();

/** A function's name says so. It is asked for every line that the function touches. */
function isPartOfDma(name: string): boolean {
  let isPart = partsOfDma.get(name);
  if (isPart === undefined) partsOfDma.set(name, (isPart = /^_*(dma|swiotlb)/.test(name)));
  return isPart;
}

/** Objects that are free, and what lies behind the end of one. */
function guardMemory(runtime: Runtime, physical: number, size: number, write: boolean): void {
  const { world, turn } = runtime;
  if (!turn) return;
  const finding = judgeMemoryAccess(world, physical, size, write, statementOf(world, turn.thread));
  if (finding) record(runtime, finding);
}

/** Never runs anything of its own: interrupts of an idle CPU run on its stack. */
function createIdleTask(world: World, cpu: number): number {
  const task = createTask(world, { name: `swapper/${cpu}`, kind: 'idle', entry: null, values: [], cpu });
  if (!task) throw new Error('no memory for the idle tasks');
  return task.pid;
}
