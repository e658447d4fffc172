/** The extension's views in plain Chromium, without VS Code: a stub host that answers their requests from a real debug adapter, in the colours of a theme. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

const scripts = fileURLToPath(new URL('../../dist/views/', import.meta.url));
const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url));

/** What the views use of a theme; names as VS Code gives them to webviews. */
const themes = {
  dark: {
    class: 'vscode-dark',
    foreground: '#cccccc',
    'editor-background': '#1f1f1f',
    'panel-background': '#181818',
    descriptionForeground: '#9d9d9d',
    errorForeground: '#f85149',
    focusBorder: '#0078d4',
    'panel-border': '#2b2b2b',
    'textLink-foreground': '#4daafc',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-border': '#3c3c3c',
    'dropdown-background': '#313131',
    'dropdown-foreground': '#cccccc',
    'charts-red': '#f14c4c',
    'charts-blue': '#3794ff',
    'charts-yellow': '#cca700',
    'charts-orange': '#d18616',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
  },
  light: {
    class: 'vscode-light',
    foreground: '#3b3b3b',
    'editor-background': '#ffffff',
    'panel-background': '#f8f8f8',
    descriptionForeground: '#3b3b3b',
    errorForeground: '#f85149',
    focusBorder: '#005fb8',
    'panel-border': '#e5e5e5',
    'textLink-foreground': '#005fb8',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-border': '#cecece',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#3b3b3b',
    'charts-red': '#e51400',
    'charts-blue': '#1a85ff',
    'charts-yellow': '#bf8803',
    'charts-orange': '#d18616',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
  },
  contrast: {
    class: 'vscode-high-contrast',
    foreground: '#ffffff',
    'editor-background': '#000000',
    'panel-background': '#000000',
    descriptionForeground: '#ffffff',
    errorForeground: '#f48771',
    focusBorder: '#f38518',
    contrastBorder: '#6fc3df',
    'panel-border': '#6fc3df',
    'textLink-foreground': '#21a6ff',
    'input-background': '#000000',
    'input-foreground': '#ffffff',
    'input-border': '#6fc3df',
    'dropdown-background': '#000000',
    'dropdown-foreground': '#ffffff',
    'charts-red': '#f48771',
    'charts-blue': '#3794ff',
    'charts-yellow': '#cca700',
    'charts-orange': '#d18616',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
  },
};

export async function openViews(adapter, { width = 1100, height = 760 } = {}) {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  return new ViewPage(adapter, browser, page, problems);
}

class ViewPage {
  #stops = 0;
  #theme = 'dark';
  /** What the view asked of its host beside data: `openSource`, `openMemory`, … */
  sent = [];

  constructor(adapter, browser, page, problems) {
    this.adapter = adapter;
    this.browser = browser;
    this.page = page;
    /** Errors of the page. */
    this.problems = problems;
    this.ready = this.#prepare();
  }

  async #prepare() {
    await this.page.exposeFunction('hostAnswers', async (name, args) => {
      try {
        return { response: await this.adapter.request(name, args) };
      } catch (error) {
        return { problem: error.message };
      }
    });
    await this.page.exposeFunction('hostHears', (message) => void this.sent.push(message));
    await this.page.addInitScript(stubHost);
    await this.page.route('http://views.test/**', (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name.endsWith('.js'))
        return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(scripts, name)) });
      return route.fulfill({ contentType: 'text/html', body: pageFor(name, themes[this.#theme]) });
    });
  }

  /** Opens a view as it looks at the stop where the adapter stands. Opening it again is what hiding and showing it does. */
  async open(name, theme = this.#theme) {
    await this.ready;
    this.#theme = theme;
    await this.page.goto(`http://views.test/${name}`);
    await this.stopped();
    return this.page;
  }

  /** Tells the view of another stop. */
  async stopped() {
    const state = { kind: 'stopped', stop: ++this.#stops, frameId: null, reason: 'breakpoint' };
    const asked = await this.page.evaluate(
      (message) => {
        window.postMessage(message);
        return window.asked;
      },
      { kind: 'session', state },
    );
    await this.#answered(asked);
  }

  /** Waits until the view has asked more than it had, and shows the answers. */
  async #answered(asked) {
    await this.page.waitForFunction((before) => window.asked > before && window.waiting === 0, asked);
    await this.page.evaluate(() => document.querySelector('dma-view').updateComplete);
  }

  async show(expression) {
    await this.page.evaluate((message) => window.postMessage(message), { kind: 'show', expression });
  }

  async screenshot(name) {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `view-${name}.png`) });
  }

  async close() {
    await this.browser.close();
    this.adapter.close();
  }
}

/** Runs in the page, before its scripts. */
function stubHost() {
  window.asked = 0;
  window.waiting = 0;
  window.acquireVsCodeApi = () => ({
    async postMessage(message) {
      if (message.kind !== 'request') return window.hostHears(message);
      window.asked++;
      window.waiting++;
      const { response, problem } = await window.hostAnswers(message.name, message.arguments);
      const kind = problem === undefined ? 'answer' : 'refusal';
      window.postMessage({ kind, id: message.id, response, message: problem });
      // A view may ask on when it has heard this.
      setTimeout(() => window.waiting--, 20);
    },
    getState: () => JSON.parse(sessionStorage.getItem(location.pathname) ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem(location.pathname, JSON.stringify(state)),
  });
}

function pageFor(name, { class: kind, ...colors }) {
  const variables = Object.entries(colors).map(([key, value]) => `--vscode-${key}: ${value};`);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><style>
html { ${variables.join(' ')} --vscode-font-size: 13px; --vscode-editor-font-size: 12px; --vscode-font-family: sans-serif; --vscode-editor-font-family: monospace; }
html, body { height: 100%; margin: 0; } body { background: ${colors['panel-background']}; }
</style></head><body class="${kind}"><dma-view></dma-view><script type="module" src="${name}.js"></script></body></html>`;
}
