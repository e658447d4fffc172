/** Makes tasks: a `struct task_struct`, a kernel stack in vmalloc's area (as with VMAP_STACK), and a thread that will run a function. */
import type { FunctionInfo } from '../c-language/program.ts';
import type { BuiltinValue, StackRange } from '../c-language/thread-state.ts';
import { createThread, pushCall } from '../c-language/vm.ts';
import type { World } from '../world.ts';
import { structLayout, writeField } from './c-struct.ts';
import { directAddress, kernelRoot, pokeKernel } from './kernel-memory.ts';
import { allocatePages, frameBytes, type Owner } from './page-allocator.ts';
import { GFP_KERNEL } from './page-allocator/gfp.ts';
import { mapPage, pageFlags } from './page-tables.ts';
import { allocateObject, kmallocCache } from './slab.ts';
import { globalNamed, imageOfMode } from './symbols.ts';
import { taskLimit, type Task } from './tasks.ts';
import { kernelStackBytes } from './virtual-layout.ts';
import { findVmallocGap, insertVmallocArea } from './vmalloc.ts';

export interface NewTask {
  readonly name: string;
  readonly kind: Task['kind'];
  readonly entry: FunctionInfo | null;
  readonly values: readonly BuiltinValue[];
  readonly cpu: number;
  readonly addressSpace?: number;
  readonly userStack?: StackRange;
}

/** The task is not queued yet. null: no memory, or too many tasks. */
export function createTask(world: World, wanted: NewTask): Task | null {
  const { tasks } = world.kernel;
  if (tasks.byPid.size >= taskLimit) return null;
  const pid = wanted.kind === 'idle' ? -wanted.cpu : tasks.nextPid++;
  const kernelStack = allocateKernelStack(world, wanted.cpu, `kernel stack of ${wanted.name} (pid ${pid})`);
  const structAddress = allocateTaskStruct(world, wanted.cpu);
  if (!kernelStack || structAddress === null) return null;
  const task: Task = {
    pid,
    name: wanted.name.slice(0, 15),
    kind: wanted.kind,
    addressSpace: wanted.addressSpace ?? 0,
    structAddress,
    state: 'running',
    sleep: 0,
    cpu: wanted.cpu,
    boundTo: null,
    migrationDisabled: 0,
    preemptCount: wanted.kind === 'idle' ? 1 : 0,
    hardIrqDepth: 0,
    interruptsDisabled: false,
    exitCode: 0,
    signalPending: false,
    userCall: null,
    busy: [],
    dying: null,
    work: null,
    locks: [],
    waitsFor: null,
    turnStartedAt: world.now,
    cpuTime: 0,
    voluntary: 0,
    involuntary: 0,
    kernelSince: world.now,
  };
  tasks.byPid.set(pid, task);
  fillTaskStruct(world, task);
  const thread = createThread(pid, kernelStack, wanted.userStack ?? null);
  world.threads.set(pid, thread);
  if (wanted.entry) pushCall(world.program, thread, wanted.entry.index, wanted.values);
  return task;
}

/** With an unmapped guard page below, which vmalloc's gap leaves. null: no memory. */
function allocateKernelStack(world: World, cpu: number, what: string): StackRange | null {
  const { pageAllocator, vmalloc } = world.kernel;
  const owner: Owner = { kind: 'kernel-stack', what, statement: null };
  const pages = kernelStackBytes / frameBytes;
  const start = findVmallocGap(vmalloc, pages, BigInt(kernelStackBytes));
  if (start === null) return null;
  const memory = { hardware: world.hardware, pageAllocator, cpu, owner: 'kernel page tables' };
  const frames: number[] = [];
  for (let i = 0; i < pages; i++) {
    const frame = allocatePages(pageAllocator, { order: 0, gfp: GFP_KERNEL, cpu, owner });
    if (frame === null) return null;
    frames.push(frame);
    const entry = BigInt(frame * frameBytes) | pageFlags.kernel;
    if (!mapPage(memory, kernelRoot(world), start + BigInt(i * frameBytes), entry)) return null;
  }
  insertVmallocArea(vmalloc, { start, pages, kind: 'vmalloc', frames, physical: null, owner, size: kernelStackBytes });
  return { limit: start, top: start + BigInt(kernelStackBytes) };
}

function allocateTaskStruct(world: World, cpu: number): bigint | null {
  const { slab, pageAllocator } = world.kernel;
  const { size } = structLayout(world.program, 'task_struct');
  const cache = kmallocCache(slab, size, GFP_KERNEL);
  const physical = cache && allocateObject({ slab, pageAllocator }, cache, cpu, GFP_KERNEL, size, -1);
  if (physical === null) return null;
  const address = directAddress(physical);
  pokeKernel(world, address, new Uint8Array(size));
  return address;
}

function fillTaskStruct(world: World, task: Task): void {
  const { structAddress } = task;
  for (const [name, value] of Object.entries(membersOf(world, task)))
    writeField(world, 'task_struct', structAddress, name, value);
  const comm = structLayout(world.program, 'task_struct').find('comm');
  if (!comm) throw new Error('struct task_struct has no comm');
  const bytes = new Uint8Array(comm.size);
  for (let i = 0; i < Math.min(task.name.length, comm.size - 1); i++) bytes[i] = task.name.charCodeAt(i) & 0xff;
  pokeKernel(world, structAddress + BigInt(comm.offset), bytes);
}

/** A thread of a process is told so when it is cloned (kernel/fork.c). */
function membersOf(world: World, task: Task): Readonly<Record<string, bigint>> {
  const layout = structLayout(world.program, 'task_struct');
  const pid = BigInt(Math.max(0, task.pid));
  const identifier = task.structAddress + BigInt(layout.find('__pid')?.offset ?? 0);
  const cred = globalNamed(world.program.images[imageOfMode(world.program, 'kernel')]!, 'init_cred')?.address ?? 0n;
  const swapper = world.kernel.tasks.byPid.get(0)?.structAddress ?? task.structAddress;
  const priorities = { prio: 120n, static_prio: 120n, normal_prio: 120n };
  return {
    ...priorities,
    ...{ pid: BigInt(task.pid), tgid: BigInt(task.pid), group_leader: task.structAddress },
    ...{ parent: swapper, real_parent: swapper, cred, real_cred: cred },
    ...{ start_time: BigInt(Math.floor(world.now)), thread_pid: identifier, '__pid.nr': pid, '__pid.count': 1n },
  };
}
