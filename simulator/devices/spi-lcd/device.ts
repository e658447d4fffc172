/** An SPI controller with DMA on an ARM board, and a small LCD on its chip select 0. */
import {
  defineDevice,
  type DeviceBus,
  type DeviceEvent,
  type DeviceParts,
  type DeviceState,
  type RegisterDescription,
} from '../device.ts';
import { createPanel, exchangeByte, picture, type Panel } from './panel.ts';
import { control, pdcControl, registers, status } from './registers.ts';

interface Channel {
  on: boolean;
  /** Number of the transfer under way; -1: none. */
  transfer: number;
  offset: number;
}
interface SpiLcdState extends DeviceState {
  enabled: boolean;
  receiveFull: boolean;
  overrun: boolean;
  /** The word in TDR that is being shifted; -1: none. */
  shifting: number;
  burstPending: boolean;
  /** Counts resets, so that what was scheduled before one does nothing after it. */
  job: number;
  transmit: Channel;
  receive: Channel;
  panel: Panel;
}
type Side = 'transmit' | 'receive';

const letters = { transmit: 'T', receive: 'R' } as const;
const resetLine = 2n;

function get(state: SpiLcdState, name: string): bigint {
  return state.registers[name]!;
}

function statusOf(state: SpiLcdState): bigint {
  const none = (...names: string[]) => names.every((name) => get(state, name) === 0n);
  const idle = state.shifting < 0;
  return (
    (state.receiveFull ? status.receiveFull : 0n) |
    (state.enabled && idle ? status.transmitEmpty : 0n) |
    (state.overrun ? status.overrun : 0n) |
    (none('RCR') ? status.endOfReceive : 0n) |
    (none('TCR') ? status.endOfTransmit : 0n) |
    (none('RCR', 'RNCR') ? status.receiveBufferFull : 0n) |
    (none('TCR', 'TNCR') ? status.transmitBufferEmpty : 0n) |
    (state.enabled && idle && !state.burstPending ? status.shifterEmpty : 0n) |
    (state.enabled ? status.enabled : 0n)
  );
}

function updateInterrupt(state: SpiLcdState, bus: DeviceBus): void {
  bus.setInterruptPin((statusOf(state) & get(state, 'IMR')) !== 0n);
}

/** The select that is low: 0 to 3; -1: none. */
function selected(state: SpiLcdState): number {
  const lines = Number((get(state, 'MR') >> 16n) & 0xfn);
  return [0, 1, 2, 3].find((select) => (lines & (1 << select)) === 0) ?? -1;
}

/** Virtual ns that a byte takes on the wire; null: there is no clock. */
function byteTime(state: SpiLcdState, bus: DeviceBus): number | null {
  const select = selected(state);
  const divider = Number((get(state, `CSR${Math.max(0, select)}`) >> 8n) & 0xffn);
  return divider === 0 ? null : (8e9 * divider) / (bus.configuration['masterClock'] as number);
}

/** What comes back for bytes that are sent. Nobody answers on the other selects. */
function exchange(state: SpiLcdState, bytes: Uint8Array): Uint8Array {
  const received = new Uint8Array(bytes.length);
  if (selected(state) !== 0) return received;
  const isData = (get(state, 'PIO_ODSR') & 1n) !== 0n;
  for (let index = 0; index < bytes.length; index++) received[index] = exchangeByte(state.panel, bytes[index]!, isData);
  return received;
}

function begin(state: SpiLcdState, side: Side, bus: DeviceBus): void {
  const channel = state[side];
  const letter = letters[side];
  const length = Number(get(state, `${letter}CR`));
  if (!channel.on || channel.transfer >= 0 || length === 0) return;
  channel.offset = 0;
  const direction = side === 'transmit' ? 'to-device' : 'from-device';
  channel.transfer = bus.beginTransfer(direction, get(state, `${letter}PR`), length, side);
}

function end(state: SpiLcdState, side: Side, bus: DeviceBus, how: string): void {
  const channel = state[side];
  if (channel.transfer >= 0) bus.endTransfer(channel.transfer, how);
  channel.transfer = -1;
}

/** Bytes move only while there is something to transmit: that is what makes the clock. */
function kick(state: SpiLcdState, bus: DeviceBus): void {
  begin(state, 'transmit', bus);
  begin(state, 'receive', bus);
  updateInterrupt(state, bus);
  const perByte = byteTime(state, bus);
  if (state.burstPending || !state.enabled || state.transmit.transfer < 0 || perByte === null) return;
  state.burstPending = true;
  const bytes = burstLength(state, bus);
  bus.wakeAfter(Math.max(1, Math.round(bytes * perByte)), { name: 'burst', data: { job: state.job, bytes } });
}

