/** The adapter as a program of its own: one session on standard input and output. */
import { serveStreams } from './serve.ts';
import { simulator } from './simulator-binding.ts';

serveStreams(simulator, process.stdin, process.stdout, () => {
  // What has been written may still be on its way through a pipe.
  process.stdout.write('', () => process.exit(0));
});
