/** What the VM asks of its surroundings and what it offers them. */
import type { MemoryPort, MemoryFault } from './memory-port.ts';
import type { Program } from './program.ts';
import type { BuiltinCall, BuiltinValue, ThreadState } from './thread-state.ts';

/** A running machine's VM: no simulated state, only links to it; one for each simulated CPU, or one re-linked between CPUs. */
export interface Vm {
  readonly program: Program;
  kernelPort: MemoryPort;
  userPort: MemoryPort;
  /** One byte for each statement; any bit but `countedMark`: leave before executing it. */
  readonly breakpoints: Uint8Array;
  /** How often each statement with `countedMark` has been executed. */
  arrivals: Uint32Array;
  /** Leave before every statement. */
  stepping: boolean;
  /** Statements executed since the VM was made; positions in history count these. Exact below 2^53. */
  statementsExecuted: number;
  /** Non-fatal observations (shift width, uninitialised read…) are told here; execution goes on. */
  readonly onObservation: (code: string, message: string) => void;
  /**
   * Runs a TypeScript function on behalf of C. Never blocks and never runs C: what has to call the driver is written in C
   * itself. To give up the CPU it sets `leave`. May throw `GuestFault`, which makes the call a faulting instruction to be repeated.
   */
  readonly callBuiltin: (call: BuiltinCall, thread: ThreadState) => BuiltinValue | undefined;
  /** Set by a builtin: leave the loop once its call is complete. */
  leave: boolean;
  /** Set by a builtin: leave the loop before its call is complete, and make it again. */
  repeat: boolean;
}

/** Thrown by builtins whose memory access failed; the only exception that crosses the VM. No `Error`: page faults are many, and a stack costs. */
export class GuestFault {
  constructor(readonly fault: MemoryFault) {}

  get message(): string {
    const { access, size, address, kind } = this.fault;
    return `${access} of ${size} bytes at 0x${address.toString(16)}: ${kind}`;
  }
}
