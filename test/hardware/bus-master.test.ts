/** A device's transfers from register to RAM: what moves, what is refused, and what the journal says of it. */
import { allRecords } from '../../simulator/journal.ts';
import { describe, expect, it } from 'vitest';
import { createBridge } from '../../simulator/hardware/bridge.ts';
import type { Bridge } from '../../simulator/hardware/bridge.ts';
import { createDeviceBus, createTransferLog, updateInterruptLine } from '../../simulator/hardware/bus-master.ts';
import type { BusMasterLinks } from '../../simulator/hardware/bus-master.ts';
import {
  allocateMessageInterrupts,
  createInterruptController,
  nextPendingInterrupt,
  setMasked,
} from '../../simulator/hardware/interrupt-controller.ts';
import { createPciFunction, routeInterruptPins, writeConfig } from '../../simulator/hardware/pci-function.ts';
import { readPhysical, writePhysical } from '../../simulator/hardware/physical-memory.ts';
import { createJournal } from '../../simulator/journal.ts';
import type { JournalRecord } from '../../simulator/journal.ts';
import { createPendingEvents, takeDueEvent } from '../../simulator/pending-events.ts';
import { smallHardware } from './small-machine.ts';

const gigabyte = 0x4000_0000;
const handle = 0x4_3000_0000n;

function build(bridge: Partial<Bridge> = {}, more: Partial<BusMasterLinks> = {}) {
  const identity = {
    vendor: 1,
    device: 2,
    subsystemVendor: 0,
    subsystemDevice: 0,
    classCode: 0,
    revision: 0,
    bars: [],
    interruptPin: 1,
    msiVectors: 1,
    msixVectors: 0,
  };
  const pciFunction = createPciFunction(identity, '0000:00:02.0');
  routeInterruptPins([pciFunction]);
  writeConfig(pciFunction, 4, 2, 6);
  const seen: JournalRecord[] = [];
  const links: BusMasterLinks = {
    // PC16 of documented-bugs 2.2: RAM 0-3 GiB and 4-17 GiB.
    hardware: smallHardware({
      memory: [
        [0, 3 * gigabyte],
        [4 * gigabyte, 17 * gigabyte],
      ],
    }),
    pciFunction,
    bridge: createBridge(bridge),
    configuration: {},
    transfers: createTransferLog(),
    interrupts: createInterruptController(),
    pending: createPendingEvents(),
    journal: createJournal(),
    now: () => 500,
    circumstances: () => ({ at: 500, cpu: null, task: null, stack: [] }),
    onTransfer: (record) => void seen.push(record),
    ...more,
  };
  return { links, seen, bus: createDeviceBus(links, pciFunction.name) };
}

