/** Runs history-run.ts. */
import { runBundled } from './run-bundled.mjs';

await runBundled('history');
