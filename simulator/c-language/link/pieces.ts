/**
 * Where the code stands that a program adds to what is there without the user's: each function in slots that its name chooses, as in a hash table. A function that grows, or
 * is new, then moves hardly any other (`same-run.ts` lives on it), and the same source still gives the same program.
 */
import { roomFor, type CodeBuffer } from '../lowering/code-buffer.ts';
import { operandsOf } from '../object-code/instruction-operands.ts';
import { movedStatement } from '../object-code/late-parts.ts';
import type { StatementInfo } from '../program.ts';
import { Opcode } from '../vm/dispatch.ts';
import { instructionWords } from '../vm/instruction.ts';
import { isOwn } from './image-linker.ts';
import type { ImageLinker, LinkedFunction, Piece } from './image-linker.ts';
import { slotsByName } from './slots.ts';

export function beginPiece({ program: { code } }: ImageLinker, linked: LinkedFunction): Piece {
  const [at, statement] = [code.count, code.statements.length];
  return { linked, from: at, end: at, firstStatement: statement, endStatement: statement };
}

export function endPiece(image: ImageLinker, piece: Piece): void {
  const { code } = image.program;
  piece.end = code.count;
  piece.endStatement = code.statements.length;
  image.pieces.push(piece);
}

interface Slot {
  readonly instructions: number;
  readonly statements: number;
  /** That a table has at least, so that it seldom grows, of a program and of the kernel: slots for code and for statements. */
  readonly least: Readonly<Record<'user' | 'kernel', { readonly instructions: number; readonly statements: number }>>;
}

/** A function may grow a little and takes no further slot. */
const ownSlot: Slot = {
  instructions: 128,
  statements: 32,
  least: { user: { instructions: 64, statements: 32 }, kernel: { instructions: 128, statements: 64 } },
};
const shippedSlot: Slot = {
  instructions: 32,
  statements: 8,
  least: { user: { instructions: 256, statements: 256 }, kernel: { instructions: 1024, statements: 512 } },
};
/** Multiples of which a function of the user's own has, some to spare. */
const registers = { multiple: 16, spare: 4 };

/** Moves the image's pieces from the buffer that they are in to the end of the program's code. */
export function placePieces(image: ImageLinker, lowered: CodeBuffer): void {
  const { pieces, program } = image;
  const own = pieces.filter(({ linked }) => isOwn(linked));
  const shipped = pieces.filter(({ linked }) => !isOwn(linked));
  const { code } = program;
  const places = code.places.length;
  for (const place of lowered.places) code.places.push(place);
  const shifts = new Int32Array(lowered.count);
  for (const [group, slot] of [
    [own, ownSlot],
    [shipped, shippedSlot],
  ] as const)
    for (const move of openTable(image, lowered, group, slot, places)) {
      moveCode(code, lowered, move, places);
      shifts.fill(move.shift, move.piece.from, move.piece.end);
      noteMove(move, slot);
    }
  for (const each of lowered.relocations) code.relocations.push({ ...each, pc: each.pc + shifts[each.pc]! });
  for (const pc of lowered.falseJumps) code.falseJumps.add(pc + shifts[pc]!);
  image.pieces = [];
}

interface Move {
  readonly piece: Piece;
  /** What is added to each pc, and to each statement. */
  readonly shift: number;
  readonly statementShift: number;
}

/** A table of slots at the end of the code, and where in it each piece goes. */
function openTable(
  image: ImageLinker,
  lowered: CodeBuffer,
  pieces: readonly Piece[],
  slot: Slot,
  places: number,
): readonly Move[] {
  if (pieces.length === 0) return [];
  const { code } = image.program;
  const least = slot.least[image.source.mode];
  const names = pieces.map(({ linked }) => linked.name);
  const [pc, statement] = [code.count, code.statements.length];
  const ofCode = slotsByName(
    names,
    sizes(pieces, ({ from, end }) => end - from, slot.instructions),
    { least: least.instructions, most: instructionsLeft(image) / slot.instructions },
  );
  const ofStatements = slotsByName(
    names,
    sizes(pieces, ({ firstStatement, endStatement }) => endStatement - firstStatement, slot.statements),
    { least: least.statements },
  );
  openGap(code, {
    // Where nothing is there without the user's code, one that has no instruction.
    like: code.statements[0] ?? movedStatement(lowered.statements[0]!, 0, -1),
    end: pc + ofCode.count * slot.instructions,
    statements: statement + ofStatements.count * slot.statements,
    free: statement + ofStatements.free * slot.statements,
    place: places + lowered.placeOf[pieces[0]!.from]!,
  });
  return pieces.map((piece, index) => ({
    piece,
    shift: pc + ofCode.starts[index]! * slot.instructions - piece.from,
    statementShift: statement + ofStatements.starts[index]! * slot.statements - piece.firstStatement,
  }));
}

