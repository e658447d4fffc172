/** Status codes of completion queue entries, by the specification's names. NVM Express 1.4, figures 126 to 128: type in bits 10:8, code below. */

export const status = {
  success: 0x000,
  invalidOpcode: 0x001,
  invalidField: 0x002,
  dataTransferError: 0x004,
  internalError: 0x006,
  invalidNamespace: 0x00b,
  commandSequenceError: 0x00c,
  prpOffsetInvalid: 0x013,
  lbaOutOfRange: 0x080,
  completionQueueInvalid: 0x100,
  invalidQueueIdentifier: 0x101,
  invalidQueueSize: 0x102,
  asynchronousEventRequestLimit: 0x105,
  invalidInterruptVector: 0x108,
  invalidLogPage: 0x109,
  invalidQueueDeletion: 0x10c,
} as const;
export type Status = (typeof status)[keyof typeof status];

const names: Readonly<Record<Status, string>> = {
  0x000: 'success',
  0x001: 'invalid command opcode',
  0x002: 'invalid field in command',
  0x004: 'data transfer error',
  0x006: 'internal error',
  0x00b: 'invalid namespace or format',
  0x00c: 'command sequence error',
  0x013: 'PRP offset invalid',
  0x080: 'LBA out of range',
  0x100: 'completion queue invalid',
  0x101: 'invalid queue identifier',
  0x102: 'invalid queue size',
  0x105: 'asynchronous event request limit exceeded',
  0x108: 'invalid interrupt vector',
  0x109: 'invalid log page',
  0x10c: 'invalid queue deletion',
};

export function statusName(code: number): string {
  return (names as Readonly<Record<number, string>>)[code] ?? `status 0x${code.toString(16)}`;
}
