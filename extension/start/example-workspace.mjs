/** A documented bug as a folder that VS Code can open and debug with F5: the scenario's own files and a launch configuration. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const scenarios = fileURLToPath(new URL('../../simulator/scenarios', import.meta.url));
const wanted = /^(driver\.c|app\.c|machine\.json|README\.md)$/;

/** Lays scenario `id` out in a fresh folder of that name. */
export function layOutExample(id) {
  const scenario = join(scenarios, id);
  const names = readdirSync(scenario).filter((name) => wanted.test(name));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(scenario, name), 'utf8')]));
  files[join('.vscode', 'launch.json')] = launchConfiguration(id, new Set(names));
  const parent = mkdtempSync(join(tmpdir(), 'dma-debugger-'));
  const folder = join(parent, id);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  /** Nobody's work is thrown away: a folder with changed or added files stays. Returns whether it went. */
  const removeUnlessChanged = () => {
    const now = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const pathOf = (entry) => join(entry.parentPath ?? entry.path, entry.name);
    const untouched = now.every(
      (entry) => files[pathOf(entry).slice(folder.length + sep.length)] === readFileSync(pathOf(entry), 'utf8'),
    );
    if (untouched) rmSync(parent, { recursive: true, force: true });
    return untouched;
  };
  return { folder, removeUnlessChanged };
}

function launchConfiguration(id, names) {
  const file = (name) => (names.has(name) ? `\${workspaceFolder}/${name}` : undefined);
  const configuration = {
    type: 'dma',
    request: 'launch',
    name: `Debug ${id}`,
    program: file('driver.c'),
    app: file('app.c'),
    machine: file('machine.json'),
  };
  return `${JSON.stringify({ version: '0.2.0', configurations: [configuration] }, null, 2)}\n`;
}
