/** The interrupt controller as the kernel's C code drives it, and what is known of each number. */
import { allocateMessageInterrupts, freeMessageInterrupt, setMasked } from '../hardware/interrupt-controller.ts';
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
