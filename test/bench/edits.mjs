/**
 * Edits while the machine stands still: for every documented bug, at the last step of its replay, the time to the answers of all views about the machine of the new
 * code: as the extension asks for it, which begins the build while the pause in typing lasts, from that pause's end; and at once, without that head start, from the
 * changed text. Beside the wall time, that of the adapter's main thread, which a busy machine does not stretch.
 * `node test/bench/edits.mjs [fix] [last] [first] [SCENARIO…]`; with PROF=FOLDER the adapter writes its profiles there.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Client } from './adapter-client.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scenariosFolder = join(root, 'simulator', 'scenarios');
const rounds = 3;
/** ms, from keystroke to refreshed views, without the pause that typing makes. */
const target = 300;
/** ms, as in extension/debug/live-edit.ts. */
const typingPause = 300;
const headStart = 60;
/** ms that somebody looks before typing. */
const look = 400;
/** What the views ask when the machine stands anew. */
const views = {
  'dma/physicalMemory': {},
  'dma/addressSpaces': {},
  'dma/tlb': {},
  'dma/caches': {},
  'dma/iommu': {},
  'dma/freeMemory': {},
  'dma/processMemory': {},
  'dma/processors': {},
  'dma/interrupts': {},
  'dma/mappings': {},
  'dma/transfers': { limit: 50 },
  'dma/timeline': {},
  'dma/devices': { opened: [] },
  'dma/position': {},
};

/** Of each view; `pictures`: digests of those that the Devices view has, for the next answer. */
export function askViews(client, pictures) {
  const ask = async (view) => {
    const args = view === 'dma/devices' ? { ...views[view], known: pictures } : views[view];
    const answer = await client.request(view, args);
    if (view === 'dma/devices') pictures.splice(0, Infinity, ...digestsOf(answer));
  };
  return Object.keys(views).map((view) => [view, () => ask(view)]);
}

function digestsOf({ devices }) {
  return devices.flatMap(({ images }) => images.flatMap(({ digest }) => digest ?? []));
}

/** By kind of edit: what each of its rounds took. */
async function measure(id, kinds) {
  const client = new Client();
  try {
    await client.request('initialize', { adapterID: 'dma', linesStartAt1: true, columnsStartAt1: true });
    const initialized = client.event('initialized');
    await client.request('launch', { scenario: id, stopOnEntry: true });
    await initialized;
    const entry = client.event('stopped');
    await client.request('configurationDone');
    await entry;
    const stop = await toLastStep(client);
    const samples = {};
    client.pictures = [];
    for (const kind of kinds) {
      const { file, text, round: change, undo } = await edits[kind](client, id, stop);
      samples[kind] = [];
      for (let round = 0; round < rounds; round++) {
        const sample = {};
        for (const [way, made] of Object.entries(ways)) {
          await pause(look);
          Object.assign(sample, await made(client, { path: `${id}/${file}`, text: change(round) }, way));
          if (!undo && round < rounds - 1) continue;
          await client.request('dma/edit', { path: `${id}/${file}`, text });
          await toLastStep(client);
        }
        samples[kind].push(sample);
      }
    }
    return samples;
  } finally {
    client.close();
  }
}

