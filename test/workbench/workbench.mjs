/** Drives the VSIX in a real VS Code workbench in headless Chromium: what a user does with keys, palette and panes, each as one function that waits for its effect. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serveWorkbench } from '../../extension/start/workbench-server.mjs';
import { installWorkbench } from '../../extension/start/workbench-tools.mjs';
import { findChromium } from './chromium.mjs';

export const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url));
const builtVsix = fileURLToPath(new URL('../../dist/dma-debugger.vsix', import.meta.url));

const themes = { dark: 'Dark 2026', light: 'Light 2026' };
const steadySettings = {
  'workbench.colorTheme': themes.dark,
  'workbench.reduceMotion': 'on',
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
};
/** The last five keep Chromium from looking for hosts of its own; the first is needed as root. */
const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const quickInput = '.quick-input-widget input.input';
const quickRow = '.quick-input-widget .monaco-list-row';

/**
 * Opens `workspace` (a folder; tests change its files, so give a copy) in a workbench with the extension installed, and those in the folders `beside`.
 * `close()` it at the end, whatever happened in between.
 */
export async function openWorkbench({
  workspace,
  vsix = builtVsix,
  settings = {},
  beside = [],
  size = { width: 1440, height: 900 },
}) {
  const server = await serveWorkbench({
    tools: await installWorkbench(),
    vsix,
    workspace,
    settings: { ...steadySettings, ...settings },
    beside,
  });
  let browser;
  try {
    browser = await chromium.launch({
      executablePath: findChromium() ?? undefined,
      headless: true,
      args: browserFlags,
    });
    const context = await browser.newContext({ viewport: size, permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    // Whatever lies outside this machine (gallery, experiments) fails at once instead of waiting for a name server.
    await page.route(isElsewhere, (route) => route.abort());
    await page.goto(server.url);
    const workbench = new Workbench(page, server, browser);
    await workbench.folderOpened(basename(workspace));
    return workbench;
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

function isElsewhere(url) {
  return url.protocol.startsWith('http') && url.hostname !== '127.0.0.1' && url.hostname !== 'localhost';
}

export class Workbench {
  constructor(page, server, browser) {
    this.page = page; // for what has no function here
    this.server = server;
    this.browser = browser;
  }

  async close() {
    await this.browser.close();
    await this.server.stop();
  }

  /** Waits until the window shows the folder of this name: at the start, and after an extension opened another one in it. */
  async folderOpened(name) {
    const inTitle = (wanted) => document.title.includes(wanted);
    await this.page.waitForFunction(inTitle, name, { timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  // ---- palette and pickers

  /** Runs a command by its title in the palette. An open palette does not see commands that an extension adds later, so it is reopened. */
  async command(title) {
    for (let attempt = 1; ; attempt++) {
      await this.openQuickInput('F1', `>${title}`);
      try {
        await this.page.locator(quickRow).filter({ hasText: title }).first().click({ timeout: 2_500 });
        return;
      } catch (error) {
        if (attempt === 12) throw new Error(`the palette has no command "${title}"`, { cause: error });
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Chooses the row with this text in the picker that is open or about to open. */
  async pick(text) {
    await this.page.locator(quickRow).filter({ hasText: text }).first().click();
  }

  /** Types into the input box or file dialog that is open or about to open, and confirms it. */
  async answer(text) {
    const input = this.page.locator(quickInput).first();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Presses a button of the modal dialog that is open or about to open. */
  async confirm(button) {
    await this.page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: button }).first().click();
  }

  /** While a window settles, a key may go to a page that has just opened, or something may take the input's focus away: then again. */
  async openQuickInput(key, text) {
    const input = this.page.locator(quickInput).first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press(key);
      try {
        await input.waitFor({ timeout: 4_000 });
        await input.fill(text, { timeout: 4_000 });
        if ((await input.inputValue()) === text) return;
        // Something took the focus away in between: the text is in an editor.
        await this.page.keyboard.press('Control+Z');
        throw new Error(`the text "${text}" went elsewhere`);
      } catch (error) {
        if (attempt === 8) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** The notification that contains this text. */
  async notification(text) {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Chooses from the context menu that is open or about to open. */
  async menuItem(text) {
    await this.page.locator('.monaco-menu .action-item').filter({ hasText: text }).first().click();
  }

  // ---- editor

  /** Opens a file of the workspace by name. */
  async openFile(name) {
    const tab = this.page.locator('.tab.active').filter({ hasText: name });
    const text = this.page.locator('.editor-instance .view-line').first();
    const shown = async () => (await tab.isVisible()) && (await text.isVisible());
    for (let attempt = 1; attempt <= 6 && !(await shown()); attempt++) {
      await this.openQuickInput('Control+P', name);
      const row = this.page.locator(quickRow).filter({ hasText: name }).first();
      await row.click({ timeout: 5_000 }).catch(() => undefined);
      await tab.waitFor({ timeout: 5_000 }).catch(() => undefined);
      await text.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await tab.waitFor();
    await text.waitFor();
  }

  /** The focus is in the editor then, also where the line was the current one before. */
  async goToLine(line) {
    const there = this.page.locator('.statusbar-item').filter({ hasText: `Ln ${line}, Col` });
    for (let attempt = 1; attempt === 1 || (attempt <= 4 && !(await there.isVisible())); attempt++) {
      await this.openQuickInput('Control+G', `:${line}`);
      await this.page.locator(quickInput).first().press('Enter');
      await there.waitFor({ timeout: 6_000 }).catch(() => undefined);
    }
    await there.waitFor();
  }

  /** Types at the end of a line of the active editor. */
  async typeAtEndOfLine(line, text) {
    await this.goToLine(line);
    await this.page.keyboard.press('End');
    await this.page.keyboard.type(text);
  }

  async save() {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'hidden' });
  }

  /** Waits for an error squiggle in the active editor. */
  async errorMarked() {
    await this.page.locator('.squiggly-error').first().waitFor();
  }

  /** Sets a breakpoint on a line of the active editor that has none. */
  async setBreakpoint(line) {
    const before = await this.page.locator('.codicon-debug-breakpoint').count();
    await this.goToLine(line);
    await this.page.keyboard.press('F9');
    await this.page.locator('.codicon-debug-breakpoint').nth(before).waitFor();
  }

  // ---- debugging

  /** F5, the first configuration of launch.json. */
  async startDebugging() {
    await this.page.keyboard.press('F5');
    await this.page.locator('.debug-toolbar').waitFor();
  }

  /** F5 in a session that is stopped. */
  async continue() {
    await this.page.keyboard.press('F5');
  }

  async stepOver() {
    await this.page.keyboard.press('F10');
  }

  async stopDebugging() {
    await this.page.keyboard.press('Shift+F5');
    await this.sessionEnded();
  }

  async sessionEnded() {
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  }

  /** Waits until the call stack has a row that matches (a text, or a pattern such as /probe.*driver\.c.*54/s), and returns that row's text. */
  async stoppedAt(match) {
    const row = this.page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: match }).first();
    await row.waitFor();
    return row.innerText();
  }

  /** Opens a scope or a structured variable in the Variables pane. */
  async expandVariable(name) {
    const row = this.page.locator('.debug-variables .monaco-list-row').filter({ hasText: name }).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
    await this.page.waitForFunction(
      (element) => element?.getAttribute('aria-expanded') === 'true',
      await row.elementHandle(),
    );
  }

  /** Waits until the variable shows this value: the pane repaints a moment after the call stack, so it is never read at once. */
  async variableIs(name, value) {
    const row = this.page
      .locator('.debug-variables .monaco-list-row')
      .filter({ hasText: name })
      .filter({ hasText: value });
    await row.first().waitFor();
  }

  /** Evaluates an expression in the debug console and waits for an answer that contains `answer`. */
  async evaluate(expression, answer) {
    await this.command('Debug Console: Focus on Debug Console View');
    await this.page.keyboard.type(expression);
    // An open list of completions would take the Enter for itself.
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Enter');
    await this.consoleSays(answer);
  }

  /** Waits for text in the debug console, which must be showing. */
  async consoleSays(text) {
    await this.page.locator('.repl .monaco-list-row').filter({ hasText: text }).first().waitFor();
  }

  // ---- the extension's own views

  /**
   * The document inside a webview view, by the view's name, opened if it is not. A locator: `(await workbench.view('Cache lines')).locator('td')`.
   * Ask again after the view was closed or moved.
   */
  async view(name) {
    // The palette takes its time: not for what is in sight.
    if (!(await this.page.evaluate(frameNameOfView, name))) await this.command(`Focus on ${name} View`);
    const frame = await this.page.waitForFunction(frameNameOfView, name);
    return this.page.frameLocator(`iframe[name="${await frame.jsonValue()}"]`).frameLocator('iframe#active-frame');
  }

  /** Gives a view the whole height of its side bar by folding up the others beside it. */
  async showOnly(name) {
    await this.view(name);
    const title = this.page.locator('h3.title').filter({ hasText: name });
    const besides = this.page
      .locator('.monaco-pane-view')
      .filter({ has: title })
      .locator('.pane-header.expanded:visible');
    const others = besides.filter({ hasNot: title });
    for (let left = await others.count(); left > 0; left--) await others.first().click({ position: { x: 8, y: 8 } });
    return this.view(name);
  }

  // ---- looks

  /** 'light' or 'dark'. */
  async theme(name) {
    await this.command('Preferences: Color Theme');
    await this.answer(themes[name]);
    await this.page
      .locator(`.monaco-workbench.vs${name === 'dark' ? '-dark' : ''}`)
      .first()
      .waitFor();
  }

  /** Saves the window as test/workbench/screenshots/NAME.png. */
  async screenshot(name) {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name.replace(/[^\w.]+/g, '-')}.png`) });
  }
}

/** Runs in the page. A webview floats over its pane: the two share the name of a CSS anchor. */
function frameNameOfView(name) {
  const pane = [...document.querySelectorAll('.pane')].find(
    (candidate) => candidate.querySelector('h3.title')?.textContent === name,
  );
  const anchor = pane?.querySelector('.pane-body')?.style.getPropertyValue('anchor-name');
  if (!anchor) return null;
  const overlay = [...document.querySelectorAll('.webview-overlay-content')].find(
    (candidate) => candidate.style.positionAnchor === anchor,
  );
  const inSight = overlay && getComputedStyle(overlay).visibility === 'visible' && overlay.clientHeight > 0;
  return inSight ? (overlay.querySelector('iframe.webview.ready')?.getAttribute('name') ?? null) : null;
}
