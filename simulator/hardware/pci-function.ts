/**
 * One PCI function's configuration space, 256 bytes or PCI Express's 4096, with a mask of what software can change, so that BAR sizing, read-only identity and
 * write-1-to-clear status need no code of their own. Layout after PCI Local Bus 3.0 chapter 6 and PCI Power Management 1.2.
 *
 * PCI Express: pci-express.ts. Not modelled: I/O space, expansion ROM, bridges.
 */
import type { PciIdentity } from '../devices/device.ts';
import type { MmioRegion } from './hardware.ts';
import { expressOffset, layOutExpress } from './pci-express.ts';
import { put, type Layout } from './pci-layout.ts';

/** Offsets in configuration space. */
export const configOffset = {
  vendor: 0x00,
  device: 0x02,
  command: 0x04,
  status: 0x06,
  revision: 0x08,
  classCode: 0x09,
  headerType: 0x0e,
  bar: 0x10,
  subsystemVendor: 0x2c,
  subsystemDevice: 0x2e,
  capabilities: 0x34,
  interruptLine: 0x3c,
  interruptPin: 0x3d,
} as const;
export const command = { memory: 1 << 1, busMaster: 1 << 2, interruptDisable: 1 << 10 } as const;
export const status = { interrupt: 1 << 3, capabilityList: 1 << 4 } as const;
export const capabilityId = { power: 0x01, msi: 0x05, express: 0x10, msix: 0x11 } as const;

export interface PciFunction {
  /** The bus name, e.g. `0000:00:02.0`. */
  readonly name: string;
  readonly identity: PciIdentity;
  readonly config: Uint8Array;
  /** 1 bits are those that a write changes. */
  readonly writable: Uint8Array;
  /** Offsets; 0 where absent. */
  readonly capabilities: { readonly power: number; readonly msi: number; readonly msix: number };
  /** The BAR that holds the MSI-X table and pending bits, one the model does not use; -1 without MSI-X. */
  readonly msixBar: number;
  /** Vector table as in memory (16 bytes an entry), then the pending bits from `msixPendingOffset`. */
  readonly msixTable: Uint8Array;
  /** What the device does with its pin, whether or not anybody may see it. */
  pinAsserted: boolean;
  /** Pulled out of its slot: nobody answers any more. */
  unplugged: boolean;
  /** The interrupt number that the pin is wired to; -1: it has no pin. The interrupt line register is the firmware's note for others. */
  interruptInput: number;
}

/** Throws `RangeError` for BARs that PCI cannot have. Power-on state: D0, nothing enabled, BARs zero. */
export function createPciFunction(identity: PciIdentity, name: string): PciFunction {
  const bytes = identity.express ? 4096 : 256;
  const layout: Layout = { config: new Uint8Array(bytes), writable: new Uint8Array(bytes) };
  layOutHeader(layout, identity);
  const usedBars = layOutBars(layout, identity);
  const msixBar = identity.msixVectors > 0 ? usedBars : -1;
  const msixTable = new Uint8Array(identity.msixVectors > 0 ? msixBarSize(identity.msixVectors) : 0);
  for (let vector = 0; vector < identity.msixVectors; vector++) msixTable[vector * 16 + 12] = 1; // masked
  if (msixBar >= 0) layOutBar(layout, msixBar, msixTable.length, false, false);
  const capabilities = layOutCapabilities(layout, identity, msixBar);
  return {
    name,
    identity,
    ...layout,
    capabilities,
    msixBar,
    msixTable,
    pinAsserted: false,
    unplugged: false,
    interruptInput: -1,
  };
}

/** Little-endian, 1, 2 or 4 bytes; all ones beyond the space. */
export function readConfig(pciFunction: PciFunction, offset: number, size: number): number {
  let value = 0;
  for (let index = size - 1; index >= 0; index--) value = value * 256 + configByte(pciFunction, offset + index);
  return value;
}

/** After a write to `command`, a capability or the pin's state, whoever owns the interrupt line calls `updateInterruptLine` (bus-master.ts). */
export function writeConfig(pciFunction: PciFunction, offset: number, size: number, value: number): void {
  const { config, writable } = pciFunction;
  for (let index = 0; index < size && offset + index < config.length; index++) {
    const at = offset + index;
    const byte = (value >>> (8 * index)) & 0xff;
    if (at === configOffset.status + 1)
      config[at]! &= ~(byte & 0xf9); // error bits: write 1 to clear
    else config[at] = (config[at]! & ~writable[at]!) | (byte & writable[at]!);
  }
}

