/**
 * IOMMU domains of the machine (Linux 6.1: drivers/iommu/iommu.c, intel/iommu.c): the functions of one PCI slot share a group, a group has one domain,
 * and the domain's second-level tables, the root table and the context tables stand in pages of the page allocator.
 *
 * Not modelled: changing a group's type while running, RMRRs (the reference machine has none), ACS, aliases behind PCI bridges.
 */
import { setCoherentEntry } from '../../../hardware/coherent-access.ts';
import type { Hardware } from '../../../hardware/hardware.ts';
import { interruptRange, sourceIdOf } from '../../../hardware/iommu/remapping-unit.ts';
import { addressIn } from '../../../hardware/iommu/second-level.ts';
import type { Machine } from '../../../machine.ts';
import { hostBridgeWindows } from '../../boot-memory/bus-ranges.ts';
import { frameBytes } from '../../page-allocator.ts';
import type { PageAllocator } from '../../page-allocator.ts';
import { createFlushQueue } from './flush-queue.ts';
import type { FlushQueue } from './flush-queue.ts';
import { createIovaDomain, reserveIova } from './iova.ts';
import type { IovaDomain } from './iova.ts';
import { createTablePage } from './second-level-tables.ts';
import type { SecondLevelTables } from './second-level-tables.ts';

export interface IommuState {
  readonly mode: Machine['iommu'];
  readonly domains: IommuDomain[];
  /** Domain id by device name. */
  readonly domainOf: Map<string, number>;
  /** Devices that a driver has led through a domain of its own. */
  readonly attached: Set<string>;
}

export interface IommuDomain extends SecondLevelTables {
  readonly group: number;
  readonly devices: string[];
  readonly type: 'passthrough' | 'strict' | 'lazy' | 'unmanaged' | 'freed';
  /** Pages that are never handed out, [first, last], ascending: what the kernel shows as `reserved_regions` and PCI windows. */
  readonly reserved: readonly (readonly [number, number])[];
  readonly iova: IovaDomain;
  /** Lazy domains only. */
  readonly queue: FlushQueue | null;
}

export function createIommuState(): IommuState {
  return { mode: 'off', domains: [], domainOf: new Map(), attached: new Set() };
}

/** Sets the remapping unit up and attaches every device; returns the lines that the boot logs. Throws `RangeError` when RAM is too small. */
export function startIommu(
  machine: Machine,
  hardware: Hardware,
  pageAllocator: PageAllocator,
): { readonly state: IommuState; readonly log: readonly string[] } {
  const unit = hardware.iommu;
  if (!unit) return { state: createIommuState(), log: [] };
  const state: IommuState = { mode: machine.iommu, domains: [], domainOf: new Map(), attached: new Set() };
  const memory = { hardware, pageAllocator, cpu: 0 };
  unit.rootTable = tableOrThrow(createTablePage(memory, 'IOMMU root table'));
  const log = [...unitLines, invalidationLine(machine.iommu)];
  const names = machine.devices.map(({ name }) => name).sort();
  for (const name of names) {
    const group = attachDevice(state, machine, memory, name);
    log.push(`pci ${name}: Adding to iommu group ${group}`);
  }
  unit.enabled = true;
  log.push('DMAR: Intel(R) Virtualization Technology for Directed I/O');
  return { state, log };
}

/** null: the device is not translated, and dma-direct makes its mappings. */
export function translatingDomain(state: IommuState, device: string): IommuDomain | null {
  const domain = domainNumbered(state, state.domainOf.get(device) ?? 0);
  return domain && domain.type !== 'passthrough' ? domain : null;
}

export function domainNumbered(state: IommuState, id: number): IommuDomain | null {
  // They are numbered from 1 on in the order of the list.
  return state.domains[id - 1] ?? null;
}

/** As Linux 6.1 logs them on the reference machine. */
const unitLines = [
  'DMAR: Host address width 39',
  'DMAR: DRHD base: 0x000000fed90000 flags: 0x0',
  'DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap d2008c22260206 ecap f00f4a',
  'DMAR: No RMRR found',
  'DMAR: No ATSR found',
  'DMAR: No SATC found',
  'DMAR: dmar0: Using Queued invalidation',
];

function invalidationLine(mode: Machine['iommu']): string {
  if (mode === 'passthrough') return 'iommu: Default domain type: Passthrough (set via kernel command line)';
  return `iommu: DMA domain TLB invalidation policy: ${mode} mode`;
}

type TableOwner = Parameters<typeof createTablePage>[0];

function attachDevice(state: IommuState, machine: Machine, memory: TableOwner, name: string): number {
  const slot = name.slice(0, -2);
  const shared = state.domains.find(({ devices }) => devices[0]!.slice(0, -2) === slot);
  const type = state.mode === 'off' ? 'passthrough' : state.mode;
  const domain = shared ?? createDomain(state.domains.length + 1, type, machine, memory);
  if (!domain) throw new RangeError('the machine has too little RAM');
  if (!shared) state.domains.push(domain);
  domain.devices.push(name);
  state.domainOf.set(name, domain.id);
  writeContext(memory, domain, name);
  return domain.group;
}

/** null: no memory. Of a driver's own domain, `group` says nothing. */
export function createDomain(
  id: number,
  type: IommuDomain['type'],
  machine: Machine,
  memory: TableOwner,
): IommuDomain | null {
  const group = id - 1;
  const table = createTablePage(memory, `IOMMU tables of ${type === 'unmanaged' ? 'domain' : 'group'} ${group}`);
  if (table === null) return null;
  const iova = createIovaDomain(machine.cpus);
  const reserved = reservedPages(machine);
  for (const [first, last] of reserved) reserveIova(iova, first, last);
  return {
    id,
    group,
    devices: [],
    type,
    table,
    levels: 3,
    width: 39,
    end: 0,
    reserved,
    iova,
    queue: type === 'lazy' ? createFlushQueue(machine.cpus) : null,
  };
}

/** Windows of the PCI host bridge, which a device reaches without passing the IOMMU, and the range of interrupt messages. */
function reservedPages({ memory }: Machine): (readonly [number, number])[] {
  const ranges = [...hostBridgeWindows(memory), [interruptRange.start, interruptRange.end] as const];
  return ranges.map(([start, end]) => [start / frameBytes, end / frameBytes - 1]);
}

/** Context entries: present, the translation type, table and domain (VT-d specification, 9.3). */
export function writeContext(memory: TableOwner, domain: IommuDomain, device: string): void {
  const { hardware } = memory;
  const sourceId = sourceIdOf(device);
  const root = hardware.iommu!.rootTable + (sourceId >> 8) * 16;
  if (addressIn(hardware, root) === 0) {
    setCoherentEntry(hardware, root, tableOrThrow(createTablePage(memory, 'IOMMU context table')) + 1);
  }
  const context = addressIn(hardware, root) + (sourceId & 0xff) * 16;
  const type = domain.type === 'passthrough' ? 2 : 0;
  setCoherentEntry(hardware, context + 8, (domain.id << 8) | (domain.levels - 2));
  setCoherentEntry(hardware, context, domain.table + ((type << 2) | 1));
}

function tableOrThrow(table: number | null): number {
  if (table === null) throw new RangeError('the machine has too little RAM');
  return table;
}
