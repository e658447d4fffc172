/** Runs slices-run.ts: rows that match a pattern, and a kind of machine. */
import { runBundled } from './run-bundled.mjs';

await runBundled('slices');
