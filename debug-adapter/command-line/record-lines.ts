/** Journal records as lines of text: the kernel log and the program's output, findings with their place, JSON. */
import type { Finding, JournalRecord, Program, Simulation } from '../../simulator/index.ts';
import { placeOfCause, placeOfStack, placeOfStatement } from '../record-place.ts';

/** What stands on standard output: the kernel log as `dmesg` shows it, without times, and what programs wrote. null: nothing. */
export function outputText(record: JournalRecord): string | null {
  switch (record.kind) {
    case 'log':
      return record.text.endsWith('\n') ? record.text : `${record.text}\n`;
    case 'output':
      return record.text;
    default:
      return null;
  }
}

/** `file:line:column: message`; without a place where no code caused it. */
export function findingLine({ program, world }: Simulation, record: JournalRecord): string | null {
  if (record.kind !== 'finding') return null;
  const place = placeOfCause(program, world.journal, record);
  const where = place ? `${place.path}:${place.line}:${place.column}: ` : '';
  return `${where}${record.severity}: ${record.message} [${record.code}]\n${relatedLines(program, record)}`;
}

/** The other places that matter: `file:line:column: note: mapped here`. */
function relatedLines(program: Program, { related = [] }: Finding): string {
  return related
    .map(({ what, stack }) => {
      const place = placeOfStack(program, stack);
      return place ? `${place.path}:${place.line}:${place.column}: note: ${what} here\n` : '';
    })
    .join('');
}

/** All fields, 64-bit values as `"0x…"`, the stack as places, innermost first. */
export function jsonLine(program: Program, record: JournalRecord): string {
  const places = (stack: readonly number[]): string[] =>
    stack.map((statement) => {
      const { path, line, column } = placeOfStatement(program, statement);
      return `${path}:${line}:${column}`;
    });
  const related = record.kind === 'finding' ? record.related : undefined;
  const readable = {
    ...record,
    stack: places(record.stack),
    ...(related && { related: related.map(({ what, stack }) => ({ what, stack: places(stack) })) }),
  };
  return `${JSON.stringify(readable, (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value))}\n`;
}
