/** Physical memory as the allocators' own records and the journal have it: zones, owners, CMA, what the last transfer touched. */
import { newestFirst, type RecordOfKind } from '../journal.ts';
import { describeCma, givenRanges, type CmaArea } from '../kernel/cma.ts';
import { findMapping } from '../kernel/dma/find-mapping.ts';
import { describeZones, ownerRuns, type OwnerRun } from '../kernel/page-allocator.ts';
import type { World } from '../world.ts';
import { base64, hex } from './formatting.ts';
import { placeOfStatement } from './owners.ts';
import { recordsByTransfer } from './transfers.ts';
import type { CmaAreaView, FrameRange, FrameRun, PhysicalMemoryView } from './view-models.ts';

const defaultRunLimit = 20_000;

export function inspectPhysicalMemory(world: World, runLimit = defaultRunLimit): PhysicalMemoryView {
  const { pageAllocator, cma } = world.kernel;
  const end = Math.max(...pageAllocator.ram.map(([, last]) => last));
  const given = cma.areas.flatMap((area) => givenRanges(pageAllocator, area)).sort((a, b) => a.first - b.first);
  let next = 0;
  const runs = ownerRuns(pageAllocator, 0, end, given).map((run) => {
    while (next < given.length && given[next]!.end <= run.first) next++;
    return frameRun(world, run, next < given.length && run.first >= given[next]!.first);
  });
  return {
    totalBytes: world.machine.memory.reduce((sum, [first, last]) => sum + last - first, 0),
    zones: describeZones(pageAllocator).map(
      ({ name, firstFrame, endFrame, presentFrames, freeFrames, freeByOrder }) => ({
        name,
        firstFrame,
        endFrame,
        presentFrames,
        freeFrames,
        freeByOrder,
      }),
    ),
    runs: mergedTo(runs, runLimit),
    cma: cma.areas.map((area) => cmaView(world, area)),
    mmio: world.hardware.mmio.map(({ device, bar, start, end: last }) => ({
      device,
      bar,
      start: hex(start),
      bytes: last - start,
    })),
    lastTransfer: lastTransfer(world),
  };
}

function frameRun(world: World, run: OwnerRun, inCma: boolean): FrameRun {
  const { kind, what, statement } = run.owner;
  return {
    first: run.first,
    count: run.count,
    kind: inCma ? 'cma-used' : kind === 'hole' ? 'other' : kind,
    owner: what,
    place: placeOfStatement(world, statement),
  };
}

/** Beyond the limit, neighbours of one kind become one run. */
function mergedTo(runs: readonly FrameRun[], limit: number): FrameRun[] {
  if (runs.length <= limit) return [...runs];
  const merged: FrameRun[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last && last.kind === run.kind && last.first + last.count === run.first)
      merged[merged.length - 1] = {
        ...last,
        count: last.count + run.count,
        owner: `several: ${run.kind}`,
        place: null,
      };
    else merged.push(run);
  }
  return merged.slice(0, limit);
}

function cmaView(world: World, area: CmaArea): CmaAreaView {
  const { usedFrames, maxChunk, owners } = describeCma(world.kernel.pageAllocator, area);
  const bits = Math.ceil(area.frames / 2 ** area.orderPerBit);
  return {
    name: area.name,
    baseFrame: area.baseFrame,
    frames: area.frames,
    usedFrames,
    maxChunk,
    orderPerBit: area.orderPerBit,
    bitmap: base64(new Uint8Array(area.bitmap.buffer, area.bitmap.byteOffset, Math.ceil(bits / 8))),
    owners: owners.map(({ first, end, owner }) => ({
      first,
      count: end - first,
      kind: 'cma-used' as const,
      owner: owner.what,
      place: placeOfStatement(world, owner.statement),
    })),
  };
}

function lastTransfer(world: World): PhysicalMemoryView['lastTransfer'] {
  const [newest] = newestFirst(world.journal, ['dma-start']);
  const [records] = newest ? recordsByTransfer(world.journal, [newest]) : [];
  if (!records) return null;
  const { start, complete, bursts } = records;
  const mapping = findMapping(world.kernel, start.device, start.programmed, start.length);
  return {
    transfer: start.transfer,
    device: start.device,
    direction: start.direction,
    touched: touchedFrames(bursts),
    changed: rangesOf(complete?.framesChanged ?? world.transfers.open.get(start.transfer)?.framesChanged ?? []),
    intended:
      typeof mapping?.physical === 'number' ? [framesFrom(mapping.physical + mapping.offset, start.length)] : [],
  };
}

function touchedFrames(bursts: readonly RecordOfKind<'dma-burst'>[]): FrameRange[] {
  const frames = bursts.flatMap(({ physical, length, status }) =>
    physical !== null && status === 'ok' ? framesOf(physical, length) : [],
  );
  return rangesOf(frames.sort((a, b) => a - b));
}

function framesOf(physical: number, length: number): number[] {
  const { first, count } = framesFrom(physical, length);
  return Array.from({ length: count }, (_, i) => first + i);
}

function framesFrom(physical: number, length: number): FrameRange {
  const first = Math.floor(physical / 4096);
  return { first, count: Math.floor((physical + Math.max(1, length) - 1) / 4096) - first + 1 };
}

/** Ascending frame numbers, repetitions allowed, as ranges. */
function rangesOf(frames: readonly number[]): FrameRange[] {
  const ranges: { first: number; count: number }[] = [];
  for (const frame of frames) {
    const last = ranges.at(-1);
    if (last && frame < last.first + last.count) continue;
    if (last && frame === last.first + last.count) last.count++;
    else ranges.push({ first: frame, count: 1 });
  }
  return ranges;
}
