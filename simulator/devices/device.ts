/** What a device model is, and the only things it may touch: its own state and the bus it is given. */

export interface RegisterDescription {
  readonly name: string;
  /** Bytes from the start of its BAR. */
  readonly offset: number;
  readonly bar: number;
  /** Bytes: 1, 2, 4 or 8. Accesses of another size are decoded by the model's rule below. */
  readonly size: number;
  readonly access: 'read-only' | 'write-only' | 'read-write' | 'write-1-to-clear';
  readonly reset: bigint;
  readonly meaning: string;
  readonly fields?: readonly RegisterField[];
}
export interface RegisterField {
  readonly name: string;
  readonly bit: number; // lowest
  readonly width: number;
  readonly meaning: string;
}

/** Plain data only: copied by checkpoints. Registers live in `registers` by name, the rest in the model's own fields. */
export interface DeviceState {
  readonly registers: Record<string, bigint>;
}

/** How the machine file configures this model; checked against `configuration` before the machine boots. */
export interface ConfigurationField {
  readonly name: string; // dotted for nesting: `bridge.addressBits`
  readonly type: 'integer' | 'size' | 'boolean' | 'string';
  readonly default: number | boolean | string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly meaning: string;
}
export type Configuration = Readonly<Record<string, number | boolean | string>>;

export interface PciIdentity {
  readonly vendor: number;
  readonly device: number;
  readonly subsystemVendor: number;
  readonly subsystemDevice: number;
  readonly classCode: number; // 24 bits
  readonly revision: number;
  /** BAR sizes in bytes, by index; 0 where there is none. */
  readonly bars: readonly { readonly size: number; readonly wide: boolean; readonly prefetchable: boolean }[];
  readonly interruptPin: number; // 0 none, 1 INTA
  /** Vectors: 0 where the capability is absent. */
  readonly msiVectors: number;
  readonly msixVectors: number;
  /** Whether there is a power management capability; there is, unless said. */
  readonly powerManagement?: boolean;
}

export interface DeviceEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, number | bigint | string>>;
}

/** The device's side of the bus. All addresses are the device's own: what happens to them further on is not its business. */
export interface DeviceBus {
  /** Virtual ns. */
  readonly now: number;
  readonly configuration: Configuration;
  /** Announces a transfer and returns its number; nothing is moved yet. A breakpoint on transfers may stop the world here, before the next event of the device. */
  beginTransfer(direction: 'to-device' | 'from-device', address: bigint, length: number, purpose: string): number;
  /** Reads host memory in one burst (to-device). null: the request was refused (all-ones on a real bus). */
  readBurst(transfer: number, offset: number, length: number): Uint8Array | null;
  /** Writes host memory in one burst. False: refused. Posted: a real device would not learn of it. */
  writeBurst(transfer: number, offset: number, bytes: Uint8Array): boolean;
  endTransfer(transfer: number, status: string): void;
  /** Level interrupts: assert and deassert the pin; message interrupts: `vector`. */
  setInterruptPin(asserted: boolean): void;
  sendMessageInterrupt(vector: number): void;
  /** Whether the driver enabled MSI/MSI-X for this function. */
  readonly messageInterrupts: boolean;
  /** Wakes the device with `event` after `delay` virtual ns. */
  wakeAfter(delay: number, event: DeviceEvent): void;
}

export interface DeviceModel<State extends DeviceState> {
  readonly name: string; // the `model` of machine files, and its folder
  readonly description: string;
  readonly manual: string;
  readonly limitations: readonly string[];
  readonly pci: PciIdentity;
  readonly registers: readonly RegisterDescription[];
  readonly configuration: readonly ConfigurationField[];
  reset(configuration: Configuration): State;
  /** Called for an access that hits exactly one register; side effects go through `bus`. */
  readRegister(state: State, register: RegisterDescription, bus: DeviceBus): bigint;
  writeRegister(state: State, register: RegisterDescription, value: bigint, bus: DeviceBus): void;
  /** The value a debugger shows: no side effect. */
  peekRegister(state: State, register: RegisterDescription): bigint;
  /** Where an access goes that hits no register exactly: to one of another size, or nowhere, reading as `value`. Absent: reads as zero. */
  decodeAccess?(bar: number, offset: number, size: number): RegisterDescription | { readonly value: bigint };
  wake(state: State, event: DeviceEvent, bus: DeviceBus): void;
}

/** Keeps `State` checked inside the model while the machine holds models of any state. */
export function defineDevice<State extends DeviceState>(model: DeviceModel<State>): DeviceModel<DeviceState> {
  return model as unknown as DeviceModel<DeviceState>;
}
