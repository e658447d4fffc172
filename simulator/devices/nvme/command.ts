/** The fields of a submission queue entry that all commands share, and the opcodes served. NVM Express 1.4, figures 104 to 106. */

export const adminOpcode = {
  deleteSubmissionQueue: 0x00,
  createSubmissionQueue: 0x01,
  getLogPage: 0x02,
  deleteCompletionQueue: 0x04,
  createCompletionQueue: 0x05,
  identify: 0x06,
  abort: 0x08,
  setFeatures: 0x09,
  getFeatures: 0x0a,
  asynchronousEventRequest: 0x0c,
} as const;
export const ioOpcode = { flush: 0x00, write: 0x01, read: 0x02 } as const;

const adminNames: Readonly<Record<number, string>> = {
  0x00: 'Delete I/O Submission Queue',
  0x01: 'Create I/O Submission Queue',
  0x02: 'Get Log Page',
  0x04: 'Delete I/O Completion Queue',
  0x05: 'Create I/O Completion Queue',
  0x06: 'Identify',
  0x08: 'Abort',
  0x09: 'Set Features',
  0x0a: 'Get Features',
  0x0c: 'Asynchronous Event Request',
};
const ioNames: Readonly<Record<number, string>> = { 0x00: 'Flush', 0x01: 'Write', 0x02: 'Read' };

export function commandName(queue: number, opcode: number): string {
  return (queue === 0 ? adminNames : ioNames)[opcode] ?? `opcode 0x${opcode.toString(16)}`;
}

export interface CommandFields {
  readonly opcode: number;
  /** FUSE, bits 9:8 of the first dword, and PSDT, bits 15:14: both have to be 0 here. */
  readonly flags: number;
  readonly identifier: number;
  readonly namespace: number;
  readonly prp1: bigint;
  readonly prp2: bigint;
  dword(number: number): number;
}

/** Reads an entry of 64 bytes. */
export function fieldsOf(entry: Uint8Array): CommandFields {
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
  return {
    opcode: entry[0]!,
    flags: entry[1]!,
    identifier: view.getUint16(2, true),
    namespace: view.getUint32(4, true),
    prp1: view.getBigUint64(24, true),
    prp2: view.getBigUint64(32, true),
    dword: (number) => view.getUint32(4 * number, true),
  };
}
