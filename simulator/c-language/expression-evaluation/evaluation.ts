/** The shape of an evaluation: what it is given, and what comes out. */
import type { Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import type { CType } from '../types.ts';
import type { Vm } from '../vm-contract.ts';

export interface EvaluationFrame {
  readonly thread: ThreadState;
  /** 0 is the innermost frame. */
  readonly depth: number;
}

/** An object has an address (and, for a bit-field, its place there); any other value comes as its bytes, little-endian. */
export interface Evaluated {
  readonly type: CType;
  readonly address: bigint | null;
  readonly bitField: { readonly bitOffset: number; readonly width: number } | null;
  readonly bytes: Uint8Array | null;
}
export type Evaluation =
  { readonly ok: true; readonly value: Evaluated } | { readonly ok: false; readonly message: string };

export interface EvaluationOptions {
  /** Assignments and calls are refused where false. */
  readonly sideEffects: boolean;
  /** At most this many statements of called functions. */
  readonly budget: number;
  /** The same text will be asked for at the same place again, as that of a breakpoint's condition. */
  readonly repeated?: boolean;
  /** A VM for the extended program on ports of the caller's choice. */
  readonly createVm: (program: Program) => Vm;
}
