/** The transmit engine: descriptors from the ring, their buffers gathered to a frame, the frame to the wire, the descriptors back to the driver. */
import type { DeviceBus } from '../device.ts';
import { arrive } from './receive.ts';
import { cause, commandBits, loopbackBits } from './registers.ts';
import {
  descriptorAddress,
  descriptorBytes,
  endOfRing,
  has,
  lastSegment,
  own,
  readBuffer,
  takeDescriptor,
  transmitLength,
  writeStatus,
} from './ring.ts';
import { follow, later, raise, refuse, type R8169State } from './state.ts';

/** ns: a choice of ours for one access to memory from the other side of PCI Express. */
const memoryLatency = 400;
/** At 1 Gbit/s, with preamble and the gap between frames. */
const wireTime = (bytes: number): number => 8 * (Math.max(bytes, 60) + 4 + 20);
const longestFrame = 16383;

/** TPPoll. A transmitter that is at work sees what is new by itself. */
export function pollTransmit(state: R8169State, bus: DeviceBus): void {
  if (state.transmit.phase === 'idle' && state.registers['CR']! & commandBits.transmit)
    follow(state, state.transmit, 'descriptor', 1, bus);
}

export function stepTransmit(state: R8169State, bus: DeviceBus): void {
  const { phase, transfer } = state.transmit;
  if (transfer < 0) begin(state, bus);
  else if (phase === 'descriptor') useDescriptor(state, bus);
  else if (phase === 'frame') takeFrame(state, bus);
  else if (phase === 'status') returnDescriptor(state, bus);
}

/** Announces the transfer that is to begin. */
function begin(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  const descriptor = descriptorAddress(state, 'TNPDS', transmit.index);
  if (transmit.phase === 'descriptor')
    transmit.transfer = bus.beginTransfer('to-device', descriptor, descriptorBytes, `TX descriptor ${transmit.index}`);
  else if (transmit.phase === 'frame') {
    const length = transmit.opts1 & transmitLength;
    transmit.transfer = bus.beginTransfer('to-device', transmit.address, length, `TX buffer ${transmit.index}`);
  } else transmit.transfer = bus.beginTransfer('from-device', descriptor, 8, `TX status ${transmit.index}`);
  later(state, 'transmit', memoryLatency, bus);
}

function useDescriptor(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  if (!takeDescriptor(transmit, bus)) return refuse(state, transmit, bus);
  bus.endTransfer(transmit.transfer, 'done');
  if (!has(transmit.opts1, own)) {
    follow(state, transmit, 'idle', 0, bus);
    return raise(state, cause.transmitUnavailable, bus);
  }
  const length = transmit.opts1 & transmitLength;
  if (length > 0 && state.outgoing.length + length <= longestFrame) return follow(state, transmit, 'frame', 1, bus);
  state.outgoing = new Uint8Array(0);
  raise(state, cause.transmitError, bus);
  follow(state, transmit, 'status', 1, bus);
}

function takeFrame(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  const piece = new Uint8Array(transmit.opts1 & transmitLength);
  if (!readBuffer(transmit, piece, bus)) return refuse(state, transmit, bus);
  bus.endTransfer(transmit.transfer, 'done');
  const frame = new Uint8Array(state.outgoing.length + piece.length);
  frame.set(state.outgoing);
  frame.set(piece, state.outgoing.length);
  state.outgoing = frame;
  follow(state, transmit, 'status', has(transmit.opts1, lastSegment) ? wireTime(frame.length) : 1, bus);
}

function returnDescriptor(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  const last = has(transmit.opts1, lastSegment);
  const kept = (has(transmit.opts1, endOfRing) ? endOfRing : 0) + (transmit.opts1 % 2 ** 30);
  writeStatus(transmit, kept, transmit.opts2, bus);
  if (last && state.outgoing.length > 0) send(state, bus);
  follow(state, transmit, 'descriptor', 1, bus);
}

/** Short frames are filled up with zeros. */
function send(state: R8169State, bus: DeviceBus): void {
  const frame = new Uint8Array(Math.max(60, state.outgoing.length));
  frame.set(state.outgoing);
  state.outgoing = new Uint8Array(0);
  state.sent.frames++;
  state.sent.bytes += frame.length;
  raise(state, cause.transmitOk, bus);
  const returns = (state.registers['TCR']! & loopbackBits) === loopbackBits || bus.configuration['loopback'] === true;
  if (returns) arrive(state, frame, bus);
}
