/** A bus with memory of its own that notes everything a device asks of it. */
import type {
  Configuration,
  DeviceBus,
  DeviceEvent,
  DeviceModel,
  DeviceState,
} from '../../simulator/devices/device.ts';

export interface FakeBus extends DeviceBus {
  readonly memory: Uint8Array;
  /** What the device did, in words, in order. */
  readonly trace: string[];
  readonly waiting: { readonly at: number; readonly event: DeviceEvent }[];
  now: number;
  messageInterrupts: boolean;
  pin: boolean;
  messages: number;
  /** Reads at or above this address are refused. */
  refusedFrom: bigint;
}

/** Memory from bus address 0. */
export function createFakeBus(bytes: number, configuration: Configuration): FakeBus {
  const transfers: { address: bigint; name: string }[] = [];
  const bus: FakeBus = {
    now: 0,
    configuration,
    memory: new Uint8Array(bytes),
    trace: [],
    waiting: [],
    messageInterrupts: false,
    pin: false,
    messages: 0,
    refusedFrom: 1n << 64n,
    beginTransfer(direction, address, length) {
      const name = direction === 'to-device' ? 'read' : 'write';
      transfers.push({ address, name });
      bus.trace.push(`begin ${name} 0x${address.toString(16)} ${length}`);
      return transfers.length - 1;
    },
    readBurst(transfer, offset, length) {
      const from = transfers[transfer]!.address + BigInt(offset);
      bus.trace.push(`read 0x${from.toString(16)} ${length}`);
      if (from + BigInt(length) > bus.refusedFrom) return null;
      return bus.memory.slice(Number(from), Number(from) + length);
    },
    writeBurst(transfer, offset, burst) {
      const to = transfers[transfer]!.address + BigInt(offset);
      bus.trace.push(`write 0x${to.toString(16)} ${burst.length}`);
      if (to + BigInt(burst.length) > BigInt(bus.memory.length)) return false;
      bus.memory.set(burst, Number(to));
      return true;
    },
    endTransfer: (transfer, status) => void bus.trace.push(`end ${transfers[transfer]!.name}: ${status}`),
    setInterruptPin: (asserted) => void (bus.pin = asserted),
    sendMessageInterrupt: () => void bus.messages++,
    wakeAfter: (delay, event) => void bus.waiting.push({ at: bus.now + delay, event }),
  };
  return bus;
}

/** Time passes until the device asked for nothing more, or for `events` of its wakes. */
export function letTimePass(
  model: DeviceModel<DeviceState>,
  state: DeviceState,
  bus: FakeBus,
  events = Infinity,
): number {
  let count = 0;
  for (; count < events && bus.waiting.length > 0; count++) {
    const { at, event } = bus.waiting.shift()!;
    bus.now = at;
    model.wake(state, event, bus);
  }
  return count;
}
