/** Descriptors of 16 bytes, as both rings have them: opts1 with owner, end and length, opts2, address. */
import { littleEndian, type DeviceBus } from '../device.ts';
import type { Engine, R8169State } from './state.ts';

export const descriptorBytes = 16;
/** Bits of opts1 (RTL8169 datasheet, "Tx/Rx Descriptor Structure"). */
export const own = 2 ** 31;
export const endOfRing = 2 ** 30;
export const firstSegment = 2 ** 29;
export const lastSegment = 2 ** 28;
export const receiveStatus = {
  multicast: 2 ** 27,
  ownAddress: 2 ** 26,
  broadcast: 2 ** 25,
  tooLong: 2 ** 22,
  error: 2 ** 21,
  runt: 2 ** 20,
} as const;
export const transmitLength = 0xffff;
export const receiveLength = 0x3fff;

export const has = (opts1: number, bit: number): boolean => Math.floor(opts1 / bit) % 2 === 1;

export type RingName = 'TNPDS' | 'RDSAR';

/** The rings begin at multiples of 256. */
export function ringStart(state: R8169State, name: RingName): bigint {
  return (state.registers[`${name}_HIGH`]! << 32n) | (state.registers[name]! & ~0xffn);
}

export function descriptorAddress(state: R8169State, name: RingName, index: number): bigint {
  return ringStart(state, name) + BigInt(index * descriptorBytes);
}

/** False: the transfer was refused. */
export function takeDescriptor(engine: Engine, bus: DeviceBus): boolean {
  const bytes = bus.readBurst(engine.transfer, 0, descriptorBytes);
  if (!bytes) return false;
  engine.opts1 = Number(littleEndian(bytes, 0, 4));
  engine.opts2 = Number(littleEndian(bytes, 4, 4));
  engine.address = littleEndian(bytes, 8, 8);
  return true;
}

/** The status goes back in one burst of eight bytes. */
export function writeStatus(engine: Engine, opts1: number, opts2: number, bus: DeviceBus): void {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, opts1, true);
  view.setUint32(4, opts2, true);
  bus.writeBurst(engine.transfer, 0, bytes);
  bus.endTransfer(engine.transfer, 'done');
  engine.transfer = -1;
  engine.index = has(engine.opts1, endOfRing) ? 0 : engine.index + 1;
}

/** Bursts end at pages. False: refused. */
export function readBuffer(engine: Engine, into: Uint8Array, bus: DeviceBus): boolean {
  for (let offset = 0; offset < into.length;) {
    const length = burst(engine, offset, into.length);
    const bytes = bus.readBurst(engine.transfer, offset, length);
    if (!bytes) return false;
    into.set(bytes, offset);
    offset += length;
  }
  return true;
}

export function writeBuffer(engine: Engine, bytes: Uint8Array, bus: DeviceBus): void {
  for (let offset = 0; offset < bytes.length;) {
    const length = burst(engine, offset, bytes.length);
    bus.writeBurst(engine.transfer, offset, bytes.subarray(offset, offset + length));
    offset += length;
  }
}

function burst({ address }: Engine, offset: number, length: number): number {
  return Math.min(length - offset, 4096 - Number((address + BigInt(offset)) & 0xfffn));
}
