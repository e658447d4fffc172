/** IOMMU groups as drivers/iommu/iommu.c shows them in /sys. */
import { readText } from '../../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../../kernel-context.ts';
import { domainNumbered } from './domain.ts';
import type { IommuDomain } from './domain.ts';

const kinds: Partial<Record<IommuDomain['type'], number>> = { passthrough: 0, strict: 1, lazy: 2 };

export const iommuGroupFunctions: KernelFunctions = {
  /** -1: the device is behind no IOMMU. */
  __iommu_group_of(context: KernelContext, device: bigint): number {
    const { iommu } = context.world.kernel;
    const domain = domainNumbered(iommu, iommu.domainOf.get(readText(context.port, device, 64)) ?? 0);
    return domain ? domain.group : -1;
  },
  /** 0 passed through, 1 translated strictly, 2 lazily. */
  __iommu_group_kind: ({ world }: KernelContext, group: number): number => {
    const domain = world.kernel.iommu.domains.find((each) => each.group === group);
    return domain ? kinds[domain.type]! : 0;
  },
};
