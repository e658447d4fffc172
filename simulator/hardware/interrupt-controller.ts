/**
 * Interrupts as data: level lines that several devices may hold asserted, and messages that are edges. An interrupt is pending for one CPU
 * until that CPU acknowledges it, in service until its end is signalled, and does not come again in between.
 *
 * Not modelled: priorities beyond the number, and CPUs' own vectors (IPIs are the kernel model's business).
 */
export interface InterruptController {
  readonly interrupts: Map<number, Interrupt>;
  /** Messages for numbers nobody set up: lost, as on a PC. */
  spuriousMessages: number;
}
export interface Interrupt {
  readonly irq: number;
  readonly kind: 'level' | 'edge';
  /** Level: who holds the line asserted. */
  asserted: string[];
  /** Edge: a message came and was not acknowledged yet. */
  latched: boolean;
  masked: boolean;
  /** Acknowledged, and its end not yet signalled. */
  inService: boolean;
  /** The CPU it goes to. */
  cpu: number;
  /** How often it was raised, and how many messages found the latch already set. */
  raised: number;
  merged: number;
}

/** Lines 0 to 23 exist, as at one IO-APIC; messages are numbered from there. */
export const messageInterruptBase = 24;
const messageInterruptLimit = 4096;

export function createInterruptController(): InterruptController {
  const controller: InterruptController = { interrupts: new Map(), spuriousMessages: 0 };
  for (let irq = 0; irq < messageInterruptBase; irq++) controller.interrupts.set(irq, createInterrupt(irq, 'level'));
  return controller;
}

/** The first of `count` consecutive free message numbers; null when there are none. They start masked. */
export function allocateMessageInterrupts(controller: InterruptController, count: number): number | null {
  for (let first = messageInterruptBase; first + count <= messageInterruptLimit; first++) {
    const numbers = Array.from({ length: count }, (_, index) => first + index);
    if (numbers.some((irq) => controller.interrupts.has(irq))) continue;
    for (const irq of numbers) controller.interrupts.set(irq, { ...createInterrupt(irq, 'edge'), masked: true });
    return first;
  }
  return null;
}

export function freeMessageInterrupt(controller: InterruptController, irq: number): void {
  if (irq >= messageInterruptBase) controller.interrupts.delete(irq);
}

/** Returns whether this changed the line from deasserted to asserted. */
export function raiseLine(controller: InterruptController, irq: number, source: string): boolean {
  const interrupt = controller.interrupts.get(irq);
  if (!interrupt || interrupt.asserted.includes(source)) return false;
  interrupt.asserted.push(source);
  if (interrupt.asserted.length > 1) return false;
  interrupt.raised++;
  return true;
}

/** The line falls when the last source lets go. */
export function lowerLine(controller: InterruptController, irq: number, source: string): void {
  const interrupt = controller.interrupts.get(irq);
  if (interrupt) interrupt.asserted = interrupt.asserted.filter((name) => name !== source);
}

/** Returns false where the message goes nowhere. */
export function sendMessage(controller: InterruptController, irq: number): boolean {
  const interrupt = controller.interrupts.get(irq);
  if (interrupt?.kind !== 'edge') {
    controller.spuriousMessages++;
    return false;
  }
  if (interrupt.latched) interrupt.merged++;
  interrupt.latched = true;
  interrupt.raised++;
  return true;
}

/** A masked level is not seen; a masked message waits in the latch. */
export function setMasked(controller: InterruptController, irq: number, masked: boolean): void {
  const interrupt = controller.interrupts.get(irq);
  if (interrupt) interrupt.masked = masked;
}

export function setAffinity(controller: InterruptController, irq: number, cpu: number): void {
  const interrupt = controller.interrupts.get(irq);
  if (interrupt) interrupt.cpu = cpu;
}

/** The lowest number that `cpu` should take now, or null. */
export function nextPendingInterrupt(controller: InterruptController, cpu: number): number | null {
  let next: number | null = null;
  for (const [irq, interrupt] of controller.interrupts) {
    if (interrupt.cpu === cpu && isPending(interrupt) && (next === null || irq < next)) next = irq;
  }
  return next;
}

/** Whether there is one; this is asked at every turn. */
export function somethingIsPending({ interrupts }: InterruptController, cpu: number): boolean {
  for (const interrupt of interrupts.values()) if (interrupt.cpu === cpu && isPending(interrupt)) return true;
  return false;
}

export function isPending(interrupt: Interrupt): boolean {
  return !interrupt.masked && !interrupt.inService && (interrupt.latched || interrupt.asserted.length > 0);
}

/** The CPU takes it: the latch is empty again, so that a message during the handler is not lost. */
export function acknowledge(controller: InterruptController, irq: number): void {
  const interrupt = controller.interrupts.get(irq);
  if (!interrupt) return;
  interrupt.latched = false;
  interrupt.inService = true;
}

/** A level that is still asserted is pending again at once. */
export function endOfInterrupt(controller: InterruptController, irq: number): void {
  const interrupt = controller.interrupts.get(irq);
  if (interrupt) interrupt.inService = false;
}

function createInterrupt(irq: number, kind: 'level' | 'edge'): Interrupt {
  return { irq, kind, asserted: [], latched: false, masked: false, inService: false, cpu: 0, raised: 0, merged: 0 };
}
