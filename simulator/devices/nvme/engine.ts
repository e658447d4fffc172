/** The controller at work, one command after the other: fetch the entry, then the PRP lists, move the data, write the completion. Each step begins a transfer that the next one carries out. */
import type { DeviceBus } from '../device.ts';
import { readStored, writeStored } from '../stored-pages.ts';
import { runAdminCommand } from './admin-commands.ts';
import { commandName, fieldsOf } from './command.ts';
import { judgeIoCommand } from './io-commands.ts';
import { isChained, takeList, takePointers, type PrpStep } from './prp.ts';
import { advanceTail, completionEntry, completionQueueOf, isFull, nextQueue } from './queues.ts';
import { statusBits } from './registers.ts';
import {
  completionEntryBytes,
  pageBytes,
  submissionEntryBytes,
  type DataDirection,
  type Job,
  type NvmeState,
} from './state.ts';
import { status, type Status } from './status.ts';

/** ns for a request over the link and back: our choice. */
const linkNanoseconds = 600;
/** Between the end of a transfer and the begin of the next: a stop at the one does not show the other. */
const turnNanoseconds = 1;

/** ns until the next step; null: there is nothing to do. */
type Delay = number | null;

/** There may be something to do. */
export function wakeEngine(state: NvmeState, bus: DeviceBus, delay = linkNanoseconds): void {
  if (state.awake || (state.registers['CSTS']! & (statusBits.ready | statusBits.fatal)) !== statusBits.ready) return;
  state.awake = true;
  bus.wakeAfter(delay, { name: 'engine', data: { generation: state.generation } });
}

export function stepEngine(state: NvmeState, bus: DeviceBus): void {
  state.awake = false;
  const delay = step(state, bus);
  if (delay !== null) wakeEngine(state, bus, delay);
}

/** A completion queue has room again. */
export function resumeCompletion(state: NvmeState, bus: DeviceBus): void {
  if (state.job?.phase === 'next-completion') wakeEngine(state, bus);
}

export function stopEngine(state: NvmeState, bus: DeviceBus, why: string): void {
  if (state.job && state.job.transfer >= 0) bus.endTransfer(state.job.transfer, why);
  state.job = null;
  state.awake = false;
}

function step(state: NvmeState, bus: DeviceBus): Delay {
  const { job } = state;
  switch (job?.phase) {
    case undefined:
      return beginFetch(state, bus);
    case 'fetch':
      return finishFetch(state, job!, bus);
    case 'next-list':
      return beginList(job!, bus);
    case 'list':
      return finishList(job!, bus);
    case 'next-data':
      return beginSegment(job!, bus);
    case 'data':
      return finishSegment(job!, state, bus);
    case 'next-completion':
      return beginCompletion(job!, state, bus);
    case 'completion':
      return finishCompletion(job!, state, bus);
  }
}

function beginFetch(state: NvmeState, bus: DeviceBus): Delay {
  const queue = nextQueue(state);
  if (!queue) return null;
  const job = newJob(queue.id, queue.head);
  state.served = queue.id;
  state.job = job;
  const address = queue.base + BigInt(submissionEntryBytes * queue.head);
  const purpose = `submission queue ${queue.id}, entry ${queue.head}`;
  job.transfer = bus.beginTransfer('to-device', address, submissionEntryBytes, purpose);
  return linkNanoseconds;
}

function newJob(queue: number, slot: number): Job {
  return {
    queue,
    slot,
    phase: 'fetch',
    command: new Uint8Array(submissionEntryBytes),
    transfer: -1,
    direction: 'from-device',
    bytes: 0,
    segments: [],
    lists: [],
    listAddress: 0n,
    listEntries: 0,
    segment: 0,
    moved: 0,
    mediaStart: null,
    answer: null,
    status: status.success,
    result: 0,
  };
}

/** Ends the transfer under way with what was read; null: refused. */
function read(job: Job, length: number, bus: DeviceBus): Uint8Array | null {
  const bytes = bus.readBurst(job.transfer, 0, length);
  bus.endTransfer(job.transfer, bytes ? 'done' : 'refused');
  job.transfer = -1;
  return bytes;
}

/** Without its commands a controller cannot go on. */
function finishFetch(state: NvmeState, job: Job, bus: DeviceBus): Delay {
  const command = read(job, submissionEntryBytes, bus);
  if (!command) {
    state.registers['CSTS'] = state.registers['CSTS']! | statusBits.fatal;
    state.job = null;
    return null;
  }
  job.command = command;
  const queue = state.submission.get(job.queue)!;
  queue.head = (queue.head + 1) % queue.entries;
  return execute(state, job, bus);
}

function execute(state: NvmeState, job: Job, bus: DeviceBus): Delay {
  const command = fieldsOf(job.command);
  // Fused operations and SGLs are not supported; Identify says so.
  if (command.flags !== 0) return complete(job, status.invalidField);
  return job.queue === 0 ? executeAdmin(state, job, bus) : executeIo(state, job, bus);
}

