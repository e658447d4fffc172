/** What /proc shows of the simulated machine: its processes, memory, interrupts and log. */
import { isLevel } from './irq.ts';
import { busRanges } from './boot-memory/bus-ranges.ts';
import { encodeUtf8, writeText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import type { Task } from './tasks.ts';

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
