/**
 * Domains that drivers make and fill themselves (Linux 6.1: iommu_domain_alloc, iommu_map), as drivers/iommu/domain.c asks for them: tables of their own that a
 * device's context entry leads to while it is attached. The domain of its group stays what the DMA API works on.
 */
import { dropContext } from '../../../hardware/iommu/remapping-unit.ts';
import { bigintOf, numberOf } from '../../../hardware/unsigned64.ts';
import { readText } from '../../format/guest-text.ts';
import { errno } from '../../kernel-context.ts';
import type { KernelContext, KernelFunctions } from '../../kernel-context.ts';
import { createDomain, domainNumbered, writeContext } from './domain.ts';
import type { IommuDomain } from './domain.ts';
import { invalidateDomain, invalidatePages, mapPieces, rightsFor, tableMemory } from './mappings.ts';
import { freeTables, listTables, secondLevelPhysical, unmapSecondLevel } from './second-level-tables.ts';
import { DMA_BIDIRECTIONAL, DMA_TO_DEVICE } from '../operation-constants.ts';

export const unmanagedDomainFunctions: KernelFunctions = {
  /** Its number; 0: no memory. Numbers of domains that are gone are given again. */
  __iommu_create_domain(context: KernelContext): number {
    const { machine, kernel } = context.world;
    const { domains } = kernel.iommu;
    const free = domains.findIndex(({ type }) => type === 'freed');
    const id = (free < 0 ? domains.length : free) + 1;
    const domain = createDomain(id, 'unmanaged', machine, tableMemory(context));
    if (domain) domains[id - 1] = domain;
    return domain ? id : 0;
  },
  __iommu_drop_domain(context: KernelContext, id: number) {
    const domain = numbered(context, id);
    const unlinked: number[] = [];
    listTables(context.world.hardware, domain.table, domain.levels, unlinked);
    invalidateDomain(context, domain);
    freeTables(tableMemory(context), unlinked);
    context.world.kernel.iommu.domains[id - 1] = { ...domain, type: 'freed', devices: [], end: 0 };
  },
  /** Leads the device's addresses through another domain: its group's, or one that a driver made. */
  __iommu_attach(context: KernelContext, device: bigint, id: number) {
    const { kernel, hardware } = context.world;
    const name = readText(context.port, device, 64);
    const domain = numbered(context, id);
    kernel.iommu.attached.delete(name);
    for (const { type, devices } of kernel.iommu.domains)
      if (type === 'unmanaged' && devices.includes(name)) devices.splice(devices.indexOf(name), 1);
    if (domain.type === 'unmanaged') {
      kernel.iommu.attached.add(name);
      domain.devices.push(name);
    }
    writeContext(tableMemory(context), domain, name);
    dropContext(hardware.iommu!, name);
    invalidateDomain(context, domain);
  },
  __iommu_map_pages(context: KernelContext, id: number, page: bigint, frame: bigint, pages: bigint, write: number) {
    const pieces = [{ frame: numberOf(frame), pages: numberOf(pages) }];
    const rights = rightsFor(write ? DMA_BIDIRECTIONAL : DMA_TO_DEVICE);
    return mapPieces(context, numbered(context, id), numberOf(page), pieces, rights) ? 0 : -errno.ENOMEM;
  },
  /** How many pages: more than asked for where one entry covers more. */
  __iommu_unmap_pages(context: KernelContext, id: number, page: bigint, pages: bigint): bigint {
    const domain = numbered(context, id);
    const outcome = unmapSecondLevel(tableMemory(context), domain, numberOf(page), numberOf(pages));
    for (const [first, count] of outcome.pieces) invalidatePages(context, domain, first, count);
    freeTables(tableMemory(context), outcome.tables);
    return bigintOf(outcome.pages);
  },
  /** 0 where nothing is mapped. */
  __iommu_translate: (context: KernelContext, id: number, address: bigint): bigint =>
    bigintOf(secondLevelPhysical(context.world.hardware, numbered(context, id), numberOf(address)) ?? 0),
};

function numbered({ world }: KernelContext, id: number): IommuDomain {
  return domainNumbered(world.kernel.iommu, id)!;
}