function burstLength(state: SpiLcdState, bus: DeviceBus): number {
  const most = bus.configuration['burstBytes'] as number;
  const receiving = state.receive.transfer >= 0 ? Number(get(state, 'RCR')) : most;
  return Math.min(most, Number(get(state, 'TCR')), receiving);
}

function advance(state: SpiLcdState, side: Side, bytes: number, bus: DeviceBus): void {
  const letter = letters[side];
  state[side].offset += bytes;
  state.registers[`${letter}PR`] = (get(state, `${letter}PR`) + BigInt(bytes)) & 0xffff_ffffn;
  state.registers[`${letter}CR`] = get(state, `${letter}CR`) - BigInt(bytes);
  if (get(state, `${letter}CR`) > 0n) return;
  end(state, side, bus, 'done');
  state.registers[`${letter}PR`] = get(state, `${letter}NPR`);
  state.registers[`${letter}CR`] = get(state, `${letter}NCR`);
  state.registers[`${letter}NCR`] = 0n;
}

function burst(state: SpiLcdState, bytes: number, bus: DeviceBus): void {
  state.burstPending = false;
  const { transmit, receive } = state;
  if (!state.enabled || transmit.transfer < 0) return;
  const sent = bus.readBurst(transmit.transfer, transmit.offset, bytes);
  if (!sent) {
    // The engine has no way to tell of an abort: the channel stands still.
    end(state, 'transmit', bus, 'refused');
    transmit.on = false;
    return;
  }
  const received = exchange(state, sent);
  if (receive.transfer >= 0) {
    bus.writeBurst(receive.transfer, receive.offset, received);
    advance(state, 'receive', bytes, bus);
  } else {
    state.overrun = true;
    state.registers['RDR'] = BigInt(received[bytes - 1]!);
  }
  advance(state, 'transmit', bytes, bus);
  kick(state, bus);
}

function shiftWord(state: SpiLcdState, value: bigint, bus: DeviceBus): void {
  const perByte = byteTime(state, bus);
  if (!state.enabled || state.shifting >= 0 || perByte === null) return;
  state.shifting = Number(value & 0xffn);
  bus.wakeAfter(Math.max(1, Math.round(perByte)), { name: 'word', data: { job: state.job } });
}

function wordShifted(state: SpiLcdState, bus: DeviceBus): void {
  const answer = exchange(state, Uint8Array.of(state.shifting))[0]!;
  state.shifting = -1;
  state.overrun ||= state.receiveFull;
  state.receiveFull = true;
  state.registers['RDR'] = BigInt(answer);
  updateInterrupt(state, bus);
}

function stop(state: SpiLcdState, bus: DeviceBus): void {
  for (const side of ['transmit', 'receive'] as const) end(state, side, bus, 'stopped');
  Object.assign(state, { enabled: false, shifting: -1, burstPending: false, job: state.job + 1 });
}

function writeControl(state: SpiLcdState, value: bigint, bus: DeviceBus): void {
  if (value & control.softwareReset) {
    stop(state, bus);
    Object.assign(state, { receiveFull: false, overrun: false });
    for (const { name, bar, reset } of registers) if (bar === 0) state.registers[name] = reset;
  } else if (value & control.disable) stop(state, bus);
  else if (value & control.enable) state.enabled = true;
  kick(state, bus);
}

function switchChannels(state: SpiLcdState, value: bigint, bus: DeviceBus): void {
  if (value & pdcControl.transmitOff) state.transmit.on = false;
  else if (value & pdcControl.transmitOn) state.transmit.on = true;
  if (value & pdcControl.receiveOff) state.receive.on = false;
  else if (value & pdcControl.receiveOn) state.receive.on = true;
  for (const side of ['transmit', 'receive'] as const) if (!state[side].on) end(state, side, bus, 'stopped');
  state.registers['PTSR'] = (state.receive.on ? 1n : 0n) | (state.transmit.on ? 0x100n : 0n);
  kick(state, bus);
}

function driveLines(state: SpiLcdState, levels: bigint): void {
  if ((levels & resetLine) === 0n && get(state, 'PIO_OSR') & resetLine)
    Object.assign(state.panel, createPanel(state.panel.memory));
  state.registers['PIO_ODSR'] = state.registers['PIO_PDSR'] = levels;
}

