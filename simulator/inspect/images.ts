/** Pictures that devices hold or look at, as few enough pixels to be shown. */
import type { DeviceImage } from '../devices/device.ts';
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
    setColors[format](colors.subarray(3 * y * shownWidth, 3 * (y + 1) * shownWidth), row, step);
  }
  return { name, meaning, width, height, step, shownWidth, shownHeight, pixels: answered ? colors : null };
}

function rowOf({ pixels }: DeviceImage, readHost: ReadHost, offset: number, length: number): Uint8Array | null {
  if (typeof pixels === 'bigint') return readHost(offset, length);
  if (typeof pixels === 'function') return pixels(offset, length);
  return offset < pixels.length ? pixels.subarray(offset, offset + length) : null;
}

type SetColors = (colors: Uint8Array, row: Uint8Array, step: number) => void;

/** Every `step`-th pixel of a row. A last row may be shorter than the others: what is missing is black. */
const setColors: Readonly<Record<DeviceImage['format'], SetColors>> = {
  gray8(colors, row, step) {
    for (let at = 0, pixel = 0; at < colors.length; at += 3, pixel += step)
      colors[at] = colors[at + 1] = colors[at + 2] = row[pixel] ?? 0;
  },
  mono1(colors, row, step) {
    for (let at = 0, pixel = 0; at < colors.length; at += 3, pixel += step)
      colors[at] = colors[at + 1] = colors[at + 2] = ((row[pixel >> 3] ?? 0) >> (7 - (pixel & 7))) & 1 ? 255 : 0;
  },
  rgb565(colors, row, step) {
    for (let at = 0, pixel = 0; at < colors.length; at += 3, pixel += 2 * step) {
      const value = (row[pixel] ?? 0) | ((row[pixel + 1] ?? 0) << 8);
      colors[at] = ((value >> 11) * 255) / 31;
      colors[at + 1] = (((value >> 5) & 63) * 255) / 63;
      colors[at + 2] = ((value & 31) * 255) / 31;
    }
  },
  rgb888(colors, row, step) {
    for (let at = 0, pixel = 0; at < colors.length; at += 3, pixel += 3 * step)
      for (let part = 0; part < 3; part++) colors[at + part] = row[pixel + part] ?? 0;
  },
  xrgb8888(colors, row, step) {
    for (let at = 0, pixel = 0; at < colors.length; at += 3, pixel += 4 * step)
      for (let part = 0; part < 3; part++) colors[at + part] = row[pixel + 2 - part] ?? 0;
  },
};
