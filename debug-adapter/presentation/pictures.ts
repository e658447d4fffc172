/** Pictures of devices are large and seldom change: a client says which it has, and these are not sent again. */
import { createHash } from 'node:crypto';
import type { DeviceImageView, DeviceView } from '../../simulator/index.ts';
import type { DeviceSent, PictureSent } from '../custom-requests.ts';

/** `known`: digests of pictures that the client has. */
export function devicesSent(devices: readonly DeviceView[], known: readonly string[]): DeviceSent[] {
  return devices.map((device) => ({ ...device, images: device.images.map((image) => pictureSent(image, known)) }));
}

function pictureSent({ pixels, ...image }: DeviceImageView, known: readonly string[]): PictureSent {
  if (pixels === null) return { ...image, pixels, digest: null };
  const digest = createHash('sha256').update(pixels).digest('hex');
  return { ...image, digest, pixels: known.includes(digest) ? null : Buffer.from(pixels).toString('base64') };
}
