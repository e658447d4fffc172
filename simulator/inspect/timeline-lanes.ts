/** Journal records as events on lanes: who does something, from when to when. */
import type { JournalRecord } from '../journal.ts';
import { describeRecord } from '../run-control/event-filters.ts';
import type { World } from '../world.ts';
import type { TimelineEvent, TimelineLane } from './view-models.ts';

/** An event whose place is not looked up yet: only those that are shown need it. */
export interface LaneEvent extends Omit<TimelineEvent, 'lane' | 'text' | 'place' | 'count' | 'ahead'> {
  readonly lane: string;
  readonly record: JournalRecord;
}

type Lasting = LaneEvent & { until: number };

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
const onDevice: ReadonlySet<string> = new Set(['register-read', 'register-write', 'interrupt-raised']);
const onCpu: ReadonlySet<string> = new Set(['interrupt-delivered', 'log', 'output', 'task', 'mmap', 'munmap']);
const errors: ReadonlySet<string> = new Set(['iommu-fault', 'allocation-failed', 'power-cut']);
const warnings: ReadonlySet<string> = new Set(['cma-rejected', 'fault-injected']);

/** What touches the time from `from` to `to`. `records` oldest first. */
export function laneEvents(records: readonly JournalRecord[], from: number, to: number): LaneEvent[] {
  const lasting = [...turnsOnCpus(records), ...transfersOf(records)];
  const events: LaneEvent[] = lasting.filter(({ at, until }) => at <= to && until >= from);
  for (const record of records) {
    const lane = record.at < from || record.at > to ? null : laneOf(record);
    if (lane === null) continue;
    const { sequence, at, kind } = record;
    events.push({ sequence, at, until: null, lane, what: kind, severity: severityOf(record), record });
  }
  return events;
}

function laneOf(record: JournalRecord): string | null {
  const { kind, cpu } = record;
  if (onDevice.has(kind) && 'device' in record) return `device ${record.device}`;
  if (onCpu.has(kind)) return cpu === null ? null : `cpu ${cpu}`;
  return laneOfKind[kind] ?? null;
}

function severityOf(record: JournalRecord): TimelineEvent['severity'] {
  if (record.kind === 'finding') return record.severity;
  if (errors.has(record.kind)) return 'error';
  return warnings.has(record.kind) ? 'warning' : 'plain';
}

/** What the records of one task say one after the other: the task runs from the first to the last of them at least. */
function turnsOnCpus(records: readonly JournalRecord[]): Lasting[] {
  const turns: Lasting[] = [];
  const open = new Map<number, Lasting>();
  for (const record of records) {
    const { cpu, task, at, sequence } = record;
    if (cpu === null || task === null) continue;
    const last = open.get(cpu);
    if (last && last.record.task === task) {
      last.until = at;
      continue;
    }
    const turn = { lane: `cpu ${cpu}`, sequence, at, until: at, what: 'runs', severity: 'plain' as const, record };
    open.set(cpu, turn);
    turns.push(turn);
  }
  return turns;
}

/** From the announcement to the end; one that has not ended lasts to its last burst. */
function transfersOf(records: readonly JournalRecord[]): Lasting[] {
  const found = new Map<number, Lasting>();
  for (const record of records) {
    if (record.kind === 'dma-start') {
      const { sequence, at, transfer } = record;
      found.set(transfer, { lane: 'bus', sequence, at, until: at, what: 'dma-start', severity: 'plain', record });
    } else if (record.kind === 'dma-burst' || record.kind === 'dma-complete') {
      const transfer = found.get(record.transfer);
      if (transfer) transfer.until = record.at;
    }
  }
  return [...found.values()];
}

/** `names`: of tasks that the machine does not know, where it stands. */
export function eventText(world: World, { what, record }: LaneEvent, names: ReadonlyMap<number, string>): string {
  if (what === 'runs') return taskName(world, record.task ?? 0, names);
  return record.kind === 'log' || record.kind === 'output' ? record.text.trim() : describeRecord(record);
}

function taskName({ kernel: { tasks } }: World, task: number, names: ReadonlyMap<number, string>): string {
  return `${tasks.byPid.get(task)?.name ?? names.get(task) ?? 'task'} (pid ${task})`;
}

export function tasksCreated(records: readonly JournalRecord[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const record of records) if (record.kind === 'task') names.set(record.other, record.name);
  return names;
}
