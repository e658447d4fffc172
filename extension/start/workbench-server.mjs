/** One VS Code workbench on a loopback port, with a throw-away profile and one extension installed. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from '../build/steps.mjs';

/** How a user or a supervisor ends a program. */
export const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const startLimit = 60_000; // ms until the server has to answer

/** A first start without questions: no trust dialog, welcome page, chat side bar or look-ups of other hosts. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
};
const quietFlags = [
  '--auth',
  'none',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-getting-started-override',
  '--disable-workspace-trust',
];

/**
 * Starts the server and waits until it answers. `tools` come from `installWorkbench`; `port` 0 takes a free one. The profile goes
 * with `stop()`, or with this process however it ends; the workspace stays. `beside`: folders of further extensions, as they are.
 */
export async function serveWorkbench({ tools, vsix, workspace, port = 0, settings = {}, beside = [] }) {
  const profile = mkdtempSync(join(tmpdir(), 'dma-debugger-workbench-'));
  const removeProfile = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.once('exit', removeProfile);
  for (const signal of endings) process.once(signal, exit); // so that what hangs on 'exit' is done
  writeSettings(profile, { ...quietSettings, ...settings });
  const flags = [tools.entry, ...profileFlags(profile), ...quietFlags];
  for (const folder of beside) cpSync(folder, join(profile, 'extensions', basename(folder)), { recursive: true });
  // The extension host inherits this environment: what belongs to a surrounding VS Code or npm must not leak in.
  const env = { ...process.env, VSCODE_PROXY_URI: '', NODE_OPTIONS: '' };
  for (const name of Object.keys(env)) if (/^(npm_|VSCODE_IPC|VSCODE_GIT)/.test(name)) delete env[name];

  await run(tools.node, [...flags, '--install-extension', vsix], { env });
  const origin = `http://127.0.0.1:${await freePort(port)}`;
  const server = spawnGroup(tools.node, [...flags, '--bind-addr', new URL(origin).host], env);
  await answered(`${origin}/healthz`, server);
  return {
    url: `${origin}/?folder=${encodeURIComponent(workspace)}`,
    workspace,
    log: server.log,
    exited: server.exited,
    async stop() {
      await server.stop();
      removeProfile();
      process.off('exit', removeProfile);
      for (const signal of endings) process.off(signal, exit);
    },
  };
}

function exit() {
  process.exit(130);
}

function profileFlags(profile) {
  const configuration = join(profile, 'config.yaml');
  const extensions = join(profile, 'extensions');
  mkdirSync(extensions, { recursive: true });
  writeFileSync(configuration, 'auth: none\ncert: false\n'); // else one is made in the user's home
  return ['--config', configuration, '--user-data-dir', join(profile, 'user'), '--extensions-dir', extensions];
}

function writeSettings(profile, settings) {
  const folder = join(profile, 'user', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** The server forks: it gets a process group of its own, which ends as a whole, also when this process ends first. */
function spawnGroup(command, args, env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  const keep = (text) => (log = (log + text).slice(-100_000));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const exited = new Promise((resolve) => child.once('close', resolve));
  child.once('error', (error) => keep(error.message));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // It is gone already.
    }
  };
  const kill = () => signal('SIGKILL');
  process.once('exit', kill);
  return {
    exited,
    log: () => log,
    running: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      signal('SIGTERM');
      await Promise.race([exited, delay(5_000)]);
      kill();
      process.off('exit', kill);
    },
  };
}

async function answered(url, server) {
  for (const started = Date.now(); Date.now() - started < startLimit && server.running(); await delay(200)) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
  }
  await server.stop();
  throw new Error(`the workbench did not start:\n${server.log()}`);
}

/** `wanted`, or for 0 any that is free; rejects when it is taken. */
function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', (error) =>
      reject(new Error(`port ${wanted} cannot be used (${error.code})`)),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function delay(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
