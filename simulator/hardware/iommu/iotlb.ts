/**
 * The IOTLB: set-associative, tagged with domain and page size, exact LRU. An entry keeps the frame and the rights that the tables had when it
 * was filled, until it is evicted or invalidated: what the tables say since then is not its business.
 */
export interface Iotlb {
  readonly sets: number; // a power of two
  readonly ways: number;
  /** Address divided by the page's size; -1 is an empty entry. */
  readonly page: Float64Array;
  readonly domain: Int32Array;
  /** Level of the leaf: 1 is 4 KiB, 2 is 2 MiB, 3 is 1 GiB. */
  readonly level: Uint8Array;
  /** `iotlbRight` bits. */
  readonly rights: Uint8Array;
  /** Physical address of the page. */
  readonly frame: Float64Array;
  readonly use: Float64Array;
  /** One element: accesses so far. */
  readonly clock: Float64Array;
}

export interface IotlbEntry {
  readonly set: number;
  readonly way: number;
  readonly domain: number;
  readonly address: number;
  readonly pageSize: number;
  readonly physical: number;
  readonly readable: boolean;
  readonly writable: boolean;
  /** 0 is the most recently used entry of its set. */
  readonly lruRank: number;
}

export const iotlbRight = { read: 1, write: 2 } as const;

/** Bytes that a leaf of a level maps. */
export const leafBytes = [0, 0x1000, 0x20_0000, 0x4000_0000] as const;

export function createIotlb(sets: number, ways: number): Iotlb {
  const entries = sets * ways;
  return {
    sets,
    ways,
    page: new Float64Array(entries).fill(-1),
    domain: new Int32Array(entries),
    level: new Uint8Array(entries),
    rights: new Uint8Array(entries),
    frame: new Float64Array(entries),
    use: new Float64Array(entries),
    clock: new Float64Array(1),
  };
}

/** Index of the entry that translates `address` for `domain`, or -1. `touch` makes it the most recently used. */
export function lookupIotlb(iotlb: Iotlb, domain: number, address: number, touch: boolean): number {
  for (let level = 1; level <= 3; level++) {
    const page = Math.floor(address / leafBytes[level]!);
    const first = setOf(iotlb, page) * iotlb.ways;
    for (let entry = first; entry < first + iotlb.ways; entry++) {
      if (iotlb.page[entry] !== page || iotlb.domain[entry] !== domain || iotlb.level[entry] !== level) continue;
      if (touch) iotlb.use[entry] = ++iotlb.clock[0]!;
      return entry;
    }
  }
  return -1;
}

/** The page's least recently used way is replaced. */
export function fillIotlb(
  iotlb: Iotlb,
  domain: number,
  address: number,
  level: number,
  frame: number,
  rights: number,
): void {
  const page = Math.floor(address / leafBytes[level]!);
  const first = setOf(iotlb, page) * iotlb.ways;
  let victim = first;
  for (let entry = first + 1; entry < first + iotlb.ways; entry++) {
    if (rankOf(iotlb, entry) < rankOf(iotlb, victim)) victim = entry;
  }
  iotlb.page[victim] = page;
  iotlb.domain[victim] = domain;
  iotlb.level[victim] = level;
  iotlb.rights[victim] = rights;
  iotlb.frame[victim] = frame;
  iotlb.use[victim] = ++iotlb.clock[0]!;
}

/** Domain-selective, and page-selective within [address, address + bytes) where given. Returns how many entries went. */
export function invalidateIotlb(iotlb: Iotlb, domain: number | null, address = 0, bytes = Infinity): number {
  if (domain !== null && bytes === leafBytes[1] && address % bytes === 0) return dropPage(iotlb, domain, address);
  let dropped = 0;
  for (let entry = 0; entry < iotlb.page.length; entry++) {
    const page = iotlb.page[entry]!;
    if (page < 0 || (domain !== null && iotlb.domain[entry] !== domain)) continue;
    const size = leafBytes[iotlb.level[entry]!]!;
    if (page * size >= address + bytes || (page + 1) * size <= address) continue;
    iotlb.page[entry] = -1;
    dropped++;
  }
  return dropped;
}

/** What any size of page has for one small page: in the set of each size alone. */
function dropPage(iotlb: Iotlb, domain: number, address: number): number {
  let dropped = 0;
  for (let level = 1; level < leafBytes.length; level++) {
    const page = Math.floor(address / leafBytes[level]!);
    const first = setOf(iotlb, page) * iotlb.ways;
    for (let entry = first; entry < first + iotlb.ways; entry++) {
      if (iotlb.page[entry] !== page || iotlb.domain[entry] !== domain || iotlb.level[entry] !== level) continue;
      iotlb.page[entry] = -1;
      dropped++;
    }
  }
  return dropped;
}

/** All entries in use, by set, the most recently used first. */
export function describeIotlb(iotlb: Iotlb): IotlbEntry[] {
  const result: IotlbEntry[] = [];
  for (let set = 0; set < iotlb.sets; set++) {
    const ways = Array.from({ length: iotlb.ways }, (_, way) => way)
      .filter((way) => iotlb.page[set * iotlb.ways + way]! >= 0)
      .sort((a, b) => iotlb.use[set * iotlb.ways + b]! - iotlb.use[set * iotlb.ways + a]!);
    ways.forEach((way, lruRank) => result.push(describeEntry(iotlb, set, way, lruRank)));
  }
  return result;
}

function describeEntry(iotlb: Iotlb, set: number, way: number, lruRank: number): IotlbEntry {
  const entry = set * iotlb.ways + way;
  const pageSize = leafBytes[iotlb.level[entry]!]!;
  return {
    set,
    way,
    domain: iotlb.domain[entry]!,
    address: iotlb.page[entry]! * pageSize,
    pageSize,
    physical: iotlb.frame[entry]!,
    readable: (iotlb.rights[entry]! & iotlbRight.read) !== 0,
    writable: (iotlb.rights[entry]! & iotlbRight.write) !== 0,
    lruRank,
  };
}

function setOf({ sets }: Iotlb, page: number): number {
  return page & (sets - 1);
}

/** Empty entries go first. */
function rankOf({ page, use }: Iotlb, entry: number): number {
  return page[entry]! < 0 ? -1 : use[entry]!;
}