function executeAdmin(state: NvmeState, job: Job, bus: DeviceBus): Delay {
  const verdict = runAdminCommand(state, fieldsOf(job.command), bus);
  if (verdict.held) {
    state.job = null;
    return linkNanoseconds;
  }
  job.result = verdict.result ?? 0;
  if (!verdict.answer) return complete(job, verdict.status);
  job.answer = verdict.answer;
  return beginData(job, 'from-device', verdict.answer.length, bus);
}

function executeIo(state: NvmeState, job: Job, bus: DeviceBus): Delay {
  const verdict = judgeIoCommand(fieldsOf(job.command), bus.configuration);
  if (verdict.status !== 0) return complete(job, verdict.status);
  if (!verdict.data) return complete(job, status.success);
  job.mediaStart = verdict.data.start;
  return beginData(job, verdict.data.direction, verdict.data.bytes, bus);
}

function beginData(job: Job, direction: DataDirection, bytes: number, bus: DeviceBus): Delay {
  job.direction = direction;
  job.bytes = bytes;
  const { prp1, prp2 } = fieldsOf(job.command);
  return follow(job, takePointers(prp1, prp2, bytes, job.segments), bus);
}

function undescribed(job: Job): number {
  return job.bytes - job.segments.reduce((sum, { length }) => sum + length, 0);
}

/** What the pointers found so far ask for. */
function follow(job: Job, found: PrpStep, bus: DeviceBus): Delay {
  if (found.kind === 'refused') return complete(job, found.status);
  if (found.kind === 'complete') {
    job.phase = 'next-data';
    return job.mediaStart === null ? turnNanoseconds : (bus.configuration['commandNanoseconds'] as number);
  }
  job.phase = 'next-list';
  job.listAddress = found.address;
  job.listEntries = found.entries;
  return turnNanoseconds;
}

function beginList(job: Job, bus: DeviceBus): Delay {
  job.phase = 'list';
  const purpose = `PRP list, page ${job.lists.length + 1}: ${job.listEntries} entries`;
  job.transfer = bus.beginTransfer('to-device', job.listAddress, 8 * job.listEntries, purpose);
  return linkNanoseconds;
}

function finishList(job: Job, bus: DeviceBus): Delay {
  const bytes = read(job, 8 * job.listEntries, bus);
  if (!bytes) return complete(job, status.dataTransferError);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const entries = Array.from({ length: job.listEntries }, (_, i) => view.getBigUint64(8 * i, true));
  const rest = undescribed(job);
  const list = { address: job.listAddress, entries, chained: isChained(job.listAddress, rest) };
  job.lists.push(list);
  return follow(job, takeList(list, rest, job.segments), bus);
}

function beginSegment(job: Job, bus: DeviceBus): Delay {
  const { address, length } = job.segments[job.segment]!;
  job.phase = 'data';
  const name = commandName(job.queue, fieldsOf(job.command).opcode);
  const purpose = `data of ${name}, page ${job.segment + 1} of ${job.segments.length}`;
  job.transfer = bus.beginTransfer(job.direction, address, length, purpose);
  return Math.ceil(((bus.configuration['pageNanoseconds'] as number) * length) / pageBytes);
}

function finishSegment(job: Job, state: NvmeState, bus: DeviceBus): Delay {
  const { length } = job.segments[job.segment]!;
  if (job.direction === 'from-device') {
    // Memory writes are posted: the controller is not told whether anybody took them.
    bus.writeBurst(job.transfer, 0, dataOf(job, state, length));
    bus.endTransfer(job.transfer, 'done');
    job.transfer = -1;
  } else {
    const bytes = read(job, length, bus);
    if (!bytes) return complete(job, status.dataTransferError);
    writeStored(state.media, job.mediaStart! + job.moved, bytes);
  }
  job.moved += length;
  job.segment++;
  if (job.segment === job.segments.length) return complete(job, status.success);
  job.phase = 'next-data';
  return turnNanoseconds;
}

function dataOf(job: Job, state: NvmeState, length: number): Uint8Array {
  return job.answer
    ? job.answer.slice(job.moved, job.moved + length)
    : readStored(state.media, job.mediaStart! + job.moved, length);
}

function complete(job: Job, code: Status): Delay {
  job.status = code;
  job.phase = 'next-completion';
  return turnNanoseconds;
}

function beginCompletion(job: Job, state: NvmeState, bus: DeviceBus): Delay {
  const queue = completionQueueOf(state, job);
  if (isFull(queue)) return null;
  job.phase = 'completion';
  const address = queue.base + BigInt(completionEntryBytes * queue.tail);
  const purpose = `completion queue ${queue.id}, entry ${queue.tail}`;
  job.transfer = bus.beginTransfer('from-device', address, completionEntryBytes, purpose);
  return linkNanoseconds;
}

function finishCompletion(job: Job, state: NvmeState, bus: DeviceBus): Delay {
  bus.writeBurst(job.transfer, 0, completionEntry(state, job));
  bus.endTransfer(job.transfer, 'done');
  job.transfer = -1;
  state.lastJob = job;
  state.job = null;
  advanceTail(state, completionQueueOf(state, job), bus);
  return linkNanoseconds;
}
