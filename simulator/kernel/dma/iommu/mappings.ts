/**
 * Making and removing mappings of a domain (Linux 6.1, drivers/iommu/dma-iommu.c: __iommu_dma_map, __iommu_dma_unmap): addresses from the IOVA
 * allocator, entries in the tables, invalidation at once or later. Physical addresses and lengths are bytes.
 */
import { chargeCpu } from '../../../hardware/charges.ts';
import { isCpuPort } from '../../../hardware/cpu-port.ts';
import { invalidateIotlb } from '../../../hardware/iommu/iotlb.ts';
import { secondLevel } from '../../../hardware/iommu/second-level.ts';
import type { World } from '../../../world.ts';
import { logLine, logWarning } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { frameBytes } from '../../page-allocator.ts';
import { bigintOf, numberOf } from '../../../hardware/unsigned64.ts';
import { DMA_FROM_DEVICE, DMA_TO_DEVICE } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import { smallerLimit } from '../limits.ts';
import { logMappings } from '../debug/dump.ts';
import type { IommuDomain } from './domain.ts';
import { flushTimeout, queueQuietly, queueRange, startFlushTimer } from './flush-queue.ts';
import type { FlushLinks, FlushQueue } from './flush-queue.ts';
import { allocateIova, freeIova } from './iova.ts';
import { freeTables, mapInTable, mapSecondLevel, unmapSecondLevel } from './second-level-tables.ts';
import type { TableMemory } from './second-level-tables.ts';

/** What this needs of a kernel function's context: the flush timer has no more. */
export type IommuContext = Pick<KernelContext, 'cpu' | 'record'> & {
  readonly world: Pick<World, 'hardware' | 'kernel'>;
};

/** A run of pages: `frame` on, `pages` long. */
export interface Piece {
  readonly frame: number;
  readonly pages: number;
}

const pages32 = 2 ** 20;
const pagesOfWidth = Float64Array.from({ length: 53 }, (_, width) => 2 ** width / frameBytes);
/** Page-selective invalidation names at most 2^18 pages (MAMV of the reference unit); above, the whole domain goes. */
const largestSelective = 2 ** 18;

/**
 * `iommu_dma_alloc_iova` for a PCI device: below 4 GiB first, then the whole mask. The first page, or 0. `mask` and `busLimit` of 0 are none.
 */
export function takeIova(
  context: IommuContext,
  { iova, width }: IommuDomain,
  pages: number,
  mask: bigint,
  busLimit: bigint,
): number {
  const limit = Math.min(Math.floor(numberOf(smallerLimit(mask, busLimit)) / frameBytes), pagesOfWidth[width]! - 1);
  const low = limit >= pages32 ? allocateIova(iova, context.cpu, pages, pages32 - 1, false) : 0;
  return low !== 0 ? low : allocateIova(iova, context.cpu, pages, limit, true);
}

/**
 * Entries' bits for a direction. The driver sets bit 0 in every leaf as "present", which second-level tables read as the right to read: a device can
 * read what is mapped for it to write only.
 */
export function rightsFor(direction: DmaDirection): number {
  if (direction === DMA_TO_DEVICE) return secondLevel.read;
  return secondLevel.read | secondLevel.write;
}

/** Access as asked for, for the journal. */
export function accessWords(direction: DmaDirection): string {
  return direction === DMA_TO_DEVICE ? 'r' : direction === DMA_FROM_DEVICE ? 'w' : 'rw';
}

/** As `mapPieces`, of one page. */
export function mapPage(
  context: KernelContext,
  domain: IommuDomain,
  page: number,
  frame: number,
  rights: number,
): boolean {
  return (
    mapInTable(context.world.hardware, domain, page, frame, rights) ||
    mapPieces(context, domain, page, [{ frame, pages: 1 }], rights)
  );
}

/** False: no memory for tables; the caller gives the addresses back. */
export function mapPieces(
  context: KernelContext,
  domain: IommuDomain,
  page: number,
  pieces: readonly Piece[],
  rights: number,
): boolean {
  const memory = tableMemory(context);
  let at = page;
  for (const { frame, pages } of pieces) {
    const outcome = mapSecondLevel(memory, domain, at, frame, pages, rights);
    for (const [first, count] of outcome.replaced) invalidatePages(context, domain, first, count);
    for (const clash of outcome.clashes) reportClash(context, clash);
    if (!outcome.complete) return undo(memory, domain, page, at + pages - page);
    at += pages;
  }
  return true;
}

