/** Memory references: an address with the space it belongs to, as text that clients carry about. */
import { RequestError } from './request-error.ts';
import type { AddressSpace } from './simulator-door.ts';

/** The first address of the upper half: the same in every address space, since the kernel is mapped in all of them. */
export const kernelHalf = 0xffff_8000_0000_0000n;

export interface MemoryLocation {
  readonly space: AddressSpace;
  readonly address: bigint;
}

/** `0xffff888430000000` in the kernel, `pid102:0x7fff…` in a process, `phys:0x430000000` in physical memory. */
export function memoryReference({ space, address }: MemoryLocation): string {
  const hex = `0x${address.toString(16)}`;
  if (space === 'physical') return `phys:${hex}`;
  return space === 'kernel' || address >= kernelHalf ? hex : `pid${space}:${hex}`;
}

/** null: this is not a memory reference (but perhaps a C expression). */
export function readMemoryReference(text: string): MemoryLocation | null {
  const match = /^\s*(?:(phys)|pid(\d{1,9}))?(:)?(0[xX][0-9a-fA-F]{1,16}|\d{1,20})\s*$/.exec(text);
  if (!match) return null;
  const [, physical, pid, colon, number] = match;
  const named = physical !== undefined || pid !== undefined;
  if (named !== (colon !== undefined)) return null;
  const address = BigInt.asUintN(64, BigInt(number!));
  return { space: physical ? 'physical' : pid ? Number(pid) : 'kernel', address };
}

export function requireMemoryReference(text: string): MemoryLocation {
  const location = readMemoryReference(text);
  if (location) return location;
  throw new RequestError(
    'badArguments',
    `'${text}' is not a memory reference: write 0xffff888000000000, pid102:0x4c0000 or phys:0x430000000`,
  );
}