/** Half of what is between the text so far and the data behind it: the other half is for another table. */
function instructionsLeft({ source, program, firstInstruction }: ImageLinker): number {
  return (Number((source.dataBase - source.textBase) / 16n) - (program.code.count - firstInstruction)) / 2;
}

function sizes(pieces: readonly Piece[], of: (piece: Piece) => number, slot: number): number[] {
  return pieces.map((piece) => Math.ceil(of(piece) / slot));
}

/** No function's: nothing comes there. */
function openGap(
  code: CodeBuffer,
  to: {
    readonly end: number;
    readonly statements: number;
    readonly free: number;
    readonly place: number;
    readonly like: StatementInfo;
  },
): void {
  const { count: first, statements } = code;
  for (let index = statements.length; index < to.statements; index++) statements.push(noStatement(index, to.like));
  roomFor(code, to.end);
  code.count = to.end;
  for (let pc = first; pc < to.end; pc++) code.words[pc * instructionWords] = Opcode.return;
  code.statementOf.fill(to.free, first, to.end);
  code.placeOf.fill(to.place, first, to.end);
}

/** Fills a gap in the numbers of statements; it says of itself what another one does, whose instruction it has. */
class NoStatement implements StatementInfo {
  readonly kind = 'entry';
  constructor(
    readonly index: number,
    private readonly like: StatementInfo,
  ) {}
  get pc(): number {
    return this.like.pc;
  }
  get function(): number {
    return this.like.function;
  }
  get place(): StatementInfo['place'] {
    return this.like.place;
  }
  get end(): StatementInfo['end'] {
    return this.like.end;
  }
}

/** By the statement that they are like, which all programs over the same residents share. */
const knownGaps = new WeakMap<StatementInfo, NoStatement[]>();

function noStatement(index: number, like: StatementInfo): NoStatement {
  let known = knownGaps.get(like);
  if (!known) knownGaps.set(like, (known = []));
  return (known[index] ??= new NoStatement(index, like));
}

function moveCode(code: CodeBuffer, lowered: CodeBuffer, move: Move, places: number): void {
  const { piece, shift, statementShift } = move;
  const { words } = code;
  const first = (piece.from + shift) * instructionWords;
  words.set(lowered.words.subarray(piece.from * instructionWords, piece.end * instructionWords), first);
  for (let pc = piece.from; pc < piece.end; pc++) {
    const word = (pc + shift) * instructionWords;
    code.statementOf[pc + shift] = lowered.statementOf[pc]! + statementShift;
    code.placeOf[pc + shift] = lowered.placeOf[pc]! + places;
    const target = targetOperand(words[word]!);
    if (words[word] === Opcode.statement) words[word + 1]! += statementShift;
    else if (target > 0) words[word + target]! += shift * instructionWords;
  }
  for (let index = piece.firstStatement; index < piece.endStatement; index++) {
    const statement = lowered.statements[index]!;
    code.statements[index + statementShift] = movedStatement(statement, index + statementShift, statement.pc + shift);
  }
}

const targetOperands = new Map<number, number>();

/** Which operand of an instruction is a jump's target; 0: none. */
function targetOperand(opcode: number): number {
  let operand = targetOperands.get(opcode);
  if (operand === undefined) targetOperands.set(opcode, (operand = operandsOf(opcode).indexOf('t') + 1));
  return operand;
}

function noteMove({ piece: { linked, from, end }, shift }: Move, slot: Slot): void {
  const { lowered, placed, stub } = linked;
  if (lowered) {
    const own = isOwn(linked);
    linked.lowered = {
      ...lowered,
      entry: lowered.entry + shift,
      end: own ? from + shift + Math.ceil((end - from) / slot.instructions) * slot.instructions : lowered.end + shift,
      registerCount: own
        ? Math.ceil((lowered.registerCount + registers.spare) / registers.multiple) * registers.multiple
        : lowered.registerCount,
      locals: lowered.locals.map((local) => ({ ...local, from: local.from + shift, to: local.to + shift })),
      labels: new Map([...lowered.labels].map(([name, pc]) => [name, pc + shift])),
    };
  } else if (placed) {
    linked.placed = { ...placed, entry: placed.entry + shift, end: placed.end + shift };
    placed.late.start += shift;
  } else if (stub) linked.stub = { ...stub, entry: stub.entry + shift, end: stub.end + shift };
}
