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
    example: 'code == "stale-read"',
    default: false,
  },
  {
    filter: 'kernel-warning',
    label: 'Kernel warning or oops',
    description: 'Stops where a real kernel would print a warning with a stack trace.',
    example: 'code == "dma-api"',
    default: false,
  },
  {
    filter: 'dma-burst',
    label: 'Each burst of a DMA transfer',
    description: 'Stops at every piece of a transfer, with the address that memory sees.',
    example: 'status != "ok"',
    default: false,
  },
  {
    filter: 'dma-map',
    label: 'DMA mapping made',
    description: 'Stops when the driver has given a buffer to its device: dma_map_single() and its kin.',
    example: 'device == "0000:00:02.0" && size > 4096',
    default: false,
  },
  {
    filter: 'dma-sync',
    label: 'DMA mapping synchronised',
    description: 'Stops at dma_sync_single_for_cpu(), _for_device() and their kin.',
    example: 'what == "for-cpu"',
    default: false,
  },
  {
    filter: 'dma-unmap',
    label: 'DMA mapping removed',
    description: 'Stops when the driver takes a buffer back from its device.',
    example: 'handle == 0x1000',
    default: false,
  },
  {
    filter: 'mapping-failed',
    label: 'DMA mapping failed',
    description: 'Stops when a mapping gives DMA_MAPPING_ERROR.',
    example: 'size > 65536',
    default: false,
  },
  {
    filter: 'allocation',
    label: 'Coherent buffer allocated or freed',
    description: 'Stops when dma_alloc_coherent() or its like has given a buffer, or one is given back.',
    example: 'length > 65536',
    default: false,
  },
  {
    filter: 'allocation-failed',
    label: 'Allocation failed',
    description: 'Stops when memory that was asked for is not to be had.',
    example: 'reason != ""',
    default: false,
  },
  {
    filter: 'cma-rejected',
    label: 'CMA rejected',
    description: 'Stops when a block of CMA lies beyond what the device claims to reach and is given back.',
    example: 'device == "0000:01:00.0"',
    default: false,
  },
  {
    filter: 'bounce',
    label: 'Bounced by swiotlb',
    description: 'Stops when data is copied between a buffer and its bounce slots.',
    example: 'length > 4096',
    default: false,
  },
  {
    filter: 'iommu-map',
    label: 'IOMMU mapping made or removed',
    description: 'Stops when addresses of a device are mapped or unmapped in its IOMMU tables.',
    example: 'length > 4096',
    default: false,
  },
  {
    filter: 'interrupt-raised',
    label: 'Interrupt raised',
    description: 'Stops when a device raises an interrupt.',
    example: 'device == "0000:00:02.0"',
    default: false,
  },
  {
    filter: 'interrupt-delivered',
    label: 'Interrupt delivered',
    description: 'Stops when a CPU takes an interrupt, before its handlers run.',
    example: 'cpu == 0',
    default: false,
  },
  {
    filter: 'register-read',
    label: 'Register read',
    description: 'Stops when a CPU reads a device register.',
    example: 'register == "STATUS"',
    default: false,
  },
  {
    filter: 'register-write',
    label: 'Register written',
    description: 'Stops when a CPU writes a device register.',
    example: 'register == "DMA_CMD" && (value & 1) == 1',
    default: false,
  },
  {
    filter: 'page-fault',
    label: 'Page fault',
    description: 'Stops at each page fault of a program.',
    example: 'access == "write"',
    default: false,
  },
  {
    filter: 'tlb-shootdown',
    label: 'TLB shootdown',
    description: 'Stops when one CPU makes others forget translations by interrupt.',
    example: 'pages > 1',
    default: false,
  },
  {
    filter: 'log',
    label: 'Kernel log line',
    description: 'Stops when the kernel logs a line.',
    example: 'level <= 3',
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
