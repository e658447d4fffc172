/** What `ask.c` printed, as rows: from the log of a real kernel or of the simulator. */

export interface Row {
  readonly t: string;
  readonly [field: string]: unknown;
}

/** Rows in order. A row `log` gets what the kernel said up to the next row: `text` its first message, `lines` all that count. */
export function rowsOf(log: readonly string[]): Row[] {
  const rows: (Row & { lines?: string[]; text?: string | null })[] = [];
  for (const line of log) {
    const at = line.indexOf('{"t": ');
    if (at >= 0) rows.push(JSON.parse(line.slice(at)) as Row);
    else if (rows.at(-1)?.t === 'log') noteLine(rows.at(-1)!, line);
  }
  return rows.filter(({ t }) => t !== 'end');
}

function noteLine(row: { lines?: string[]; text?: string | null }, line: string): void {
  const words = lineInWords(line);
  row.lines ??= [];
  row.text ??= null;
  if (words === null) return;
  row.lines.push(words);
  if (row.text === null && !words.startsWith('WARNING')) row.text = words;
}

/** A line without what differs from boot to boot: addresses, CPU, task, offsets into functions. null: not a message. */
export function lineInWords(line: string): string | null {
  if (/^DMA-API: Mapped at:/.test(line)) return null;
  const warning = /^WARNING: CPU: \d+ PID: -?\d+ at (\S+) ([\w.]+)/.exec(line);
  // Of the header that is compiled into the caller only the place counts.
  if (warning) return `WARNING at ${warning[1]} ${warning[1]!.startsWith('include/') ? '' : warning[2]}`.trimEnd();
  if (!/^(DMA-API: |oracle |pci |\w+: Failed |Unexpected gfp: )/.test(line)) return null;
  return line
    .trimEnd()
    .replace(/\b0x[0-9a-f]{8,}\b/g, '<address>')
    .replace(/\bP=[0-9a-f]+ N=[0-9a-f]+/, 'P N')
    .replace(/\b[0-9a-f]{16}\b/g, '<ptr>');
}
