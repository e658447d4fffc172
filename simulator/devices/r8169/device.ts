/** Realtek's RTL8168 gigabit Ethernet controller (driver r8169): a transmit and a receive ring, a PHY with a link, and traffic from a machine file. */
import {
  defineDevice,
  type Configuration,
  type DeviceBus,
  type DeviceEvent,
  type RegisterDescription,
} from '../device.ts';
import { parts } from './parts.ts';
import { accessPhy, resetPhy } from './phy.ts';
import { stepReceive } from './receive.ts';
import { cause, commandBits, defaultAddress, pollBits, registers, unlocked } from './registers.ts';
import { idleEngine, later, raise, updateInterrupt, type Engine, type R8169State } from './state.ts';
import { nextTraffic, startTraffic, trafficConfiguration } from './traffic.ts';
import { pollTransmit, stepTransmit } from './transmit.ts';

/** ns until CR.RST reads 0 again; the driver waits for up to 10 ms. */
const resetDelay = 10_000;

function stop(engine: Engine, bus: DeviceBus): void {
  if (engine.transfer >= 0) bus.endTransfer(engine.transfer, 'stopped by reset');
  Object.assign(engine, idleEngine());
}

/** Rings begin at their first descriptor again; addresses and filters stay. */
function softwareReset(state: R8169State, bus: DeviceBus): void {
  stop(state.transmit, bus);
  stop(state.receive, bus);
  state.fifo.length = 0;
  state.placed = 0;
  state.outgoing = new Uint8Array(0);
  state.generation++;
  state.registers['CR'] = commandBits.reset;
  state.registers['IMR'] = state.registers['ISR'] = 0n;
  updateInterrupt(state, bus);
  later(state, 'reset', resetDelay, bus);
}

function writeCommand(state: R8169State, value: bigint, bus: DeviceBus): void {
  if (value & commandBits.reset) return softwareReset(state, bus);
  const before = state.registers['CR']!;
  if (before & commandBits.reset) return;
  state.registers['CR'] = value & (commandBits.receive | commandBits.transmit);
  if (value & commandBits.receive) startTraffic(state, bus);
}

function writePoll(state: R8169State, value: bigint, bus: DeviceBus): void {
  if (value & pollBits.software) raise(state, cause.software, bus);
  if (value & pollBits.normal) pollTransmit(state, bus);
}

function writeAddress(state: R8169State, { offset }: RegisterDescription, value: bigint): void {
  if (state.registers['9346CR'] !== unlocked) return;
  const count = offset === 0 ? 4 : offset === 4 ? 2 : 0;
  for (let i = 0; i < count; i++) state.registers[`IDR${offset + i}`] = (value >> BigInt(8 * i)) & 0xffn;
}

/** A word at 0 or 4 gives four of the address's bytes. */
function readAddress(state: R8169State, { offset }: RegisterDescription): bigint {
  let value = 0n;
  for (let i = 5; i >= offset; i--) value = (value << 8n) | state.registers[`IDR${i}`]!;
  return value;
}

function keep(state: R8169State, { name, size }: RegisterDescription, value: bigint): void {
  if (name.startsWith('CONFIG') && state.registers['9346CR'] !== unlocked) return;
  state.registers[name] = BigInt.asUintN(8 * size, value);
}

function isStale(state: R8169State, { data }: DeviceEvent): boolean {
  return data['generation'] !== state.generation;
}

function stationAddress(configuration: Configuration): bigint[] {
  const bytes = String(configuration['macAddress']).split(':');
  const valid = bytes.length === 6 && bytes.every((byte) => /^[0-9a-fA-F]{2}$/.test(byte));
  return (valid ? bytes : defaultAddress.split(':')).map((byte) => BigInt(`0x${byte}`));
}

