/** An image accelerator on an FPGA board: its DMA engine fetches an image from host memory, inverts it and writes it back, behind an AXI-to-PCIe bridge. */
import {
  defineDevice,
  type Configuration,
  type DeviceBus,
  type DeviceEvent,
  type DeviceImage,
  type DeviceLook,
  type DeviceParts,
  type DeviceState,
  type RegisterDescription,
} from '../device.ts';
import { readStored, writeStored, type StoredPages } from '../stored-pages.ts';
import { control, registers, status } from './registers.ts';

interface EngineState extends DeviceState {
  phase: 'idle' | 'reading' | 'writing';
  /** Bytes of the current phase already moved. */
  offset: number;
  readTransfer: number;
  writeTransfer: number;
  /** On-board memory: what was fetched, then what will be written. */
  image: StoredPages;
  /** Of the image, 0 before the first. */
  imageBytes: number;
  /** Counts jobs and resets, so that a burst scheduled before a reset does nothing after it. */
  job: number;
}

function address(state: EngineState, name: 'SRC' | 'DST'): bigint {
  return (state.registers[`${name}_HI`]! << 32n) | state.registers[`${name}_LO`]!;
}

function setStatus(state: EngineState, bits: bigint, bus: DeviceBus): void {
  const before = state.registers['STATUS']!;
  state.registers['STATUS'] = bits;
  const raised =
    (bits & (status.done | status.error)) !== 0n && (state.registers['CONTROL']! & control.interruptEnable) !== 0n;
  if (bus.messageInterrupts) {
    if (raised && (bits & ~before) !== 0n) bus.sendMessageInterrupt(0);
  } else bus.setInterruptPin(raised);
}

function scheduleBurst(state: EngineState, bus: DeviceBus): void {
  bus.wakeAfter(bus.configuration['burstNanoseconds'] as number, { name: 'burst', data: { job: state.job } });
}

function start(state: EngineState, bus: DeviceBus): void {
  if (state.phase !== 'idle') return;
  const length = Number(state.registers['LENGTH']);
  state.job++;
  state.offset = 0;
  for (const name of ['BYTES_READ', 'BYTES_WRITTEN', 'CHECKSUM']) state.registers[name] = 0n;
  if (length === 0 || length > (bus.configuration['onBoardMemory'] as number))
    return setStatus(state, status.error, bus);
  state.registers['STATUS'] = status.busy;
  state.phase = 'reading';
  state.image = new Map();
  state.imageBytes = length;
  state.readTransfer = bus.beginTransfer('to-device', address(state, 'SRC'), length, 'fetch image');
  scheduleBurst(state, bus);
}

/** AXI lets no burst cross a 4 KiB boundary. */
function burstLength(state: EngineState, from: bigint, bus: DeviceBus): number {
  const maximum = bus.configuration['burstBytes'] as number;
  const toBoundary = 4096 - Number((from + BigInt(state.offset)) & 0xfffn);
  return Math.min(maximum, toBoundary, state.imageBytes - state.offset);
}

function readBurst(state: EngineState, bus: DeviceBus): void {
  const bytes = bus.readBurst(state.readTransfer, state.offset, burstLength(state, address(state, 'SRC'), bus));
  if (!bytes) {
    bus.endTransfer(state.readTransfer, 'refused');
    state.phase = 'idle';
    return setStatus(state, status.error, bus);
  }
  const inverted = new Uint8Array(bytes.length);
  let sum = Number(state.registers['CHECKSUM']);
  for (let i = 0; i < bytes.length; i++) {
    sum = (sum + bytes[i]!) >>> 0;
    inverted[i] = bytes[i]! ^ 0xff;
  }
  writeStored(state.image, state.offset, inverted);
  state.registers['CHECKSUM'] = BigInt(sum);
  state.offset += bytes.length;
  state.registers['BYTES_READ'] = BigInt(state.offset);
  if (state.offset === state.imageBytes) {
    bus.endTransfer(state.readTransfer, 'done');
    state.phase = 'writing';
    state.offset = 0;
    state.writeTransfer = bus.beginTransfer('from-device', address(state, 'DST'), state.imageBytes, 'write result');
  }
  scheduleBurst(state, bus);
}

function writeBurst(state: EngineState, bus: DeviceBus): void {
  const length = burstLength(state, address(state, 'DST'), bus);
  // Memory writes are posted: the engine is not told whether anybody took them.
  bus.writeBurst(state.writeTransfer, state.offset, readStored(state.image, state.offset, length));
  state.offset += length;
  state.registers['BYTES_WRITTEN'] = BigInt(state.offset);
  if (state.offset < state.imageBytes) return scheduleBurst(state, bus);
  bus.endTransfer(state.writeTransfer, 'done');
  state.phase = 'idle';
  setStatus(state, status.done, bus);
}

function stop(state: EngineState, bus: DeviceBus): void {
  if (state.phase === 'reading') bus.endTransfer(state.readTransfer, 'stopped by reset');
  if (state.phase === 'writing') bus.endTransfer(state.writeTransfer, 'stopped by reset');
  state.phase = 'idle';
  state.job++;
  setStatus(state, 0n, bus);
}

