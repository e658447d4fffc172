/** The receive engine: frames that came and that RCR lets in, to the buffers of the next descriptors, with four bytes of checksum behind them. */
import type { DeviceBus } from '../device.ts';
import { accept, cause, commandBits } from './registers.ts';
import {
  descriptorAddress,
  descriptorBytes,
  endOfRing,
  firstSegment,
  has,
  lastSegment,
  own,
  receiveLength,
  receiveStatus,
  takeDescriptor,
  writeBuffer,
  writeStatus,
} from './ring.ts';
import { follow, later, raise, refuse, type Arrived, type R8169State } from './state.ts';

const memoryLatency = 400;
/** Of 48 KiB on the chip. */
const mostWaiting = 32;
const checksumBytes = 4;

/** C+ command: tags are taken out of frames that come. */
const takesTags = 0x40n;
const tagAvailable = 0x1_0000;

/** A frame at the end of the cable. */
export function arrive(state: R8169State, frame: Uint8Array, bus: DeviceBus): void {
  if (!(state.registers['CR']! & commandBits.receive) || !isAccepted(state, frame)) return;
  if (state.fifo.length >= mostWaiting) return miss(state);
  state.fifo.push(withoutTag(state, frame));
  if (state.receive.phase === 'idle') follow(state, state.receive, 'descriptor', 1, bus);
}

/** With RxVLAN the four bytes of an 802.1Q tag come out of the frame; the descriptor's opts2 has them then. */
function withoutTag(state: R8169State, bytes: Uint8Array): Arrived {
  const tagged = bytes[12] === 0x81 && bytes[13] === 0x00;
  if (!tagged || !(state.registers['CPlusCR']! & takesTags)) return { bytes, opts2: 0 };
  const rest = new Uint8Array(Math.max(60, bytes.length - 4));
  rest.set(bytes.subarray(0, 12));
  rest.set(bytes.subarray(16), 12);
  return { bytes: rest, opts2: tagAvailable + bytes[14]! + 256 * bytes[15]! };
}

function miss(state: R8169State): void {
  state.registers['MPC'] = (state.registers['MPC']! + 1n) & 0xff_ffffn;
}

function isAccepted(state: R8169State, frame: Uint8Array): boolean {
  const rules = state.registers['RCR']!;
  if (rules & accept.all) return true;
  if (isBroadcast(frame)) return (rules & accept.broadcast) !== 0n;
  if (frame[0]! & 1) return (rules & accept.multicast) !== 0n && isHashed(state, frame);
  return (rules & accept.own) !== 0n && isOwn(state, frame);
}

const isBroadcast = (frame: Uint8Array): boolean => frame.subarray(0, 6).every((byte) => byte === 0xff);

function isOwn(state: R8169State, frame: Uint8Array): boolean {
  return frame.subarray(0, 6).every((byte, i) => BigInt(byte) === state.registers[`IDR${i}`]);
}

/** The upper six bits of the address's CRC choose the bit; the table is read with its bytes turned around, as the driver writes it. */
function isHashed(state: R8169State, frame: Uint8Array): boolean {
  const bit = etherCrc(frame.subarray(0, 6)) >>> 26;
  const table = (state.registers['MAR4']! << 32n) | state.registers['MAR0']!;
  return ((table >> BigInt(8 * (7 - (bit >> 3)) + (bit & 7))) & 1n) === 1n;
}

/** CRC-32 of Ethernet, most significant bit first. */
export function etherCrc(bytes: Uint8Array): number {
  let crc = -1;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    crc = (crc << 4) ^ crcOfNibble[(crc >>> 28) ^ turnedNibble[byte & 15]!]!;
    crc = (crc << 4) ^ crcOfNibble[(crc >>> 28) ^ turnedNibble[byte >> 4]!]!;
  }
  return crc >>> 0;
}

