/** QEMU's educational PCI device: liveness, factorial, interrupts, and a DMA engine with a 4 KiB buffer behind a 28-bit mask. */
import {
  defineDevice,
  type Configuration,
  type DeviceBus,
  type DeviceEvent,
  type DeviceState,
  type RegisterDescription,
} from '../device.ts';
import { cause, command, registers, statusBit } from './registers.ts';

interface EduState extends DeviceState {
  /** The internal buffer at device address 0x40000. */
  buffer: Uint8Array;
  /** Of the transfer that was announced; -1: none. */
  transfer: number;
}

const bufferBytes = 4096;
const bufferStart = 0x40000n;
/** EDU_DMA: the engine begins 100 ms after it was told to. */
const dmaDelay = 100_000_000;
/** A worker thread wakes up, then takes about a nanosecond for each factor; a choice of ours, QEMU does not say. */
const factorialWake = 20_000;

function raise(state: EduState, causes: bigint, bus: DeviceBus): void {
  state.registers['IRQ_STATUS'] = (state.registers['IRQ_STATUS']! | causes) & 0xffff_ffffn;
  if (state.registers['IRQ_STATUS'] === 0n) return;
  if (bus.messageInterrupts) bus.sendMessageInterrupt(0);
  else bus.setInterruptPin(true);
}

function acknowledge(state: EduState, causes: bigint, bus: DeviceBus): void {
  state.registers['IRQ_STATUS'] = state.registers['IRQ_STATUS']! & ~causes;
  if (state.registers['IRQ_STATUS'] === 0n && !bus.messageInterrupts) bus.setInterruptPin(false);
}

function startFactorial(state: EduState, value: bigint, bus: DeviceBus): void {
  if (state.registers['STATUS']! & statusBit.computing) return;
  state.registers['FACTORIAL'] = value;
  state.registers['STATUS'] = state.registers['STATUS']! | statusBit.computing;
  bus.wakeAfter(factorialWake + Number(value), { name: 'factorial', data: {} });
}

/** Modulo 2^32: from 34! on all 32 bits are zero. */
function factorial(of: bigint): bigint {
  let result = 1n;
  for (let factor = of; factor > 1n && result !== 0n; factor--) result = (result * factor) & 0xffff_ffffn;
  return result;
}

function finishFactorial(state: EduState, bus: DeviceBus): void {
  state.registers['FACTORIAL'] = factorial(state.registers['FACTORIAL']!);
  state.registers['STATUS'] = state.registers['STATUS']! & ~statusBit.computing;
  if (state.registers['STATUS'] & statusBit.interruptOnFactorial) raise(state, cause.factorial, bus);
}

function running(state: EduState): boolean {
  return (state.registers['DMA_CMD']! & command.run) !== 0n;
}

function writeDma(state: EduState, register: string, value: bigint, bus: DeviceBus): void {
  if (running(state)) return;
  if (register !== 'DMA_CMD') state.registers[register] = value;
  else if (value & command.run) {
    state.registers['DMA_CMD'] = value;
    bus.wakeAfter(dmaDelay, { name: 'dma', data: {} });
  }
}

interface Job {
  readonly host: bigint;
  /** Offset in the buffer. */
  readonly inside: bigint;
  readonly count: bigint;
  readonly fromDevice: boolean;
}

function jobOf(state: EduState): Job {
  const fromDevice = (state.registers['DMA_CMD']! & command.fromDevice) !== 0n;
  const source = state.registers['DMA_SRC']!;
  const destination = state.registers['DMA_DST']!;
  const [host, inside] = fromDevice ? [destination, source] : [source, destination];
  return { host, inside: inside - bufferStart, count: state.registers['DMA_COUNT']!, fromDevice };
}

/** Bytes of the job that lie in the buffer; QEMU logs the rest and would touch memory of its own. */
function bytesInside({ inside, count }: Job): number {
  if (inside < 0n || inside >= BigInt(bufferBytes)) return 0;
  const room = BigInt(bufferBytes) - inside;
  return Number(count < room ? count : room);
}

function announce(state: EduState, bus: DeviceBus): void {
  const job = jobOf(state);
  const length = bytesInside(job);
  if (length === 0) return finish(state, bus);
  const direction = job.fromDevice ? 'from-device' : 'to-device';
  state.transfer = bus.beginTransfer(direction, job.host, length, job.fromDevice ? 'from buffer' : 'to buffer');
  bus.wakeAfter(1, { name: 'move', data: {} });
}

