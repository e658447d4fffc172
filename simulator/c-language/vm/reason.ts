/** Why the dispatch loop was left. `none` and `reenter` never leave the VM. */
export enum Reason {
  none,
  /** The frame on top changed its mode or an array grew: go on with fresh links. */
  reenter,
  budget,
  statement,
  finished,
  interruptReturned,
  fault,
  yield,
  /** The instruction is not complete. */
  repeat,
  attention,
  watch,
  instruction,
  trap,
}
