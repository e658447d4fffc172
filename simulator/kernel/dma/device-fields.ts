/** What the DMA functions read of a driver's `struct device` in simulated memory, each member when it is asked for. */
import type { Program } from '../../c-language/program.ts';
import { fieldLayout, readCString, readField, writeField } from '../c-struct.ts';
import { isLineThere, locateLine } from '../../hardware/coherent-access.ts';
import type { LinePlace } from '../../hardware/coherent-access.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import { directPhysical, peekKernel64, pokeKernel } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';

export interface DmaDevice {
  readonly address: bigint; // of the struct
  readonly name: string;
  /** Name of its driver, else of its bus, as log lines begin. */
  readonly driver: string;
  readonly coherentMask: bigint;
  readonly busLimit: bigint;
  /** Address of the streaming mask; 0n: the device has none. */
  readonly maskPointer: bigint;
  /** What stands there; 0n: the device has none. */
  readonly mask: bigint;
  /** Address of its `struct bus_dma_region` array; 0n: bus addresses are physical ones. */
  readonly rangeMap: bigint;
  /** Its accesses snoop the caches, as far as the kernel knows: on a PC it takes that for granted. */
  readonly coherent: boolean;
}

/** Members throw `BadKernelAddress` when `device` points nowhere. Its name, and where its bytes stand, are looked at once for each call of this. */
export function readDevice(world: MemoryWorld, device: bigint): DmaDevice {
  let views = viewsOf.get(world);
  if (!views) viewsOf.set(world, (views = { all: new Map(), latest: null }));
  const view = views.latest?.address === device ? views.latest : viewOf(views, world, device);
  view.begin();
  return view;
}

function viewOf(views: Views, world: MemoryWorld, device: bigint): DeviceView {
  const { all } = views;
  let view = all.get(device);
  if (!view) {
    if (all.size >= mostViews) all.clear();
    all.set(device, (view = new DeviceView(world, device)));
  }
  return (views.latest = view);
}

interface Views {
  readonly all: Map<bigint, DeviceView>;
  latest: DeviceView | null;
}

/** A view keeps nothing but the text that it found at an address, and looks whether it is still there. */
const viewsOf = new WeakMap<MemoryWorld, Views>();
const mostViews = 256;

const members = [
  'init_name',
  'kobj.name',
  'driver',
  'bus',
  'coherent_dma_mask',
  'bus_dma_limit',
  'dma_mask',
  'dma_range_map',
] as const;
type Member = (typeof members)[number];
const member = Object.fromEntries(members.map((path, index) => [path, index])) as Readonly<Record<Member, number>>;
/** Where members stand, in the order of `members`. */
const offsetsOf = new WeakMap<Program, readonly number[]>();

function memberOffsets({ program }: MemoryWorld): readonly number[] {
  let offsets = offsetsOf.get(program);
  if (!offsets) offsetsOf.set(program, (offsets = members.map((path) => fieldLayout(program, 'device', path).offset)));
  return offsets;
}

const noWords = new Int32Array(0);

/** Words that a view looks at: members, then these. */
const wordOfMask = members.length;
const wordsOfName = [members.length + 1, members.length + 2] as const;

/** A line, and the call in which it was looked for last. */
interface CheckedPlace extends LinePlace {
  readonly wanted: number;
  call: number;
}
const nowhere: CheckedPlace = { wanted: -1, call: -1, tag: -1, words: noWords, at: 0, cache: null, changes: -1 };
/** A struct's words have three, its name and mask as many. */
const mostPlaces = 16;

class DeviceView implements DmaDevice {
  /** Counts the calls in which it is read: between two of them anything may have moved. */
  private call = 0;
  private named = false;
  /** `start`: the first 16 bytes, by which a text is known again where `direct`: it stands in the linear map. */
  private known = { pointer: 0n, direct: false, start: [0n, 0n] as readonly [bigint, bigint], text: '' };
  private knownMask = { pointer: 0n, direct: false };
  private readonly places: CheckedPlace[] = [];
  private readonly words: Word64[] = Array.from({ length: members.length + 3 }, () => ({
    place: nowhere,
    at: 0,
    low: 0,
    high: 0,
    value: 0n,
  }));
  private readonly offsets: readonly number[];
  /** The struct stands where its address says. */
  private readonly direct: boolean;

  constructor(
    private readonly world: MemoryWorld,
    readonly address: bigint,
  ) {
    this.offsets = memberOffsets(world);
    const physical = this.directlyAt(address, 4096);
    this.direct = physical !== null;
    if (physical !== null) this.offsets.forEach((offset, index) => this.place(index, physical + offset));
  }

  /** Another call of a kernel function, or memory that is no longer what it was. */
  begin(): void {
    this.call = (this.call + 1) & 0x3fff_ffff;
    this.named = false;
  }

