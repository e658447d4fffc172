/** Every device model the machine file can name. A new device is a new folder and one line here (a test compares the list with the folders). */
import type { DeviceModel, DeviceState } from './device.ts';
import { edu } from './edu/device.ts';
import { fpgaAccelerator } from './fpga-accelerator/device.ts';
import { nvme } from './nvme/device.ts';
import { r8169 } from './r8169/device.ts';
import { spiLcd } from './spi-lcd/device.ts';

export const deviceModels: readonly DeviceModel<DeviceState>[] = [edu, fpgaAccelerator, nvme, r8169, spiLcd];

export function deviceModel(name: string): DeviceModel<DeviceState> | null {
  return deviceModels.find((model) => model.name === name) ?? null;
}
