/** A driver may claim more address bits than its device has lines: memory up there is then given to it, and missed. Told where the first such address is given. */
import { addressLines } from '../../../hardware/bridge.ts';
import { numberOf } from '../../../hardware/unsigned64.ts';
import { callSite, recordFinding } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { bitMask } from '../limits.ts';

export function rememberMask(context: KernelContext, device: string): void {
  const site = callSite(context);
  if (site !== null) context.world.kernel.dmaWatch.maskSites.set(device, site);
}

export function checkReach(context: KernelContext, device: string, handle: bigint, size: number): void {
  const { dmaWatch } = context.world.kernel;
  const addressBits = addressBitsOf(context, device);
  if (addressBits === 64 || isWithin(addressBits, handle, size)) return;
  const key = `reach ${device}`;
  if (dmaWatch.told.has(key)) return;
  dmaWatch.told.add(key);
  const maskSite = dmaWatch.maskSites.get(device);
  recordFinding(context, {
    code: 'mask-wider-than-reach',
    origin: 'simulator',
    severity: 'warning',
    message: `the driver is given ${size} bytes at bus address 0x${handle.toString(16)} for ${device}, as its DMA mask allows, but only ${addressBits} address bits leave the device`,
    device,
    address: handle,
    length: size,
    ...(maskSite !== undefined && { related: [{ what: 'mask set', stack: [maskSite] }] }),
  });
}

/** The last byte too. */
function isWithin(addressBits: number, handle: bigint, size: number): boolean {
  const end = numberOf(handle) + size;
  // Doubles are exact up to there.
  return end <= 2 ** 53 ? end <= 2 ** addressBits : handle + BigInt(size) - 1n <= bitMask(addressBits);
}

function addressBitsOf({ world }: KernelContext, device: string): number {
  const configuration = world.devices?.[device]?.configuration;
  if (!configuration) return 64;
  // edu has its address lines as a number of its own.
  const own = configuration['dmaMask'];
  return Math.min(addressLines(configuration), typeof own === 'number' ? own : 64);
}
