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
  /** A PCI Express endpoint: with its capability, 4096 bytes of configuration space, error reporting and, if given, a serial number of 64 bits. */
  readonly express?: {
    /** 1 for 2.5 GT/s, 2 for 5, 3 for 8, 4 for 16. */
    readonly linkSpeed: number;
    readonly linkWidth: number;
    /** The largest payload it can take: 128, 256, 512 … bytes. */
    readonly maxPayload: number;
    readonly serialNumber?: bigint;
  };
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
  /** null: no bus enumerates it; it stands in the machine file's `platform`, a range of `reg` for each BAR. */
  readonly pci: PciIdentity | null;
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
  /** `registers` with their offsets where the configuration moves some. */
  registersOf?(configuration: Configuration): readonly RegisterDescription[];
  /** What there is to see beside registers: descriptor rings, lists, pictures. Called whenever the debugger looks; changes nothing. */
  parts?(state: State, look: DeviceLook): DeviceParts;
}

/** The debugger's eyes behind the device: nothing is transferred, counted or cached. */
export interface DeviceLook {
  readonly configuration: Configuration;
  /** What the device would be given if it read there now; null: it would be refused, or nobody answers. */
  readHost(address: bigint, length: number): Uint8Array | null;
  /** Entries to give of each table at most; `shownEntries` chooses them. */
  readonly entryLimit: number;
}
/** Plain data. All addresses are the device's own, as `DeviceBus` takes them. */
export interface DeviceParts {
  readonly tables?: readonly DescriptorTable[];
  readonly images?: readonly DeviceImage[];
}
/** A ring, queue or list of descriptors in host memory (or on board) that driver and device share. */
export interface DescriptorTable {
  readonly name: string; // `receive ring`, `submission queue 1`, `PRP list`
  /** `ring`: the entry after the last is the first. */
  readonly shape: 'ring' | 'list';
  /** Of its first entry; null: in the device's own memory. */
  readonly address: bigint | null;
  readonly entryBytes: number;
  readonly count: number;
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
  /** Where each side works next: `head`, `tail`, `the device's next`. */
  readonly marks: readonly { readonly name: string; readonly index: number; readonly meaning: string }[];
  /** Ascending; some may be left out of a long table. */
  readonly entries: readonly DescriptorEntry[];
}
export interface DescriptorEntry {
  readonly index: number;
  /** Whose turn it is to write it; null: nothing says so. */
  readonly owner: 'device' | 'driver' | null;
  /** One for each column: a bigint is shown in hexadecimal, a number in decimal. */
  readonly values: readonly (bigint | number | string)[];
  /** Host memory that it names: the debugger tells whose that is. */
  readonly buffers: readonly { readonly what: string; readonly address: bigint; readonly length: number }[];
  /** Tables that it leads to, such as an NVMe command's PRP list. */
  readonly tables?: readonly DescriptorTable[];
}
/** Pixels, rows from the top without a gap between them. */
export interface DeviceImage {
  readonly name: string; // `frame buffer`, `picture in host memory`
  readonly meaning: string;
  readonly width: number;
  readonly height: number;
  /** `rgb565` and `xrgb8888` are little-endian words; `rgb888` is red first; `mono1` has the leftmost pixel in the highest bit, rows padded to bytes. */
  readonly format: 'gray8' | 'mono1' | 'rgb565' | 'rgb888' | 'xrgb8888';
  /** Its bytes, how to read some of them, or where they stand in host memory. */
  readonly pixels: Uint8Array | ((offset: number, length: number) => Uint8Array) | bigint;
}

/** Which entries of a table of `count` to show where there is room for `limit`: all, or those around the marks. Ascending. */
export function shownEntries(count: number, marks: readonly number[], limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  const around = Math.max(1, Math.floor(limit / Math.max(1, marks.length)));
  const chosen = new Set<number>();
  for (const mark of marks.length > 0 ? marks : [0]) {
    const first = mark - Math.floor(around / 4);
    for (let index = first; index < first + around; index++) chosen.add(((index % count) + count) % count);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Little-endian, 1 to 8 bytes. */
export function littleEndian(bytes: Uint8Array, offset: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[offset + i]!);
  return value;
}

/** Keeps `State` checked inside the model while the machine holds models of any state. */
export function defineDevice<State extends DeviceState>(model: DeviceModel<State>): DeviceModel<DeviceState> {
  return model as unknown as DeviceModel<DeviceState>;
}