/** What four bits that leave the register leave in it. */
const crcOfNibble = Int32Array.from({ length: 16 }, (_, bits) => {
  let crc = bits << 28;
  for (let bit = 0; bit < 4; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  return crc;
});
/** The first bit on the wire is the lowest of a byte. */
const turnedNibble = Uint8Array.from(
  { length: 16 },
  (_, bits) => ((bits & 1) << 3) | ((bits & 2) << 1) | ((bits & 4) >> 1) | (bits >> 3),
);

export function stepReceive(state: R8169State, bus: DeviceBus): void {
  const { phase, transfer } = state.receive;
  if (transfer < 0) begin(state, bus);
  else if (phase === 'descriptor') useDescriptor(state, bus);
  else if (phase === 'frame') placeFrame(state, bus);
  else if (phase === 'status') returnDescriptor(state, bus);
}

/** Announces the transfer that is to begin. */
function begin(state: R8169State, bus: DeviceBus): void {
  const { receive } = state;
  const descriptor = descriptorAddress(state, 'RDSAR', receive.index);
  if (receive.phase === 'descriptor')
    receive.transfer = bus.beginTransfer('to-device', descriptor, descriptorBytes, `RX descriptor ${receive.index}`);
  else if (receive.phase === 'frame') {
    const length = pieceLength(state);
    receive.transfer = bus.beginTransfer('from-device', receive.address, length, `RX buffer ${receive.index}`);
  } else receive.transfer = bus.beginTransfer('from-device', descriptor, 8, `RX status ${receive.index}`);
  later(state, 'receive', memoryLatency, bus);
}

/** Bytes that go into the buffer at hand: what is left of the frame with its checksum, as far as there is room. */
function pieceLength(state: R8169State): number {
  const left = state.fifo[0]!.bytes.length + checksumBytes - state.placed;
  return Math.min(left, state.receive.opts1 & receiveLength);
}

function useDescriptor(state: R8169State, bus: DeviceBus): void {
  const { receive } = state;
  if (!takeDescriptor(receive, bus)) return refuse(state, receive, bus);
  bus.endTransfer(receive.transfer, 'done');
  if (!has(receive.opts1, own) || pieceLength(state) === 0) return giveUp(state, bus);
  follow(state, receive, 'frame', 1, bus);
}

/** No descriptor: the frame is lost. The next one tries again. */
function giveUp(state: R8169State, bus: DeviceBus): void {
  state.fifo.shift();
  state.placed = 0;
  miss(state);
  raise(state, cause.receiveUnavailable, bus);
  goOn(state, bus);
}

function goOn(state: R8169State, bus: DeviceBus): void {
  follow(state, state.receive, state.fifo.length > 0 ? 'descriptor' : 'idle', 1, bus);
}

function placeFrame(state: R8169State, bus: DeviceBus): void {
  const { receive } = state;
  const frame = state.fifo[0]!.bytes;
  const whole = new Uint8Array(frame.length + checksumBytes);
  whole.set(frame);
  new DataView(whole.buffer).setUint32(frame.length, etherCrc(frame));
  writeBuffer(receive, whole.subarray(state.placed, state.placed + pieceLength(state)), bus);
  bus.endTransfer(receive.transfer, 'done');
  follow(state, receive, 'status', 1, bus);
}

/** opts1 for the driver: the length of the whole frame so far, and what kind of frame it is. */
function statusOf(state: R8169State, placed: number, last: boolean): number {
  const frame = state.fifo[0]!.bytes;
  const tooLong = frame.length + checksumBytes > Number(state.registers['RMS']);
  const kind = isBroadcast(frame)
    ? receiveStatus.broadcast
    : frame[0]! & 1
      ? receiveStatus.multicast
      : isOwn(state, frame)
        ? receiveStatus.ownAddress
        : 0;
  return (
    placed +
    kind +
    (state.placed === 0 ? firstSegment : 0) +
    (last ? lastSegment : 0) +
    (tooLong ? receiveStatus.tooLong + receiveStatus.error : 0) +
    (has(state.receive.opts1, endOfRing) ? endOfRing : 0)
  );
}

function returnDescriptor(state: R8169State, bus: DeviceBus): void {
  const { receive, fifo } = state;
  const placed = state.placed + pieceLength(state);
  const last = placed === fifo[0]!.bytes.length + checksumBytes;
  const status = statusOf(state, placed, last);
  writeStatus(receive, status, fifo[0]!.opts2, bus);
  state.placed = last ? 0 : placed;
  if (!last) return follow(state, receive, 'descriptor', 1, bus);
  fifo.shift();
  raise(state, has(status, receiveStatus.error) ? cause.receiveError : cause.receiveOk, bus);
  goOn(state, bus);
}
