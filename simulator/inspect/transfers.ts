/** DMA transfers put together from the journal's records: what was programmed, where it went, what came of it. */
import { allRecords, firstSequence, recordNumbered, recordsOfKind } from '../journal.ts';
import type { DmaTransferStarts, JournalRecord, RecordOfKind } from '../journal.ts';
import type { World } from '../world.ts';
import { hex, placeOfStack } from './formatting.ts';
import { ownerOfFrame } from './owners.ts';
import type { FindingView, SourcePlace, TransfersView, TransferView } from './view-models.ts';

const shownTransfers = 500;

/** `limit`: transfers, and findings, the newest. */
export function inspectTransfers(world: World, limit = shownTransfers): TransfersView {
  const begun = [...recordsByTransfer(world).values()].filter((each) => each.some(({ kind }) => kind === 'dma-start'));
  const found = recordsOfKind(world.journal, 'finding');
  return {
    transfers: newest(begun, limit).flatMap((each) => transferView(world, each) ?? []),
    dropped: Math.max(0, begun.length - limit),
    findings: newest(found, limit).map((each) => findingView(world, each)),
    findingsDropped: Math.max(0, found.length - limit),
  };
}

function newest<Item>(items: readonly Item[], limit: number): readonly Item[] {
  return items.slice(Math.max(0, items.length - limit));
}

/** All records of each transfer, oldest first. */
export function recordsByTransfer(world: World): Map<number, JournalRecord[]> {
  const found = new Map<number, JournalRecord[]>();
  for (const record of allRecords(world.journal)) {
    if (!('transfer' in record) || record.transfer === null) continue;
    const list = found.get(record.transfer);
    if (list) list.push(record);
    else found.set(record.transfer, [record]);
  }
  return found;
}

function transferView(world: World, records: readonly JournalRecord[]): TransferView | null {
  const start = records.find((each) => each.kind === 'dma-start');
  if (start?.kind !== 'dma-start') return null;
  const end = records.find((each) => each.kind === 'dma-complete');
  const bursts = records.filter((each) => each.kind === 'dma-burst');
  const complete = end?.kind === 'dma-complete' ? end : null;
  const cause = causeOf(world, start);
  return {
    transfer: start.transfer,
    device: start.device,
    direction: start.direction,
    length: start.length,
    programmed: hex(start.programmed),
    driven: hex(start.driven),
    bridged: hex(start.bridged),
    physical: start.physical === null ? null : hex(start.physical),
    bytesMoved: complete
      ? complete.bytesMoved
      : bursts.reduce((sum, each) => sum + (each.kind === 'dma-burst' && each.status === 'ok' ? each.length : 0), 0),
    bursts: bursts.length,
    status: complete ? complete.status : 'running',
    startedAt: start.at,
    endedAt: end ? end.at : null,
    framesChanged: complete ? complete.framesChanged.length : 0,
    purpose: start.purpose,
    intended: start.intended,
    hit: hitBy(world, start),
    wrongTarget: records.some((each) => each.kind === 'finding' && each.code === 'wrong-target'),
    place: placeOfTransfer(world, start),
    begunBy: cause && `${cause.register || hex(cause.offset)} = ${hex(cause.value)}`,
  };
}

/** Where code began it; of one that a device begins by itself, the register write that led to it. */
export function placeOfTransfer(world: World, start: DmaTransferStarts & JournalRecord): SourcePlace | null {
  return placeOfStack(world, start.stack.length > 0 ? start.stack : (causeOf(world, start)?.stack ?? []));
}

/** The register write that led to it, where the journal still has it. */
function causeOf({ journal }: World, { cause }: DmaTransferStarts): RecordOfKind<'register-write'> | null {
  if (cause === undefined || cause < firstSequence(journal) || cause >= journal.nextSequence) return null;
  const record = recordNumbered(journal, cause);
  return record.kind === 'register-write' ? record : null;
}

function hitBy(world: World, start: DmaTransferStarts): string {
  return start.physical === null
    ? 'nothing: the request was refused'
    : ownerOfFrame(world, Math.floor(start.physical / 4096)).owner;
}

function findingView(world: World, record: RecordOfKind<'finding'>): FindingView {
  const { sequence, code, origin, severity, message, stack } = record;
  return { sequence, code, origin, severity, message, place: placeOfStack(world, stack) };
}
