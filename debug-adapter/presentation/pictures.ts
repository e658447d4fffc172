/** Pictures of devices are large and seldom change: a client says which it has, and these are not sent again. */
import { createHash } from 'node:crypto';
import type { DeviceImageView, DeviceView } from '../../simulator/index.ts';
import type { DeviceSent, PictureSent } from '../custom-requests.ts';

/** `known`: digests of pictures that the client has. */
export function devicesSent(devices: readonly DeviceView[], known: readonly string[]): DeviceSent[] {
  return devices.map((device) => ({ ...device, images: device.images.map((image) => pictureSent(image, known)) }));
}

function pictureSent(image: DeviceImageView, known: readonly string[]): PictureSent {
  if (image.pixels === null) return { ...image, digest: null };
  const digest = createHash('sha256').update(image.pixels).digest('hex');
  return { ...image, digest, pixels: known.includes(digest) ? null : image.pixels };
}
