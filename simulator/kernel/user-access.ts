/** copy_to_user and its kin: the kernel's CPU accesses to a process' memory, with page faults resolved on the way and the rest reported back. */
import type { MemoryFault } from '../c-language/memory-port.ts';
import { GuestFault } from '../c-language/vm-contract.ts';
import { copyBulk, fillBulk, readBulk } from '../hardware/cpu-bulk.ts';
import { checkHandedOut } from './dma/watch/short-write.ts';
import { doneBefore, noteMoved } from './cut-work.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { errno } from './kernel-context.ts';
import { userEnd } from './process/address-space.ts';
import { resolveFault } from './process/resolve-fault.ts';

export const userAccessFunctions: KernelFunctions = {
  /** Bytes that could not be copied. */
  _copy_to_user(context: KernelContext, to: bigint, from: bigint, count: bigint): bigint {
    if (doneBefore(context) === 0) checkHandedOut(context, from, Number(count));
    return transfer(context, to, count, (at, offset, length) =>
      copyBulk(context.port, at, context.port, from + offset, length),
    );
  },
  /** Bytes that could not be copied; these are zero in the kernel's buffer. */
  _copy_from_user(context: KernelContext, to: bigint, from: bigint, count: bigint): bigint {
    const left = transfer(context, from, count, (at, offset, length) =>
      copyBulk(context.port, to + offset, context.port, at, length),
    );
    if (left > 0n) fillBulk(context.port, to + count - left, Number(left), 0);
    return left;
  },
  __clear_user: (context: KernelContext, to: bigint, count: bigint): bigint =>
    transfer(context, to, count, (at, _offset, length) => fillBulk(context.port, at, length, 0)),
  /** Length without the NUL, `count` when there is none, or -EFAULT. */
  strncpy_from_user(context: KernelContext, to: bigint, from: bigint, count: bigint): bigint {
    let length = -1n;
    const left = transfer(context, from, upToEnd(from, count), (at, offset, room) => {
      const bytes = readBulk(context.port, at, room);
      const end = bytes.indexOf(0);
      const used = end < 0 ? room : end + 1;
      copyBulk(context.port, to + offset, context.port, at, used);
      if (end < 0) return;
      length = offset + BigInt(end);
      throw new Found();
    });
    if (length >= 0n) return length;
    return left > 0n || upToEnd(from, count) < count ? BigInt(-errno.EFAULT) : count;
  },
  /** Length with the NUL; 0: not readable; more than `count`: no NUL within it. */
  strnlen_user(context: KernelContext, text: bigint, count: bigint): bigint {
    let length = -1n;
    const left = transfer(context, text, upToEnd(text, count), (at, offset, room) => {
      const end = readBulk(context.port, at, room).indexOf(0);
      if (end < 0) return;
      length = offset + BigInt(end) + 1n;
      throw new Found();
    });
    if (length >= 0n) return length;
    return left > 0n || upToEnd(text, count) < count ? 0n : count + 1n;
  },
};

/** Text may end before user memory does: the caller's limit alone does not say how far it goes. */
function upToEnd(from: bigint, count: bigint): bigint {
  return from < userEnd && from + count > userEnd ? userEnd - from : count;
}

/** Ends a search early. */
class Found extends Error {}

/** Works through user memory line by line; a fault that the kernel can resolve is resolved, any other ends it. Returns the bytes left. */
function transfer(
  context: KernelContext,
  user: bigint,
  count: bigint,
  step: (address: bigint, offset: bigint, length: number) => void,
): bigint {
  if (user + count > userEnd) return count;
  for (let done = BigInt(doneBefore(context)); done < count;) {
    const address = user + done;
    const room = 4096n - (address & 4095n);
    const length = Number(count - done < room ? count - done : room);
    const outcome = attempt(context, address, length, () => step(address, done, length));
    if (outcome === 'found') return 0n;
    if (outcome === 'failed') return count - done;
    if (outcome !== 'done') continue;
    done += BigInt(length);
    noteMoved(context, length, Number(done), Number(count));
  }
  return 0n;
}

/** `again`: the page is there now. Faults on the kernel's own side go up to the VM. */
function attempt(
  context: KernelContext,
  address: bigint,
  length: number,
  step: () => void,
): 'done' | 'again' | 'failed' | 'found' {
  try {
    step();
    return 'done';
  } catch (thrown) {
    if (thrown instanceof Found) return 'found';
    if (!(thrown instanceof GuestFault)) throw thrown;
    const { fault } = thrown;
    if (fault.kind === 'stalled' || fault.address < address || fault.address >= address + BigInt(length)) throw thrown;
    const outcome = resolved(context, fault);
    if (outcome === 'handled') return 'again';
    // Something has to be waited for: the whole call is repeated after it.
    if (outcome === 'wait' || outcome === 'driver') throw thrown;
    return 'failed';
  }
}

/** As for the user's own access: a bad address is an error number for the caller, not an oops. */
function resolved({ world, cpu, task, record }: KernelContext, fault: MemoryFault): string {
  if (!task) return 'failed';
  const seen: MemoryFault = { ...fault, mode: 'user' };
  return resolveFault(world, cpu, task, seen, (entry) => void record(entry)).kind;
}
