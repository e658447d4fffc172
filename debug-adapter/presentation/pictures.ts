/** Pictures of devices are large and seldom change: a client says which it has, and these are not sent again. So are the tables that entries lead to: it says which it looks into. */
import { createHash } from 'node:crypto';
import type { DescriptorTableView, DeviceImageView, DeviceView } from '../../simulator/index.ts';
import type { DeviceSent, PictureSent } from '../custom-requests.ts';

/** `known`: digests of pictures that the client has. `opened`: names of tables behind entries, by the way to them; null: all. */
export function devicesSent(
  devices: readonly DeviceView[],
  known: readonly string[],
  opened: readonly string[] | null,
): DeviceSent[] {
  return devices.map((device) => ({
    ...device,
    tables: device.tables.map((table) =>
      opened === null ? table : tableSent(table, `${device.name} ${table.name}`, opened),
    ),
    images: device.images.map((image) => pictureSent(image, known)),
  }));
}

function tableSent(table: DescriptorTableView, way: string, opened: readonly string[]): DescriptorTableView {
  const inside = (each: DescriptorTableView, index: number): DescriptorTableView => {
    const there = `${way} ${index} ${each.name}`;
    return opened.includes(there) ? tableSent(each, there, opened) : { ...each, entries: [] };
  };
  const entries = table.entries.map((entry) => ({
    ...entry,
    tables: entry.tables.map((each) => inside(each, entry.index)),
  }));
  return { ...table, entries };
}

function pictureSent(image: DeviceImageView, known: readonly string[]): PictureSent {
  if (image.pixels === null) return { ...image, digest: null };
  const digest = createHash('sha256').update(image.pixels).digest('hex');
  return { ...image, digest, pixels: known.includes(digest) ? null : image.pixels };
}
