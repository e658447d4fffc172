/** A driver may claim more address bits than its device has lines: memory up there is then given to it, and missed. */
import { bridgeOf } from '../../../hardware/bridge.ts';
import { recordFinding } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import type { DmaDevice } from '../device-fields.ts';
import { bitMask } from '../limits.ts';

export function checkMaskAgainstReach(context: KernelContext, device: DmaDevice, mask: bigint): void {
  const { world } = context;
  const model = world.devices[device.name];
  if (!model) return;
  const { addressBits } = bridgeOf(model.configuration);
  const endOfMemory = BigInt(world.machine.memory.at(-1)?.[1] ?? 0);
  const { told } = world.kernel.dmaWatch;
  const key = `mask ${device.name}`;
  const reach = bitMask(addressBits);
  if (mask <= reach || (endOfMemory <= reach && !world.hardware.iommu) || told.has(key)) return;
  told.add(key);
  recordFinding(context, {
    code: 'mask-wider-than-reach',
    origin: 'simulator',
    severity: 'warning',
    message: `the driver says that ${device.name} can address 0x${mask.toString(16)}, but only ${addressBits} address bits leave the device, and there is memory above them`,
    device: device.name,
    address: mask,
  });
}
