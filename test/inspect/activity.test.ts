/** Interrupts, registers and CPUs as the views show them, of a driver of QEMU's edu that has itself interrupted (offsets: QEMU docs/specs/edu.rst). */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  inspectInterrupts,
  inspectPageWalk,
  inspectProcessors,
  writeMemory,
  type Simulation,
} from '../../simulator/index.ts';
import { again, breakAt, lineOf, powerOn, proceed } from '../support/simulated-run.ts';

const device = '0000:00:02.0';
const driver = `
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

static void __iomem *edu;
static int handled;

static irqreturn_t handler(int irq, void *data)
{
	u32 status = readl(edu + 0x24);

	writel(status, edu + 0x64);
	handled++; /* in the handler */
	return IRQ_HANDLED;
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dma_addr_t handle;
	u32 *memory;

	if (pcim_enable_device(pdev) || pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI) != 1)
		return -ENODEV;
	edu = pcim_iomap(pdev, 0, 0);
	pci_set_master(pdev);
	if (request_irq(pci_irq_vector(pdev, 0), handler, 0, "edu-test", pdev))
		return -EBUSY;
	memory = dmam_alloc_coherent(&pdev->dev, 4096, &handle, GFP_KERNEL);
	writel(0x80, edu + 0x20);
	writel(0x5, edu + 0x60);
	while (!READ_ONCE(handled))
		udelay(1);
	memory[0] = 0x11223344;
	memory[16] = 0x55667788;
	handled = 2; /* stored */
	free_irq(pci_irq_vector(pdev, 0), pdev);
	pci_free_irq_vectors(pdev);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver driver = { .name = "edu", .id_table = ids, .probe = probe };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`;
const machine = (arch: string) =>
  `{ "memory": "64M", "cpus": 2, "arch": "${arch}", "devices": [{ "model": "edu", "name": "${device}" }] }`;

let handling: Simulation;
let stored: Simulation;
beforeAll(() => {
  handling = powerOn({ driver, machine: machine('arm64') });
  stored = again(handling);
  breakAt(handling, '/* in the handler */');
  proceed(handling);
  breakAt(stored, '/* stored */');
  proceed(stored);
});

describe('interrupts and registers', () => {
  test('the trace, newest first: who told whom what, and where', () => {
    const { trace, traceLeftOut } = inspectInterrupts(handling.world);
    expect(traceLeftOut).toBe(0);
    expect(trace.slice(0, 6).map(({ what, subject, value }) => [what, subject, value])).toEqual([
      ['write', 'IRQ_ACK', '0x5'],
      ['read', 'IRQ_STATUS', '0x5'],
      ['delivered', expect.stringMatching(/^interrupt \d+$/), null],
      ['raised', expect.stringMatching(/^interrupt \d+$/), null],
      ['write', 'IRQ_RAISE', '0x5'],
      ['write', 'STATUS', '0x80'],
    ]);
    expect(trace[0]).toMatchObject({ device, offset: 0x64, size: 4, place: { function: 'handler', line: lineOf(driver, 'edu + 0x64') } }); // prettier-ignore
    expect(trace[5]!.fields).toMatch(/^IRQFACT=1$/);
  });
  test('the interrupt: a message, handled, in service', () => {
    const { interrupts, spuriousMessages } = inspectInterrupts(handling.world);
    const own = interrupts.find(({ handlers }) => handlers === 'edu-test')!;
    expect(own).toMatchObject({ kind: 'edge', raised: 1, merged: 0, inService: true, pending: false, masked: false });
    expect(spuriousMessages).toBe(0);
    expect(inspectInterrupts(stored.world).interrupts.find(({ irq }) => irq === own.irq)!.inService).toBe(false);
  });
  test('of another device, and of a few only', () => {
    expect(inspectInterrupts(handling.world, '0000:09:00.0').trace).toEqual([]);
    const few = inspectInterrupts(handling.world, device, 2);
    expect(few.trace).toHaveLength(2);
    expect(few.traceLeftOut).toBe(inspectInterrupts(handling.world).trace.length - 2);
  });
});

describe('processors', () => {
  test('the one that handles the interrupt says so, and whose task it interrupted', () => {
    const { cpus } = inspectProcessors(handling.world);
    const irq = inspectInterrupts(handling.world).interrupts.find(({ handlers }) => handlers === 'edu-test')!.irq;
    const busy = cpus.find(({ servicing }) => servicing.length > 0)!;
    expect(busy).toMatchObject({ servicing: [irq], addressSpace: 'kernel', asid: 0, spinningOn: null });
    expect(busy.state).toBe(busy.task === null ? 'idle' : `in an interrupt on CPU ${busy.cpu}`);
  });
  test('TLB entries agree with the tables until those change without a flush', () => {
    const simulation = stored;
    const { entries } = inspectProcessors(simulation.world).cpus[0]!.tlb;
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter(({ stale }) => stale)).toEqual([]);
    const victim = entries.find(({ flags }) => flags.includes('writable'))!;
    const { entry, entryAddress } = inspectPageWalk(simulation.world, 0, BigInt(victim.virtual))!.levels.at(-1)!;
    const cleared = new Uint8Array(8);
    new DataView(cleared.buffer).setBigUint64(0, BigInt(entry) & ~2n, true); // bit 1: writable (Intel SDM 3A, 4.5)
    writeMemory(simulation, 'physical', BigInt(entryAddress), cleared);
    const stale = inspectProcessors(simulation.world).cpus[0]!.tlb.entries.filter((each) => each.stale);
    expect(stale.map(({ virtual }) => virtual)).toContain(victim.virtual);
  });
  test('stores that devices may not see yet; on x86 there are none to show', () => {
    const simulation = again(stored);
    breakAt(simulation, '/* stored */');
    proceed(simulation);
    const { stores } = inspectProcessors(simulation.world);
    // Little-endian; time that passes may have let one of them go.
    const bytes = stores!.entries.map((each) => each.bytes);
    expect(bytes.length).toBeGreaterThan(0);
    for (const each of bytes) expect(['44332211', '88776655']).toContain(each);
    expect(stores!.entries[0]!.owner).toContain('coherent buffer');
    const x86 = powerOn({ app: 'int main(void) { return 0; }' });
    expect(inspectProcessors(x86.world).stores).toBeNull();
  });
});
