/** Interrupts that are lost or late, and transfers that stop midway, as the run's plan says. */
import { raiseLine, sendMessage } from '../hardware/interrupt-controller.ts';
import { pinIsVisible } from '../hardware/pci-message.ts';
import { schedule } from '../pending-events.ts';
import type { PendingEvent } from '../pending-events.ts';
import { record, type Runtime } from '../runtime.ts';
import type { World } from '../world.ts';

/** Counts an interrupt that a device raises. False: nobody is to see it, or not yet. */
export function admitsInterrupt(runtime: Runtime, device: string, irq: number, message: boolean): boolean {
  const { faults, now, pending } = runtime.world;
  if (!faults.plan) return true;
  if (!message && faults.heldLines.has(device)) return false;
  const number = ++faults.interrupts;
  const delay = faults.plan.delayInterrupts.find(({ interrupt }) => interrupt === number);
  if (!delay && !faults.plan.loseInterrupts.includes(number)) return true;
  if (!message) faults.heldLines.add(device);
  if (delay) schedule(pending, now + delay.by, { kind: 'late-interrupt', device, irq, message });
  const fate = delay ? `comes ${delay.by} ns late` : 'is lost';
  record(runtime, { kind: 'fault-injected', what: `interrupt ${number}, ${irq} of ${device}, ${fate}` });
  return false;
}

/** A line that the device has taken back meanwhile does not rise any more. */
export function deliverLate(runtime: Runtime, event: Extract<PendingEvent, { kind: 'late-interrupt' }>): void {
  const { interrupts, faults, pciFunctions } = runtime.world;
  const { device, irq, message } = event;
  const owner = pciFunctions.find(({ name }) => name === device);
  faults.heldLines.delete(device);
  if (message) sendMessage(interrupts, irq);
  else if (!owner || !pinIsVisible(owner)) return;
  else raiseLine(interrupts, irq, device);
  record(runtime, { kind: 'interrupt-raised', device, irq, message });
}

export function stopsAfter({ faults }: World, transfer: number): number | null {
  return faults.plan?.stopTransfers.find((each) => each.transfer === transfer)?.after ?? null;
}
