/**
 * Brings the JSON schema of the Debug Adapter Protocol, which no npm package has: debugpy ships it as it was published, and Debian's python3-pydevd
 * as classes that were generated from it, its properties word for word. $DEBUG_PROTOCOL_SCHEMA names another copy, such as a newer one.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandFailed, run } from '../../../extension/build/steps.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const schemaFile = join(root, 'out', 'debug-adapter-protocol.json');

/** Null when the schema is at `schemaFile`, else why it cannot be had. */
export async function installProtocolSchema() {
  const given = process.env.DEBUG_PROTOCOL_SCHEMA;
  if (given) return keep(readFileSync(given, 'utf8'));
  if (existsSync(schemaFile)) return null;
  const folder = mkdtempSync(join(tmpdir(), 'dma-debugger-schema-'));
  const problems = [];
  try {
    for (const bring of [fromDebian, fromPip]) {
      try {
        return keep(await bring(folder));
      } catch (error) {
        problems.push(error instanceof CommandFailed ? error.message : String(error));
      }
    }
    return problems.join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function keep(text) {
  mkdirSync(dirname(schemaFile), { recursive: true });
  writeFileSync(schemaFile, JSON.stringify(JSON.parse(text)));
  return null;
}

/** Takes the package apart without installing it. */
async function fromDebian(folder) {
  const apt = (...args) => run('apt-get', args, { cwd: folder, env: process.env });
  await apt('download', '-qq', 'python3-pydevd').catch(async () => {
    await apt('update', '-qq');
    await apt('download', '-qq', 'python3-pydevd');
  });
  const [name] = readdirSync(folder).filter((each) => each.endsWith('.deb'));
  await run('dpkg-deb', ['-x', name, '.'], { cwd: folder });
  const classes = join(folder, 'usr/lib/python3/dist-packages/_pydevd_bundle/_debug_adapter/pydevd_schema.py');
  return run('python3', [join(root, 'test/support/protocol-schema/of-classes.py'), classes]);
}

async function fromPip(folder) {
  await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, 'debugpy']);
  const [name] = readdirSync(folder).filter((each) => each.endsWith('.whl'));
  const file = 'debugpy/_vendored/pydevd/_pydevd_bundle/_debug_adapter/debugProtocol.json';
  const unpack = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())';
  return run('python3', ['-c', unpack, join(folder, name), file]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const obstacle = await installProtocolSchema();
  if (obstacle !== null) console.error(obstacle);
  process.exitCode = obstacle === null ? 0 : 1;
}