/** Whether the function answers at its BARs. If not, a read gives all ones and a write is lost. */
export function answersMemory(pciFunction: PciFunction): boolean {
  return (
    !pciFunction.unplugged &&
    (readConfig(pciFunction, configOffset.command, 2) & command.memory) !== 0 &&
    isInD0(pciFunction)
  );
}

/** Whether it may master the bus: DMA and message interrupts both need it. */
export function mayMasterBus(pciFunction: PciFunction): boolean {
  return (
    !pciFunction.unplugged &&
    (readConfig(pciFunction, configOffset.command, 2) & command.busMaster) !== 0 &&
    isInD0(pciFunction)
  );
}

/** Physical address of a BAR; null where there is none, or while it is being sized. */
export function barAddress(pciFunction: PciFunction, bar: number): number | null {
  const size = barSize(pciFunction, bar);
  if (size === 0) return null;
  const wide = pciFunction.identity.bars[bar]?.wide ?? false;
  const low = readConfig(pciFunction, configOffset.bar + bar * 4, 4);
  const high = wide ? readConfig(pciFunction, configOffset.bar + bar * 4 + 4, 4) : 0;
  const address = high * 2 ** 32 + low - (low % 16);
  return high >= 2 ** 20 || (!wide && address + size > 2 ** 32 - 1) ? null : address;
}

/** Bytes; 0 where there is no BAR. */
export function barSize(pciFunction: PciFunction, bar: number): number {
  return bar === pciFunction.msixBar ? pciFunction.msixTable.length : (pciFunction.identity.bars[bar]?.size ?? 0);
}

/** Where the interrupt controllers' registers begin: BARs lie below. */
const barsEnd = 0xfec0_0000;
/** What a Q35's own functions (VGA, AHCI) take behind the others. */
const chipsetBytes = 0x12000;
/** Behind low RAM and the memory-mapped configuration space. */
const barsStart = 0xc000_0000;

/**
 * Places all BARs of all functions as a PC's firmware does: as high as they fit, the largest first, upwards. Throws `RangeError` if they do not fit below 4 GiB.
 */
export function assignBars(functions: readonly PciFunction[]): MmioRegion[] {
  const wanted = functions
    .flatMap((owner) => [0, 1, 2, 3, 4, 5].map((bar) => ({ owner, bar, size: barSize(owner, bar) })))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size);
  const largest = wanted[0]?.size ?? 1;
  const total = wanted.reduce((sum, { size }) => sum + size, 0);
  let next = Math.floor((barsEnd - chipsetBytes - total) / largest) * largest;
  for (const { owner, bar, size } of wanted) {
    const address = Math.ceil(next / size) * size;
    next = address + size;
    if (address < barsStart || next > barsEnd)
      throw new RangeError(`${owner.name}: BAR ${bar} of ${size} bytes does not fit below 4 GiB`);
    writeConfig(owner, configOffset.bar + bar * 4, 4, address);
    if (owner.identity.bars[bar]?.wide) writeConfig(owner, configOffset.bar + bar * 4 + 4, 4, 0);
  }
  return mmioRegionsOf(functions);
}

/** What firmware notes in the interrupt line register: the input of the old 8259 pair, by slot and pin. */
const interruptLines = [10, 10, 11, 11] as const;

/** Wires the pins to IO-APIC inputs 20 to 23 by slot and pin, as a Q35's chipset does for bus 0. */
export function routeInterruptPins(functions: readonly PciFunction[]): void {
  for (const pciFunction of functions) {
    const slot = parseInt(pciFunction.name.split(':').at(-1) ?? '0', 16);
    const { interruptPin } = pciFunction.identity;
    if (interruptPin === 0) continue;
    const link = (slot + interruptPin - 1) & 3;
    pciFunction.interruptInput = 20 + link;
    pciFunction.config[configOffset.interruptLine] = interruptLines[link]!;
  }
}

/** The regions as the BARs are programmed now, ascending. A BAR at 0 is not placed. */
export function mmioRegionsOf(functions: readonly PciFunction[]): MmioRegion[] {
  const regions: MmioRegion[] = [];
  for (const owner of functions) {
    for (let bar = 0; bar < 6; bar++) {
      const start = barAddress(owner, bar);
      if (start) regions.push({ start, end: start + Math.max(barSize(owner, bar), 1), device: owner.name, bar });
    }
  }
  return regions.sort((a, b) => a.start - b.start);
}

function isInD0(pciFunction: PciFunction): boolean {
  const { power } = pciFunction.capabilities;
  return power === 0 || (pciFunction.config[power + 4]! & 3) === 0;
}

