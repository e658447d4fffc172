/** Configuration space after PCI Local Bus 3.0: offsets, BAR sizing (6.2.5.1), capabilities, MSI (6.8). Identity: QEMU's edu device. */
import { describe, expect, it } from 'vitest';
import type { PciIdentity } from '../../simulator/devices/device.ts';
import {
  answersMemory,
  assignBars,
  barAddress,
  createPciFunction,
  mayMasterBus,
  readConfig,
  routeInterruptPins,
  writeConfig,
} from '../../simulator/hardware/pci-function.ts';
import {
  messageFor,
  pinIsVisible,
  readMsixTable,
  takeUnmaskedVectors,
  writeMsixTable,
} from '../../simulator/hardware/pci-message.ts';

const none = { size: 0, wide: false, prefetchable: false };
const edu: PciIdentity = {
  vendor: 0x1234,
  device: 0x11e8,
  subsystemVendor: 0x1af4,
  subsystemDevice: 0x1100,
  classCode: 0x00ff00,
  revision: 0x10,
  bars: [{ size: 0x10_0000, wide: false, prefetchable: false }],
  interruptPin: 1,
  msiVectors: 1,
  msixVectors: 0,
};
const nvme: PciIdentity = {
  ...edu,
  bars: [{ size: 0x4000, wide: true, prefetchable: true }, none],
  msiVectors: 4,
  msixVectors: 3,
};

describe('configuration space', () => {
  it.each([
    ['vendor and device', 0x00, 4, 0x11e8_1234],
    ['class and revision', 0x08, 4, 0x00ff_0010],
    ['status: capability list', 0x06, 2, 0x0010],
    ['subsystem', 0x2c, 4, 0x1100_1af4],
    ['interrupt pin', 0x3d, 1, 1],
    ['capability pointer', 0x34, 1, 0x40],
    ['power management, then MSI', 0x40, 2, 0x5001],
    ['MSI, last', 0x50, 2, 0x0005],
    ['beyond the space', 0x100, 4, 0xffff_ffff],
  ])('reads %s', (_, offset, size, value) => {
    expect(readConfig(createPciFunction(edu, '0000:00:02.0'), offset, size)).toBe(value);
  });

  it.each([
    ['vendor is read-only', 0x00, 2, 0xffff, 0x1234],
    ['command keeps what exists', 0x04, 2, 0xffff, 0x0547],
    ['BAR 0 sizing: 1 MiB, 32 bit', 0x10, 4, 0xffff_ffff, 0xfff0_0000],
    ['BAR 0 address', 0x10, 4, 0xfeb0_1234, 0xfeb0_0000],
    ['absent BAR', 0x14, 4, 0xffff_ffff, 0],
    ['interrupt line', 0x3c, 1, 11, 11],
    ['one byte of a register', 0x11, 1, 0xff, 0x00],
  ])('writes: %s', (_, offset, size, value, result) => {
    const edu0 = createPciFunction(edu, '0000:00:02.0');
    writeConfig(edu0, offset, size, value);
    expect(readConfig(edu0, offset, size)).toBe(result);
  });

  it('sizes a 64-bit BAR over two registers', () => {
    const device = createPciFunction(nvme, '0000:00:03.0');
    writeConfig(device, 0x10, 4, 0xffff_ffff);
    writeConfig(device, 0x14, 4, 0xffff_ffff);
    expect([readConfig(device, 0x10, 4), readConfig(device, 0x14, 4)]).toEqual([0xffff_c00c, 0xffff_ffff]);
    expect(barAddress(device, 0)).toBe(null);
    writeConfig(device, 0x10, 4, 0x1000_0000);
    writeConfig(device, 0x14, 4, 0x4);
    expect(barAddress(device, 0)).toBe(0x4_1000_0000);
  });

  it('gates memory and bus mastering by command and power state', () => {
    const device = createPciFunction(edu, '0000:00:02.0');
    expect([answersMemory(device), mayMasterBus(device)]).toEqual([false, false]);
    writeConfig(device, 0x04, 2, 0x6);
    expect([answersMemory(device), mayMasterBus(device)]).toEqual([true, true]);
    writeConfig(device, 0x44, 2, 3); // D3hot
    expect([answersMemory(device), mayMasterBus(device)]).toEqual([false, false]);
  });

  it('places BARs aligned, disjoint and ascending, the MSI-X table too', () => {
    const functions = [createPciFunction(nvme, '0000:00:03.0'), createPciFunction(edu, '0000:00:02.0')];
    // edu's place is the one that SeaBIOS 1.16 gives it on a Q35 (/proc/iomem of the oracle).
    expect(assignBars(functions)).toEqual([
      { start: 0xfea0_0000, end: 0xfeb0_0000, device: '0000:00:02.0', bar: 0 },
      { start: 0xfeb0_0000, end: 0xfeb0_4000, device: '0000:00:03.0', bar: 0 },
      { start: 0xfeb0_4000, end: 0xfeb0_5000, device: '0000:00:03.0', bar: 2 },
    ]);
    const bars = [{ size: 2 ** 30, wide: false, prefetchable: false }];
    expect(() => assignBars([createPciFunction({ ...edu, bars }, 'x')])).toThrow(RangeError);
  });

  // pdev->irq of the oracle's edu in slot 2: 11 before pci_enable_device(), 22 after it.
  it('wires pins by slot, four slots apart to the same line', () => {
    const functions = ['0000:00:02.0', '0000:00:03.0', '0000:00:0a.0'].map((name) => createPciFunction(edu, name));
    routeInterruptPins(functions);
    expect(functions.map((each) => each.interruptInput)).toEqual([22, 23, 22]);
    expect(functions.map((each) => readConfig(each, 0x3c, 1))).toEqual([11, 11, 11]);
  });

  it.each([
    [{ size: 24, wide: false, prefetchable: false }],
    [{ size: 8, wide: false, prefetchable: false }],
    [{ size: 2 ** 32, wide: false, prefetchable: false }],
  ])('refuses a BAR of %o', (bar) => expect(() => createPciFunction({ ...edu, bars: [bar] }, 'x')).toThrow(RangeError));
});

