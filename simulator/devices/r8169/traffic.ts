/** A station at the other end of the cable: frames whose number, sizes and times the machine file says; their bytes follow from its seed. */
import type { Configuration, ConfigurationField, DeviceBus } from '../device.ts';
import { arrive } from './receive.ts';
import { later, type R8169State } from './state.ts';

export const trafficConfiguration: readonly ConfigurationField[] = [
  {
    name: 'traffic.packets',
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 1_000_000,
    meaning: 'Frames that the other station sends to this one once its receiver is on.',
  },
  {
    name: 'traffic.interval',
    type: 'integer',
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000_000_000,
    meaning: 'Virtual ns from one of them to the next; the first comes a millisecond after the receiver is on.',
  },
  {
    name: 'traffic.smallest',
    type: 'integer',
    default: 60,
    minimum: 60,
    maximum: 9000,
    meaning: 'Bytes of the shortest frame, without its checksum.',
  },
  {
    name: 'traffic.largest',
    type: 'integer',
    default: 1514,
    minimum: 60,
    maximum: 9000,
    meaning: 'Bytes of the longest frame, without its checksum.',
  },
  {
    name: 'traffic.seed',
    type: 'integer',
    default: 1,
    minimum: 1,
    maximum: 2_147_483_647,
    meaning: 'Chooses lengths and bytes of the frames: the same seed, the same frames.',
  },
];

const firstDelay = 1_000_000;
const headerBytes = 18;

/** The receiver goes on. The source begins once. */
export function startTraffic(state: R8169State, bus: DeviceBus): void {
  if (state.traffic >= 0 || bus.configuration['traffic.packets'] === 0) return;
  state.traffic = 0;
  later(state, 'traffic', firstDelay, bus);
}

export function nextTraffic(state: R8169State, bus: DeviceBus): void {
  arrive(state, frameOf(state, state.traffic, bus.configuration), bus);
  state.traffic++;
  const { configuration } = bus;
  if (state.traffic < (configuration['traffic.packets'] as number))
    later(state, 'traffic', configuration['traffic.interval'] as number, bus);
}

/** Numbers that look like chance (mulberry32). */
function sequence(seed: number): () => number {
  let value = seed | 0;
  return () => {
    value = (value + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(value ^ (value >>> 15), value | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** To this station, from 02:00:00:00:00:fe, of the protocol for local experiments (0x88b5): the frame's number, then bytes from the seed. */
export function frameOf(state: R8169State, number: number, configuration: Configuration): Uint8Array {
  const next = sequence((configuration['traffic.seed'] as number) * 0x10001 + number);
  const smallest = configuration['traffic.smallest'] as number;
  const largest = Math.max(smallest, configuration['traffic.largest'] as number);
  const frame = new Uint8Array(smallest + (next() % (largest - smallest + 1)));
  for (let i = 0; i < 6; i++) frame[i] = Number(state.registers[`IDR${i}`]);
  frame.set([0x02, 0, 0, 0, 0, 0xfe, 0x88, 0xb5], 6);
  new DataView(frame.buffer).setUint32(14, number);
  for (let i = headerBytes; i < frame.length; i++) frame[i] = next() & 0xff;
  return frame;
}
