/** What package.json offers leads somewhere: commands in menus and texts exist, pictures and pages stand in the package, names are those VS Code needs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly when?: string; readonly visibility?: string }[]>>; // prettier-ignore
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
  };
}
interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const commands = contributes.commands.map(({ command }) => command);
const views = Object.values(contributes.views).flat();
/** Those of VS Code itself that texts of ours name. */
const builtIn = [
  'workbench.action.debug.start',
  'workbench.action.files.openFolder',
  'workbench.action.openWalkthrough',
];
/** Containers that VS Code itself has (contributes.views in its reference of contribution points). */
const builtInContainers = ['explorer', 'scm', 'debug', 'test'];
const known = [...commands, ...views.map(({ id }) => `${id}.focus`), ...builtIn];
const linksIn = (text: string) => [...text.matchAll(/\(command:([\w.]+)[^)]*\)/g)].map((match) => match[1]!);

test.each(Object.entries(contributes.menus))('menu %s names commands that exist', (_, items) => {
  for (const { command, when } of items) {
    expect(commands).toContain(command);
    expect(when.length).toBeGreaterThan(0);
  }
});

/** `debugType` stays what it was when a session has ended. */
test('what asks a machine is offered only while there is one', () => {
  for (const { command, when } of contributes.menus['commandPalette']!)
    expect(when, command).toBe("inDebugMode && debugType == 'dma'");
  for (const { command, enablement } of contributes.commands)
    if (enablement?.includes('debugType')) expect(enablement, command).toMatch(/inDebugMode|debugState == 'stopped'/);
});

test('views say when they appear, and every container has some', () => {
  for (const { id, when } of views) expect(when, id).toMatch(/\S/);
  const containers = Object.values(contributes.viewsContainers).flat();
  const ours = Object.keys(contributes.views).filter((id) => !builtInContainers.includes(id));
  expect(containers.map(({ id }) => id).sort()).toEqual(ours.sort());
  for (const { icon } of containers) expect(existsSync(join(root, icon))).toBe(true);
});

test('a side bar of ours has one view open at first', () => {
  const sideBars = contributes.viewsContainers['activitybar']!.map(({ id }) => contributes.views[id]!);
  for (const all of sideBars) expect(all.filter(({ visibility }) => visibility !== 'collapsed')).toHaveLength(1);
});

describe('texts lead to what exists', () => {
  test.each(contributes.viewsWelcome.map(({ contents }) => [contents] as const))('%s', (contents) => {
    const links = linksIn(contents);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(known).toContain(link);
    const walkthrough = /dma-debugger%23(\w+)/.exec(contents)?.[1];
    expect(contributes.walkthroughs.map(({ id }) => id)).toContain(walkthrough);
  });
  test.each(contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => [step.id, step] as const)))(
    'step %s',
    (_, { description, media, completionEvents }) => {
      for (const link of linksIn(description)) expect(known).toContain(link);
      expect(existsSync(join(root, media.markdown))).toBe(true);
      for (const event of completionEvents) {
        const [kind, name] = event.split(':');
        if (kind === 'onCommand') expect(commands).toContain(name);
        else if (kind === 'onView') expect(views.map(({ id }) => id)).toContain(name);
        // Of VS Code's completion events there is none for debugging: an unknown one never completes a step.
        else expect(event).toMatch(/^onContext:(inDebugMode && debugType == 'dma'|dma\.ownDriver)$/);
      }
    },
  );
});