/** What `unmapPages` does once the entry of one small page is cleared. */
export function releasePage(context: KernelContext, domain: IommuDomain, page: number): void {
  if (domain.queue) return queue(context, domain, domain.queue, page, 1, noTables);
  invalidate(context, domain, page * frameBytes, frameBytes);
  chargeInvalidation(context, 1);
  freeIova(domain.iova, context.cpu, page, 1);
}

const noTables: readonly number[] = [];

function queue(
  context: KernelContext,
  domain: IommuDomain,
  waiting: FlushQueue,
  page: number,
  pages: number,
  tables: readonly number[],
): void {
  const { world, cpu } = context;
  if (!queueQuietly(waiting, cpu, page, pages, tables))
    queueRange(waiting, flushLinks(context, domain), { page, pages, tables });
  startFlushTimer(waiting, world.pending, world.now, cpu, domain.id);
}

/** `__iommu_dma_unmap`: whole pages from `page` on. A warning when more or less was mapped there. */
export function unmapPages(context: KernelContext, domain: IommuDomain, page: number, pages: number): void {
  const memory = tableMemory(context);
  const outcome = unmapSecondLevel(memory, domain, page, pages);
  if (outcome.pages !== pages) logWarning(context, 'drivers/iommu/dma-iommu.c:691 __iommu_dma_unmap');
  if (domain.queue) return queue(context, domain, domain.queue, page, pages, outcome.tables);
  for (const [first, count] of outcome.pieces) invalidatePages(context, domain, first, count);
  chargeInvalidation(context, outcome.pieces.length);
  freeTables(memory, outcome.tables);
  freeIova(domain.iova, context.cpu, page, pages);
}

/** The flush timer of a lazy domain has run out. */
export function runFlushTimer(context: IommuContext, domain: IommuDomain): void {
  if (domain.queue) flushTimeout(domain.queue, flushLinks(context, domain));
}

export function tableMemory({ world, cpu }: IommuContext): TableMemory {
  return { hardware: world.hardware, pageAllocator: world.kernel.pageAllocator, cpu };
}

function flushLinks(context: IommuContext, domain: IommuDomain): FlushLinks {
  return {
    cpu: context.cpu,
    iova: domain.iova,
    invalidateDomain: () => invalidateDomain(context, domain),
    freeTables: (frames) => freeTables(tableMemory(context), frames),
  };
}

/** `iommu_flush_iotlb_psi`: a power of two of pages that holds them all. */
export function invalidatePages(context: IommuContext, domain: IommuDomain, page: number, pages: number): void {
  let span = pages === 1 ? 1 : 2 ** Math.ceil(Math.log2(pages));
  while (Math.floor(page / span) !== Math.floor((page + pages - 1) / span)) span *= 2;
  if (span > largestSelective) return invalidateDomain(context, domain);
  const address = Math.floor(page / span) * span * frameBytes;
  invalidate(context, domain, address, span * frameBytes);
}

export function invalidateDomain(context: IommuContext, domain: IommuDomain): void {
  invalidate(context, domain, null, null);
}

function invalidate(context: IommuContext, { id }: IommuDomain, address: number | null, bytes: number | null): void {
  const { hardware } = context.world;
  const dropped = invalidateIotlb(hardware.iommu!.iotlb, id, address ?? 0, bytes ?? Infinity);
  hardware.counters.iotlbInvalidations++;
  hardware.counters.iotlbEntriesDropped += dropped;
  context.record({
    kind: 'iotlb-invalidation',
    domain: id,
    scope: address === null ? 'domain' : 'page',
    address: address === null ? null : bigintOf(address),
    bytes,
    dropped,
  });
}

/** The CPU waits for the unit's answer. */
function chargeInvalidation({ world, cpu, port }: KernelContext, count: number): void {
  if (isCpuPort(port)) chargeCpu(world.hardware, cpu, 'iotlbInvalidation', count);
}

function undo(memory: TableMemory, domain: IommuDomain, page: number, pages: number): false {
  if (pages > 0) freeTables(memory, unmapSecondLevel(memory, domain, page, pages).tables);
  return false;
}

function reportClash(
  context: KernelContext,
  { page, found, wanted }: { readonly page: number; readonly found: number; readonly wanted: number },
): void {
  const [old, now] = [found.toString(16), wanted.toString(16)];
  logLine(context, 2, `DMAR: ERROR: DMA PTE for vPFN 0x${page.toString(16)} already set (to ${old} not ${now})`);
  const { dmaDebug } = context.world.kernel;
  if (dmaDebug.dumpsLeft > 0) {
    dmaDebug.dumpsLeft--;
    logMappings(context);
  }
  logWarning(context, 'drivers/iommu/intel/iommu.c:2329 __domain_mapping.cold');
}
