/** Puts devices on the machine's bus: their registers behind BARs, their bus-master side with bridge, gates and watch. */
import { deviceModel } from './devices/models.ts';
import type { RegisterDescription } from './devices/device.ts';
import { bridgeOf } from './hardware/bridge.ts';
import { createDeviceBus, sendVector, type BusMasterLinks } from './hardware/bus-master.ts';
import type { MmioRegion } from './hardware/hardware.ts';
import { answersMemory, type PciFunction } from './hardware/pci-function.ts';
import { readMsixTable, takeUnmaskedVectors, writeMsixTable } from './hardware/pci-message.ts';
import { admitsInterrupt, stopsAfter } from './faults/device-faults.ts';
import { intendedBuffer, forgetTransfer, judgeBurst, judgeTransfer } from './dma-watch.ts';
import type { Finding, JournalRecord } from './journal.ts';
import { judgeUnsnoopedRead, noteUnsnoopedWrite } from './kernel/dma/watch/stale.ts';
import { judgeOrder, noteRegisterWrite } from './kernel/dma/watch/ordering.ts';
import { noteDeviceWrite } from './kernel/dma/watch/cpu-access.ts';
import { accountTime, circumstances, noticeRecord, record, type Runtime } from './runtime.ts';
import { platformDeviceName } from './machine.ts';
import { isPlatformRegion, readPlatform, writePlatform } from './platform-registers.ts';
import type { World } from './world.ts';

export function connectDevices(runtime: Runtime): void {
  for (const name of Object.keys(runtime.world.devices))
    runtime.buses.set(name, createDeviceBus(linksFor(runtime, name), name));
}

function judgeBusRecord(world: World, written: JournalRecord): Finding | null {
  if (written.kind === 'dma-start') return judgeTransfer(world, written) ?? judgeOrder(world, written);
  if (written.kind === 'dma-complete') forgetTransfer(world, written.transfer);
  if (written.kind !== 'dma-burst' || written.physical === null) return null;
  const { device, direction, driven, physical, length } = written;
  if (direction === 'from-device') noteDeviceWrite(world, device, driven, physical, length);
  if (!world.hardware.coherent && written.status === 'ok') {
    if (direction === 'from-device') noteUnsnoopedWrite(world, device, physical, length);
    const old =
      direction === 'to-device' ? judgeUnsnoopedRead(world, device, written.transfer, physical, length) : null;
    if (old) return old;
  }
  return judgeBurst(world, written);
}

/** null: one of the machine file's platform devices. */
function pciFunctionOf(world: World, name: string): PciFunction | null {
  return world.pciFunctions.find((each) => each.name === name) ?? null;
}

function platformMaster({ machine }: World, name: string): { name: string; interruptInput: number } {
  const node = machine.platform?.find((each) => each.model && platformDeviceName(each.name) === name);
  return { name, interruptInput: node?.interrupts[0] ?? -1 };
}

/** What the bus-master side of one device needs; also for `updateInterruptLine` after configuration writes. */
export function linksFor(runtime: Runtime, name: string): BusMasterLinks {
  const { world } = runtime;
  const { configuration } = world.devices[name]!;
  return {
    hardware: world.hardware,
    pciFunction: pciFunctionOf(world, name),
    platform: platformMaster(world, name),
    bridge: bridgeOf(configuration),
    configuration,
    transfers: world.transfers,
    interrupts: world.interrupts,
    pending: world.pending,
    journal: world.journal,
    now() {
      accountTime(runtime);
      return world.now;
    },
    circumstances: () => circumstances(runtime),
    cause: () => runtime.cause,
    admitsInterrupt: (irq, message) => admitsInterrupt(runtime, name, irq, message),
    lineFell: () => void world.faults.heldLines.delete(name),
    stopsAfter: (transfer) => stopsAfter(world, transfer),
    intended: (device, programmed, length) => intendedBuffer(world, device, programmed, length),
    onTransfer(written) {
      noticeRecord(runtime, written.sequence, written.kind);
      const finding = judgeBusRecord(world, written);
      if (finding) record(runtime, finding);
    },
  };
}

/** All ones: what a read returns that nobody answers. */
function unanswered(size: number): bigint {
  return (1n << BigInt(8 * size)) - 1n;
}

type Decoded = RegisterDescription | { readonly value: bigint };

