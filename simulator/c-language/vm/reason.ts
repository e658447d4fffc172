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
  attention,
  watch,
  instruction,
  trap,
}
