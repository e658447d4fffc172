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
import { later, raise, refuse, type R8169State } from './state.ts';

/** ns: a choice of ours for one access to memory from the other side of PCI Express. */
const memoryLatency = 400;
/** At 1 Gbit/s, with preamble and the gap between frames. */
const wireTime = (bytes: number): number => 8 * (Math.max(bytes, 60) + 4 + 20);
const longestFrame = 16383;

/** TPPoll. A transmitter that is at work sees what is new by itself. */
export function pollTransmit(state: R8169State, bus: DeviceBus): void {
  if (state.transmit.phase === 'idle' && state.registers['CR']! & commandBits.transmit) fetchDescriptor(state, bus);
}

function fetchDescriptor(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  transmit.phase = 'descriptor';
  const address = descriptorAddress(state, 'TNPDS', transmit.index);
  transmit.transfer = bus.beginTransfer('to-device', address, descriptorBytes, `TX descriptor ${transmit.index}`);
  later(state, 'transmit', memoryLatency, bus);
}

/** What comes next of the transfer that was announced. */
export function stepTransmit(state: R8169State, bus: DeviceBus): void {
  const { phase } = state.transmit;
  if (phase === 'descriptor') useDescriptor(state, bus);
  else if (phase === 'frame') takeFrame(state, bus);
  else if (phase === 'status') returnDescriptor(state, bus);
}

function useDescriptor(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  if (!takeDescriptor(transmit, bus)) return refuse(state, transmit, bus);
  bus.endTransfer(transmit.transfer, 'done');
  transmit.transfer = -1;
  if (!has(transmit.opts1, own)) {
    transmit.phase = 'idle';
    return raise(state, cause.transmitUnavailable, bus);
  }
  const length = transmit.opts1 & transmitLength;
  if (length === 0 || state.outgoing.length + length > longestFrame) return skipFrame(state, bus);
  transmit.phase = 'frame';
  transmit.transfer = bus.beginTransfer('to-device', transmit.address, length, `TX buffer ${transmit.index}`);
  later(state, 'transmit', memoryLatency, bus);
}

function skipFrame(state: R8169State, bus: DeviceBus): void {
  state.outgoing = new Uint8Array(0);
  raise(state, cause.transmitError, bus);
  beginStatus(state, memoryLatency, bus);
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
  beginStatus(state, has(transmit.opts1, lastSegment) ? wireTime(frame.length) : memoryLatency, bus);
}

function beginStatus(state: R8169State, delay: number, bus: DeviceBus): void {
  const { transmit } = state;
  transmit.phase = 'status';
  const address = descriptorAddress(state, 'TNPDS', transmit.index);
  transmit.transfer = bus.beginTransfer('from-device', address, 8, `TX status ${transmit.index}`);
  later(state, 'transmit', delay, bus);
}

function returnDescriptor(state: R8169State, bus: DeviceBus): void {
  const { transmit } = state;
  const last = has(transmit.opts1, lastSegment);
  const kept = (has(transmit.opts1, endOfRing) ? endOfRing : 0) + (transmit.opts1 % 2 ** 30);
  writeStatus(transmit, kept, transmit.opts2, bus);
  if (last && state.outgoing.length > 0) send(state, bus);
  fetchDescriptor(state, bus);
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