/** Without a width in the machine file rows are cut so that the picture is as square as a power of two allows. */
function pictures(state: EngineState, { configuration }: DeviceLook): DeviceParts {
  const pixelBytes = configuration['picture.bytesPerPixel'] === 4 ? 4 : 1;
  const shape = (bytes: number) => {
    const pixels = Math.ceil(bytes / pixelBytes);
    const width = (configuration['picture.width'] as number) || 2 ** Math.ceil(Math.log2(Math.sqrt(pixels)));
    const format = pixelBytes === 4 ? ('xrgb8888' as const) : ('gray8' as const);
    return { width, height: Math.ceil(pixels / width), format };
  };
  const length = Number(state.registers['LENGTH']);
  const images: DeviceImage[] = [];
  if (state.imageBytes > 0) {
    const meaning = 'What the engine holds: the inverse of what it fetched.';
    images.push({
      name: 'on-board memory',
      meaning,
      ...shape(state.imageBytes),
      pixels: (offset, length) => readStored(state.image, offset, Math.min(length, state.imageBytes - offset)),
    });
  }
  if (length === 0) return { images };
  const source = { name: 'source in host memory', meaning: 'What stands where SRC leads the engine.' };
  const target = { name: 'destination in host memory', meaning: 'What stands where DST leads the engine.' };
  images.push({ ...source, ...shape(length), pixels: address(state, 'SRC') });
  images.push({ ...target, ...shape(length), pixels: address(state, 'DST') });
  return { images };
}

function writeControl(state: EngineState, value: bigint, bus: DeviceBus): void {
  state.registers['CONTROL'] = value & control.interruptEnable;
  if (value & control.reset) stop(state, bus);
  else if (value & control.start) start(state, bus);
}

export const fpgaAccelerator = defineDevice<EngineState>({
  name: 'fpga-accelerator',
  description:
    'PCIe FPGA board with an image accelerator (inverts every byte) and a DMA engine behind an AXI-to-PCIe bridge',
  manual:
    'Our own register map; the bridge follows the address rules of Xilinx PG055 (AXI Memory Mapped to PCI Express)',
  limitations: [
    'The bridge has one window and no registers of its own: width, window, translation and alignment come from the machine file.',
    'Reads are split at 4 KiB as AXI demands, not further into PCIe packets; completions arrive in order.',
    'Posted writes that nobody takes vanish without an error, as on a real board; there is no advanced error reporting.',
    'One job at a time; no scatter-gather descriptors.',
  ],
  pci: {
    vendor: 0x10ee,
    device: 0x7024,
    subsystemVendor: 0x10ee,
    subsystemDevice: 0x0007,
    classCode: 0x120000,
    revision: 1,
    bars: [{ size: 0x10000, wide: false, prefetchable: false }],
    interruptPin: 1,
    msiVectors: 1,
    msixVectors: 0,
    express: { linkSpeed: 2, linkWidth: 4, maxPayload: 256, serialNumber: 0x0000_0001_0100_0a35n },
  },
  registers,
  configuration: [
    {
      name: 'burstBytes',
      type: 'size',
      default: 4096,
      minimum: 64,
      maximum: 4096,
      meaning: 'Bytes moved by one burst.',
    },
    {
      name: 'burstNanoseconds',
      type: 'integer',
      default: 2560,
      minimum: 1,
      maximum: 1_000_000,
      meaning: 'Virtual ns between bursts (2560 for 4 KiB is 1.6 GB/s, a PCIe 2.0 x4 link).',
    },
    {
      name: 'onBoardMemory',
      type: 'size',
      default: 256 * 1024 * 1024,
      minimum: 4096,
      maximum: 1024 * 1024 * 1024,
      meaning: 'Largest image in bytes.',
    },
    {
      name: 'bridge.addressBits',
      type: 'integer',
      default: 64,
      minimum: 12,
      maximum: 64,
      meaning: 'Address lines between engine and bridge: higher bits of an address do not reach the bus.',
    },
    {
      name: 'bridge.windowBase',
      type: 'size',
      default: 0,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      meaning: 'First AXI address of the window to host memory.',
    },
    {
      name: 'bridge.windowSize',
      type: 'size',
      default: 0,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      meaning: 'Bytes of the window; 0: everything.',
    },
    {
      name: 'bridge.translation',
      type: 'size',
      default: 0,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      meaning: 'Bus address that the first byte of the window becomes.',
    },
    {
      name: 'bridge.alignment',
      type: 'size',
      default: 1,
      minimum: 1,
      maximum: 1024 * 1024 * 1024,
      meaning: 'Start addresses are rounded down to this (a power of two).',
    },
    {
      name: 'picture.width',
      type: 'integer',
      default: 0,
      minimum: 0,
      maximum: 65536,
      meaning: 'Pixels of a row, for the debugger that shows the image; 0: as square as possible.',
    },
    {
      name: 'picture.bytesPerPixel',
      type: 'integer',
      default: 1,
      minimum: 1,
      maximum: 4,
      meaning: 'For the debugger: 1 is grey, 4 a little-endian word 0x00RRGGBB; others are shown as 1.',
    },
  ],
  reset(configuration: Configuration): EngineState {
    void configuration;
    const initial: Record<string, bigint> = {};
    for (const register of registers) initial[register.name] = register.reset;
    return {
      registers: initial,
      phase: 'idle',
      offset: 0,
      readTransfer: -1,
      writeTransfer: -1,
      image: new Map(),
      imageBytes: 0,
      job: 0,
    };
  },
  readRegister: (state, register) => state.registers[register.name]!,
  peekRegister: (state, register) => state.registers[register.name]!,
  writeRegister(state: EngineState, register: RegisterDescription, value: bigint, bus: DeviceBus): void {
    if (register.name === 'CONTROL') writeControl(state, value, bus);
    else if (register.name === 'STATUS')
      setStatus(state, state.registers['STATUS']! & ~(value & (status.done | status.error)), bus);
    else if (register.access === 'read-write') state.registers[register.name] = value & 0xffff_ffffn;
  },
  wake(state: EngineState, event: DeviceEvent, bus: DeviceBus): void {
    if (event.name !== 'burst' || event.data['job'] !== state.job) return;
    if (state.phase === 'reading') readBurst(state, bus);
    else if (state.phase === 'writing') writeBurst(state, bus);
  },
  parts: pictures,
});
