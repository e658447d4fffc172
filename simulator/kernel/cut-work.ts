/**
 * Work of one call that moves many bytes, cut by the bytes moved and never by a clock: the VM is left between the parts, and the call repeated
 * until it is complete. Statements, time and memory are the same as in one go, whoever watches.
 */
import type { UnfinishedCall } from '../c-language/thread-state.ts';
import { copyBulk, fillBulk } from '../hardware/cpu-bulk.ts';
import type { KernelContext } from './kernel-context.ts';

/** Bytes between two places where the VM is left: about a thousand lines. */
export const bytesBetweenCuts = 65_536;
/** What moving them counts as. */
export const statementsOfCut = 500;
const pageBytes = 4096;

/** What the running call has done before, and what its turn has moved since the last cut. */
export interface Cutting {
  moved: number;
  /** Bytes that are done: those of earlier runs of this call, then what is noted. */
  done: number;
  /** Memory that is zeroed when the function has returned. */
  readonly zeroing: { readonly address: bigint; readonly length: number }[];
  /** What the call's pieces have given, in order, and which one comes next. */
  readonly pieces: unknown[];
  next: number;
  inPiece: boolean;
  /** How many `asOnePiece` the work stands in. */
  level: number;
  /** Does a step of a program's call that has been cut before, with page faults resolved where they happen. */
  withPages?: <Outcome>(step: () => Outcome) => Outcome;
}

/** Thrown to leave the VM in the middle of a call; no error, whose stack takes time to be made. */
export class CutHere {}

/** Once some bytes are done: notes them and throws `CutHere` where it is time, unless the whole call is complete. */
export function noteMoved({ cutting }: KernelContext, length: number, done: number, total: number): void {
  if (!cutting) return;
  cutting.moved += length;
  if (cutting.inPiece || done >= total) return;
  cutting.done = done;
  if (cutting.moved >= bytesBetweenCuts) throw new CutHere();
}

/**
 * Does a piece of a call, or gives again what it gave before the call was cut: plain data. `weight`: how many bytes moved it counts as. What a function does
 * between its pieces is done again each time.
 */
export type InPieces = <Outcome>(weight: number | ((outcome: Outcome) => number), piece: () => Outcome) => Outcome;

export const inOneGo: InPieces = (_, piece) => piece();

export function piecesOf({ cutting }: KernelContext): InPieces {
  if (!cutting) return inOneGo;
  return (weight, piece) => {
    const { pieces } = cutting;
    type Outcome = ReturnType<typeof piece>;
    if (cutting.inPiece) return piece();
    if (cutting.next < pieces.length) return pieces[cutting.next++] as Outcome;
    const outcome = whole(cutting, piece);
    pieces.push(outcome);
    cutting.next++;
    countWork(cutting, typeof weight === 'number' ? weight : weight(outcome));
    return outcome;
  };
}

/** Throws `CutHere` where it is time. */
function countWork(cutting: Cutting, bytes: number): void {
  cutting.moved += bytes;
  if (cutting.moved >= bytesBetweenCuts) throw new CutHere();
}

/**
 * What pieces have given together is one piece from then on: neither they nor what is done between them is gone through again. `weight`: what putting it together counts
 * as, in bytes moved. May be nested.
 */
export function asOnePiece<Outcome>(
  { cutting }: KernelContext,
  work: () => Outcome,
  weight: (outcome: Outcome) => number = () => 0,
): Outcome {
  if (!cutting || cutting.inPiece) return work();
  const { pieces, next } = cutting;
  const before = pieces[next];
  if (isJoined(before) && before.joinedAt === cutting.level) {
    cutting.next++;
    return before.outcome as Outcome;
  }
  cutting.level++;
  const outcome = work();
  cutting.level--;
  const whole: Joined = { joinedAt: cutting.level, outcome };
  pieces.splice(next, Infinity, whole);
  cutting.next = next + 1;
  countWork(cutting, weight(outcome));
  return outcome;
}

interface Joined {
  readonly joinedAt: number;
  readonly outcome: unknown;
}

function isJoined(piece: unknown): piece is Joined {
  return typeof piece === 'object' && piece !== null && 'joinedAt' in piece;
}

/** The call is left to be made again from its start: what its pieces have given does not count. */
export function makeAnew({ cutting }: KernelContext): void {
  if (!cutting || cutting.inPiece) return;
  cutting.pieces.length = 0;
  cutting.done = 0;
}