export const r8169 = defineDevice<R8169State>({
  name: 'r8169',
  description:
    'Realtek RTL8168 gigabit Ethernet controller: descriptor rings, MSI or INTA, traffic from the machine file',
  manual: 'Realtek RTL8169 and RTL8168 datasheets; how Linux drives it: drivers/net/ethernet/realtek/r8169',
  limitations: [
    'There is no I/O BAR: registers are in memory (BAR 2), as the Linux driver uses them.',
    'Checksums, segmentation and tags for what is sent are left to software: their bits are kept and do nothing.',
    'One ring of each direction (none of high priority); a descriptor is fetched when it is used, not in advance.',
    'Timers, interrupt mitigation, wake-on-LAN, EEPROM, tally counters and the extended registers (ERI, CSI, OCP) are missing.',
    'The link is up from the start at 1000 Mbit/s, and stays so; the cable loses and damages nothing.',
    'How long accesses to memory take is our choice (400 ns); a frame on the wire takes what it takes at 1 Gbit/s.',
  ],
  pci: {
    vendor: 0x10ec,
    device: 0x8168,
    subsystemVendor: 0x10ec,
    subsystemDevice: 0x8168,
    classCode: 0x020000,
    revision: 3,
    bars: [
      { size: 0, wide: false, prefetchable: false },
      { size: 0, wide: false, prefetchable: false },
      { size: 4096, wide: true, prefetchable: false },
    ],
    interruptPin: 1,
    msiVectors: 1,
    msixVectors: 0,
  },
  registers,
  configuration: [
    {
      name: 'macAddress',
      type: 'string',
      default: defaultAddress,
      meaning: 'Station address after reset, such as "52:54:00:12:34:56".',
    },
    {
      name: 'loopback',
      type: 'boolean',
      default: false,
      meaning: 'Whether the cable leads back: every frame that is sent comes in again.',
    },
    ...trafficConfiguration,
  ],
  reset(configuration: Configuration): R8169State {
    const initial = Object.fromEntries(registers.map((register) => [register.name, register.reset]));
    stationAddress(configuration).forEach((byte, i) => (initial[`IDR${i}`] = byte));
    return {
      registers: initial,
      transmit: idleEngine(),
      receive: idleEngine(),
      outgoing: new Uint8Array(0),
      fifo: [],
      placed: 0,
      phy: resetPhy(),
      sent: { frames: 0, bytes: 0 },
      traffic: -1,
      generation: 0,
      interrupting: false,
    };
  },
  readRegister: (state, register) =>
    register.name.startsWith('IDR') ? readAddress(state, register) : state.registers[register.name]!,
  peekRegister: (state, register) => state.registers[register.name]!,
  writeRegister(state: R8169State, register: RegisterDescription, value: bigint, bus: DeviceBus): void {
    const { name, access } = register;
    if (access === 'read-only') return;
    if (name === 'CR') writeCommand(state, value, bus);
    else if (name === 'TPPoll') writePoll(state, value, bus);
    else if (name === 'ISR') {
      state.registers['ISR'] = state.registers['ISR']! & ~value;
      updateInterrupt(state, bus);
    } else if (name === 'IMR') {
      keep(state, register, value);
      updateInterrupt(state, bus);
    } else if (name === 'PHYAR') accessPhy(state, value);
    else if (name === 'MPC') state.registers['MPC'] = 0n;
    else if (name.startsWith('IDR')) writeAddress(state, register, value);
    else keep(state, register, value);
  },
  /** The address by words; everything else has one size. */
  decodeAccess(bar, offset, size) {
    const address = size === 4 && (offset === 0 || offset === 4);
    return address ? registers.find((each) => each.offset === offset)! : { value: 0n };
  },
  wake(state: R8169State, event: DeviceEvent, bus: DeviceBus): void {
    if (event.name === 'traffic') return nextTraffic(state, bus);
    if (isStale(state, event)) return;
    if (event.name === 'transmit') stepTransmit(state, bus);
    else if (event.name === 'receive') stepReceive(state, bus);
    else if (event.name === 'reset') state.registers['CR'] = 0n;
  },
  parts,
});
