/** Starting the user program: a new address space with the image's data, an empty heap and a stack that holds the arguments, and the task that runs it. */
import type { ProgramImage } from '../../c-language/program.ts';
import { coherentWrite } from '../../hardware/coherent-access.ts';
import type { World } from '../../world.ts';
import { structLayout, writeField } from '../c-struct.ts';
import { directAddress, pokeKernel } from '../kernel-memory.ts';
import { wholePage } from '../load-image.ts';
import { frameBytes } from '../page-allocator.ts';
import { GFP_KERNEL } from '../page-allocator/gfp.ts';
import { allocateObject, kmallocCache } from '../slab.ts';
import { functionNamed, imageOfMode } from '../symbols.ts';
import { createTask } from '../task-creation.ts';
import type { Task } from '../tasks.ts';
import { userStackBytes, userStackTop } from '../virtual-layout.ts';
import { userEnd, type AddressSpace } from './address-space.ts';
import { layOutArguments } from './arguments.ts';
import { pageAlign } from './mappings.ts';
import { createAddressSpace } from './space-lifetime.ts';
import { pageIndex, prepareAnonymous } from './fault.ts';
import { countMapping, describeAnonymous } from './user-frames.ts';
import { allocateUserPage, mapPage } from './user-pages.ts';
import { findVma, insertVma, vm } from './vma.ts';

/** The machine has none left to begin a program with. */
export class NoMemory extends RangeError {}

const entryFunction = '__user_start';
/** The stack is as large from the start (setup_arg_pages). */
const initialStackBytes = 128n * 1024n;
const mayFlags = vm.MAYREAD | vm.MAYWRITE | vm.MAYEXEC;

/** With the areas of its image, and nothing in them yet. `which` counts the user programs of the run. Throws `NoMemory`. */
export function beginProcess(world: World, path: string, which: number): AddressSpace {
  const name = nameOf(path);
  const pid = world.kernel.tasks.nextPid;
  const space = createAddressSpace(world, `${name} (pid ${pid})`);
  if (!space) throw new NoMemory(`no memory for the address space of ${name}`);
  insertImage(space, imageOf(world, which));
  return space;
}

/** Up to `most` more bytes of its data, of which whole pages, `from` bytes, are there. Returns how many came, fewer than `most` with the last of them. Throws `NoMemory`. */
export function loadData(world: World, space: AddressSpace, which: number, from: number, most: number): number {
  const { data, dataBase, readOnlyBytes } = imageOf(world, which);
  const end = Math.min(from + most, data.length);
  for (let offset = from; offset < end; offset += frameBytes) {
    const bytes = data.subarray(offset, offset + frameBytes);
    loadPage(world, space, dataBase + BigInt(offset), bytes, offset >= readOnlyBytes, 'data');
  }
  return from + most <= data.length ? most : end - from;
}

/** Its stack and its task, which is not queued yet. `args` are those after argv[0]. Throws `NoMemory` when memory does not suffice. */
export function completeProcess(
  world: World,
  space: AddressSpace,
  path: string,
  args: readonly string[],
  which: number,
): Task {
  const entry = functionNamed(world.program, imageOfMode(world.program, 'user') + which, entryFunction);
  if (!entry) throw new Error(`the user image lacks ${entryFunction}`);
  const name = nameOf(path);
  const { bytes, stackPointer, argc, argv } = layOutArguments([`./${name}`, ...args], userStackTop);
  insertStack(world, space, stackPointer, bytes);
  const task = createTask(world, {
    name,
    kind: 'user',
    entry,
    values: [argc, argv],
    cpu: which % world.hardware.cpus.length,
    addressSpace: space.id,
    userStack: { limit: userStackTop - BigInt(userStackBytes), top: stackPointer },
  });
  if (!task) throw new NoMemory(`no memory for the task ${name}`);
  describeToC(world, space, task, stackPointer);
  return task;
}

function nameOf(path: string): string {
  return path.split('/').at(-1)!.replace(/\.c$/, '');
}

function imageOf({ program }: World, which: number): ProgramImage {
  return program.images[imageOfMode(program, 'user') + which]!;
}