function move(state: EduState, bus: DeviceBus): void {
  const job = jobOf(state);
  const length = bytesInside(job);
  const inside = Number(job.inside);
  for (let offset = 0; offset < length;) {
    const burst = Math.min(length - offset, bufferBytes - Number((job.host + BigInt(offset)) & 0xfffn));
    const place = inside + offset;
    if (job.fromDevice) bus.writeBurst(state.transfer, offset, state.buffer.slice(place, place + burst));
    // A refused read leaves ones, as an unclaimed address does.
    else state.buffer.set(bus.readBurst(state.transfer, offset, burst) ?? new Uint8Array(burst).fill(0xff), place);
    offset += burst;
  }
  const whole = BigInt(length) === job.count;
  bus.endTransfer(state.transfer, whole ? 'done' : `${length} of ${job.count} bytes: the rest is outside the buffer`);
  state.transfer = -1;
  finish(state, bus);
}

function finish(state: EduState, bus: DeviceBus): void {
  const told = state.registers['DMA_CMD']!;
  state.registers['DMA_CMD'] = told & ~command.run;
  if (told & command.interrupt) raise(state, cause.dma, bus);
}

const unanswered = (size: number): bigint => (1n << BigInt(8 * size)) - 1n;

export const edu = defineDevice<EduState>({
  name: 'edu',
  description: "QEMU's educational PCI device: factorial unit, interrupts on demand, DMA engine with a 4 KiB buffer",
  manual: 'QEMU docs/specs/edu.rst and hw/misc/edu.c (2024)',
  limitations: [
    'How long a factorial takes is our choice (20 us and 1 ns a factor); QEMU computes it in a thread of its own.',
    'A transfer that leaves the 4 KiB buffer moves what lies inside of it; QEMU logs it, or ends the machine (7.2).',
    'Unaligned accesses read as zero; QEMU splits those of four bytes.',
  ],
  pci: {
    vendor: 0x1234,
    device: 0x11e8,
    subsystemVendor: 0x1af4,
    subsystemDevice: 0x1100,
    classCode: 0x00ff00,
    revision: 0x10,
    bars: [{ size: 0x100000, wide: false, prefetchable: false }],
    interruptPin: 1,
    msiVectors: 1,
    msixVectors: 0,
    powerManagement: false,
  },
  registers,
  configuration: [
    {
      name: 'dmaMask',
      type: 'integer',
      default: 28,
      minimum: 12,
      maximum: 64,
      meaning:
        "Bits of a bus address that the engine drives (QEMU's dma_mask as a number of bits); higher ones are cut.",
    },
  ],
  reset(configuration: Configuration): EduState {
    void configuration;
    const initial = Object.fromEntries(registers.map((register) => [register.name, register.reset]));
    return { registers: initial, buffer: new Uint8Array(bufferBytes), transfer: -1 };
  },
  readRegister: (state, register) => state.registers[register.name]!,
  peekRegister: (state, register) => state.registers[register.name]!,
  writeRegister(state: EduState, register: RegisterDescription, value: bigint, bus: DeviceBus): void {
    switch (register.name) {
      case 'LIVENESS':
        state.registers['LIVENESS'] = ~value & 0xffff_ffffn;
        break;
      case 'FACTORIAL':
        startFactorial(state, value, bus);
        break;
      case 'STATUS':
        state.registers['STATUS'] =
          (state.registers['STATUS']! & ~statusBit.interruptOnFactorial) | (value & statusBit.interruptOnFactorial);
        break;
      case 'IRQ_RAISE':
        raise(state, value, bus);
        break;
      case 'IRQ_ACK':
        acknowledge(state, value, bus);
        break;
      default:
        if (register.access === 'read-write') writeDma(state, register.name, value, bus);
    }
  },
  /** Below 0x80 only words; from there words too, which read the low half of a register and write all of it. */
  decodeAccess(bar, offset, size) {
    if (size < 4) return { value: 0n };
    const wide = registers.find((each) => each.size === 8 && each.offset === offset);
    return size === 4 && wide ? wide : { value: unanswered(size) };
  },
  wake(state: EduState, event: DeviceEvent, bus: DeviceBus): void {
    if (event.name === 'factorial') finishFactorial(state, bus);
    else if (event.name === 'dma') announce(state, bus);
    else if (event.name === 'move') move(state, bus);
  },
  parts: ({ buffer }) => ({
    images: [
      {
        name: 'buffer',
        meaning: 'The 4 KiB buffer of the DMA engine, at 0x40000 for the device: 64 bytes a row.',
        width: 64,
        height: 64,
        format: 'gray8',
        pixels: buffer,
      },
    ],
  }),
});
