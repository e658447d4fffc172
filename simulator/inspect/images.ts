/** Pictures that devices hold or look at, as few enough pixels to be shown. */
import type { DeviceImage } from '../devices/device.ts';
import { base64 } from './formatting.ts';
import type { DeviceImageView } from './view-models.ts';

/** Pixels of the longer side that are shown at most. */
const largestSide = 192;
const bitsOf = { mono1: 1, gray8: 8, rgb565: 16, rgb888: 24, xrgb8888: 32 } as const;

/** Bytes of host memory from where a picture begins; null: nothing answers. */
export type ReadHost = (offset: number, length: number) => Uint8Array | null;

/** `readHost` is asked where the picture's bytes do not stand in the device. */
export function imageView(image: DeviceImage, readHost: ReadHost): DeviceImageView {
  const { name, meaning, width, height, format } = image;
  const step = Math.max(1, Math.ceil(Math.max(width, height) / largestSide));
  const [shownWidth, shownHeight] = [Math.ceil(width / step), Math.ceil(height / step)];
  const rowBytes = Math.ceil((width * bitsOf[format]) / 8);
  const colors = new Uint8Array(3 * shownWidth * shownHeight);
  let answered = false;
  for (let y = 0; y < shownHeight; y++) {
    const row = rowOf(image, readHost, y * step * rowBytes, rowBytes);
    if (!row) continue;
    answered = true;
    for (let x = 0; x < shownWidth; x++) setColor(colors, 3 * (y * shownWidth + x), row, x * step, format);
  }
  return { name, meaning, width, height, step, shownWidth, shownHeight, pixels: answered ? base64(colors) : null };
}

function rowOf({ pixels }: DeviceImage, readHost: ReadHost, offset: number, length: number): Uint8Array | null {
  if (typeof pixels === 'bigint') return readHost(offset, length);
  return offset < pixels.length ? pixels.subarray(offset, offset + length) : null;
}

/** A last row may be shorter than the others: what is missing is black. */
function setColor(colors: Uint8Array, at: number, row: Uint8Array, pixel: number, format: DeviceImage['format']): void {
  const byte = (index: number): number => row[index] ?? 0;
  if (format === 'gray8') colors.fill(byte(pixel), at, at + 3);
  else if (format === 'mono1') colors.fill((byte(pixel >> 3) >> (7 - (pixel & 7))) & 1 ? 255 : 0, at, at + 3);
  else if (format === 'rgb888') for (let i = 0; i < 3; i++) colors[at + i] = byte(3 * pixel + i);
  else if (format === 'xrgb8888') for (let i = 0; i < 3; i++) colors[at + i] = byte(4 * pixel + 2 - i);
  else {
    const value = byte(2 * pixel) | (byte(2 * pixel + 1) << 8);
    colors[at] = ((value >> 11) * 255) / 31;
    colors[at + 1] = (((value >> 5) & 63) * 255) / 63;
    colors[at + 2] = ((value & 31) * 255) / 31;
  }
}
