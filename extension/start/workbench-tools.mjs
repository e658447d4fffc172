/** The VS Code workbench that runs in a browser: code-server from the npm registry, kept apart under test/workbench because it is large (600 MB). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependenciesMissing, installDependencies } from '../build/dependencies.mjs';
import { npm, quietly, run, step } from '../build/steps.mjs';

export const toolsFolder = fileURLToPath(new URL('../../test/workbench', import.meta.url));
const codeServer = join(toolsFolder, 'node_modules', 'code-server');
const editor = join(codeServer, 'lib', 'vscode');
/** Lies inside code-server's folder, so that it goes when npm replaces that. */
const ready = join(codeServer, '.ready');
const stamp = `${process.platform}-${process.arch}\n`;
/** code-server refuses any other major version. */
const nodeMajor = 24;
/** Native parts that the server cannot start without; both are Node-API, so they load under any Node whatever headers they were built with. */
const addons = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** Why the workbench cannot run on this machine, in words for its user. */
export class WorkbenchUnavailable extends Error {}

/** Installs what is missing (about a minute the first time). Returns the Node to run the server with, and the server's entry point. */
export async function installWorkbench() {
  if (process.platform === 'win32') throw new WorkbenchUnavailable('code-server does not run on Windows');
  if (!isPrepared()) await assertCompiler(); // before the large download
  if (dependenciesMissing(toolsFolder)) {
    await explained('the npm registry did not deliver code-server', () =>
      step('installing the VS Code workbench for the browser', () =>
        installDependencies(toolsFolder, ['--ignore-scripts']),
      ),
    );
  }
  const node = await findNode();
  if (!isPrepared()) await prepareEditor(node);
  return { node, entry: join(codeServer, 'out', 'node', 'entry.js') };
}

function isPrepared() {
  return existsSync(ready) && readFileSync(ready, 'utf8') === stamp;
}

/** What code-server's own install script does, less what is not needed here. */
async function prepareEditor(node) {
  await assertCompiler();
  const env = {
    ...process.env,
    ...headersOf(process.execPath),
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
  };
  await explained("the npm registry did not deliver the workbench's packages", () =>
    step("installing the workbench's own packages", () =>
      npm(['install', '--omit=dev', '--ignore-scripts', ...quietly], { node, cwd: editor, env }),
    ),
  );
  await explained('its native parts could not be compiled', () =>
    step('compiling its two native parts', () => npm(['rebuild', ...addons, ...quietly], { node, cwd: editor, env })),
  );
  writeFileSync(ready, stamp);
}

/** A Node distribution brings its headers: using them saves node-gyp a download. */
function headersOf(node) {
  const prefix = dirname(dirname(node));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: prefix } : {};
}

async function findNode() {
  if (Number(process.versions.node.split('.')[0]) === nodeMajor) return process.execPath;
  const packaged = join(toolsFolder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (!existsSync(packaged)) {
    throw new WorkbenchUnavailable(
      `the workbench needs Node ${nodeMajor}, and no npm package brings it for ${process.platform}-${process.arch} (this is Node ${process.version})`,
    );
  }
  await explained(`the Node ${nodeMajor} that the workbench needs does not run here`, () =>
    run(packaged, ['--version']),
  );
  return packaged;
}

async function assertCompiler() {
  const missing = [];
  for (const [name, choices] of [
    ['C++ compiler (g++)', ['g++', 'c++', 'clang++']],
    ['make', ['make']],
    ['python3', ['python3', 'python']],
  ]) {
    const found = await Promise.all(
      choices.map((choice) =>
        run(choice, ['--version']).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (!found.includes(true)) missing.push(name);
  }
  if (missing.length > 0) {
    throw new WorkbenchUnavailable(
      `two small native parts of it have to be compiled, and this machine has no ${missing.join(', no ')}`,
    );
  }
}

async function explained(reason, action) {
  try {
    return await action();
  } catch (error) {
    if (error instanceof WorkbenchUnavailable) throw error;
    throw new WorkbenchUnavailable(`${reason}\n${error instanceof Error ? error.message : String(error)}`);
  }
}
