/** The interrupt controller as the kernel's C code drives it, and what is known of each number. */
import {
  allocateMessageInterrupts,
  endOfInterrupt,
  freeMessageInterrupt,
  setAffinity,
  setMasked,
} from '../hardware/interrupt-controller.ts';
import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';
import { readText } from './format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from './kernel-context.ts';

export interface IrqState {
  /** Names of the handlers on each number, as /proc/interrupts shows them. */
  readonly handlers: Map<number, string>;
}

export function createIrqState(): IrqState {
  return { handlers: new Map() };
}

/** Inputs of a PC's IO-APIC that have a meaning by themselves, and those of them that the reference's own drivers use: timer, keyboard, serial line, clock, ACPI, mouse. */
const isaInputs = 0xffff;
const pcInputs = 0x1313;
const allInputs = 0xff_ffff;

const bits = (numbers: readonly number[]): number => numbers.reduce((mask, number) => mask | (1 << number), 0);

/** Inputs to which the machine file connects platform devices. */
const platformInputs = ({ platform = [] }: Machine): number => bits(platform.flatMap(({ interrupts }) => interrupts));

/** Whether it interrupts by its level. Firmware says so of all but a PC's inputs from the days of ISA, of which only ACPI's is. */
export function isLevel({ machine, interrupts }: World, irq: number): boolean {
  if (interrupts.interrupts.get(irq)?.kind !== 'level') return false;
  if (machine.arch !== 'x86_64' || irq >= 16 || irq === 9) return true;
  return ((platformInputs(machine) >> irq) & 1) !== 0;
}

export const irqFunctions: KernelFunctions = {
  /** The others are connected when PCI functions that interrupt there are enabled. */
  __irq_connected_inputs: ({ world: { machine } }: KernelContext): number =>
    machine.arch === 'x86_64' ? isaInputs | platformInputs(machine) : allInputs,
  __irq_pc_inputs: ({ world: { machine } }: KernelContext): number =>
    machine.arch === 'x86_64' ? pcInputs & ~platformInputs(machine) : 0,
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
