/** Devices with their registers, as their models describe them; reading them here has no side effect. */
import { deviceModel } from '../devices/models.ts';
import type { RegisterDescription } from '../devices/device.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import type { DeviceView } from './view-models.ts';

export function inspectDevices(world: World): DeviceView[] {
  return Object.entries(world.devices).map(([name, device]) => {
    const model = deviceModel(device.model)!;
    return {
      name,
      model: model.name,
      description: model.description,
      limitations: model.limitations,
      configuration: model.configuration.map((field) => ({
        name: field.name,
        value: String(device.configuration[field.name]),
        meaning: field.meaning,
      })),
      registers: model.registers.map((register) => registerView(register, model.peekRegister(device.state, register))),
    };
  });
}

function registerView(register: RegisterDescription, value: bigint): DeviceView['registers'][number] {
  return {
    name: register.name,
    offset: register.offset,
    bar: register.bar,
    size: register.size,
    value: hex(value),
    meaning: register.meaning,
    fields: (register.fields ?? []).map((field) => ({
      name: field.name,
      value: hex((value >> BigInt(field.bit)) & ((1n << BigInt(field.width)) - 1n)),
      meaning: field.meaning,
    })),
  };
}
