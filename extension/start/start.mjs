/** `npm start`: from a fresh clone to the documented CMA bug in a debugger. Needs nothing but Node and npm until its first step has run. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dependenciesMissing, installDependencies } from '../build/dependencies.mjs';
import { run, step } from '../build/steps.mjs';
import { layOutExample } from './example-workspace.mjs';
import { endings, serveWorkbench } from './workbench-server.mjs';
import { installWorkbench } from './workbench-tools.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = 'cma-writeback';
const usage = `npm start [-- OPTION…]
  --terminal  replay the bug in this terminal instead of opening VS Code
  --browser   serve VS Code in the browser even where a code command is installed
  --port N    port of that server on 127.0.0.1 (default: a free one)
  --no-open   print its address without opening a browser`;

async function start(options) {
  for (const signal of endings) process.once(signal, () => process.exit(0));
  if (dependenciesMissing(root)) await step('installing packages', () => installDependencies(root));
  if (options.terminal) {
    await step('building', async () => (await import('../build/build.mjs')).build());
    return replay();
  }
  const { pack, vsix } = await import('../build/pack.mjs');
  await step('building and packing the extension', pack);
  const code = options.browser ? null : findCode();
  if (code === null) return openInBrowser(vsix, options);
  return openInCode(code, vsix).catch((error) => {
    console.log(`VS Code refused: ${error.message}`);
    return openInBrowser(vsix, options);
  });
}

/** The `code` command on the PATH, or null. */
function findCode() {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find(existsSync) ?? null
  );
}

async function openInCode(code, vsix) {
  const shell = process.platform === 'win32';
  const quoted = (path) => (shell ? `"${path}"` : path);
  await step('installing the extension in VS Code', () =>
    run(quoted(code), ['--install-extension', quoted(vsix), '--force'], { shell }),
  );
  const { folder } = await layOutExample(example);
  await step('opening the example in VS Code', () => run(quoted(code), [quoted(folder)], { shell }));
  console.log(`\nThe example is in ${folder}. Press F5 in VS Code to debug it.`);
}

/** Stays until the user ends it; the server, its profile and the workspace go with this process. */
async function openInBrowser(vsix, { port, open }) {
  const workspace = await layOutExample(example);
  process.once('exit', () => {
    if (!workspace.removeUnlessChanged()) console.log(`\nYour changes to the example are in ${workspace.folder}`);
  });
  let server;
  try {
    const tools = await installWorkbench();
    server = await step('starting VS Code for the browser', () =>
      serveWorkbench({ tools, vsix, workspace: workspace.folder, port }),
    );
  } catch (error) {
    console.log(`\nVS Code cannot be served in the browser here: ${error.message}`);
    console.log(
      'With VS Code and its code command installed, npm start opens the debugger there. Here is the bug in the terminal instead.\n',
    );
    return replay();
  }
  console.log(
    `\n  DMA Debugger: ${server.url}\n\nOpen it in a browser of this machine and press F5. Ctrl+C here ends it.`,
  );
  if (open) openPage(server.url);
  await server.exited;
  throw new Error(`the server ended by itself:\n${server.log()}`);
}

/** Where there is a screen. Without one, or without the opener, the printed address is enough. */
function openPage(url) {
  const screen = process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!screen) return;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** Status 1 says that the bug was found, as it should be. */
async function replay() {
  const program = spawn(process.execPath, [join(root, 'dist', 'dma-debugger.cjs'), 'replay', example], {
    stdio: 'inherit',
  });
  const status = await new Promise((resolve) => program.once('close', resolve));
  if (status !== 0 && status !== 1) throw new Error(`the replay ended with status ${status}`);
}

function readOptions() {
  const flag = { type: 'boolean', default: false };
  const { values } = parseArgs({
    options: { terminal: flag, browser: flag, port: { type: 'string', default: '0' }, 'no-open': flag, help: flag },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port`);
  return { ...values, port, open: !values['no-open'] };
}

try {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(`Node 20 or newer is needed; this is ${process.version}`);
  const options = readOptions();
  if (options.help) console.log(usage);
  else await start(options);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  if (error?.code?.startsWith?.('ERR_PARSE_ARGS')) console.error(usage);
  process.exitCode = 1;
}
