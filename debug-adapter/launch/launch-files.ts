/** Where a run's files come from: the disk, or the folder of a documented bug inside the simulator. */
import { posix } from 'node:path';
import type { RunRequest, Scenario, SourceText } from '../../simulator/index.ts';
import { besides, type FileAccess } from '../files.ts';
import { RequestError } from '../request-error.ts';
import type { SimulatorDoor } from '../simulator-door.ts';

type FindInclude = RunRequest['findInclude'];

export function findScenario(door: SimulatorDoor, id: string): Scenario {
  const all = door.scenarios();
  const found = all.find((each) => each.id === id);
  if (found) return found;
  throw new RequestError(
    'unusableInput',
    `there is no documented bug '${id}' (there is ${all.map((each) => each.id).join(', ')})`,
  );
}

export interface ScenarioFiles {
  readonly title: string;
  readonly driver: readonly SourceText[];
  readonly app: SourceText | null;
  readonly machine: SourceText | null;
  readonly findInclude: FindInclude;
}

/** The files of one variant: the bug as it was, or a fix by name. */
export function scenarioFiles(scenario: Scenario, fixed: string | undefined): ScenarioFiles {
  const variant = scenario.variants.find((each) => each.name === (fixed ?? ''));
  if (!variant) {
    const names = scenario.variants.map((each) => each.name).filter((name) => name !== '');
    throw new RequestError('unusableInput', `'${scenario.id}' has no fix '${fixed}' (it has ${names.join(', ')})`);
  }
  const at = (path: string): SourceText | null => {
    const text = scenario.files[path];
    return text === undefined ? null : { path: `${scenario.id}/${path}`, text };
  };
  const driver = variant.driver === null ? null : at(variant.driver);
  return {
    title: variant.title,
    driver: driver ? [driver] : [],
    app: variant.app === null ? null : at(variant.app),
    machine: variant.machine === null ? null : at(variant.machine),
    findInclude: (name, from) =>
      from.startsWith(`${scenario.id}/`)
        ? at(posix.join(posix.dirname(from.slice(scenario.id.length + 1)), name))
        : null,
  };
}

/** Headers about single chips and boards: they declare what is theirs and lean on what ours declare. */
const chipHeaders = /^(dt-bindings|soc|video|uapi|linux\/(clk|dma|firmware|fpga|mfd|platform_data|soc))\//;

/** The `include` folder of the kernel tree in which a file stands, if any. */
function treeAround(files: FileAccess, path: string): string | null {
  for (let at = files.resolve(path, '..'), up: string; (up = files.resolve(at, '..')) !== at; at = up) {
    const include = files.resolve(at, 'include');
    if (files.isFolder(files.resolve(include, 'linux')) && files.isFolder(files.resolve(at, 'arch'))) return include;
  }
  return null;
}

/** What was read from disk, by path. */
export interface FilesRead {
  readonly onDisk: Set<string>;
  /** Text of those that were included. */
  readonly included: Map<string, string>;
}

/** Beside the including file first, then along the include path; for a driver in a kernel tree, headers about its chip there. */
export function findIncludeOnDisk(
  files: FileAccess,
  folder: string,
  includePath: readonly string[],
  { onDisk, included }: FilesRead,
): FindInclude {
  const folders = includePath.map((path) => files.resolve(folder, path));
  const read = (path: string): SourceText | null => {
    const text = files.readText(path);
    if (text === null) return null;
    onDisk.add(path);
    included.set(path, text);
    return { path, text };
  };
  return (name, from) => {
    const near = onDisk.has(from) ? read(besides(from, name)) : null;
    if (near) return near;
    for (const each of folders) {
      const found = read(files.resolve(each, name));
      if (found) return found;
    }
    const tree = chipHeaders.test(name) && onDisk.has(from) ? treeAround(files, files.resolve(folder, from)) : null;
    return tree === null ? null : read(files.resolve(tree, name));
  };
}

/** What the machine file puts into the root file system. Relative paths start at the machine file. Throws `RequestError`. */
export function rootFiles(
  files: FileAccess,
  folder: string,
  named: Readonly<Record<string, string>>,
): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(named).map(([path, source]) => {
      const full = files.resolve(folder, source);
      const bytes = files.readBytes?.(full) ?? null;
      if (!bytes) throw new RequestError('unusableInput', `the file '${full}' for '${path}' does not exist`);
      return [path, new Uint8Array(bytes)];
    }),
  );
}
