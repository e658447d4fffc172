/** Brings node_modules to what package-lock.json asks for, and does nothing when it already is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed, npm, quietly } from './steps.mjs';

/** True when a package that the lock file asks for is absent or of another version. Packages for other platforms do not count. */
export function dependenciesMissing(folder) {
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
  if (installed === null) return true;
  const asked = Object.entries(packagesOf(join(folder, 'package-lock.json')) ?? {});
  return asked.some(([path, entry]) => path !== '' && !entry.optional && installed[path]?.version !== entry.version);
}

/** Installs what is missing. A lock file that disagrees with package.json is brought up to date, as `npm install` does. */
export async function installDependencies(folder, options = []) {
  const fresh = !existsSync(join(folder, 'node_modules')) && existsSync(join(folder, 'package-lock.json'));
  try {
    await npm([fresh ? 'ci' : 'install', ...quietly, ...options], { cwd: folder });
  } catch (error) {
    if (!fresh || !(error instanceof CommandFailed) || !error.output.includes('in sync')) throw error;
    await npm(['install', ...quietly, ...options], { cwd: folder });
  }
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}