describe('interrupt gates', () => {
  it.each([
    ['asserted', 0, 0, true],
    ['disabled by the command register', 0x400, 0, false],
    ['replaced by MSI', 0, 1, false],
  ])('pin %s', (_, commandBits, msiEnable, visible) => {
    const device = createPciFunction(edu, 'x');
    device.pinAsserted = true;
    writeConfig(device, 0x04, 2, commandBits);
    writeConfig(device, 0x52, 2, msiEnable);
    expect(pinIsVisible(device)).toBe(visible);
    expect(readConfig(device, 0x06, 2) & 8).toBe(8); // interrupt status does not care
  });

  it('MSI needs enable and bus mastering, and replaces low data bits when several vectors are enabled', () => {
    const device = createPciFunction(nvme, 'x');
    writeConfig(device, 0x54, 4, 0xfee0_1000);
    writeConfig(device, 0x58, 4, 0);
    writeConfig(device, 0x5c, 2, 0x40);
    expect(messageFor(device, 0)).toBe(null);
    writeConfig(device, 0x52, 2, 0x1);
    expect(messageFor(device, 0)).toBe(null);
    writeConfig(device, 0x04, 2, 0x4);
    expect(messageFor(device, 0)).toEqual({ address: 0xfee0_1000n, data: 0x40 });
    expect(messageFor(device, 1)).toBe(null);
    writeConfig(device, 0x52, 2, 0x21); // four vectors
    expect(messageFor(device, 3)).toEqual({ address: 0xfee0_1000n, data: 0x43 });
  });

  it('MSI-X holds a masked vector pending until it is unmasked', () => {
    const device = createPciFunction(nvme, 'x');
    writeConfig(device, 0x04, 2, 0x4);
    writeConfig(device, 0x72, 2, 0x8000);
    writeMsixTable(device, 16, 8, 0xfee0_0000n);
    writeMsixTable(device, 24, 4, 0x51n);
    expect(messageFor(device, 1)).toBe(null);
    expect(readMsixTable(device, 2048, 1)).toBe(2n); // pending bit
    expect(takeUnmaskedVectors(device)).toEqual([]);
    writeMsixTable(device, 28, 4, 0n);
    expect(takeUnmaskedVectors(device)).toEqual([1]);
    expect(readMsixTable(device, 2048, 1)).toBe(0n);
    expect(messageFor(device, 1)).toEqual({ address: 0xfee0_0000n, data: 0x51 });
  });
});
