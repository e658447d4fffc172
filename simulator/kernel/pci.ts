/** PCI configuration accesses of the kernel's C code. */
import { sendVector, updateInterruptLine } from '../hardware/bus-master.ts';
import { configOffset, mmioRegionsOf, readConfig, writeConfig } from '../hardware/pci-function.ts';
import { takeUnmaskedVectors } from '../hardware/pci-message.ts';
import { writeText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

export const pciFunctions: KernelFunctions = {
  __pci_function_count: (context: KernelContext): number => context.world.pciFunctions.length,
  /** The bus name, e.g. `0000:00:02.0`. */
  __pci_function_name(context: KernelContext, index: number, name: bigint, size: bigint) {
    const text = context.world.pciFunctions[index]?.name ?? '';
    writeText(context.port, name, `${text.slice(0, Number(size) - 1)}\0`);
  },
  /** What the function's pin is wired to; -1 without a pin. */
  __pci_interrupt_input: (context: KernelContext, index: number): number =>
    context.world.pciFunctions[index]?.interruptInput ?? -1,
  __pci_read_config(context: KernelContext, index: number, offset: number, size: number): number {
    const pciFunction = context.world.pciFunctions[index];
    return pciFunction && !pciFunction.unplugged ? readConfig(pciFunction, offset, size) >>> 0 : 0xffff_ffff;
  },
  /** Whether the machine has a hotplug controller that will have something to tell, in the interrupt of that number. */
  __pci_hotplug_expected: ({ world }: KernelContext): number =>
    world.faults.plan?.unplug.some(({ noticed }) => noticed !== null) ? 1 : 0,
  __pci_set_hotplug_irq({ world }: KernelContext, irq: number) {
    world.faults.hotplugInterrupt = irq;
  },
  /** The next function that is gone, by its number; -1: no more. */
  __pci_take_unplugged({ world }: KernelContext): number {
    const device = world.faults.unplugged.shift();
    return world.pciFunctions.findIndex(({ name }) => name === device);
  },
  __pci_write_config: (context: KernelContext, index: number, offset: number, size: number, value: number) =>
    write(context, index, offset, size, value >>> 0),
};

/** With what hangs on it: where the BARs answer, and whether the pin or a held-back message is seen now. */
function write(context: KernelContext, index: number, offset: number, size: number, value: number): void {
  const { world } = context;
  const pciFunction = world.pciFunctions[index];
  if (!pciFunction || pciFunction.unplugged) return;
  writeConfig(pciFunction, offset, size, value);
  if (offset >= configOffset.bar && offset < configOffset.bar + 24) {
    const others = world.hardware.mmio.filter(({ device }) => !world.pciFunctions.some(({ name }) => name === device));
    const regions = [...mmioRegionsOf(world.pciFunctions), ...others].sort((a, b) => a.start - b.start);
    world.hardware.mmio.splice(0, world.hardware.mmio.length, ...regions);
  }
  const links = {
    pciFunction,
    interrupts: world.interrupts,
    journal: world.journal,
    circumstances: () => ({
      at: world.now,
      cpu: context.cpu,
      task: context.task?.pid ?? null,
      stack: context.callStack?.() ?? [],
    }),
  };
  updateInterruptLine(links);
  for (const vector of takeUnmaskedVectors(pciFunction)) sendVector(links, vector);
  context.leave();
}