/**
 * Text is an area without pages: code is executed by the VM and cannot be read as memory. Data is private memory of the process from the start;
 * pages of constants are read-only.
 */
function insertImage(space: AddressSpace, image: ProgramImage): void {
  const textBytes = BigInt(16 * (image.endInstruction - image.firstInstruction));
  const textStart = image.textBase & ~4095n;
  const dataEnd = image.dataBase + pageAlign(BigInt(image.data.length));
  const dataStart = image.dataBase + BigInt(image.readOnlyBytes);
  const readable = vm.READ | mayFlags;
  insertVma(space, {
    start: textStart,
    end: pageAlign(image.textBase + textBytes),
    flags: vm.READ | vm.EXEC | mayFlags,
    what: `text of ${image.name}`,
    structAddress: 0n,
    unbacked: 'code cannot be read as memory in this simulator',
  });
  const parts = [
    [image.dataBase, dataStart, readable, `constants of ${image.name}`],
    [dataStart, dataEnd, readable | vm.WRITE, `data of ${image.name}`],
  ] as const;
  for (const [start, end, flags, what] of parts) {
    if (start < end) insertVma(space, { start, end, flags, what, structAddress: 0n });
  }
  space.heapStart = space.heapEnd = dataEnd;
}

function insertStack(world: World, space: AddressSpace, stackPointer: bigint, bytes: Uint8Array): void {
  const first = stackPointer & ~4095n;
  const flags = vm.READ | vm.WRITE | vm.GROWSDOWN | vm.ACCOUNT | mayFlags;
  insertVma(space, { start: first - initialStackBytes, end: userStackTop, flags, what: 'stack', structAddress: 0n });
  const pages = new Uint8Array(Number(userStackTop - first));
  pages.set(bytes, Number(stackPointer - first));
  for (let offset = 0; offset < pages.length; offset += frameBytes) {
    loadPage(world, space, first + BigInt(offset), pages.subarray(offset, offset + frameBytes), true, 'stack');
  }
}

function loadPage(
  world: World,
  space: AddressSpace,
  va: bigint,
  bytes: Uint8Array,
  writable: boolean,
  what: string,
): void {
  const frame = allocateUserPage(world, space, what);
  if (frame !== null) coherentWrite(world.hardware, frame * frameBytes, wholePage(bytes));
  if (frame === null || !mapPage(world, space, va, frame, { writable, executable: false, dirty: writable })) {
    throw new NoMemory(`no memory for the ${what} of ${space.name}`);
  }
  const area = findVma(space, va)!;
  prepareAnonymous(world, space, area);
  describeAnonymous(world, frame, pageIndex({ area, page: va })).dirty = true;
  countMapping(world, space, frame);
}

/** `current->mm`. */
function describeToC(world: World, space: AddressSpace, task: Task, stackPointer: bigint): void {
  const { slab, pageAllocator } = world.kernel;
  const { size } = structLayout(world.program, 'mm_struct');
  const cache = kmallocCache(slab, size, GFP_KERNEL);
  const physical = cache && allocateObject({ slab, pageAllocator }, cache, 0, GFP_KERNEL, size, -1);
  if (physical === null) throw new NoMemory(`no memory for the mm_struct of ${task.name}`);
  const mm = directAddress(physical);
  space.structAddress = mm;
  pokeKernel(world, mm, new Uint8Array(size));
  const set = (field: string, value: bigint): void => writeField(world, 'mm_struct', mm, field, value);
  const waiters = mm + BigInt(structLayout(world.program, 'mm_struct').find('mmap_lock.wait_list')!.offset);
  set('mmap_lock.wait_list.next', waiters);
  set('mmap_lock.wait_list.prev', waiters);
  set('mm_users.counter', 1n);
  set('mm_count.counter', 1n);
  set('mmap_base', space.mmapTop);
  set('task_size', userEnd);
  set('start_brk', space.heapStart);
  set('brk', space.heapEnd);
  set('start_stack', stackPointer);
  writeField(world, 'task_struct', task.structAddress, 'mm', mm);
  writeField(world, 'task_struct', task.structAddress, 'active_mm', mm);
}
