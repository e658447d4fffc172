/** The driver's side of an NVMe controller over a bus with memory of its own: queues at fixed places, one command after the other. */
import type { Configuration, DeviceState } from '../../simulator/devices/device.ts';
import { nvme as model } from '../../simulator/devices/nvme/device.ts';
import { createFakeBus, letTimePass, type FakeBus } from './fake-bus.ts';

export const place = { adminSubmission: 0x1000, adminCompletion: 0x2000, submission: 0x3000, completion: 0x4000 };
export const queueEntries = 8;

export interface Command {
  readonly opcode: number;
  readonly flags?: number;
  readonly nsid?: number;
  readonly prp1?: bigint | number;
  readonly prp2?: bigint | number;
  /** CDW10 and so on. */
  readonly dwords?: readonly number[];
}
export interface Completion {
  /** Type and code. */
  readonly status: number;
  readonly doNotRetry: boolean;
  readonly result: number;
  readonly identifier: number;
  readonly queue: number;
  readonly head: number;
  readonly phase: number;
}

export interface Host {
  readonly bus: FakeBus;
  readonly state: DeviceState;
  write(name: string, value: bigint | number): void;
  read(name: string): bigint;
  /** Time passes until nothing happens any more. */
  run(events?: number): number;
  /** Puts a command into a queue and rings, without waiting. */
  push(queue: number, command: Command): number;
  /** The next completion; null: there is none. */
  take(queue: number): Completion | null;
  submit(queue: number, command: Command): Completion;
}

export function host(changes: Configuration = {}, bytes = 8 * 1024 * 1024): Host {
  const defaults = Object.fromEntries(model.configuration.map((field) => [field.name, field.default]));
  const bus = createFakeBus(bytes, { ...defaults, ...changes });
  bus.messageInterrupts = true;
  const state = model.reset(bus.configuration);
  const layout = model.registersOf!(bus.configuration);
  const register = (name: string) => layout.find((each) => each.name === name)!;
  const memory = new DataView(bus.memory.buffer);
  const tails = [0, 0];
  const heads = [0, 0];
  const phases = [1, 1];
  let identifier = 100;
  const each: Host = {
    bus,
    state,
    write: (name, value) => model.writeRegister(state, register(name), BigInt(value), bus),
    read: (name) => model.readRegister(state, register(name), bus),
    run: (events) => letTimePass(model, state, bus, events),
    push(queue, { opcode, flags = 0, nsid = 0, prp1 = 0, prp2 = 0, dwords = [] }) {
      const base = queue === 0 ? place.adminSubmission : place.submission;
      const at = base + 64 * tails[queue]!;
      bus.memory.fill(0, at, at + 64);
      memory.setUint32(at, (++identifier << 16) | (flags << 8) | opcode, true);
      memory.setUint32(at + 4, nsid, true);
      memory.setBigUint64(at + 24, BigInt(prp1), true);
      memory.setBigUint64(at + 32, BigInt(prp2), true);
      dwords.forEach((dword, i) => memory.setUint32(at + 40 + 4 * i, dword, true));
      tails[queue] = (tails[queue]! + 1) % queueEntries;
      each.write(`SQ${queue}TDBL`, tails[queue]!);
      return identifier;
    },
    take(queue) {
      const at = (queue === 0 ? place.adminCompletion : place.completion) + 16 * heads[queue]!;
      const last = memory.getUint16(at + 14, true);
      if ((last & 1) !== phases[queue]) return null;
      heads[queue] = (heads[queue]! + 1) % queueEntries;
      if (heads[queue] === 0) phases[queue] = 1 - phases[queue]!;
      each.write(`CQ${queue}HDBL`, heads[queue]!);
      return {
        status: (last >> 1) & 0x7ff,
        doNotRetry: last >> 15 === 1,
        result: memory.getUint32(at, true),
        identifier: memory.getUint16(at + 12, true),
        queue: memory.getUint16(at + 10, true),
        head: memory.getUint16(at + 8, true),
        phase: last & 1,
      };
    },
    submit(queue, command) {
      each.push(queue, command);
      each.run();
      return each.take(queue)!;
    },
  };
  return each;
}

/** Enabled, with its admin queues. */
export function readyHost(changes: Configuration = {}, bytes?: number): Host {
  const one = host(changes, bytes);
  one.write('AQA', ((queueEntries - 1) << 16) | (queueEntries - 1));
  one.write('ASQ', place.adminSubmission);
  one.write('ACQ', place.adminCompletion);
  one.write('CC', 0x0046_0001);
  one.run();
  return one;
}

export const createCompletionQueue: Command = {
  opcode: 0x05,
  prp1: place.completion,
  dwords: [((queueEntries - 1) << 16) | 1, (1 << 16) | 3],
};
export const createSubmissionQueue: Command = {
  opcode: 0x01,
  prp1: place.submission,
  dwords: [((queueEntries - 1) << 16) | 1, (1 << 16) | 1],
};

/** With one I/O queue pair. */
export function ioHost(changes: Configuration = {}, bytes?: number): Host {
  const one = readyHost(changes, bytes);
  for (const command of [createCompletionQueue, createSubmissionQueue])
    if (one.submit(0, command).status !== 0) throw new Error('no queue');
  return one;
}
