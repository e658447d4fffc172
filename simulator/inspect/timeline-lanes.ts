/** Which lane a journal record belongs to, and how an event is told there. */
import type { JournalRecord } from '../journal.ts';
import { describeRecord } from '../run-control/event-filters.ts';
import type { World } from '../world.ts';
import type { TimelineEvent, TimelineLane } from './view-models.ts';

export function lanesOf({ hardware, devices, machine }: World): TimelineLane[] {
  return [
    ...hardware.cpus.map(({ id }) => ({ id: `cpu ${id}`, name: `CPU ${id}`, kind: 'cpu' as const })),
    ...Object.keys(devices).map((name) => ({ id: `device ${name}`, name, kind: 'device' as const })),
    { id: 'bus', name: 'Bus: DMA', kind: 'bus' },
    { id: 'mappings', name: 'DMA buffers', kind: 'mappings' },
    { id: 'maintenance', name: machine.iommu === 'off' ? 'Caches, TLBs' : 'Caches, TLBs, IOTLB', kind: 'maintenance' },
    { id: 'faults', name: 'Faults, findings', kind: 'faults' },
    { id: 'disk', name: 'Disk', kind: 'disk' },
  ];
}

/** Records that stand for themselves. */
const laneOfKind: Readonly<Partial<Record<JournalRecord['kind'], string>>> = {
  'coherent-alloc': 'mappings',
  'coherent-free': 'mappings',
  'dma-map': 'mappings',
  'dma-unmap': 'mappings',
  'iommu-map': 'mappings',
  'iommu-unmap': 'mappings',
  'cma-alloc': 'mappings',
  'cma-release': 'mappings',
  'dma-sync': 'maintenance',
  bounce: 'maintenance',
  'tlb-flush': 'maintenance',
  'iotlb-invalidation': 'maintenance',
  'page-fault': 'faults',
  'iommu-fault': 'faults',
  finding: 'faults',
  'allocation-failed': 'faults',
  'cma-rejected': 'faults',
  'fault-injected': 'faults',
  'power-cut': 'faults',
  'disk-complete': 'disk',
};
const onDevice = ['register-read', 'register-write', 'interrupt-raised'];
const onCpu = ['interrupt-delivered', 'log', 'output', 'task', 'mmap', 'munmap'];
const errors: ReadonlySet<string> = new Set(['iommu-fault', 'allocation-failed', 'power-cut']);
const warnings: ReadonlySet<string> = new Set(['cma-rejected', 'fault-injected']);

/** Of a record its lane among `lanesOf`, or -1. */
export function laneFinder(
  lanes: readonly TimelineLane[],
): (kind: JournalRecord['kind'], cpu: number | null, record: JournalRecord | null) => number {
  const devices = new Map(lanes.flatMap(({ kind, name }, index) => (kind === 'device' ? [[name, index]] : [])));
  const places = new Map<string, number | 'device' | 'cpu'>([
    ...onDevice.map((kind) => [kind, 'device'] as const),
    ...onCpu.map((kind) => [kind, 'cpu'] as const),
    ...Object.entries(laneOfKind).map(([kind, lane]) => [kind, lanes.findIndex(({ id }) => id === lane)] as const),
  ]);
  return (kind, cpu, record) => {
    const place = places.get(kind) ?? -1;
    if (typeof place === 'number') return place;
    // The CPUs come first.
    if (place === 'cpu') return cpu ?? -1;
    return record && 'device' in record ? (devices.get(record.device ?? '') ?? -1) : -1;
  };
}

export function severityOf(kind: JournalRecord['kind'], record: JournalRecord | null): TimelineEvent['severity'] {
  if (record?.kind === 'finding') return record.severity;
  if (errors.has(kind)) return 'error';
  return warnings.has(kind) ? 'warning' : 'plain';
}

/** `names`: of tasks that the machine does not know, where it stands. */
export function eventText(
  world: World,
  what: string,
  record: JournalRecord,
  names: ReadonlyMap<number, string>,
): string {
  if (what === 'runs') return taskName(world, record.task ?? 0, names);
  return record.kind === 'log' || record.kind === 'output' ? record.text.trim() : describeRecord(record);
}

function taskName({ kernel: { tasks } }: World, task: number, names: ReadonlyMap<number, string>): string {
  return `${tasks.byPid.get(task)?.name ?? names.get(task) ?? 'task'} (pid ${task})`;
}
