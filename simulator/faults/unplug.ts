/** Surprise removal: a PCI function is pulled out while its driver is bound and programs hold it open. */
import { updateInterruptLine } from '../hardware/bus-master.ts';
import { sendMessage } from '../hardware/interrupt-controller.ts';
import { linksFor } from '../device-links.ts';
import { schedule } from '../pending-events.ts';
import { record, type Runtime } from '../runtime.ts';
import type { World } from '../world.ts';

/** Arranges for what the run's plan says; devices that the machine has not are passed over. */
export function planUnplugging({ faults, pending, pciFunctions }: World): void {
  for (const { device, at, noticed } of faults.plan?.unplug ?? []) {
    if (!pciFunctions.some(({ name }) => name === device)) continue;
    schedule(pending, at, { kind: 'unplug', device });
    if (noticed !== null) schedule(pending, at + noticed, { kind: 'unplug-noticed', device });
  }
}

/** From now on reads give all ones, writes are lost, and neither transfers nor interrupts come any more. */
export function unplug(runtime: Runtime, device: string): void {
  const { world } = runtime;
  const pciFunction = world.pciFunctions.find(({ name }) => name === device)!;
  record(runtime, { kind: 'fault-injected', what: `${device} is pulled out` });
  for (const { transfer, device: master } of [...world.transfers.open.values()])
    if (master === device) runtime.buses.get(device)?.endTransfer(transfer, 'unplugged');
  pciFunction.unplugged = true;
  pciFunction.pinAsserted = false;
  updateInterruptLine(linksFor(runtime, device));
  world.pending.queue = world.pending.queue.filter(
    ({ event }) => !((event.kind === 'device' || event.kind === 'late-interrupt') && event.device === device),
  );
}

export function noticeUnplugging({ world }: Runtime, device: string): void {
  world.faults.unplugged.push(device);
  if (world.faults.hotplugInterrupt !== 0) sendMessage(world.interrupts, world.faults.hotplugInterrupt);
}