describe('a transfer', () => {
  it('through 34 address bits lands in innocent memory, and is called a success', () => {
    const { links, seen, bus } = build({ addressBits: 34 });
    const { memory } = links.hardware;
    const transfer = bus.beginTransfer('from-device', handle, 0x2000, 'image out');
    expect(bus.writeBurst(transfer, 0, new Uint8Array(0x1000).fill(0xee))).toBe(true);
    expect(bus.writeBurst(transfer, 0x1000, new Uint8Array(0x800).fill(0xee))).toBe(true);
    bus.endTransfer(transfer, 'ok');
    expect(readPhysical(memory, Number(handle), 4)).toEqual(Uint8Array.of(0, 0, 0, 0));
    expect(readPhysical(memory, 0x3000_0000, 4)).toEqual(Uint8Array.of(0xee, 0xee, 0xee, 0xee));
    const addresses = { programmed: handle, driven: 0x3000_0000n, bridged: 0x3000_0000n, physical: 0x3000_0000 };
    expect(seen).toMatchObject([
      { kind: 'dma-start', transfer, length: 0x2000, ...addresses, snooped: true, purpose: 'image out', at: 500 },
      { kind: 'dma-burst', offset: 0, length: 0x1000, driven: 0x3000_0000n, physical: 0x3000_0000, status: 'ok' },
      { kind: 'dma-burst', offset: 0x1000, length: 0x800, driven: 0x3000_1000n, physical: 0x3000_1000, status: 'ok' },
      { kind: 'dma-complete', ...addresses, bytesMoved: 0x1800, framesChanged: [0x30000, 0x30001], status: 'ok' },
    ]);
    expect(links.transfers.open.size).toBe(0);
    expect(allRecords(links.journal)).toEqual(seen);
  });

  it('reads what is there', () => {
    const { links, bus } = build();
    writePhysical(links.hardware.memory, Number(handle) + 0xffe, Uint8Array.of(1, 2, 3, 4));
    const transfer = bus.beginTransfer('to-device', handle, 0x2000, 'in');
    expect(bus.readBurst(transfer, 0xffe, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
    // PCI Express 2.2.7: no request crosses a 4 KiB boundary.
    expect(allRecords(links.journal).slice(1)).toMatchObject([
      { offset: 0xffe, length: 2 },
      { offset: 0x1000, length: 2 },
    ]);
  });

  it.each([
    ['bus-master-off', {}, handle, (links: BusMasterLinks) => writeConfig(links.pciFunction!, 4, 2, 2)],
    ['outside-window', { windowSize: 1n << 32n }, handle, () => {}],
    ['no-memory', {}, 0xe000_0000n, () => {}],
    ['no-memory', {}, 0xffff_ffff_0000_0000n, () => {}],
  ] as const)('is refused: %s', (status, bridge, address, prepare) => {
    const { links, bus, seen } = build(bridge);
    prepare(links);
    const transfer = bus.beginTransfer('from-device', address, 64, 'x');
    expect(bus.writeBurst(transfer, 0, new Uint8Array(64).fill(1))).toBe(false);
    expect(bus.readBurst(transfer, 0, 64)).toBe(null);
    bus.endTransfer(transfer, 'done');
    expect(seen).toMatchObject([
      { kind: 'dma-start' },
      { status },
      { status },
      { kind: 'dma-complete', bytesMoved: 0, framesChanged: [] },
    ]);
    expect(links.hardware.memory.directory.size).toBe(0);
  });

  it('that is not under way cannot be used', () => {
    const { bus } = build();
    const transfer = bus.beginTransfer('to-device', 0n, 1, 'x');
    bus.endTransfer(transfer, 'ok');
    expect(() => bus.readBurst(transfer, 0, 1)).toThrow('not under way');
  });
});

describe('interrupts and events', () => {
  it('the pin raises its line once, until it falls or is disabled', () => {
    const { links, bus, seen } = build();
    bus.setInterruptPin(true);
    bus.setInterruptPin(true);
    expect(nextPendingInterrupt(links.interrupts, 0)).toBe(22);
    expect(seen).toMatchObject([{ kind: 'interrupt-raised', irq: 22, message: false }]);
    writeConfig(links.pciFunction!, 4, 2, 0x406);
    updateInterruptLine(links);
    expect(nextPendingInterrupt(links.interrupts, 0)).toBe(null);
    writeConfig(links.pciFunction!, 4, 2, 6);
    updateInterruptLine(links);
    bus.setInterruptPin(false);
    expect(nextPendingInterrupt(links.interrupts, 0)).toBe(null);
  });

  it('a message goes out only once enabled', () => {
    const { links, bus, seen } = build();
    const irq = allocateMessageInterrupts(links.interrupts, 1)!;
    setMasked(links.interrupts, irq, false);
    writeConfig(links.pciFunction!, 0x5c, 2, irq);
    bus.sendMessageInterrupt(0);
    expect([bus.messageInterrupts, nextPendingInterrupt(links.interrupts, 0), seen.length]).toEqual([false, null, 0]);
    writeConfig(links.pciFunction!, 0x52, 2, 1);
    bus.sendMessageInterrupt(0);
    expect([bus.messageInterrupts, nextPendingInterrupt(links.interrupts, 0)]).toEqual([true, irq]);
    expect(seen).toMatchObject([{ kind: 'interrupt-raised', irq, message: true }]);
  });

  it('wakes the device later', () => {
    const { links, bus } = build();
    bus.wakeAfter(100, { name: 'burst', data: { offset: 64 } });
    expect(takeDueEvent(links.pending, 599)).toBe(null);
    expect(takeDueEvent(links.pending, 600)).toEqual({
      kind: 'device',
      device: '0000:00:02.0',
      name: 'burst',
      data: { offset: 64 },
    });
  });
});
