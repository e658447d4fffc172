/** The panel: commands and pixels of an ILI9341 on its serial interface, one byte at a time. Plain data. */

export const columns = 240;
export const pages = 320;
const command = {
  softwareReset: 0x01,
  readPowerMode: 0x0a,
  readAddressMode: 0x0b,
  readPixelFormat: 0x0c,
  sleepIn: 0x10,
  sleepOut: 0x11,
  inversionOff: 0x20,
  inversionOn: 0x21,
  displayOff: 0x28,
  displayOn: 0x29,
  columnAddress: 0x2a,
  pageAddress: 0x2b,
  memoryWrite: 0x2c,
  memoryRead: 0x2e,
  addressMode: 0x36,
  pixelFormat: 0x3a,
  writeContinue: 0x3c,
  readContinue: 0x3e,
  readId4: 0xd3,
} as const;
const addressMode = { mirrorPages: 0x80, mirrorColumns: 0x40, exchange: 0x20 } as const;

export interface Panel {
  /** Graphics memory: RGB565, little-endian, in the order of the glass. */
  readonly memory: Uint8Array;
  command: number;
  /** Bytes since the command, or of the pixel under way. */
  bytes: number[];
  /** Bytes given back since a read command. */
  given: number;
  window: { left: number; right: number; top: number; bottom: number };
  x: number;
  y: number;
  addressMode: number;
  pixelFormat: number;
  asleep: boolean;
  on: boolean;
  inverted: boolean;
  /** Pixels written since reset. */
  pixelsWritten: number;
}

/** After power-on, and after the reset line: the memory's contents stay. Datasheet 8.2 ("Register availability" and defaults). */
export function createPanel(memory: Uint8Array = new Uint8Array(columns * pages * 2)): Panel {
  return {
    memory,
    command: 0,
    bytes: [],
    given: 0,
    window: { left: 0, right: columns - 1, top: 0, bottom: pages - 1 },
    x: 0,
    y: 0,
    addressMode: 0,
    pixelFormat: 0x66,
    asleep: true,
    on: false,
    inverted: false,
    pixelsWritten: 0,
  };
}

/** Clocks one byte in and one out. `isData`: the D/C line. */
export function exchangeByte(panel: Panel, byte: number, isData: boolean): number {
  if (!isData) {
    takeCommand(panel, byte);
    return 0;
  }
  const answer = giveByte(panel);
  if (answer !== null) return answer;
  if (panel.command === command.memoryWrite || panel.command === command.writeContinue) takePixelByte(panel, byte);
  else takeParameter(panel, byte);
  return 0;
}

function takeCommand(panel: Panel, byte: number): void {
  panel.command = byte;
  panel.bytes = [];
  panel.given = 0;
  if (byte === command.softwareReset) Object.assign(panel, createPanel(panel.memory));
  else if (byte === command.sleepIn || byte === command.sleepOut) panel.asleep = byte === command.sleepIn;
  else if (byte === command.displayOff || byte === command.displayOn) panel.on = byte === command.displayOn;
  else if (byte === command.inversionOff || byte === command.inversionOn) panel.inverted = byte === command.inversionOn;
  else if (byte === command.memoryWrite || byte === command.memoryRead) {
    panel.x = panel.window.left;
    panel.y = panel.window.top;
  }
}

function takeParameter(panel: Panel, byte: number): void {
  panel.bytes.push(byte);
  const [a = 0, b = 0, c = 0, d = 0] = panel.bytes;
  if (panel.bytes.length > 4) panel.bytes.pop();
  else if (panel.command === command.addressMode) panel.addressMode = a;
  else if (panel.command === command.pixelFormat) panel.pixelFormat = a;
  else if (panel.bytes.length < 4) return;
  else if (panel.command === command.columnAddress)
    Object.assign(panel.window, { left: a * 256 + b, right: c * 256 + d });
  else if (panel.command === command.pageAddress)
    Object.assign(panel.window, { top: a * 256 + b, bottom: c * 256 + d });
}

function takePixelByte(panel: Panel, byte: number): void {
  panel.bytes.push(byte);
  const [a, b, c] = panel.bytes as [number, number, number];
  const bytes = panel.pixelFormat === 0x55 ? 2 : 3;
  if (panel.bytes.length < bytes) return;
  panel.bytes = [];
  putPixel(panel, bytes === 2 ? a * 256 + b : ((a >> 3) << 11) | ((b >> 2) << 5) | (c >> 3));
}

function putPixel(panel: Panel, pixel: number): void {
  const at = placeOf(panel, panel.x, panel.y);
  if (at !== null) {
    panel.memory[at] = pixel & 0xff;
    panel.memory[at + 1] = pixel >> 8;
    panel.pixelsWritten++;
  }
  step(panel);
}

/** On through the window, and from its end to its start. */
function step(panel: Panel): void {
  const { left, right, top, bottom } = panel.window;
  if (panel.x++ < right) return;
  panel.x = left;
  if (panel.y++ >= bottom) panel.y = top;
}

/** Where a pixel stands in memory; null: outside. MV exchanges columns and pages, MX and MY mirror (datasheet 9.3). */
function placeOf(panel: Panel, x: number, y: number): number | null {
  let [column, page] = panel.addressMode & addressMode.exchange ? [y, x] : [x, y];
  if (column >= columns || page >= pages) return null;
  if (panel.addressMode & addressMode.mirrorColumns) column = columns - 1 - column;
  if (panel.addressMode & addressMode.mirrorPages) page = pages - 1 - page;
  return 2 * (page * columns + column);
}

/** The next byte of an answer, the first of which means nothing; null: the command asks for none. */
function giveByte(panel: Panel): number | null {
  const index = panel.given - 1;
  const answer = answerByte(panel, index);
  if (answer === null) return null;
  panel.given++;
  return index < 0 ? 0 : answer;
}

const id4 = [0x00, 0x93, 0x41];

function answerByte(panel: Panel, index: number): number | null {
  switch (panel.command) {
    case command.memoryRead:
    case command.readContinue:
      return index < 0 ? 0 : readPixelByte(panel, index % 3);
    case command.readPowerMode:
      return index === 0 ? 0x08 | (panel.asleep ? 0 : 0x90) | (panel.on ? 0x04 : 0) : 0;
    case command.readAddressMode:
      return index === 0 ? panel.addressMode : 0;
    case command.readPixelFormat:
      return index === 0 ? panel.pixelFormat : 0;
    case command.readId4:
      return id4[index] ?? 0;
    default:
      return null;
  }
}

/** Pixels are read as three bytes, whatever the format: red, green, blue, from the highest bit on. */
function readPixelByte(panel: Panel, part: number): number {
  const at = placeOf(panel, panel.x, panel.y);
  const pixel = at === null ? 0 : panel.memory[at]! | (panel.memory[at + 1]! << 8);
  if (part === 2) step(panel);
  return [(pixel >> 8) & 0xf8, (pixel >> 3) & 0xfc, (pixel << 3) & 0xf8][part]!;
}

/** The memory in the order in which the driver addresses it, so that its picture stands upright. */
export function picture(panel: Panel): { width: number; height: number; pixels: Uint8Array } {
  const exchanged = (panel.addressMode & addressMode.exchange) !== 0;
  const [width, height] = exchanged ? [pages, columns] : [columns, pages];
  const pixels = new Uint8Array(width * height * 2);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 2) {
      const at = placeOf(panel, x, y)!;
      pixels[to] = panel.memory[at]!;
      pixels[to + 1] = panel.memory[at + 1]!;
    }
  return { width, height, pixels };
}
