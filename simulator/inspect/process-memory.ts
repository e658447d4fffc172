/** Processes' memory as it stands: areas with what of them is there, files in the page cache, the disk under them, swap. */
import { pte } from '../hardware/mmu.ts';
import type { CachedFile } from '../kernel/page-cache/page-cache.ts';
import { forEachPage, specialBit } from '../kernel/page-tables.ts';
import type { AddressSpace, VmArea } from '../kernel/process/address-space.ts';
import { addPages, noPages } from '../kernel/process/page-accounts.ts';
import { hugeOf } from '../kernel/process/huge-frames.ts';
import { pageOf } from '../kernel/process/user-frames.ts';
import { frameOfEntry } from '../kernel/process/user-pages.ts';
import { slotOf, type SwapSpace } from '../kernel/swap/swap-space.ts';
import type { World } from '../world.ts';
import { areaPermissions } from './address-spaces.ts';
import { hex } from './formatting.ts';
import type {
  AreaPagesView,
  CachedFileView,
  DiskView,
  ProcessAreaView,
  ProcessMemoryView,
  ProcessView,
  SwapView,
} from './view-models.ts';

const pageBytes = 4096;
const mostAreas = 500;
const mostPages = 65536;
const mostFilePages = 4096;
const mostFiles = 500;

export function inspectProcessMemory(world: World): ProcessMemoryView {
  const { addressSpaces, pageCache, swap } = world.kernel;
  const files = [...pageCache.files.values()].filter(({ pages, size }) => pages.size > 0 || size > 0);
  return {
    processes: [...addressSpaces.spaces.values()]
      .filter(({ id }) => id !== 0)
      .map((space) => processView(world, space)),
    files: files.slice(0, mostFiles).map(fileView),
    dirtyPages: pageCache.dirtyPages,
    writebackPages: pageCache.writebackPages,
    disk: diskView(world),
    swap: swap.slots === 0 ? null : swapView(swap),
  };
}

function processView(world: World, space: AddressSpace): ProcessView {
  const { id, name, areas, counters } = space;
  return {
    id,
    name,
    areas: areas.slice(0, mostAreas).map((area) => areaView(world, space, area)),
    areasLeftOut: Math.max(0, areas.length - mostAreas),
    anonymousPages: counters.anonymousPages,
    filePages: counters.filePages + counters.sharedMemoryPages,
    swapEntries: counters.swapEntries,
    minorFaults: counters.minorFaults,
    majorFaults: counters.majorFaults,
  };
}

function areaView(world: World, space: AddressSpace, area: VmArea): ProcessAreaView {
  const sum = noPages();
  addPages(world, space, area, sum);
  return {
    start: hex(area.start),
    end: hex(area.end),
    bytes: Number(area.end - area.start),
    permissions: areaPermissions(area),
    what: area.what,
    resident: sum.resident,
    dirty: sum.privateDirty + sum.sharedDirty,
    swap: sum.swap,
    shared: sum.sharedClean + sum.sharedDirty,
    locked: Math.round(sum.locked),
  };
}

/** Of the area that begins at `start`; null: there is none. */
export function inspectAreaPages(world: World, spaceId: number, start: bigint): AreaPagesView | null {
  const space = world.kernel.addressSpaces.spaces.get(spaceId);
  const area = space?.areas.find((each) => each.start === start);
  if (!space || !area) return null;
  const all = Number((area.end - area.start) / BigInt(pageBytes));
  const letters = new Array<string>(Math.min(all, mostPages)).fill('-');
  const end = area.start + BigInt(letters.length * pageBytes);
  forEachPage(world.hardware, space.root, area.start, end, ({ entry, va }) => {
    letters[Number((va - area.start) >> 12n)] = letterOf(world, entry);
  });
  return { start: hex(start), pages: letters.join(''), left: all - letters.length };
}

function letterOf(world: World, entry: bigint): string {
  if (slotOf(entry) !== null) return 's';
  if ((entry & pte.present) === 0n) return '-';
  if ((entry & specialBit) !== 0n) return 'm';
  const frame = frameOfEntry(entry);
  const huge = hugeOf(world, frame);
  if (huge && huge.mapCount > 0 && !pageOf(world, frame)) return 'h';
  return (entry & pte.dirty) !== 0n || pageOf(world, frame)?.dirty === true ? 'd' : 'p';
}

function fileView(file: CachedFile): CachedFileView {
  const { number, name, size, sizeOnDisk, inMemory, linked, pages, dirty, reading } = file;
  const count = Math.min(mostFilePages, Math.ceil(size / pageBytes));
  const letter = (page: number): string =>
    reading.has(page) ? 'r' : dirty.has(page) ? 'd' : pages.has(page) ? 'c' : '-';
  return {
    number,
    name,
    bytes: size,
    onDiskBytes: inMemory ? 0 : sizeOnDisk,
    inMemory,
    linked,
    pages: Array.from({ length: count }, (_, page) => letter(page)).join(''),
    cachedPages: pages.size,
    dirtyPages: dirty.size,
  };
}

function diskView({ kernel: { pageCache } }: World): DiskView {
  const { rotational, powered, blocks, busyUntil, inFlight } = pageCache.disk;
  return {
    rotational,
    powered,
    blocks: blocks.size,
    busyUntil,
    requests: [...inFlight.values()].map(({ number, write, file, first, page, count }) => ({
      number,
      write,
      what: file === null ? 'swap' : (pageCache.files.get(file)?.name ?? `file ${file}`),
      page: file === null ? first : page,
      pages: count,
    })),
  };
}

function swapView({ slots, used, rotational, reading }: SwapSpace): SwapView {
  const letter = (slot: number): string => {
    const found = used.get(slot);
    if (reading.has(slot)) return 'r';
    return found ? (found.frame === null ? 'o' : 'c') : '-';
  };
  return {
    slots,
    used: used.size,
    rotational,
    map: Array.from({ length: Math.min(slots, mostPages) }, (_, slot) => letter(slot)).join(''),
  };
}
