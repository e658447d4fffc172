/** Submission and completion queues: doorbells, whose turn it is, completion entries, interrupts. NVM Express 1.4, chapters 4.1, 4.6 and 7.5. */
import type { DeviceBus } from '../device.ts';
import { offsetInPage } from './prp.ts';
import { type CompletionQueue, type Job, type NvmeState, type SubmissionQueue } from './state.ts';
import { fieldsOf } from './command.ts';
import { status, type Status } from './status.ts';

const doNotRetry = 0x8000;
/** These may go well later; all others are told not to be tried again. */
const retriable: readonly Status[] = [status.success, status.invalidQueueDeletion];

/** The admin queues as AQA, ASQ and ACQ describe them; false: they cannot be like that. */
export function openAdminQueues(state: NvmeState): boolean {
  const sizes = Number(state.registers['AQA']);
  const [submissionEntries, completionEntries] = [(sizes & 0xfff) + 1, ((sizes >>> 16) & 0xfff) + 1];
  const [submissionBase, completionBase] = [state.registers['ASQ']!, state.registers['ACQ']!];
  if (submissionEntries < 2 || completionEntries < 2) return false;
  if (offsetInPage(submissionBase) !== 0 || offsetInPage(completionBase) !== 0) return false;
  state.submission.set(0, {
    id: 0,
    base: submissionBase,
    entries: submissionEntries,
    completionQueue: 0,
    head: 0,
    tail: 0,
  });
  state.completion.set(0, {
    id: 0,
    base: completionBase,
    entries: completionEntries,
    vector: 0,
    interrupts: true,
    head: 0,
    tail: 0,
    phase: 1,
  });
  return true;
}

/** Whether the value was taken: there is such a queue with such an entry. */
export function ringSubmission(state: NvmeState, id: number, tail: number): boolean {
  const queue = state.submission.get(id);
  if (!queue || tail >= queue.entries) return false;
  queue.tail = tail;
  return true;
}

export function ringCompletion(state: NvmeState, id: number, head: number, bus: DeviceBus): boolean {
  const queue = state.completion.get(id);
  if (!queue || head >= queue.entries) return false;
  queue.head = head;
  updatePin(state, bus);
  return true;
}

/** Round robin over the queues that have entries to fetch. */
export function nextQueue(state: NvmeState): SubmissionQueue | null {
  const waiting = [...state.submission.values()].filter(({ head, tail }) => head !== tail);
  waiting.sort((a, b) => a.id - b.id);
  return waiting.find(({ id }) => id > state.served) ?? waiting[0] ?? null;
}

export function completionQueueOf(state: NvmeState, { queue }: Job): CompletionQueue {
  return state.completion.get(state.submission.get(queue)!.completionQueue)!;
}

export function isFull({ head, tail, entries }: CompletionQueue): boolean {
  return (tail + 1) % entries === head;
}

/** 16 bytes: result, submission queue's head and number, the command's identifier, phase and status. */
export function completionEntry(state: NvmeState, job: Job): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, job.result, true);
  view.setUint16(8, state.submission.get(job.queue)!.head, true);
  view.setUint16(10, job.queue, true);
  view.setUint16(12, fieldsOf(job.command).identifier, true);
  view.setUint16(
    14,
    (job.status << 1) | (retriable.includes(job.status) ? 0 : doNotRetry) | completionQueueOf(state, job).phase,
    true,
  );
  return bytes;
}

/** The entry at the tail is there now. */
export function advanceTail(state: NvmeState, queue: CompletionQueue, bus: DeviceBus): void {
  queue.tail = (queue.tail + 1) % queue.entries;
  if (queue.tail === 0) queue.phase = queue.phase === 1 ? 0 : 1;
  if (!queue.interrupts) return;
  if (!bus.messageInterrupts) updatePin(state, bus);
  else if (!isMasked(state, queue.vector)) bus.sendMessageInterrupt(queue.vector);
}

/** INTMS and INTMC; a message that was held back by the mask is sent now. */
export function setMask(state: NvmeState, mask: bigint, bus: DeviceBus): void {
  const before = state.maskedVectors;
  state.maskedVectors = mask;
  state.registers['INTMS'] = state.registers['INTMC'] = mask;
  if (!bus.messageInterrupts) return updatePin(state, bus);
  for (const queue of state.completion.values())
    if (wantsInterrupt(queue) && bit(before, queue.vector) && !bit(mask, queue.vector))
      bus.sendMessageInterrupt(queue.vector);
}

export function updatePin(state: NvmeState, bus: DeviceBus): void {
  if (bus.messageInterrupts) return;
  bus.setInterruptPin([...state.completion.values()].some(wantsInterrupt) && !isMasked(state, 0));
}

function wantsInterrupt({ interrupts, head, tail }: CompletionQueue): boolean {
  return interrupts && head !== tail;
}

function isMasked({ maskedVectors }: NvmeState, vector: number): boolean {
  return bit(maskedVectors, vector);
}

function bit(mask: bigint, number: number): boolean {
  return ((mask >> BigInt(number)) & 1n) === 1n;
}
