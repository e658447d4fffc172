/** The interrupt controller as the kernel's C code drives it, and what is known of each number. */
import {
  allocateMessageInterrupts,
  endOfInterrupt,
  freeMessageInterrupt,
  setAffinity,
  setMasked,
} from '../hardware/interrupt-controller.ts';
import { readText } from './format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from './kernel-context.ts';

export interface IrqState {
  /** Names of the handlers on each number, as /proc/interrupts shows them. */
  readonly handlers: Map<number, string>;
}

export function createIrqState(): IrqState {
  return { handlers: new Map() };
}

export const irqFunctions: KernelFunctions = {
  __irq_exists: (context: KernelContext, irq: number): number => (context.world.interrupts.interrupts.has(irq) ? 1 : 0),
  __irq_set_masked(context: KernelContext, irq: number, masked: number) {
    setMasked(context.world.interrupts, irq, masked !== 0);
    // One that was pending may be delivered now.
    context.leave();
  },
  /** The handlers of a hard interrupt are through; `irq` < 0: it was the CPU's own. Softirqs may follow, with interrupts on. */
  __irq_leave({ world, cpu, task }: KernelContext, irq: number) {
    const servicing = world.kernel.tasks.servicing[cpu]!;
    if (task) task.hardIrqDepth = Math.max(0, task.hardIrqDepth - 1);
    if (servicing.includes(irq)) servicing.splice(servicing.lastIndexOf(irq), 1);
    if (irq >= 0) endOfInterrupt(world.interrupts, irq);
  },
  __irq_route(context: KernelContext, irq: number, cpu: number) {
    setAffinity(context.world.interrupts, irq, cpu);
    context.leave();
  },
  /** The first of consecutive numbers, or -ENOSPC. */
  __irq_allocate_messages: (context: KernelContext, count: number): number =>
    allocateMessageInterrupts(context.world.interrupts, count) ?? -errno.ENOSPC,
  __irq_free_message(context: KernelContext, irq: number) {
    freeMessageInterrupt(context.world.interrupts, irq);
    context.world.kernel.irq.handlers.delete(irq);
  },
  __irq_note_handlers(context: KernelContext, irq: number, names: bigint) {
    const text = readText(context.port, names, 128);
    if (text) context.world.kernel.irq.handlers.set(irq, text);
    else context.world.kernel.irq.handlers.delete(irq);
  },
};
