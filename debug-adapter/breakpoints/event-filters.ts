/** DMA breakpoints and their like, offered as DAP's exception filters. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { EventFilterName, EventFilterRequest } from '../../simulator/index.ts';

interface EventFilterDescription {
  readonly filter: EventFilterName;
  readonly label: string;
  readonly description: string;
  /** What a condition typically looks like. */
  readonly example: string;
  readonly default: boolean;
}

export const eventFilters: readonly EventFilterDescription[] = [
  {
    filter: 'dma-start',
    label: 'DMA transfer starts',
    description: 'Stops when a device begins to move data, before the first byte has moved.',
    example: 'device == "0000:01:00.0" && length > 4096 && toDevice',
    default: false,
  },
  {
    filter: 'dma-complete',
    label: 'DMA transfer completes',
    description: 'Stops when a device has moved all data of a transfer, before its interrupt.',
    example: 'fromDevice && framesChanged > 0',
    default: false,
  },
  {
    filter: 'wrong-target',
    label: "DMA hits memory that is not the device's",
    description:
      'Stops when a transfer goes to memory that the driver has not mapped for this device. No real kernel can see this without an IOMMU.',
    example: 'device == "0000:01:00.0"',
    default: true,
  },
  {
    filter: 'iommu-fault',
    label: 'IOMMU fault',
    description: 'Stops when the IOMMU does not let a request of a device pass, before the kernel is told.',
    example: 'device == "0000:00:02.0" && fromDevice',
    default: false,
  },
  {
    filter: 'iotlb-invalidation',
    label: 'IOTLB invalidated',
    description:
      'Stops when the kernel makes the IOMMU forget translations: from now on a device cannot use what was unmapped.',
    example: 'dropped > 0',
    default: false,
  },
  {
    filter: 'finding',
    label: 'Any finding',
    description: 'Stops at everything that the kernel would complain about or that the simulator alone can see.',
    example: 'code == "stale-data"',
    default: false,
  },
  {
    filter: 'kernel-warning',
    label: 'Kernel warning or oops',
    description: 'Stops where a real kernel would print a warning with a stack trace.',
    example: 'code == "dma-api"',
    default: false,
  },
];

export function eventFilterLabel(filter: EventFilterName): string {
  return eventFilters.find((each) => each.filter === filter)?.label ?? filter;
}

/** As the client shows them. `fields`: what conditions may use. */
export function exceptionFilters(fields: Readonly<Record<string, string>>): DebugProtocol.ExceptionBreakpointsFilter[] {
  const names = Object.keys(fields).join(', ');
  return eventFilters.map(({ example, ...filter }) => ({
    ...filter,
    supportsCondition: true,
    conditionDescription: `C operators over ${names}; for example ${example}`,
  }));
}

export interface WantedFilter {
  readonly name: string;
  readonly condition: string | null;
}

/** In the order asked for; null where there is no filter of that name. */
export function filterRequests(wanted: readonly WantedFilter[]): readonly (EventFilterRequest | null)[] {
  return wanted.map(({ name, condition }) => {
    const known = eventFilters.find((each) => each.filter === name);
    return known ? { filter: known.filter, condition: condition?.trim() ? condition : null } : null;
  });
}
