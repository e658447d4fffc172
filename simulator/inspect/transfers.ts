/** DMA transfers put together from the journal's records: what was programmed, where it went, what came of it. */
import { firstSequence, recordNumbered, recordsOfKind, recordsOfKinds } from '../journal.ts';
import type { DmaTransferStarts, Journal, JournalRecord, RecordOfKind } from '../journal.ts';
import type { World } from '../world.ts';
import { hex, placeOfStack } from './formatting.ts';
import { ownerOfFrame } from './owners.ts';
import type { FindingView, SourcePlace, TransfersView, TransferView } from './view-models.ts';

const shownTransfers = 500;

/** `limit`: transfers, and findings, the newest. */
export function inspectTransfers(world: World, limit = shownTransfers): TransfersView {
  const begun = recordsOfKind(world.journal, 'dma-start');
  const found = recordsOfKind(world.journal, 'finding');
  return {
    transfers: recordsByTransfer(world.journal, newest(begun, limit)).map((each) => transferView(world, each)),
    dropped: Math.max(0, begun.length - limit),
    findings: newest(found, limit).map((each) => findingView(world, each)),
    findingsDropped: Math.max(0, found.length - limit),
  };
}

function newest<Item>(items: readonly Item[], limit: number): readonly Item[] {
  return items.slice(Math.max(0, items.length - limit));
}

export interface TransferRecords {
  readonly start: RecordOfKind<'dma-start'>;
  readonly bursts: RecordOfKind<'dma-burst'>[];
  complete: RecordOfKind<'dma-complete'> | null;
  wrongTarget: boolean;
}

/** What the journal has of each of these transfers. `starts`: oldest first. */
export function recordsByTransfer(
  journal: Journal,
  starts: readonly RecordOfKind<'dma-start'>[],
): readonly TransferRecords[] {
  const found = new Map<number, TransferRecords>();
  for (const start of starts) found.set(start.transfer, { start, bursts: [], complete: null, wrongTarget: false });
  const kinds = ['dma-burst', 'dma-complete', 'finding'] as const;
  for (const record of starts[0] ? recordsOfKinds(journal, kinds, starts[0].sequence) : []) {
    const own = record.transfer === null ? undefined : found.get(record.transfer);
    if (!own) continue;
    if (record.kind === 'dma-burst') own.bursts.push(record);
    else if (record.kind === 'dma-complete') own.complete ??= record;
    else if (record.code === 'wrong-target') own.wrongTarget = true;
  }
  return [...found.values()];
}

function transferView(world: World, { start, bursts, complete, wrongTarget }: TransferRecords): TransferView {
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
      : bursts.reduce((sum, each) => sum + (each.status === 'ok' ? each.length : 0), 0),
    bursts: bursts.length,
    status: complete ? complete.status : 'running',
    startedAt: start.at,
    endedAt: complete ? complete.at : null,
    framesChanged: complete ? complete.framesChanged.length : 0,
    purpose: start.purpose,
    intended: start.intended,
    hit: hitBy(world, start),
    wrongTarget,
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
