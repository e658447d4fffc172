/** Lays a documented bug out as a workspace: its files, and launch configurations for the bug and each fix. Knows no VS Code. */
import type { Scenario, ScenarioVariant } from '../../simulator/index.ts';
import { debugType } from '../names.ts';

/** The kernel's own coding style, and the question to begin with. */
const settings = {
  'workbench.startupEditor': 'readme',
  '[c]': { 'editor.tabSize': 8, 'editor.insertSpaces': false, 'editor.detectIndentation': false },
};

/** Relative path → text of every file of the workspace. */
export function workspaceFiles(scenario: Scenario): Readonly<Record<string, string>> {
  const own = Object.entries(scenario.files).filter(([path]) => path !== 'expected.json');
  return {
    ...Object.fromEntries(own),
    '.vscode/launch.json': `${JSON.stringify({ version: '0.2.0', configurations: configurations(scenario) }, null, 2)}\n`,
    '.vscode/settings.json': `${JSON.stringify(settings, null, 2)}\n`,
  };
}

function configurations(scenario: Scenario): object[] {
  return scenario.variants.map((variant) => ({
    name: variant.name === '' ? `The bug: ${scenario.title}` : `Fixed (${variant.name}): ${variant.title}`,
    type: debugType,
    request: 'launch',
    ...paths(variant),
    replay: variant.name === '' ? scenario.id : `${scenario.id}/${variant.name}`,
    stopOnEntry: variant.name === '',
  }));
}

function paths({ driver, app, machine }: ScenarioVariant): object {
  const inWorkspace = (path: string): string => `\${workspaceFolder}/${path}`;
  return {
    program: inWorkspace(driver ?? app ?? ''),
    ...(driver && app ? { app: inWorkspace(app) } : {}),
    ...(machine ? { machine: inWorkspace(machine) } : {}),
  };
}
