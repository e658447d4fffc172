/** What of a compiled function only a debugger asks for: read from its source, by lowering it once more, when it is asked for. */
import { newCodeBuffer, type CodeBuffer } from '../lowering/code-buffer.ts';
import { lowerFunction, type LoweredFunction } from '../lowering.ts';
import type { StatementInfo } from '../program.ts';
import type { Expansion, Place, SourceFile } from '../source.ts';
import type { FunctionDefinition } from '../syntax.ts';
import type { NumberReader } from './numbers.ts';
import { replaying, type Resolved } from './references.ts';
import { readStatements, type StatementRow } from './statement-rows.ts';

/** A compiled function in one program. */
export interface LatePart {
  /** Index of the function in the program. */
  readonly index: number;
  readonly file: SourceFile;
  /** The definition as the parser has it. */
  readonly source: () => FunctionDefinition;
  readonly answers: Resolved[];
  /** First instruction. */
  start: number;
  statements: NumberReader;
  /** Filled in when somebody asks. */
  rows: readonly StatementRow[] | null;
  lowered: { readonly code: CodeBuffer; readonly lowered: LoweredFunction } | null;
}

export function newLatePart(index: number, file: SourceFile, source: () => FunctionDefinition): LatePart {
  return { index, file, source, answers: [], start: 0, statements: { text: '', at: 0 }, rows: null, lowered: null };
}

/** The function lowered from its source into a buffer of its own, in which it begins at 0. */
export function lowerAgain(late: LatePart): NonNullable<LatePart['lowered']> {
  if (!late.lowered) {
    const definition = late.source();
    definition.readBody?.();
    const code = newCodeBuffer();
    late.lowered = { code, lowered: lowerFunction(code, replaying(late.answers), definition, late.index) };
  }
  return late.lowered;
}

function rowsOf(late: LatePart): readonly StatementRow[] {
  return (late.rows ??= readStatements({ ...late.statements }, late.file));
}

/** A statement of a compiled function; a class, because there are thousands that nobody looks at. */
export class CompiledStatement implements StatementInfo {
  constructor(
    readonly index: number,
    readonly pc: number,
    private readonly late: LatePart,
    private readonly position: number,
  ) {}
  movedTo(index: number, pc: number): CompiledStatement {
    return new CompiledStatement(index, pc, this.late, this.position);
  }
  get function(): number {
    return this.late.index;
  }
  get kind(): StatementInfo['kind'] {
    return rowsOf(this.late)[this.position]!.kind;
  }
  get place(): Place {
    return rowsOf(this.late)[this.position]!.place;
  }
  get end(): Place {
    return rowsOf(this.late)[this.position]!.end;
  }
}

/** The same statement with another number, at another pc. */
export function movedStatement(statement: StatementInfo, index: number, pc: number): StatementInfo {
  return statement instanceof CompiledStatement ? statement.movedTo(index, pc) : { ...statement, index, pc };
}

/** Where an instruction of a compiled function stands. */
export class LatePlace implements Place {
  constructor(
    private readonly late: LatePart,
    private readonly instruction: number,
  ) {}
  get file(): SourceFile {
    return this.found.file;
  }
  get line(): number {
    return this.found.line;
  }
  get column(): number {
    return this.found.column;
  }
  get length(): number {
    return this.found.length;
  }
  get expansion(): Expansion | null {
    return this.found.expansion;
  }
  private get found(): Place {
    const { code } = lowerAgain(this.late);
    return code.places[code.placeOf[this.instruction]!]!;
  }
}
