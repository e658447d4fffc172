/** A documented bug as a folder that VS Code can open and debug with F5, laid out by the code that the extension's own command uses. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lays scenario `id` out in a fresh folder of that name. Call it after a build: it needs the packages and the embedded sources. */
export async function layOutExample(id) {
  const files = await workspaceFilesOf(id);
  const parent = mkdtempSync(join(tmpdir(), 'dma-debugger-'));
  const folder = join(parent, id);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    folder,
    /** Nobody's work is thrown away: a folder with a changed or added file stays. Returns whether it went. */
    removeUnlessChanged() {
      const untouched = filesBelow(folder).every((file) => files[file] === readFileSync(join(folder, file), 'utf8'));
      if (untouched) rmSync(parent, { recursive: true, force: true });
      return untouched;
    },
  };
}

/** The TypeScript that knows how, bundled in memory because Node 20 does not read TypeScript. */
async function workspaceFilesOf(id) {
  const { build } = await import('esbuild');
  const contents = `
    export { scenarios } from './simulator/index.ts';
    export { workspaceFiles } from './extension/scenarios/scenario-workspace.ts';`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'warning',
  });
  const module = Buffer.from(outputFiles[0].contents).toString('base64');
  const { scenarios, workspaceFiles } = await import(`data:text/javascript;base64,${module}`);
  const scenario = scenarios().find((candidate) => candidate.id === id);
  if (scenario === undefined) throw new Error(`there is no documented bug ${id}`);
  return workspaceFiles(scenario);
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) =>
    relative(folder, join(entry.parentPath ?? entry.path, entry.name))
      .split(sep)
      .join('/'),
  );
}
