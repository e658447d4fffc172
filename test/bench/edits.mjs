/**
 * Edits while the machine stands still: for every documented bug, at the last step of its replay, the time from the changed text to the answers of all
 * views about the machine of the new code. Beside the wall time, that of the adapter's main thread, which a busy machine does not stretch.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scenariosFolder = join(root, 'simulator', 'scenarios');
const rounds = 3;
/** ms, from keystroke to refreshed views, without the pause that typing makes. */
const target = 300;
const views = [
  'dma/physicalMemory',
  'dma/addressSpaces',
  'dma/tlb',
  'dma/caches',
  'dma/iommu',
  'dma/freeMemory',
  'dma/processMemory',
  'dma/processors',
  'dma/interrupts',
  'dma/mappings',
  'dma/transfers',
  'dma/timeline',
  'dma/devices',
  'dma/position',
];

class Client {
  #child = spawn(
    process.execPath,
    [...(process.env.PROF ? ['--cpu-prof', '--cpu-prof-dir', process.env.PROF] : []), join(root, 'dist/adapter.cjs')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  #pending = Buffer.alloc(0);
  #waiting = [];
  #seq = 1;

  constructor() {
    this.#child.stdout.on('data', (chunk) => this.#receive(chunk));
  }

  /** The first message that `wanted` accepts, from now on. */
  next(wanted) {
    return new Promise((resolve, reject) => this.#waiting.push({ wanted, resolve, reject }));
  }

  async request(command, args = {}) {
    const seq = this.#seq++;
    const answer = this.next((message) => message.type === 'response' && message.request_seq === seq);
    const body = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const { success, message, body: result } = await answer;
    if (!success) throw new Error(`${command}: ${message}`);
    return result;
  }

  event(name) {
    return this.next((message) => message.event === name);
  }

  /** ms that the adapter's main thread has worked; NaN where the system does not tell. */
  worked() {
    const file = `/proc/${this.#child.pid}/schedstat`;
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : NaN;
  }

  close() {
    if (process.env.PROF) void this.request('disconnect').catch(() => undefined);
    else this.#child.kill('SIGKILL');
  }

  #receive(chunk) {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#pending.toString('latin1', 0, 64));
      if (!header || this.#pending.length < header[0].length + Number(header[1])) return;
      const end = header[0].length + Number(header[1]);
      const message = JSON.parse(this.#pending.toString('utf8', header[0].length, end));
      this.#pending = this.#pending.subarray(end);
      const index = this.#waiting.findIndex(({ wanted }) => wanted(message));
      if (index >= 0) this.#waiting.splice(index, 1)[0].resolve(message);
    }
  }
}

async function measure(id) {
  const client = new Client();
  try {
    await client.request('initialize', { adapterID: 'dma', linesStartAt1: true, columnsStartAt1: true });
    const initialized = client.event('initialized');
    await client.request('launch', { scenario: id, stopOnEntry: true });
    await initialized;
    let stopped = client.event('stopped');
    await client.request('configurationDone');
    await stopped;
    const { steps } = await client.request('dma/replay');
    stopped = client.event('stopped');
    await client.request('dma/replayStep', { step: steps.length - 1 });
    await stopped;
    const file = ['driver.c', 'app.c'].find((name) => existsSync(join(scenariosFolder, id, name)));
    const text = readFileSync(join(scenariosFolder, id, file), 'utf8');
    const samples = { last: [], first: [] };
    for (const [place, at] of Object.entries(places)) {
      for (let round = 0; round < rounds; round++) {
        const [worked, begun] = [client.worked(), performance.now()];
        const changed = { path: `${id}/${file}`, text: edited(text, at(text), round) };
        const { outcome } = await client.request('dma/edit', changed);
        const standing = performance.now();
        await Promise.all(views.map((view) => client.request(view)));
        const end = performance.now();
        samples[place].push({ outcome, wall: end - begun, edit: standing - begun, worked: client.worked() - worked });
      }
    }
    return samples;
  } finally {
    client.close();
  }
}

/** Where another statement is put in: at the end of the last function, which mostly has not run yet; at the beginning of what runs first of all. */
const places = {
  last: (text) => text.lastIndexOf('\n}\n') + 1,
  first: (text) => {
    const begin = /\n(?:static )?int (?:__init )?(?:\w*probe|\w*init|main)\([^)]*\)\n\{\n/.exec(text);
    return begin ? begin.index + begin[0].length : text.lastIndexOf('\n}\n') + 1;
  },
};

function edited(text, at, round) {
  return `${text.slice(0, at)}\t{ int edited = ${round}; }\n${text.slice(at)}`;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

export async function benchEdits(only = []) {
  const ids = readdirSync(scenariosFolder).filter((id) => only.length === 0 || only.includes(id));
  console.log(
    `\nEdits while stopped, of code that has not run and of what runs first: ms to the new stop, to refreshed views, of processor time (median of ${rounds}); and that of the first edit`,
  );
  const over = { last: [], first: [] };
  for (const id of ids) {
    if (!existsSync(join(scenariosFolder, id, 'expected.json'))) continue;
    const samples = await measure(id).catch((error) => String(error));
    if (typeof samples === 'string') {
      console.log(`  ${id.padEnd(30)} ${samples}`);
      continue;
    }
    const told = Object.entries(samples).map(([place, each]) => {
      const of = (key) =>
        median(each.map((sample) => sample[key]))
          .toFixed(0)
          .padStart(5);
      const [first] = each;
      if (median(each.map(({ worked, wall }) => worked || wall)) > target) over[place].push(id);
      return `${of('edit')} ${of('wall')} ${of('worked')} ${first.worked.toFixed(0).padStart(5)} ${[...new Set(each.map(({ outcome }) => outcome))].join()}`;
    });
    console.log(`  ${id.padEnd(30)} ${told.join('  |')}`);
  }
  for (const [place, ids] of Object.entries(over))
    console.log(
      `  above ${target} ms of processor time, ${place} function: ${ids.length === 0 ? 'none' : ids.join(', ')}`,
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchEdits(process.argv.slice(2));