function isRegister(decoded: Decoded): decoded is RegisterDescription {
  return 'name' in decoded;
}

function decode(
  { model: name, configuration }: World['devices'][string],
  bar: number,
  offset: number,
  size: number,
): Decoded {
  const model = deviceModel(name)!;
  const exact = (model.registersOf?.(configuration) ?? model.registers).find(
    (each) => each.bar === bar && each.offset === offset && each.size === size,
  );
  return exact ?? model.decodeAccess?.(bar, offset, size) ?? { value: 0n };
}

/** A register's value as an access of `size` bytes gets it. */
function cutTo(size: number, value: bigint): bigint {
  return BigInt.asUintN(8 * size, value);
}

/** What a register that cannot be read reads as: what the model says of an access that hits none, of an odd size at that place. */
function writeOnlyValue(name: string, register: RegisterDescription, size: number): bigint {
  const decoded = deviceModel(name)!.decodeAccess?.(register.bar, register.offset, size);
  return decoded && !isRegister(decoded) ? decoded.value : 0n;
}

/** A CPU's load from a BAR. */
export function readDevice(runtime: Runtime, region: MmioRegion, offset: number, size: number): bigint {
  const { world } = runtime;
  if (isPlatformRegion(region)) {
    const value = readPlatform(world, region, offset, size);
    record(runtime, { kind: 'register-read', device: region.device, register: '', offset, size, value });
    return value;
  }
  const owner = pciFunctionOf(world, region.device);
  if (owner && !answersMemory(owner)) return unanswered(size);
  if (owner && region.bar === owner.msixBar) return readMsixTable(owner, offset, size);
  const device = world.devices[region.device]!;
  const model = deviceModel(device.model)!;
  const decoded = decode(device, region.bar, offset, size);
  const register = isRegister(decoded) ? decoded : null;
  const value = !isRegister(decoded)
    ? decoded.value
    : decoded.access === 'write-only'
      ? writeOnlyValue(device.model, decoded, size)
      : cutTo(size, model.readRegister(device.state, decoded, runtime.buses.get(region.device)!));
  record(runtime, {
    kind: 'register-read',
    device: region.device,
    register: register?.name ?? '',
    offset,
    size,
    value,
  });
  return value;
}

/** A CPU's store to a BAR. */
export function writeDevice(runtime: Runtime, region: MmioRegion, offset: number, size: number, value: bigint): void {
  const { world } = runtime;
  if (isPlatformRegion(region)) {
    record(runtime, { kind: 'register-write', device: region.device, register: '', offset, size, value });
    return writePlatform(world, region, offset, size, value);
  }
  const owner = pciFunctionOf(world, region.device);
  if (owner && !answersMemory(owner)) return;
  if (owner && region.bar === owner.msixBar) {
    writeMsixTable(owner, offset, size, value);
    for (const vector of takeUnmaskedVectors(owner)) sendVector(linksFor(runtime, region.device), vector);
    return;
  }
  const device = world.devices[region.device]!;
  const decoded = decode(device, region.bar, offset, size);
  const register = isRegister(decoded) ? decoded : null;
  const { turn, builtin } = runtime;
  // A plain store to a register is as little ordered as a relaxed one.
  if (turn) noteRegisterWrite(world, turn.cpu, region.device, builtin === null || builtin.endsWith('_relaxed'));
  record(runtime, {
    kind: 'register-write',
    device: region.device,
    register: register?.name ?? '',
    offset,
    size,
    value,
  });
  if (!register || register.access === 'read-only') return;
  runtime.cause = world.journal.nextSequence - 1;
  deviceModel(device.model)!.writeRegister(device.state, register, value, runtime.buses.get(region.device)!);
  runtime.cause = undefined;
}

/** What the debugger sees of a register: nothing happens to the device. */
export function peekDevice(world: World, region: MmioRegion, offset: number, size: number): bigint {
  if (isPlatformRegion(region)) return readPlatform(world, region, offset, size);
  const owner = pciFunctionOf(world, region.device);
  if (owner && region.bar === owner.msixBar) return readMsixTable(owner, offset, size);
  const device = world.devices[region.device]!;
  const decoded = decode(device, region.bar, offset, size);
  return isRegister(decoded)
    ? cutTo(size, deviceModel(device.model)!.peekRegister(device.state, decoded))
    : decoded.value;
}
