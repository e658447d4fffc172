/** Admin commands: queues come and go, the controller describes itself. NVM Express 1.4, chapter 5. */
import type { Configuration, DeviceBus } from '../device.ts';
import { adminOpcode, type CommandFields } from './command.ts';
import { eventRequestLimit, identifyData, namespaceId } from './identify.ts';
import { offsetInPage } from './prp.ts';
import { mostIoQueues } from './registers.ts';
import type { NvmeState } from './state.ts';
import { status, type Status } from './status.ts';

/** What a command comes to before any data has moved. */
export interface Verdict {
  readonly status: Status;
  /** Dword 0 of the completion. */
  readonly result?: number;
  /** Data for the host. */
  readonly answer?: Uint8Array;
  /** No completion now. */
  readonly held?: boolean;
}

const success: Verdict = { status: status.success };
const refused = (code: Status): Verdict => ({ status: code });
const numberOfQueues = 0x07;

export function runAdminCommand(state: NvmeState, command: CommandFields, bus: DeviceBus): Verdict {
  switch (command.opcode) {
    case adminOpcode.createCompletionQueue:
      return createCompletionQueue(state, command, bus);
    case adminOpcode.createSubmissionQueue:
      return createSubmissionQueue(state, command, bus.configuration);
    case adminOpcode.deleteSubmissionQueue:
      return deleteSubmissionQueue(state, command.dword(10) & 0xffff);
    case adminOpcode.deleteCompletionQueue:
      return deleteCompletionQueue(state, command.dword(10) & 0xffff);
    case adminOpcode.identify:
      return identify(command, bus.configuration);
    case adminOpcode.setFeatures:
      return setFeatures(state, command, bus.configuration);
    case adminOpcode.getFeatures:
      return (command.dword(10) & 0xff) === numberOfQueues
        ? { ...success, result: queuesResult(state) }
        : refused(status.invalidField);
    case adminOpcode.abort:
      return { ...success, result: 1 }; // bit 0: the command was not aborted
    case adminOpcode.asynchronousEventRequest:
      return holdEventRequest(state);
    case adminOpcode.getLogPage:
      return refused(status.invalidLogPage);
    default:
      return refused(status.invalidOpcode);
  }
}

function sizeIsGood(entriesLessOne: number, configuration: Configuration): boolean {
  return entriesLessOne > 0 && entriesLessOne < (configuration['queueEntries'] as number);
}

function identifierIsFree(taken: ReadonlyMap<number, unknown>, id: number, configuration: Configuration): boolean {
  return id > 0 && id <= Math.min(configuration['ioQueues'] as number, mostIoQueues) && !taken.has(id);
}

function createCompletionQueue(state: NvmeState, command: CommandFields, bus: DeviceBus): Verdict {
  const [id, entriesLessOne] = [command.dword(10) & 0xffff, command.dword(10) >>> 16];
  const [flags, vector] = [command.dword(11) & 0xffff, command.dword(11) >>> 16];
  if (!identifierIsFree(state.completion, id, bus.configuration)) return refused(status.invalidQueueIdentifier);
  if (!sizeIsGood(entriesLessOne, bus.configuration)) return refused(status.invalidQueueSize);
  if (offsetInPage(command.prp1) !== 0) return refused(status.prpOffsetInvalid);
  if (vector > mostIoQueues || (!bus.messageInterrupts && vector > 0)) return refused(status.invalidInterruptVector);
  if (!(flags & 1)) return refused(status.invalidField); // CAP.CQR asks for contiguous queues
  state.completion.set(id, {
    id,
    base: command.prp1,
    entries: entriesLessOne + 1,
    vector,
    interrupts: (flags & 2) !== 0,
    head: 0,
    tail: 0,
    phase: 1,
  });
  return success;
}

function createSubmissionQueue(state: NvmeState, command: CommandFields, configuration: Configuration): Verdict {
  const [id, entriesLessOne] = [command.dword(10) & 0xffff, command.dword(10) >>> 16];
  const [flags, completionQueue] = [command.dword(11) & 0xffff, command.dword(11) >>> 16];
  if (completionQueue === 0 || !state.completion.has(completionQueue)) return refused(status.completionQueueInvalid);
  if (!identifierIsFree(state.submission, id, configuration)) return refused(status.invalidQueueIdentifier);
  if (!sizeIsGood(entriesLessOne, configuration)) return refused(status.invalidQueueSize);
  if (offsetInPage(command.prp1) !== 0) return refused(status.prpOffsetInvalid);
  if (!(flags & 1)) return refused(status.invalidField);
  state.submission.set(id, { id, base: command.prp1, entries: entriesLessOne + 1, completionQueue, head: 0, tail: 0 });
  return success;
}

function deleteSubmissionQueue(state: NvmeState, id: number): Verdict {
  if (id === 0 || !state.submission.delete(id)) return refused(status.invalidQueueIdentifier);
  return success;
}

function deleteCompletionQueue(state: NvmeState, id: number): Verdict {
  if (id === 0 || !state.completion.has(id)) return refused(status.invalidQueueIdentifier);
  if ([...state.submission.values()].some((each) => each.completionQueue === id))
    return refused(status.invalidQueueDeletion);
  state.completion.delete(id);
  return success;
}

function identify(command: CommandFields, configuration: Configuration): Verdict {
  const cns = command.dword(10) & 0xff;
  const ofNamespace = cns === 0x00 || cns === 0x03;
  if (ofNamespace && command.namespace !== namespaceId) return refused(status.invalidNamespace);
  const answer = identifyData(cns, command.namespace, configuration);
  return answer ? { ...success, answer } : refused(status.invalidField);
}

/** Numbers of submission and completion queues granted, each less one. */
function queuesResult({ grantedQueues }: NvmeState): number {
  return ((grantedQueues - 1) << 16) | (grantedQueues - 1);
}

function setFeatures(state: NvmeState, command: CommandFields, configuration: Configuration): Verdict {
  if ((command.dword(10) & 0xff) !== numberOfQueues) return refused(status.invalidField);
  const asked = [command.dword(11) & 0xffff, command.dword(11) >>> 16];
  if (state.submission.size > 1 || state.completion.size > 1) return refused(status.commandSequenceError);
  if (asked.includes(0xffff)) return refused(status.invalidField);
  state.grantedQueues = configuration['ioQueues'] as number;
  return { ...success, result: queuesResult(state) };
}

function holdEventRequest(state: NvmeState): Verdict {
  if (state.eventRequests >= eventRequestLimit) return refused(status.asynchronousEventRequestLimit);
  state.eventRequests++;
  return { ...success, held: true };
}
