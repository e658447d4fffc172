/** An NVMe controller with one namespace in memory: admin and I/O queue pairs, PRP lists, phase bits, MSI-X. */
import {
  defineDevice,
  type Configuration,
  type DeviceBus,
  type DeviceEvent,
  type RegisterDescription,
} from '../device.ts';
import { configuration } from './configuration.ts';
import { resumeCompletion, stepEngine, stopEngine, wakeEngine } from './engine.ts';
import { openAdminQueues, ringCompletion, ringSubmission, setMask, updatePin } from './queues.ts';
import { capabilities, configurationBits, doorbellBase, halfAt, registers, registersWith } from './registers.ts';
import { statusBits } from './registers.ts';
import type { NvmeState } from './state.ts';
import { parts } from './parts.ts';

/** ns until CSTS follows CC: our choice, far below CAP.TO. */
const readyDelay = 1_000_000;

function writeConfiguration(state: NvmeState, value: bigint, bus: DeviceBus): void {
  const before = state.registers['CC']!;
  state.registers['CC'] = value;
  if (value & ~before & configurationBits.enable) enable(state, bus);
  if (before & ~value & configurationBits.enable) reset(state, bus);
  if (value & configurationBits.shutdown && !(before & configurationBits.shutdown)) later(state, 'shutdown', bus);
}

function later(state: NvmeState, name: string, bus: DeviceBus): void {
  bus.wakeAfter(readyDelay, { name, data: { generation: state.generation } });
}

/** Command set NVM, pages of 4 KiB, round robin: everything else is more than CAP promises. */
function enable(state: NvmeState, bus: DeviceBus): void {
  const unsupported = (state.registers['CC']! >> 4n) & 0x3ffn;
  if (unsupported === 0n && openAdminQueues(state)) later(state, 'ready', bus);
  else state.registers['CSTS'] = statusBits.fatal;
}

function reset(state: NvmeState, bus: DeviceBus): void {
  stopEngine(state, bus, 'stopped by controller reset');
  state.submission.clear();
  state.completion.clear();
  state.eventRequests = 0;
  state.grantedQueues = 1;
  state.served = 0;
  state.maskedVectors = 0n;
  state.generation++;
  for (const name of Object.keys(state.registers)) if (/DBL$|^INTM/.test(name)) state.registers[name] = 0n;
  updatePin(state, bus);
  later(state, 'disabled', bus);
}

function ring(state: NvmeState, register: RegisterDescription, value: bigint, bus: DeviceBus): void {
  const stride = 4 << (bus.configuration['doorbellStride'] as number);
  const number = (register.offset - doorbellBase) / stride;
  if (!(state.registers['CSTS']! & statusBits.ready)) return;
  const [queue, pointer] = [number >> 1, Number(value & 0xffffn)];
  const taken = number % 2 === 0 ? ringSubmission(state, queue, pointer) : ringCompletion(state, queue, pointer, bus);
  if (!taken) return;
  state.registers[register.name] = value;
  if (number % 2 === 0) wakeEngine(state, bus);
  else resumeCompletion(state, bus);
}

/** What a 64-bit register becomes when a word of it is written. */
function merged(state: NvmeState, { name, size, offset }: RegisterDescription, value: bigint): bigint {
  const whole = registers.find((each) => each.name === name)!;
  if (size === whole.size) return value;
  const shift = BigInt(8 * (offset - whole.offset));
  return (state.registers[name]! & ~(0xffff_ffffn << shift)) | ((value & 0xffff_ffffn) << shift);
}

function valueOf(state: NvmeState, { name, size, offset }: RegisterDescription): bigint {
  const whole = registers.find((each) => each.name === name)!;
  return size === whole.size ? state.registers[name]! : state.registers[name]! >> BigInt(8 * (offset - whole.offset));
}

export const nvme = defineDevice<NvmeState>({
  name: 'nvme',
  description: 'NVMe controller with one namespace that is kept in memory',
  manual: 'NVM Express Base Specification 1.4; where it leaves a choice, QEMU hw/nvme/ctrl.c (7.2)',
  limitations: [
    'Commands are carried out one after the other, in the order in which round robin fetches them; none is aborted.',
    'No SGLs, fused operations, metadata, firmware, log pages, namespace management or features but Number of Queues.',
    'Asynchronous events never happen; a doorbell that names no queue or entry is ignored.',
    'Memory pages of 4 KiB only; queues are contiguous; no controller memory buffer; interrupts are not coalesced.',
    'Times (link 0.6 us a request, ready after 1 ms, media and data as configured) are choices of ours.',
  ],
  pci: {
    vendor: 0x1b36,
    device: 0x0010,
    subsystemVendor: 0x1af4,
    subsystemDevice: 0x1100,
    classCode: 0x010802,
    revision: 2,
    bars: [{ size: 0x4000, wide: true, prefetchable: false }],
    interruptPin: 1,
    msiVectors: 0,
    msixVectors: 5,
  },
  registers,
  configuration,
  registersOf: (configured) => registersWith(configured['doorbellStride'] as number),
  reset(configured: Configuration): NvmeState {
    const initial = Object.fromEntries(registers.map((register) => [register.name, register.reset]));
    initial['CAP'] = capabilities(configured['queueEntries'] as number, configured['doorbellStride'] as number);
    return {
      registers: initial,
      submission: new Map(),
      completion: new Map(),
      job: null,
      lastJob: null,
      media: new Map(),
      maskedVectors: 0n,
      eventRequests: 0,
      grantedQueues: 1,
      awake: false,
      served: 0,
      generation: 0,
    };
  },
  readRegister: valueOf,
  peekRegister: valueOf,
  writeRegister(state: NvmeState, register: RegisterDescription, value: bigint, bus: DeviceBus): void {
    switch (register.name) {
      case 'CC':
        return writeConfiguration(state, value, bus);
      case 'INTMS':
        return setMask(state, state.maskedVectors | value, bus);
      case 'INTMC':
        return setMask(state, state.maskedVectors & ~value, bus);
      default:
        if (register.access === 'write-only') ring(state, register, value, bus);
        else if (register.access === 'read-write') state.registers[register.name] = merged(state, register, value);
    }
  },
  decodeAccess: (_bar, offset, size) => (size === 4 ? halfAt(offset) : null) ?? { value: 0n },
  wake(state: NvmeState, event: DeviceEvent, bus: DeviceBus): void {
    if (event.data['generation'] !== state.generation) return;
    if (event.name === 'engine') return stepEngine(state, bus);
    if (event.name === 'ready') state.registers['CSTS'] = statusBits.ready;
    else if (event.name === 'disabled') state.registers['CSTS'] = 0n;
    else if (event.name === 'shutdown')
      state.registers['CSTS'] = state.registers['CSTS']! | statusBits.shutdownComplete;
  },
  parts,
});
