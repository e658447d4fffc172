/** What devices and their drivers share in memory: of each ring its latest entries, of each list its ends, and their pictures. */
import type { DeviceView, Simulation } from '../../../simulator/index.ts';
import type { SimulatorDoor } from '../../simulator-door.ts';
import { columns } from './text.ts';

type Table = DeviceView['tables'][number];
type Image = DeviceView['images'][number];
type Entry = Table['entries'][number];

const imageColumns = 48;
/** Dark to bright. */
const shades = ' .:-=+*#%@';
/** Entries at each end of a list. */
const shownOfList = 2;

export function devicesPicture(door: SimulatorDoor, simulation: Simulation): string {
  return door
    .devices(simulation)
    .flatMap(({ name, tables, images }) => [
      ...tables.map((table) => tablePicture(name, table, '   ')),
      ...images.map((image) => imagePicture(name, image, '   ')),
    ])
    .join('');
}

/** Brightness as characters, which are twice as high as wide. */
function imagePicture(device: string, image: Image, indent: string): string {
  const { name, width, height, shownWidth, shownHeight, pixels } = image;
  const title = `${indent}${device} ${name}, ${width} x ${height} pixels\n`;
  if (pixels === null) return `${title}${indent}  (nobody answers at its address)\n`;
  const step = Math.max(1, shownWidth / imageColumns);
  const rows = Array.from({ length: Math.max(1, Math.floor(shownHeight / (2 * step))) }, (_, row) =>
    Array.from({ length: Math.floor(shownWidth / step) }, (__, column) => {
      const at = 3 * (Math.floor(row * 2 * step) * shownWidth + Math.floor(column * step));
      const [red, green, blue] = [0, 1, 2].map((each) => pixels[at + each]!) as [number, number, number];
      return shades[Math.floor(((0.299 * red + 0.587 * green + 0.114 * blue) * (shades.length - 1)) / 255)]!;
    }).join(''),
  );
  return title + rows.map((row) => `${indent}  |${row}|\n`).join('');
}

function tablePicture(device: string, table: Table, indent: string): string {
  const { name, address, count, entryBytes, marks, columns: heads } = table;
  const entries = chosen(table);
  const at = marks.map((mark) => `, ${mark.name} ${mark.index}`).join('');
  const title = `${indent}${device} ${name} at ${address ?? 'the device'}: ${count} entries of ${entryBytes} bytes${at}\n`;
  const rows = [['', '', ...heads.map((head) => head.name)], ...entries.map(row)];
  const inside = entries.flatMap((entry) => entry.tables.map((each) => tablePicture(device, each, `${indent}  `)));
  return title + (entries.length > 0 ? columns(rows, `${indent}  `) : '') + inside.join('');
}

function row({ index, owner, values, buffers }: Entry): string[] {
  const wrong = buffers
    .filter(({ buffer }) => buffer.startsWith('no '))
    .map(({ what, buffer }) => `${what}: ${buffer}`);
  return [`[${index}]`, owner ? `the ${owner}'s` : '', ...values, ...wrong];
}

/** Of a ring what leads to other tables, or the entry before the last mark; of a list both ends. */
function chosen({ shape, entries, marks, count }: Table): Entry[] {
  if (shape === 'list') return entries.filter(({ index }) => index < shownOfList || index >= count - shownOfList);
  const leading = entries.filter((entry) => entry.tables.length > 0);
  const latest = (Math.max(-1, ...marks.slice(-1).map((mark) => mark.index)) - 1 + count) % count;
  // A ring with one mark, the device's: what it looks at next beside what it did last.
  const next = marks.length === 1 ? marks[0]!.index : latest;
  return leading.length > 0 ? leading : entries.filter(({ index }) => index === latest || index === next);
}
