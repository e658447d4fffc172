/** What a view shows of the controller: both rings, as far as they go, and whose each descriptor is. */
import {
  littleEndian,
  shownEntries,
  type DescriptorEntry,
  type DescriptorTable,
  type DeviceLook,
  type DeviceParts,
} from '../device.ts';
import {
  descriptorBytes,
  endOfRing,
  firstSegment,
  has,
  lastSegment,
  own,
  receiveLength,
  ringStart,
  transmitLength,
  type RingName,
} from './ring.ts';
import type { R8169State } from './state.ts';

/** The chip's own limit. */
const mostDescriptors = 1024;
const columns = [
  { name: 'opts1', meaning: 'Owner, end of ring, first and last segment, length.' },
  { name: 'flags', meaning: 'OWN: the device’s. EOR: the last of the ring. FS, LS: first and last of a frame.' },
  {
    name: 'length',
    meaning: 'Bytes: of the buffer while the device owns it, of the frame with its checksum when it was received.',
  },
  { name: 'opts2', meaning: 'VLAN tag and checksums.' },
  { name: 'address', meaning: 'Of the buffer, as the device drives it.' },
];

export function parts(state: R8169State, look: DeviceLook): DeviceParts {
  const rings = [
    ringOf(state, look, 'TNPDS', 'transmit ring', transmitLength),
    ringOf(state, look, 'RDSAR', 'receive ring', receiveLength),
  ];
  return { tables: rings.filter((ring) => ring !== null) };
}

/** How far the ring goes is in the ring: up to the descriptor with EOR. */
function countOf(start: bigint, look: DeviceLook): number {
  for (let index = 0; index < mostDescriptors; index++) {
    const bytes = look.readHost(start + BigInt(index * descriptorBytes), 4);
    if (!bytes) return index;
    if (has(Number(littleEndian(bytes, 0, 4)), endOfRing)) return index + 1;
  }
  return mostDescriptors;
}

function ringOf(
  state: R8169State,
  look: DeviceLook,
  register: RingName,
  name: string,
  lengthBits: number,
): DescriptorTable | null {
  const address = ringStart(state, register);
  const count = address === 0n ? 0 : countOf(address, look);
  if (count === 0) return null;
  const { index } = register === 'TNPDS' ? state.transmit : state.receive;
  const meaning = 'The descriptor that the device looks at next.';
  return {
    name,
    shape: 'ring',
    address,
    entryBytes: descriptorBytes,
    count,
    columns,
    marks: [{ name: 'the device’s next', index: index % count, meaning }],
    entries: shownEntries(count, [index % count], look.entryLimit).map((each) =>
      entryOf(each, look.readHost(address + BigInt(each * descriptorBytes), descriptorBytes), lengthBits),
    ),
  };
}

function entryOf(index: number, bytes: Uint8Array | null, lengthBits: number): DescriptorEntry {
  const [opts1, opts2, address] = bytes
    ? [Number(littleEndian(bytes, 0, 4)), littleEndian(bytes, 4, 4), littleEndian(bytes, 8, 8)]
    : [0, 0n, 0n];
  const length = opts1 & lengthBits;
  const named = { OWN: own, EOR: endOfRing, FS: firstSegment, LS: lastSegment };
  const flags = Object.entries(named).flatMap(([name, bit]) => (has(opts1, bit) ? [name] : []));
  return {
    index,
    owner: has(opts1, own) ? 'device' : 'driver',
    values: [BigInt(opts1), flags.join(' '), length, opts2, address],
    buffers: address !== 0n && length > 0 ? [{ what: 'buffer', address, length }] : [],
  };
}