function configByte(pciFunction: PciFunction, offset: number): number {
  const byte = pciFunction.config[offset] ?? 0xff;
  return offset === configOffset.status && pciFunction.pinAsserted ? byte | status.interrupt : byte;
}

function layOutHeader(layout: Layout, identity: PciIdentity): void {
  put(layout, configOffset.vendor, 2, identity.vendor);
  put(layout, configOffset.device, 2, identity.device);
  put(layout, configOffset.command, 2, 0, 0x0547);
  put(layout, configOffset.status, 2, status.capabilityList);
  put(layout, configOffset.revision, 1, identity.revision);
  put(layout, configOffset.classCode, 3, identity.classCode);
  put(layout, 0x0c, 2, 0, 0xffff); // cache line size, latency timer
  put(layout, configOffset.subsystemVendor, 2, identity.subsystemVendor);
  put(layout, configOffset.subsystemDevice, 2, identity.subsystemDevice);
  put(layout, configOffset.interruptLine, 1, 0xff, 0xff); // 255: unknown
  put(layout, configOffset.interruptPin, 1, identity.interruptPin);
}

/** Returns the first BAR that is free behind the model's own. */
function layOutBars(layout: Layout, identity: PciIdentity): number {
  let free = 0;
  identity.bars.forEach(({ size, wide, prefetchable }, bar) => {
    if (size === 0) return;
    if (bar < free) throw new RangeError(`BAR ${bar} is the upper half of BAR ${bar - 1}`);
    layOutBar(layout, bar, size, wide, prefetchable);
    free = bar + (wide ? 2 : 1);
  });
  return free;
}

function layOutBar(layout: Layout, bar: number, size: number, wide: boolean, prefetchable: boolean): void {
  const last = bar + (wide ? 1 : 0);
  if (last > 5) throw new RangeError(`BAR ${last} does not exist`);
  if (size < 16 || !Number.isInteger(Math.log2(size)) || size > (wide ? 2 ** 48 : 2 ** 31)) {
    throw new RangeError(`BAR ${bar}: ${size} bytes is not a size a BAR can have`);
  }
  const mask = BigInt.asUintN(64, ~(BigInt(size) - 1n));
  const at = configOffset.bar + bar * 4;
  put(layout, at, 4, (wide ? 4 : 0) | (prefetchable ? 8 : 0), Number(mask & 0xffff_ffffn));
  if (wide) put(layout, at + 4, 4, 0, Number(mask >> 32n));
}

/** Power management, MSI and MSI-X where the model has them, from 0x40 on; each points to the next. */
function layOutCapabilities(layout: Layout, identity: PciIdentity, msixBar: number): PciFunction['capabilities'] {
  const power = identity.powerManagement === false ? 0 : 0x40;
  const msi = identity.msiVectors > 0 ? (power ? 0x50 : 0x40) : 0;
  const msix = identity.msixVectors > 0 ? 0x70 : 0;
  const express = identity.express ? expressOffset : 0;
  put(layout, configOffset.capabilities, 1, power || msi || msix || express);
  if (!power && !msi && !msix && !express) put(layout, configOffset.status, 2, 0);
  if (identity.express) layOutExpress(layout, identity.express);
  if (power) {
    put(layout, power, 2, capabilityId.power | ((msi || msix || express) << 8));
    put(layout, power + 2, 2, 0x0003); // version 1.2
    put(layout, power + 4, 2, 0x0008, 0x0003); // no soft reset; power state
  }
  if (msi) {
    const multiple = Math.ceil(Math.log2(identity.msiVectors));
    put(layout, msi, 2, capabilityId.msi | ((msix || express) << 8));
    put(layout, msi + 2, 2, (multiple << 1) | 0x80, 0x0071); // 64-bit; enable, vectors enabled
    put(layout, msi + 4, 4, 0, 0xffff_fffc);
    put(layout, msi + 8, 4, 0, 0xffff_ffff);
    put(layout, msi + 12, 2, 0, 0xffff);
  }
  if (msix) {
    put(layout, msix, 2, capabilityId.msix | (express << 8));
    put(layout, msix + 2, 2, identity.msixVectors - 1, 0xc000); // enable, function mask
    put(layout, msix + 4, 4, msixBar);
    put(layout, msix + 8, 4, msixPendingOffset(identity.msixVectors) | msixBar);
  }
  return { power, msi, msix };
}

/** Where the pending bits start in the MSI-X BAR. */
export function msixPendingOffset(vectors: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(vectors * 16, 2048)));
}

function msixBarSize(vectors: number): number {
  return 2 * msixPendingOffset(vectors);
}
