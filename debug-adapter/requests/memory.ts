/** Raw memory of any address space. */
import { announcePosition } from '../execution/position.ts';
import { integer, object, optional, text, flag } from '../arguments.ts';
import { requireMemoryReference, memoryReference, type MemoryLocation } from '../memory-reference.ts';
import { announceMemory, rememberShown } from '../shown-memory.ts';
import { RequestError } from '../request-error.ts';
import { debuggeeOf, stoppedDebuggee, type Session } from '../session-state.ts';
import { request, type Requests } from './request.ts';

/** Bytes in one request; a client that shows more asks again. */
const mostBytes = 4 * 2 ** 20;

export const memoryRequests: Requests = {
  readMemory: request(
    object({ memoryReference: text, offset: optional(integer), count: integer }),
    (session, { memoryReference: reference, offset, count }) => {
      const { simulation } = debuggeeOf(session);
      const { space, address } = locate(reference, offset);
      if (count < 0 || count > mostBytes)
        throw new RequestError('badArguments', `'count' must be from 0 to ${mostBytes}`);
      const { bytes, unreadable } = session.door.readMemory(simulation, space, address, count);
      const shown = { memoryReference: reference, offset: offset ?? 0, location: { space, address }, count, bytes };
      rememberShown(session, shown);
      return {
        address: `0x${address.toString(16)}`,
        ...(unreadable > 0 ? { unreadableBytes: unreadable } : {}),
        data: Buffer.from(bytes).toString('base64'),
      };
    },
  ),

  writeMemory: request(
    object({ memoryReference: text, offset: optional(integer), allowPartial: optional(flag), data: text }),
    (session, { memoryReference: reference, offset, allowPartial, data }) => {
      // Not while it runs: it may be on its way through a past that must stay what it was.
      const { simulation } = stoppedDebuggee(session);
      const { space, address } = locate(reference, offset);
      const bytes = decode(data);
      const writable = session.door.readMemory(simulation, space, address, bytes.length).bytes.length;
      if (writable < bytes.length && !allowPartial)
        throw new RequestError(
          'cannotWrite',
          `there is no memory at 0x${(address + BigInt(writable)).toString(16)}: nothing was written`,
        );
      const bytesWritten = session.door.writeMemory(simulation, space, address, bytes.subarray(0, writable));
      if (bytesWritten < bytes.length && !allowPartial)
        throw new RequestError(
          'cannotWrite',
          `0x${(address + BigInt(bytesWritten)).toString(16)} is no RAM (device registers are written by the driver) or must not be written: ${bytesWritten} of ${bytes.length} bytes were written`,
        );
      announceWrite(session, { space, address }, bytesWritten);
      return { offset: 0, bytesWritten };
    },
  ),
};

function locate(reference: string, offset: number | null): MemoryLocation {
  const { space, address } = requireMemoryReference(reference);
  return { space, address: BigInt.asUintN(64, address + BigInt(offset ?? 0)) };
}

function decode(data: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(data)) throw new RequestError('badArguments', "'data' must be base64");
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length <= mostBytes) return bytes;
  throw new RequestError('badArguments', `'data' must be at most ${mostBytes} bytes`);
}

function announceWrite(session: Session, location: MemoryLocation, count: number): void {
  const { client, send } = session;
  if (client.understands.memory) send('memory', { memoryReference: memoryReference(location), offset: 0, count });
  announceMemory(session);
  if (client.understands.invalidated) send('invalidated', { areas: ['variables'] });
  announcePosition(session);
}
