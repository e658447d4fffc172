/** What the adapter's programs have in common, as one bundle: `adapter`, `dma-debugger`, and the extension where the adapter runs inside of it. */
export { runCommandLine } from './command-line/dispatch.ts';
export { createInlineAdapter } from './inline.ts';
export { serveStreams } from './serve.ts';
