/** Commands of the NVM command set: Read, Write and Flush of one namespace. NVM Express 1.4, chapter 6. */
import type { Configuration } from '../device.ts';
import { ioOpcode, type CommandFields } from './command.ts';
import { blockBytesOf, blockCountOf, namespaceId } from './identify.ts';
import { pageBytes, type DataDirection } from './state.ts';
import { status, type Status } from './status.ts';

export type IoVerdict =
  | { readonly status: Exclude<Status, 0> }
  | {
      readonly status: 0;
      /** null: no data. */
      readonly data: { readonly direction: DataDirection; readonly start: number; readonly bytes: number } | null;
    };

const everyNamespace = 0xffff_ffff;

export function judgeIoCommand(command: CommandFields, configuration: Configuration): IoVerdict {
  const { opcode, namespace } = command;
  if (opcode === ioOpcode.flush)
    return namespace === namespaceId || namespace === everyNamespace
      ? { status: 0, data: null }
      : { status: status.invalidNamespace };
  if (opcode !== ioOpcode.read && opcode !== ioOpcode.write) return { status: status.invalidOpcode };
  if (namespace !== namespaceId) return { status: status.invalidNamespace };
  return judgeTransfer(command, configuration);
}

function judgeTransfer(command: CommandFields, configuration: Configuration): IoVerdict {
  const blockBytes = blockBytesOf(configuration);
  const start = BigInt(command.dword(10)) | (BigInt(command.dword(11)) << 32n);
  const blocks = (command.dword(12) & 0xffff) + 1;
  const bytes = blocks * blockBytes;
  const mdts = configuration['mdts'] as number;
  if (mdts > 0 && bytes > pageBytes * 2 ** mdts) return { status: status.invalidField };
  if (start + BigInt(blocks) > BigInt(blockCountOf(configuration))) return { status: status.lbaOutOfRange };
  const direction = command.opcode === ioOpcode.read ? 'from-device' : 'to-device';
  return { status: 0, data: { direction, start: Number(start) * blockBytes, bytes } };
}
