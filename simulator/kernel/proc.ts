/** What /proc shows of the simulated machine: its processes, memory, interrupts and log. */
import { isLevel } from './irq.ts';
import { busRanges } from './boot-memory/bus-ranges.ts';
import { encodeUtf8, writeText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { symbolName } from './code-symbols.ts';
import { cpuTimeOf, type Task } from './tasks.ts';

/** Processes by their number: kernel threads are some too, idle tasks are not. */
function isListed(task: Task | undefined): boolean {
  return task !== undefined && task.kind !== 'idle' && task.state !== 'dead';
}

/** IORESOURCE_MEM with SYSRAM, BUSY and WINDOW (include/linux/ioport.h). */
const resourceFlags = {
  ram: 0x8100_0200n,
  image: 0x8100_0200n,
  busy: 0x8000_0200n,
  window: 0x20_0200n,
  reserved: 0x200n,
} as const;

export const procFunctions: KernelFunctions = {
  __proc_pid_exists: (context: KernelContext, pid: number): number =>
    isListed(context.world.kernel.tasks.byPid.get(pid)) ? 1 : 0,
  __proc_next_pid(context: KernelContext, pid: number): number {
    const { byPid } = context.world.kernel.tasks;
    const later = [...byPid.values()].filter((task) => task.pid > pid && isListed(task)).map((task) => task.pid);
    return later.length > 0 ? Math.min(...later) : 0;
  },
  /** Of range `index` in /proc/iomem, with its name into 32 bytes: 0 its first byte, 1 its last (0 behind the last range), 2 its flags. */
  __bus_range(context: KernelContext, index: number, which: number, name: bigint): bigint {
    const range = busRanges(context.world.machine)[index];
    if (!range) return 0n;
    writeText(context.port, name, `${range.name}\0`);
    return which === 0 ? BigInt(range.start) : which === 1 ? BigInt(range.end) - 1n : resourceFlags[range.kind];
  },
  /** Of a CPU: 0 ns of programs, 1 of kernel threads. Of all (-1): 1 turns, 2 the last number given to a task, 3 tasks that can run, 4 that sleep without listening to signals, 5 all, 6 taints. */
  __cpu_statistic({ world }: KernelContext, cpu: number, which: number): bigint {
    const { tasks, module } = world.kernel;
    const own = tasks.spent[cpu];
    if (own) return BigInt(Math.floor(which === 0 ? own.user : own.system));
    const living = [...tasks.byPid.values()].filter(isListed);
    const inState = (state: Task['state']): number => living.filter((task) => task.state === state).length;
    const turns = tasks.spent.reduce((sum, each) => sum + each.turns, 0);
    const numbers = [0, turns, tasks.nextPid - 1, inState('running'), inState('uninterruptible'), living.length];
    return BigInt(numbers[which] ?? module.taint);
  },
  /** The address of the program's function number `index` (0 behind the last) and, where it is the kernel's or the driver's, its name with its module. */
  __kernel_symbol({ world, port }: KernelContext, index: number, name: bigint, size: bigint): bigint {
    const found = world.program.functions[index];
    if (!found) return 0n;
    const inKernel = world.program.images[found.image]?.mode === 'kernel';
    const text = inKernel ? symbolName(world.program, found.address, false).replace(' [', '\t[') : '';
    writeText(port, name, `${text.slice(0, Number(size) - 1)}\0`);
    return found.address;
  },
  /** Of a task: 0 ns that it had a CPU, 1 and 2 how often it gave it up and had it taken, 3 where it may run. */
  __task_number({ world }: KernelContext, pid: number, which: number): bigint {
    const task = world.kernel.tasks.byPid.get(pid);
    if (!task) return 0n;
    const { voluntary, involuntary, boundTo } = task;
    const mask = boundTo === null ? (1 << world.machine.cpus) - 1 : 1 << boundTo;
    return BigInt([Math.floor(cpuTimeOf(world, task)), voluntary, involuntary, mask][which]!);
  },
  /** The CPU that an interrupt goes to. */
  __irq_cpu: ({ world }: KernelContext, irq: number): number => world.interrupts.interrupts.get(irq)?.cpu ?? 0,
  __machine_cpus: (context: KernelContext): number => context.world.machine.cpus,
  __irq_is_level: (context: KernelContext, irq: number): number => (isLevel(context.world, irq) ? 1 : 0),
  /** The first line of the log from journal record `from` on, with its level before it. The next `from`; 0 when there is no more. */
  __log_line(context: KernelContext, from: bigint, buffer: bigint, size: bigint): bigint {
    const { slots } = context.world.journal;
    for (let index = Number(from); index < slots.length; index++) {
      const record = slots[index];
      if (record?.kind !== 'log') continue;
      const seconds = (record.at / 1e9).toFixed(6).padStart(12);
      const text = encodeUtf8(`<${record.level}>[${seconds}] ${record.text}\n`);
      writeText(context.port, buffer, `${text.slice(0, Number(size) - 1)}\0`);
      return BigInt(index + 1);
    }
    return 0n;
  },
};
