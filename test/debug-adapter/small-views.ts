/** Views of a machine that has nothing to show but one device and one address space: enough to see that requests reach the door and come back. */
import type { SimulatorDoor } from '../../debug-adapter/simulator-door.ts';

type Views = Pick<
  SimulatorDoor,
  | 'physicalMemory' | 'directMapAddress' | 'addressSpaces' | 'addressSpaceNumber' | 'pageWalk' | 'pageTable' | 'tlbs' | 'caches' | 'cacheSet' | 'cacheLine' | 'iommu' | 'iommuWalk' | 'freeMemory' | 'processMemory' | 'areaPages' | 'processors' | 'interrupts' | 'busAddress' | 'memoryOfHandle' | 'busAddressText' | 'mappings' | 'timeline' | 'transfers' | 'devices'
>; // prettier-ignore

const hex = (value: bigint): string => `0x${value.toString(16)}`;

export const smallViews: Views = {
  physicalMemory: (_, runLimit) => ({
    totalBytes: 4096,
    zones: [],
    runs: [{ first: 0, count: runLimit ?? 1, kind: 'free', owner: '', place: null }],
    cma: [],
    mmio: [],
    lastTransfer: null,
  }),
  addressSpaceNumber: () => 0,
  directMapAddress: (physical) => 0xffff_8880_0000_0000n + physical,
  addressSpaces: () => ({ spaces: [{ id: 0, name: 'kernel', root: '0x1000', areas: [] }], current: 0 }),
  pageWalk: (_, addressSpace, address) =>
    addressSpace === 0
      ? { addressSpace, address: hex(address), levels: [], result: null, failure: 'nothing is mapped here', tlb: [] }
      : null,
  pageTable: (_, addressSpace, at) =>
    addressSpace === 0 ? { table: hex(at?.table ?? 0x1000n), level: at?.level ?? 'PGD', entries: [] } : null,
  tlbs: () => [{ cpu: 0, sets: 16, ways: 4, entries: [] }],
  caches: () => ({ coherent: true, caches: [] }),
  cacheSet: (_, cache, set) => (set < 64 ? { cache, set, lines: [] } : null),
  cacheLine: (_, space, address) =>
    space === 'physical' || address > 0n
      ? {
          physical: hex(address),
          virtual: space === 'physical' ? null : hex(address),
          memory: '',
          copies: [],
          seenByCpus: [],
          seenByDevices: '',
          owner: String(space),
        }
      : null,
  iommu: () => ({
    mode: 'off',
    domains: [],
    iotlb: [],
    counters: { hits: 0, misses: 0, invalidations: 0, entriesDropped: 0, walkReads: 0, faults: 0 },
    faults: [],
  }),
  iommuWalk: (_, device, address) =>
    device === null
      ? {
          device: 'dev0',
          address: hex(address),
          levels: [],
          result: null,
          failure: 'empty',
          iotlb: null,
          buffer: 'none',
        }
      : null,
  freeMemory: () => ({ zones: [], migrateTypes: [], slabs: [], large: { count: 0, bytes: 0 }, swiotlb: null }),
  processMemory: () => ({
    processes: [],
    files: [],
    dirtyPages: 0,
    writebackPages: 0,
    disk: { rotational: false, powered: true, blocks: 0, busyUntil: 0, requests: [] },
    swap: null,
  }),
  areaPages: (_, addressSpace, start) => (addressSpace === 1 ? { start: hex(start), pages: 'pd-', left: 0 } : null),
  processors: () => ({ cpus: [], stores: null, counters: [] }),
  interrupts: () => ({ now: 0, interrupts: [], spuriousMessages: 0, trace: [], traceLeftOut: 0 }),
  busAddress: (_, device, address) =>
    device === null || device === 'dev0'
      ? {
          device: 'dev0',
          address: hex(address),
          buffer: null,
          ownerNow: null,
          driven: null,
          iova: null,
          physical: hex(address),
          zone: 'DMA32',
          owner: 'free',
          cache: 'in no cache',
          place: null,
        }
      : null,
  memoryOfHandle: (_, handle) => handle,
  busAddressText: ({ physical }) => `→ physical ${physical}`,
  mappings: () => ({ now: 0, mappings: [], liveLeftOut: 0, endedLeftOut: 0, liveBytes: 0, live: 0, leaked: 0 }),
  timeline: (_, from, to) => ({
    begin: 0,
    now: 0,
    end: 0,
    branch: 1,
    from: from ?? 0,
    to: to ?? 0,
    lanes: [],
    events: [],
    merged: 0,
  }),
  transfers: () => ({ transfers: [], dropped: 0, findings: [], findingsDropped: 0 }),
  devices: () => [
    {
      name: 'dev0',
      model: 'small',
      description: 'a device',
      limitations: [],
      configuration: [],
      registers: [
        {
          name: 'STATUS',
          offset: 4,
          bar: 0,
          size: 4,
          value: '0x3',
          meaning: 'what it is doing',
          fields: [{ name: 'BUSY', value: '0x1', meaning: 'it works' }],
        },
      ],
      tables: [],
      images: [],
    },
  ],
};
