/** Runs mappings-run.ts. */
import { runBundled } from './run-bundled.mjs';

await runBundled('mappings');