/** Nothing within a piece is cut. */
function whole<Outcome>(cutting: Cutting, piece: () => Outcome): Outcome {
  cutting.inPiece = true;
  try {
    return piece();
  } finally {
    cutting.inPiece = false;
  }
}

/** A step for each of many rows that take about as long as the mapping of a page does. */
export function forRows<Row>(context: KernelContext, rows: readonly Row[], step: (row: Row) => void): void {
  rowsInPieces(piecesOf(context), rows, step);
}

export function rowsInPieces<Row>(pieces: InPieces, rows: readonly Row[], step: (row: Row) => void): void {
  for (let start = 0; start < rows.length; start += rowsOfPiece) {
    const some = rows.slice(start, start + rowsOfPiece);
    pieces(some.length * workOfRow, () => some.forEach(step));
  }
}

export const rowsOfPiece = 128;
/** What a row counts as, in bytes moved. */
export const workOfRow = 512;

/** Bytes of the running call that are done already. */
export function doneBefore({ cutting }: KernelContext): number {
  return cutting?.done ?? 0;
}

/** From where the call was cut, up to each end of a page of `address`. `step` gets how far from the start it begins; true ends the work. */
export function byPages(
  context: KernelContext,
  address: bigint,
  total: number,
  step: (offset: number, length: number) => boolean | void,
): void {
  for (let done = doneBefore(context); done < total;) {
    const room = pageBytes - Number((address + BigInt(done)) & 4095n);
    const length = Math.min(room, total - done);
    if (step(done, length)) return;
    done += length;
    noteMoved(context, length, done, total);
  }
}

/** How far from `from` the byte is; -1: it is none of the first `maximum`. `read` gives the next bytes at an address, at least one and at most so many. */
export function findByte(
  context: KernelContext,
  from: bigint,
  byte: number,
  maximum: number,
  read: (at: bigint, most: number) => Uint8Array,
): number {
  for (let done = doneBefore(context); done < maximum;) {
    const bytes = read(from + BigInt(done), maximum - done);
    const index = bytes.indexOf(byte);
    if (index >= 0) return done + index;
    done += bytes.length;
    noteMoved(context, bytes.length, done, maximum);
  }
  return -1;
}

/** As memmove has it, from the end where the destination overlaps the source from above. */
export function copyByPages(context: KernelContext, to: bigint, from: bigint, total: number): void {
  const { port } = context;
  if (to <= from || to >= from + BigInt(total)) {
    byPages(context, to, total, (offset, length) =>
      copyBulk(port, to + BigInt(offset), port, from + BigInt(offset), length),
    );
    return;
  }
  for (let done = doneBefore(context); done < total;) {
    const end = to + BigInt(total - done);
    const length = Math.min(total - done, Number((end - 1n) & 4095n) + 1);
    const offset = BigInt(total - done - length);
    copyBulk(port, to + offset, port, from + offset, length);
    done += length;
    noteMoved(context, length, done, total);
  }
}

/** Zeroes fresh memory that nothing reads or writes before the call returns: in parts after everything else, where that can be. */
export function zeroFresh(context: KernelContext, address: bigint, length: number): void {
  if (context.cutting && !context.cutting.inPiece) context.cutting.zeroing.push({ address, length });
  else fillBulk(context.port, address, length, 0);
}

/** Zeroes memory in one go, where the caller goes on with it; the VM is left behind the call. */
export function zeroNow(context: KernelContext, address: bigint, length: number): void {
  fillBulk(context.port, address, length, 0);
  if (context.cutting) context.cutting.moved += length;
}

/** Goes on with what a function has left to be zeroed. Throws `CutHere`. */
export function zeroLeft(context: KernelContext, zeroing: UnfinishedCall['zeroing']): void {
  const total = zeroing.reduce((sum, { length }) => sum + length, 0);
  let start = 0;
  let done = doneBefore(context);
  for (const { address, length } of zeroing) {
    while (done < start + length) {
      const at = address + BigInt(done - start);
      const count = Math.min(pageBytes - Number(at & 4095n), start + length - done);
      fillBulk(context.port, at, count, 0);
      done += count;
      noteMoved(context, count, done, total);
    }
    start += length;
  }
}