function writeRegister(state: SpiLcdState, { name, access }: RegisterDescription, value: bigint, bus: DeviceBus): void {
  const masks: Readonly<Record<string, (value: bigint) => void>> = {
    CR: () => writeControl(state, value, bus),
    TDR: () => shiftWord(state, value, bus),
    IER: () => (state.registers['IMR'] = get(state, 'IMR') | (value & 0x2fbn)),
    IDR: () => (state.registers['IMR'] = get(state, 'IMR') & ~value),
    PTCR: () => switchChannels(state, value, bus),
    PIO_OER: () => (state.registers['PIO_OSR'] = get(state, 'PIO_OSR') | (value & 0xffff_ffffn)),
    PIO_ODR: () => (state.registers['PIO_OSR'] = get(state, 'PIO_OSR') & ~value),
    PIO_SODR: () => driveLines(state, get(state, 'PIO_ODSR') | (value & 0xffff_ffffn)),
    PIO_CODR: () => driveLines(state, get(state, 'PIO_ODSR') & ~value),
  };
  if (masks[name]) masks[name](value);
  else if (access === 'read-write') state.registers[name] = value & (/^[RT]N?CR$/.test(name) ? 0xffffn : 0xffff_ffffn);
  if (access === 'read-only') return;
  if (/^[RT]N?[CP]R$/.test(name)) kick(state, bus);
  else updateInterrupt(state, bus);
}

function pictures({ panel }: SpiLcdState): DeviceParts {
  const { width, height, pixels } = picture(panel);
  const lit = panel.on && !panel.asleep;
  const shape = { width, height, format: 'rgb565' as const };
  const upright = 'Upright as the driver addresses it.';
  const memory = { ...shape, name: 'graphics memory', meaning: `What was written, seen or not. ${upright}`, pixels };
  const glass = { ...shape, name: 'panel', meaning: `What one sees. ${upright}` };
  if (lit && !panel.inverted) return { images: [{ ...glass, pixels }] };
  const seen = lit ? pixels.map((byte) => byte ^ 0xff) : new Uint8Array(pixels.length);
  const why = lit ? 'Display inversion is on.' : `Dark: ${panel.asleep ? 'it sleeps' : 'the display is off'}.`;
  return { images: [{ ...glass, meaning: `${glass.meaning} ${why}`, pixels: seen }, memory] };
}

export const spiLcd = defineDevice<SpiLcdState>({
  name: 'spi-lcd',
  description: 'SPI controller with DMA on an ARM board, and a 320 x 240 LCD (ILI9341) on its chip select 0',
  manual:
    'Atmel AT91SAM9260 datasheet, chapters "Serial Peripheral Interface" and "Peripheral DMA Controller"; Ilitek ILI9341 datasheet',
  limitations: [
    'The PDC moves bursts of several bytes where a real one moves byte by byte; words have 8 bits; clock phase, delays and mode faults are ignored.',
    'Chip selects follow MR.PCS alone; variable peripheral select (PS), the select decoder and loop-back are not there.',
    'The panel answers reads with one dummy byte, as on its parallel bus; a real one on SPI has a dummy bit there for long answers.',
    'Gamma, power and frame rate commands are taken and ignored; colour order, tearing, scrolling and partial mode are not shown; the reset line acts at once.',
    'D/C and RESET are lines 0 and 1 of a reduced parallel I/O controller in the second range of registers, without interrupts.',
  ],
  pci: null,
  registers,
  configuration: [
    {
      name: 'masterClock',
      type: 'integer',
      default: 100_000_000,
      minimum: 1_000_000,
      maximum: 400_000_000,
      meaning: 'Hz; CSR.SCBR divides it.',
    },
    {
      name: 'burstBytes',
      type: 'size',
      default: 256,
      minimum: 1,
      maximum: 4096,
      meaning: 'Bytes that the DMA moves at a time.',
    },
  ],
  reset(): SpiLcdState {
    const channel = () => ({ on: false, transfer: -1, offset: 0 });
    return {
      registers: Object.fromEntries(registers.map(({ name, reset }) => [name, reset])),
      enabled: false,
      receiveFull: false,
      overrun: false,
      shifting: -1,
      burstPending: false,
      job: 0,
      transmit: channel(),
      receive: channel(),
      panel: createPanel(),
    };
  },
  peekRegister: (state, { name }) => (name === 'SR' ? statusOf(state) : get(state, name)),
  readRegister(state, { name }, bus) {
    const value = name === 'SR' ? statusOf(state) : get(state, name);
    if (name === 'RDR') state.receiveFull = false;
    if (name === 'SR') state.overrun = false;
    if (name === 'RDR' || name === 'SR') updateInterrupt(state, bus);
    return value;
  },
  writeRegister,
  wake(state: SpiLcdState, { name, data }: DeviceEvent, bus: DeviceBus): void {
    if (data['job'] !== state.job) return;
    if (name === 'burst') burst(state, data['bytes'] as number, bus);
    else if (name === 'word') wordShifted(state, bus);
  },
  parts: pictures,
});
