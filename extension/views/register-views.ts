/** Registers the views and the commands that lead to them. A new view is a folder with its `view.ts`, and one row here. */
import * as vscode from 'vscode';
import { commands, views } from '../names.ts';
import { activeSession, ask } from './active-session.ts';
import { expressionAtCursor, expressionOf, named } from './asked-address.ts';
import type { FollowedSession } from './followed-session.ts';
import { startReplay } from './start-replay.ts';
import { ViewHost, type ViewDefinition, type ViewLinks } from './view-host.ts';

export const viewDefinitions: readonly (ViewDefinition & { readonly key: keyof typeof views })[] = [
  { key: 'replay', id: views.replay, folder: 'replay', title: 'Replay' },
  { key: 'physicalMemory', id: views.physicalMemory, folder: 'physical-memory', title: 'Physical Memory' },
  { key: 'pageTables', id: views.pageTables, folder: 'page-tables', title: 'Page Tables' },
  { key: 'cacheLines', id: views.cacheLines, folder: 'cache-lines', title: 'Cache Lines' },
  { key: 'iommu', id: views.iommu, folder: 'iommu', title: 'IOMMU' },
  { key: 'transfers', id: views.transfers, folder: 'transfers', title: 'DMA Transfers' },
  { key: 'mappings', id: views.mappings, folder: 'mappings', title: 'DMA Mappings' },
  { key: 'devices', id: views.devices, folder: 'devices', title: 'Devices' },
  { key: 'timeline', id: views.timeline, folder: 'timeline', title: 'DMA Timeline' },
  { key: 'interrupts', id: views.interrupts, folder: 'interrupts', title: 'Interrupts and Registers' },
  { key: 'processors', id: views.processors, folder: 'processors', title: 'TLBs and CPUs' },
  { key: 'freeMemory', id: views.freeMemory, folder: 'free-memory', title: 'Free Memory' },
  { key: 'processMemory', id: views.processMemory, folder: 'process-memory', title: 'Process Memory' },
];

export function registerViews(context: vscode.ExtensionContext, followed: FollowedSession): vscode.Disposable[] {
  const hosts = new Map<string, ViewHost>();
  const show = (view: string, expression: string): void => void hosts.get(view)?.show(expression);
  const links: ViewLinks = {
    show,
    open: (view) => void vscode.commands.executeCommand(`${views[view as keyof typeof views]}.focus`),
    startReplay: (scenario, variant, cell) => startReplay(followed.session, scenario, variant, cell),
  };
  for (const definition of viewDefinitions)
    hosts.set(definition.key, new ViewHost(definition, context, followed, links));
  return [
    ...viewDefinitions.map(({ id, key }) => vscode.window.registerWebviewViewProvider(id, hosts.get(key)!)),
    vscode.commands.registerCommand(commands.refreshViews, () => activeSession() && followed.refresh()),
    vscode.commands.registerCommand(commands.openView, openView),
    vscode.commands.registerCommand(commands.walkAddress, (from: unknown) => askAndShow(from, 'pageTables', show)),
    vscode.commands.registerCommand(commands.showCacheLine, (from: unknown) => askAndShow(from, 'cacheLines', show)),
  ];
}

/** Without a key the user chooses. Views are there while a machine is: before, the walkthrough's links would lead nowhere without a word. */
async function openView(key?: keyof typeof views): Promise<void> {
  if (!activeSession()) return;
  const titles = viewDefinitions.map(({ title, key }) => ({ label: title, key }));
  const chosen = key ?? (await vscode.window.showQuickPick(titles, { title: 'Open a view' }))?.key;
  if (chosen) await vscode.commands.executeCommand(`${views[chosen]}.focus`);
}

/** From a context menu the address is known; from the palette it is asked for. */
async function askAndShow(from: unknown, view: string, show: (view: string, text: string) => void): Promise<void> {
  const session = activeSession();
  if (!session) return;
  const expression =
    expressionOf(from) ??
    (await vscode.window.showInputBox({
      title: 'Address',
      value: expressionAtCursor() ?? '',
      prompt: 'An address or a C expression, e.g. fpga->image or 0xffff888430000000',
    }));
  if (!expression) return;
  const { bus, memoryReference, frameId } = await named(session, from, expression);
  if (bus && view === 'pageTables') {
    const way = await ask(session, 'dma/busAddress', { expression, ...(frameId === undefined ? {} : { frameId }) });
    if (!way) return;
    // Without an IOMMU it is a physical address.
    return way.iova === null ? show(view, memoryReference ?? `phys:${way.address}`) : show('iommu', way.address);
  }
  show(view, memoryReference ?? expression);
}
