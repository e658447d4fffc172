/** The registers and frames of one simulated thread: plain data, so that a checkpoint is a copy. */

export interface ThreadState {
  readonly id: number;
  /** 8-byte registers as pairs of 32-bit words; windows of frames overlap where arguments are passed. Grows up to a bound. */
  registers: Int32Array;
  /** `frameWords` 32-bit words a frame, oldest first; the layout is the VM's own (frame.ts gives access). */
  frames: Int32Array;
  depth: number;
  /** Simulated stacks for locals in memory: one for each mode, as in Linux. Addresses are [low, limit); a stack grows down. */
  readonly kernelStack: StackRange;
  readonly userStack: StackRange | null;
  /** Where its thread-local objects lie (the FS base of x86); 0: in the program's own data, as for the first thread. */
  threadPointer: bigint;
  /** Set by `run` when the last frame returned. */
  result: bigint;
  /** Calls of builtins that were left before they were complete (`Vm.repeat`), outermost first: C code runs on top of each but the last, and on top of that one where it has more frames. */
  unfinished: readonly UnfinishedCall[];
}
export interface UnfinishedCall {
  /** Frames on the thread. */
  readonly depth: number;
  /** Bytes done. */
  readonly done: number;
  /** The function has returned `value`, and only this memory is still to be zeroed. */
  readonly zeroing: readonly { readonly address: bigint; readonly length: number }[];
  readonly value: BuiltinValue | undefined;
  /** What the pieces gave that are done: plain data. */
  readonly pieces: readonly unknown[];
}
export interface StackRange {
  readonly limit: bigint; // lowest usable address
  readonly top: bigint; // one past the highest
}

/** 64-bit integers and pointers are bigint (signed or unsigned as their C type), smaller integers and floating values number. */
export type BuiltinValue = bigint | number;

export interface BuiltinCall {
  readonly name: string;
  readonly builtin: number;
  /** For a variadic builtin the last element is the address of the first variadic argument; each takes 8 bytes, promoted as C says. */
  readonly arguments: readonly BuiltinValue[];
}

/** Why the VM came back. Resuming with `run` goes on where it left. */
export type Exit =
  | { readonly kind: 'budget' }
  /** About to execute a statement that is marked in `breakpoints`, or any statement while `stepping`. */
  | { readonly kind: 'statement'; readonly statement: number }
  /** The outermost frame returned: the thread has nothing more to run; `thread.result` has its value. */
  | { readonly kind: 'finished' }
  /** A frame pushed by `pushInterrupt` returned; the interrupted code is on top again. */
  | { readonly kind: 'interrupt-returned'; readonly result: bigint }
  /** The port (or a builtin) could not access memory. The instruction has had no effect and is repeated on resume. */
  | { readonly kind: 'fault'; readonly fault: import('./memory-port.ts').MemoryFault }
  /** `vm.leave` was set while a builtin ran; its call is complete unless `vm.repeat` was, too: then it is made again. */
  | { readonly kind: 'yield' }
  /** `port.attention` was set for the hardware's sake by an access; its statement is complete. */
  | { readonly kind: 'attention' }
  /** About to execute an instruction that somebody wants to stop at. */
  | { readonly kind: 'instruction'; readonly pc: number }
  /** The same as `attention`, for the debugger's sake alone. */
  | { readonly kind: 'watch' }
  /** Undefined behaviour that has no sensible continuation; `code` is stable (`division-by-zero`, `stack-overflow`, `not-modelled`, `bad-function-pointer`, `unreachable`…). */
  | { readonly kind: 'trap'; readonly code: string; readonly message: string };
