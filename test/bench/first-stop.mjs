/**
 * Time from F5 to the first stop: a client starts the adapter's process, launches the CMA bug with stopOnEntry, and waits for `stopped`. Beside it, in the
 * same run, the least an adapter on the same library can take (bare-adapter.cjs), and any other adapter given with --adapter PATH PROGRAM, such
 * as a build of the published mock-debug.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = 9;

/** Milliseconds from spawn to the `stopped` event. */
async function measure(adapter, launch) {
  const begun = performance.now();
  const child = spawn(process.execPath, [adapter], { stdio: ['pipe', 'pipe', 'inherit'] });
  let seq = 1;
  const send = (command, args) => {
    const body = JSON.stringify({ seq: seq++, type: 'request', command, arguments: args });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  send('initialize', { adapterID: 'dma', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
  let pending = Buffer.alloc(0);
  let stoppedAt = 0;
  for await (const chunk of child.stdout) {
    pending = Buffer.concat([pending, chunk]);
    for (let message = take(); message && !stoppedAt; message = take()) {
      if (message.type === 'response' && message.success === false)
        throw new Error(`${message.command}: ${message.message}`);
      if (message.command === 'initialize') send('launch', launch);
      if (message.event === 'initialized') send('configurationDone', {});
      if (message.event === 'stopped') stoppedAt = performance.now();
    }
    if (stoppedAt) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  return stoppedAt - begun;

  function take() {
    const header = /^Content-Length: (\d+)\r\n\r\n/.exec(pending.toString('latin1', 0, 64));
    if (!header || pending.length < header[0].length + Number(header[1])) return null;
    const end = header[0].length + Number(header[1]);
    const message = JSON.parse(pending.toString('utf8', header[0].length, end));
    pending = pending.subarray(end);
    return message;
  }
}

async function median(adapter, launch) {
  const times = [];
  for (let i = 0; i < rounds; i++) times.push(await measure(adapter, launch));
  return times.sort((a, b) => a - b)[rounds >> 1];
}

export async function benchFirstStop(others = []) {
  const bare = await median(join(root, 'test/bench/bare-adapter.cjs'), { stopOnEntry: true });
  const ours = await median(join(root, 'dist/adapter.cjs'), { scenario: 'cma-writeback', stopOnEntry: true });
  console.log(`\nF5 to the first stop, median of ${rounds} processes`);
  console.log(`  least possible (bare adapter, same library) ${bare.toFixed(0)} ms`);
  console.log(`  DMA debugger, CMA bug, stop on entry        ${ours.toFixed(0)} ms   ${(ours / bare).toFixed(2)} x`);
  for (const { adapter, program } of others) {
    const time = await median(adapter, { program, stopOnEntry: true });
    console.log(`  ${adapter}  ${time.toFixed(0)} ms   ${(time / bare).toFixed(2)} x`);
  }
}