export async function toLastStep(client) {
  const { steps } = await client.request('dma/replay');
  const stopped = client.event('stopped');
  await client.request('dma/replayStep', { step: steps.length - 1 });
  return (await stopped).body;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const ways = {
  async atOnce(client, changed) {
    const worked = client.worked();
    const { edit, wall, outcome } = await follow(client, changed);
    return { edit, wall, outcome, worked: client.worked() - worked };
  },
  async typed(client, changed) {
    const typed = performance.now();
    await pause(headStart);
    const prepared = client.request('dma/prepareEdit', changed);
    await pause(typingPause - (performance.now() - typed));
    const { wall } = await follow(client, changed);
    await prepared;
    return { typed: wall };
  },
};

async function follow(client, changed) {
  const begun = performance.now();
  const { outcome } = await client.request('dma/edit', changed);
  const edit = performance.now() - begun;
  await Promise.all(askViews(client, client.pictures).map(([, ask]) => ask()));
  return { outcome, edit, wall: performance.now() - begun };
}

/** What is edited, and how, round by round; `undo`: each round begins from the code as it was. */
export const edits = {
  /** The mending that the scenario documents; where that is none of its code, another statement at the line stopped at. */
  async fix(client, id, stop) {
    const fixes = join(scenariosFolder, id, 'fixed');
    for (const variant of existsSync(fixes) ? readdirSync(fixes) : [])
      for (const file of ['driver.c', 'app.c']) {
        if (!existsSync(join(fixes, variant, file))) continue;
        const mended = readFileSync(join(fixes, variant, file), 'utf8');
        return { file, text: readFileSync(join(scenariosFolder, id, file), 'utf8'), round: () => mended, undo: true };
      }
    const { stackFrames } = await client.request('stackTrace', { threadId: stop.threadId });
    const { source, line } = stackFrames.find(({ source }) =>
      /(driver|app)\.c$/.test(source?.name ?? source?.path ?? ''),
    );
    const file = /(driver|app)\.c$/.exec(source.name ?? source.path)[0];
    const text = readFileSync(join(scenariosFolder, id, file), 'utf8');
    const at = text.split('\n', line - 1).join('\n').length + 1;
    return { file, text, round: (round) => insert(text, at, round), undo: true };
  },
  /** Code that has not run yet, mostly: the end of the last function. */
  async last(_client, id) {
    const [file, text] = mainText(id);
    return { file, text, round: (round) => insert(text, text.lastIndexOf('\n}\n') + 1, round), undo: false };
  },
  /** What runs first of all. */
  async first(_client, id) {
    const [file, text] = mainText(id);
    const begin = /\n(?:static )?int (?:__init )?(?:\w*probe|\w*init|main)\([^)]*\)\n\{\n/.exec(text);
    const at = begin ? begin.index + begin[0].length : text.lastIndexOf('\n}\n') + 1;
    return { file, text, round: (round) => insert(text, at, round), undo: false };
  },
};

function mainText(id) {
  const file = ['driver.c', 'app.c'].find((name) => existsSync(join(scenariosFolder, id, name)));
  return [file, readFileSync(join(scenariosFolder, id, file), 'utf8')];
}

function insert(text, at, round) {
  return `${text.slice(0, at)}\t{ int edited = ${round}; }\n${text.slice(at)}`;
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const worst = (numbers) => Math.max(...numbers);

/** `kinds`: of `edits`; `only`: scenarios. */
export async function benchEdits(only = [], kinds = Object.keys(edits)) {
  const ids = readdirSync(scenariosFolder).filter((id) => existsSync(join(scenariosFolder, id, 'expected.json')));
  console.log(
    `\nEdits while stopped (${kinds.join(', ')}): ms to refreshed views from the end of the typing pause (medians of ${rounds}), the worst; at once: ms to the new stop, to refreshed views, of processor time`,
  );
  const rows = [];
  for (const id of ids.filter((id) => only.length === 0 || only.includes(id))) {
    const samples = await measure(id, kinds).catch((error) => String(error));
    if (typeof samples !== 'string') rows.push({ id, samples });
    console.log(`  ${id.padEnd(30)} ${typeof samples === 'string' ? samples : told(samples)}`);
  }
  for (const kind of kinds) summary(kind, rows);
}

function told(samples) {
  return Object.values(samples)
    .map((each) => {
      const of = (key) => each.map((sample) => sample[key]);
      const outcomes = [...new Set(of('outcome'))].join();
      const numbers = [
        median(of('typed')),
        worst(of('typed')),
        ...['edit', 'wall', 'worked'].map((key) => median(of(key))),
      ];
      return numbers.map((ms) => ms.toFixed(0).padStart(5)).join('') + ` ${outcomes}`;
    })
    .join('  |');
}

function summary(kind, rows) {
  for (const [words, key] of [
    ['from the end of the typing pause', 'typed'],
    ['at once', 'wall'],
  ]) {
    const times = rows.map(({ id, samples }) => ({ id, time: median(samples[kind].map((sample) => sample[key])) }));
    const over = times.filter(({ time }) => time > target).map(({ id }) => id);
    const all = times.map(({ time }) => time);
    console.log(
      `  ${kind}, ${words}: median ${median(all).toFixed(0)} ms, worst ${worst(all).toFixed(0)} ms; ${all.length - over.length} of ${all.length} at most ${target} ms; above: ${over.join(', ') || 'none'}`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const kinds = given.filter((each) => each in edits);
  await benchEdits(
    given.filter((each) => !(each in edits)),
    kinds.length > 0 ? kinds : undefined,
  );
}
