/** What the controller and its driver share, as a view shows it: queues entry by entry with their owners, and the PRP lists of commands under way. */
import {
  shownEntries,
  type DescriptorEntry,
  type DescriptorTable,
  type DeviceLook,
  type DeviceParts,
} from '../device.ts';
import { commandName, fieldsOf, ioOpcode } from './command.ts';
import { blockBytesOf } from './identify.ts';
import { prpTables } from './prp-parts.ts';
import {
  completionEntryBytes,
  pageBytes,
  submissionEntryBytes,
  type CompletionQueue,
  type NvmeState,
  type SubmissionQueue,
} from './state.ts';
import { statusName } from './status.ts';

export function parts(state: NvmeState, look: DeviceLook): DeviceParts {
  return {
    tables: [
      ...[...state.submission.values()].map((queue) => submissionQueue(queue, state, look)),
      ...[...state.completion.values()].map((queue) => completionQueue(queue, look)),
    ],
  };
}

/** Whether a ring's `index` is in [from, to). */
function between(index: number, from: number, to: number): boolean {
  return from <= to ? index >= from && index < to : index >= from || index < to;
}

function submissionQueue(queue: SubmissionQueue, state: NvmeState, look: DeviceLook): DescriptorTable {
  const { id, base, entries, head, tail } = queue;
  return {
    name: `submission queue ${id}`,
    shape: 'ring',
    address: base,
    entryBytes: submissionEntryBytes,
    count: entries,
    columns: [
      { name: 'command', meaning: 'The opcode, by name.' },
      { name: 'CID', meaning: 'The identifier by which its completion names it.' },
      { name: 'NSID', meaning: 'The namespace it is for.' },
      { name: 'PRP1', meaning: 'Where the data begins.' },
      { name: 'PRP2', meaning: 'The second page, or the list of all further ones.' },
      {
        name: 'CDW10',
        meaning: 'Of Read and Write: the first block. Of Create Queue: entries less one, then the number.',
      },
      {
        name: 'CDW11',
        meaning:
          'Of Read and Write: upper half of the first block. Of Create Queue: flags; the other queue, or interrupt.',
      },
      { name: 'CDW12', meaning: 'Of Read and Write: blocks, less one.' },
    ],
    marks: [
      { name: 'head', index: head, meaning: 'What the controller fetches next.' },
      { name: 'tail', index: tail, meaning: 'Where the driver puts the next command; what the doorbell said last.' },
    ],
    entries: shownEntries(entries, [head, tail], look.entryLimit).map((index) =>
      submissionEntry(queue, index, state, look),
    ),
  };
}

function submissionEntry(
  queue: SubmissionQueue,
  index: number,
  { job, lastJob }: NvmeState,
  look: DeviceLook,
): DescriptorEntry {
  const underWay = job?.queue === queue.id && job.slot === index && job.phase !== 'fetch';
  const owner = underWay || between(index, queue.head, queue.tail) ? 'device' : 'driver';
  const content = look.readHost(queue.base + BigInt(submissionEntryBytes * index), submissionEntryBytes);
  if (!content) return { index, owner, values: ['not readable', '', '', '', '', '', '', ''], buffers: [] };
  const { opcode, identifier, namespace, prp1, prp2, dword } = fieldsOf(content);
  const unused = content.every((byte) => byte === 0);
  const name = unused ? '' : commandName(queue.id, opcode);
  // Of administration these are made of parts; of data they count blocks.
  const word = (number: number): number | bigint => (queue.id === 0 ? BigInt(dword(number)) : dword(number));
  // When nothing is under way, the last command's list may still be there.
  const recent = owner === 'device' || (!job && lastJob?.queue === queue.id && lastJob.slot === index);
  const bytes = recent ? dataBytes(queue.id, content, look) : 0;
  return {
    index,
    owner,
    values: [name, identifier, namespace, prp1, prp2, word(10), word(11), word(12)],
    buffers: bytes > 0 ? buffersOf(prp1, prp2, bytes) : [],
    tables: bytes > 0 ? prpTables(prp1, prp2, bytes, look) : [],
  };
}

/** Of Read, Write and Identify; 0 for commands without data. */
function dataBytes(queue: number, content: Uint8Array, { configuration }: DeviceLook): number {
  const { opcode, dword } = fieldsOf(content);
  if (queue === 0) return commandName(0, opcode) === 'Identify' ? pageBytes : 0;
  if (opcode !== ioOpcode.read && opcode !== ioOpcode.write) return 0;
  return ((dword(12) & 0xffff) + 1) * blockBytesOf(configuration);
}

/** The one or two pages that the entry itself names. */
function buffersOf(prp1: bigint, prp2: bigint, bytes: number): DescriptorEntry['buffers'] {
  const first = Math.min(bytes, pageBytes - Number(prp1 % BigInt(pageBytes)));
  const rest = bytes - first;
  const data = [{ what: 'data', address: prp1, length: first }];
  return rest > 0 && rest <= pageBytes ? [...data, { what: 'data', address: prp2, length: rest }] : data;
}

/** An entry between head and tail waits for the driver; all others are the controller's to fill. */
function completionQueue({ id, base, entries, head, tail, phase }: CompletionQueue, look: DeviceLook): DescriptorTable {
  return {
    name: `completion queue ${id}`,
    shape: 'ring',
    address: base,
    entryBytes: completionEntryBytes,
    count: entries,
    columns: [
      { name: 'status', meaning: 'What came of the command.' },
      { name: 'CID', meaning: 'Which command.' },
      { name: 'SQID', meaning: 'The submission queue it was fetched from.' },
      { name: 'SQHD', meaning: "That queue's head: entries before it may be used again." },
      { name: 'P', meaning: 'Phase: 1 in the first round, then alternating; tells the driver that the entry is new.' },
      { name: 'DW0', meaning: 'A result, of some commands.' },
    ],
    marks: [
      { name: 'head', index: head, meaning: 'What the driver looks at next, as its doorbell said last.' },
      { name: 'tail', index: tail, meaning: `What the controller fills next, with phase ${phase}.` },
    ],
    entries: shownEntries(entries, [head, tail], look.entryLimit).map((index) => {
      const content = look.readHost(base + BigInt(completionEntryBytes * index), completionEntryBytes);
      const owner = between(index, head, tail) ? 'driver' : 'device';
      return { index, owner, values: completionValues(content), buffers: [] };
    }),
  };
}

function completionValues(content: Uint8Array | null): DescriptorEntry['values'] {
  if (!content) return ['not readable', '', '', '', '', ''];
  if (content.every((byte) => byte === 0)) return ['', '', '', '', 0, ''];
  const view = new DataView(content.buffer, content.byteOffset);
  const last = view.getUint16(14, true);
  const half = (offset: number): number => view.getUint16(offset, true);
  return [statusName((last >> 1) & 0x7ff), half(12), half(10), half(8), last & 1, view.getUint32(0, true)];
}
