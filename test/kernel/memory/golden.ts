/** Answers of a real Linux 6.1.192 on the reference machine. */
import { readFileSync } from 'node:fs';

export interface GoldenRow {
  readonly t: string;
  readonly [field: string]: unknown;
}

const text = readFileSync(new URL('../../golden/memory-linux-6.1.jsonl', import.meta.url), 'utf8');
const rows = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as GoldenRow);

export function goldenRows<Row>(kind: string): Row[] {
  return rows.filter((row) => row.t === kind) as unknown as Row[];
}