  get name(): string {
    if (this.named) return this.known.text;
    const pointer = this.field(member.init_name) || this.field(member['kobj.name']);
    if (pointer === 0n) return '(null)';
    if (!this.isKnown(pointer)) this.learn(pointer);
    this.named = true;
    return this.known.text;
  }
  get driver(): string {
    const driver = this.field(member.driver);
    if (driver !== 0n) return text(this.world, readField(this.world, 'device_driver', driver, 'name'));
    const bus = this.field(member.bus);
    return bus === 0n ? '' : text(this.world, readField(this.world, 'bus_type', bus, 'name'));
  }
  get coherentMask(): bigint {
    return this.field(member.coherent_dma_mask);
  }
  get busLimit(): bigint {
    return this.field(member.bus_dma_limit);
  }
  get maskPointer(): bigint {
    return this.field(member.dma_mask);
  }
  get rangeMap(): bigint {
    return this.field(member.dma_range_map);
  }
  get coherent(): boolean {
    const { machine, hardware } = this.world;
    if (machine.arch === 'x86_64' || hardware.coherent) return true;
    return readField(this.world, 'device', this.address, 'dma_coherent') !== 0n;
  }

  /** 0n: the device has none. */
  get mask(): bigint {
    const pointer = this.maskPointer;
    if (pointer === 0n) return 0n;
    if (pointer !== this.knownMask.pointer) {
      const physical = this.directlyAt(pointer, 8);
      this.knownMask = { pointer, direct: physical !== null };
      if (physical !== null) this.place(wordOfMask, physical);
    }
    return this.knownMask.direct ? this.peek(wordOfMask) : peekKernel64(this.world, pointer);
  }

  private isKnown(pointer: bigint): boolean {
    const { direct, start } = this.known;
    if (this.known.pointer !== pointer || !direct) return false;
    return this.peek(wordsOfName[0]) === start[0] && this.peek(wordsOfName[1]) === start[1];
  }

  private learn(pointer: bigint): void {
    const { world } = this;
    const physical = this.directlyAt(pointer, 16);
    const start: readonly [bigint, bigint] = [peekKernel64(world, pointer), peekKernel64(world, pointer + 8n)];
    this.known = { pointer, direct: physical !== null, start, text: text(world, pointer) };
    if (physical === null) return;
    this.place(wordsOfName[0], physical);
    this.place(wordsOfName[1], physical + 8);
  }

  /** Where it stands when that follows from the address alone; else null. */
  private directlyAt(address: bigint, bytes: number): number | null {
    const physical = address % 8n === 0n ? directPhysical(address) : null;
    return physical !== null && hasMemory(this.world.hardware.memory, physical, bytes) ? physical : null;
  }

  /** A member of 8 bytes. */
  private field(index: number): bigint {
    return this.direct ? this.peek(index) : peekKernel64(this.world, this.address + BigInt(this.offsets[index]!));
  }

  private place(index: number, physical: number): void {
    const word = this.words[index]!;
    const tag = Math.floor(physical / 64);
    let place = this.places.find((each) => each.wanted === tag);
    // Words keep theirs; only sharing begins anew.
    if (!place && this.places.length >= mostPlaces) this.places.length = 0;
    if (!place)
      this.places.push((place = { wanted: tag, call: -1, tag: -1, words: noWords, at: 0, cache: null, changes: -1 }));
    word.place = place;
    word.at = (physical & 63) >> 2;
  }

  private peek(index: number): bigint {
    const word = this.words[index]!;
    const { place } = word;
    if (place.call !== this.call || !isLineThere(place, place.wanted)) {
      locateLine(this.world.hardware, place.wanted, place);
      place.call = this.call;
    }
    const low = place.words[place.at + word.at]!;
    const high = place.words[place.at + word.at + 1]!;
    if (word.low !== low || word.high !== high) {
      word.low = low;
      word.high = high;
      word.value = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    }
    return word.value;
  }
}

/** Eight aligned bytes and their number, so that none is made anew while they stay. */
interface Word64 {
  place: CheckedPlace;
  /** Index of its first word in the line. */
  at: number;
  low: number;
  high: number;
  value: bigint;
}

/** 0n: the device has none. */
export function streamingMask(world: MemoryWorld, device: DmaDevice): bigint {
  void world;
  return device.mask;
}

export function setStreamingMask(world: MemoryWorld, { address, maskPointer }: DmaDevice, mask: bigint): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, mask, true);
  pokeKernel(world, maskPointer, bytes);
  viewsOf.get(world)?.all.get(address)?.begin();
}

export function setCoherentMask(world: MemoryWorld, { address }: DmaDevice, mask: bigint): void {
  writeField(world, 'device', address, 'coherent_dma_mask', mask);
  viewsOf.get(world)?.all.get(address)?.begin();
}

/** A member of `device->dma_parms`; null when the bus gave the device none. */
export function dmaParameter(
  world: MemoryWorld,
  { address }: DmaDevice,
  name: 'max_segment_size' | 'min_align_mask' | 'segment_boundary_mask',
): bigint | null {
  const parameters = readField(world, 'device', address, 'dma_parms');
  return parameters === 0n ? null : readField(world, 'device_dma_parameters', parameters, name);
}

function text(world: MemoryWorld, address: bigint): string {
  return address === 0n ? '(null)' : readCString(world, address, 64);
}
