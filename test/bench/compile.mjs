/** Speed of the front end, bundled as the product is. Arguments: how often each part is measured, and of how many files one is read. */
import { runBundled } from './run-bundled.mjs';

await runBundled('compile');
