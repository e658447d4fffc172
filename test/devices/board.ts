/** A device model alone, over a bus with 64 KiB of memory of its own, whose bytes are not all the same. */
import type { Configuration, DeviceModel, DeviceState } from '../../simulator/devices/device.ts';
import { createFakeBus, letTimePass, type FakeBus } from './fake-bus.ts';

export interface Board {
  readonly bus: FakeBus;
  readonly state: DeviceState;
  write(name: string, value: bigint | number): void;
  read(name: string): bigint;
  run(events?: number): number;
}

/** In its default configuration but for the changes. Registers go by their names. */
export function createBoard(model: DeviceModel<DeviceState>, changes: Configuration = {}): Board {
  const defaults = Object.fromEntries(model.configuration.map((field) => [field.name, field.default]));
  const bus = createFakeBus(64 * 1024, { ...defaults, ...changes });
  const state = model.reset(bus.configuration);
  const register = (name: string) => model.registers.find((each) => each.name === name)!;
  for (let i = 0; i < bus.memory.length; i++) bus.memory[i] = (7 * i) % 251;
  return {
    bus,
    state,
    write: (name, value) => model.writeRegister(state, register(name), BigInt(value), bus),
    read: (name) => model.readRegister(state, register(name), bus),
    run: (events) => letTimePass(model, state, bus, events),
  };
}
