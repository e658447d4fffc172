/** What the controller holds beside its registers: where it is in each ring, frames on their way, the PHY. Plain data. */
import type { DeviceBus, DeviceState } from '../device.ts';
import { cause } from './registers.ts';

/** One of the two DMA engines: it does one descriptor after the other. */
export interface Engine {
  /** The descriptor it is at. */
  index: number;
  /** `idle`, or which of its transfers is under way, or is to begin. */
  phase: 'idle' | 'descriptor' | 'frame' | 'status';
  /** Of the transfer that is announced; -1: it is to begin. */
  transfer: number;
  /** The descriptor as it was fetched. */
  opts1: number;
  opts2: number;
  address: bigint;
}

export interface Arrived {
  /** Without checksum. */
  readonly bytes: Uint8Array;
  /** Of its descriptors: a VLAN tag that was taken out. */
  readonly opts2: number;
}

export interface R8169State extends DeviceState {
  readonly transmit: Engine;
  readonly receive: Engine;
  /** Of the frame whose descriptors are being fetched. */
  outgoing: Uint8Array;
  /** Frames that came and are not in memory yet, the first one first. */
  readonly fifo: Arrived[];
  /** Bytes of the first of them that are in memory. */
  placed: number;
  readonly phy: number[];
  readonly sent: { frames: number; bytes: number };
  /** Frames of the traffic source that came so far; -1: it has not begun. */
  traffic: number;
  /** Of a reset: what was waited for before it means nothing any more. */
  generation: number;
  interrupting: boolean;
}

export function idleEngine(): Engine {
  return { index: 0, phase: 'idle', transfer: -1, opts1: 0, opts2: 0, address: 0n };
}

/** The pin follows ISR and IMR; a message is sent when they begin to have a cause in common. */
export function updateInterrupt(state: R8169State, bus: DeviceBus): void {
  const asserted = (state.registers['ISR']! & state.registers['IMR']!) !== 0n;
  const rises = asserted && !state.interrupting;
  state.interrupting = asserted;
  if (!bus.messageInterrupts) bus.setInterruptPin(asserted);
  else if (rises) bus.sendMessageInterrupt(0);
}

export function raise(state: R8169State, causes: bigint, bus: DeviceBus): void {
  state.registers['ISR'] = state.registers['ISR']! | causes;
  updateInterrupt(state, bus);
}

export function later(state: R8169State, name: string, delay: number, bus: DeviceBus): void {
  bus.wakeAfter(delay, { name, data: { generation: state.generation } });
}

/** A transfer is over, and the next one begins in an event of its own: a debugger may stop between them. */
export function follow(state: R8169State, engine: Engine, phase: Engine['phase'], delay: number, bus: DeviceBus): void {
  engine.phase = phase;
  engine.transfer = -1;
  if (phase !== 'idle') later(state, engine === state.transmit ? 'transmit' : 'receive', delay, bus);
}

/** A transfer was refused: the engine stops where it is. */
export function refuse(state: R8169State, engine: Engine, bus: DeviceBus): void {
  bus.endTransfer(engine.transfer, 'refused');
  engine.phase = 'idle';
  engine.transfer = -1;
  raise(state, cause.systemError, bus);
}
