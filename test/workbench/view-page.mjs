/** The extension's views in plain Chromium, without VS Code: a stub host that answers their requests from a real debug adapter, in the colours of a theme. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

const scripts = fileURLToPath(new URL('../../dist/views/', import.meta.url));
const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url));

/** What the views use of VS Code's own themes (Dark 2026, Light 2026, and the two with high contrast) as it gives them to webviews; what one does not name it does not give. */
const themes = {
  dark: {
    class: 'vscode-dark',
    foreground: '#bfbfbf',
    'editor-background': '#121314',
    'panel-background': '#191a1b',
    descriptionForeground: '#8c8c8c',
    errorForeground: '#f48771',
    focusBorder: 'rgba(57, 148, 188, 0.7)',
    'panel-border': '#2a2b2c',
    'textLink-foreground': '#48a0c7',
    'input-background': '#191a1b',
    'input-foreground': '#bfbfbf',
    'input-border': '#333536',
    'dropdown-background': '#191a1b',
    'dropdown-foreground': '#bfbfbf',
    'button-border': '#297aa0',
    'button-secondaryBackground': 'rgba(0, 0, 0, 0)',
    'charts-red': '#ef8773',
    'charts-blue': '#57a3f8',
    'charts-yellow': '#e0b97f',
    'charts-green': '#86cf86',
    'charts-purple': '#ad80d7',
    'dma-deviceOwned': '#d8892b',
  },
  light: {
    class: 'vscode-light',
    foreground: '#202020',
    'editor-background': '#ffffff',
    'panel-background': '#fafafd',
    descriptionForeground: '#606060',
    errorForeground: '#ad0707',
    focusBorder: '#0069cc',
    'panel-border': '#f0f1f2',
    'textLink-foreground': '#0069cc',
    'input-background': '#ffffff',
    'input-foreground': '#202020',
    'input-border': 'rgba(216, 216, 216, 0.4)',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#202020',
    'button-border': '#0069cc',
    'button-secondaryBackground': '#eaeaea',
    'charts-red': '#ad0707',
    'charts-blue': '#1a5cff',
    'charts-yellow': '#667309',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
    'dma-deviceOwned': '#b35900',
  },
  contrast: {
    class: 'vscode-high-contrast',
    foreground: '#ffffff',
    'editor-background': '#000000',
    'panel-background': '#000000',
    descriptionForeground: 'rgba(255, 255, 255, 0.7)',
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
    'button-border': '#6fc3df',
    'charts-red': '#f48771',
    'charts-blue': '#59a4f9',
    'charts-yellow': '#ffd370',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'dma-deviceOwned': '#ffa657',
  },
  'contrast-light': {
    class: 'vscode-high-contrast-light vscode-high-contrast',
    foreground: '#292929',
    'editor-background': '#ffffff',
    'panel-background': '#ffffff',
    descriptionForeground: 'rgba(41, 41, 41, 0.7)',
    errorForeground: '#b5200d',
    focusBorder: '#006bbd',
    contrastBorder: '#0f4a85',
    'panel-border': '#0f4a85',
    'textLink-foreground': '#0f4a85',
    'input-background': '#ffffff',
    'input-foreground': '#292929',
    'input-border': '#0f4a85',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#292929',
    'button-border': '#0f4a85',
    'button-secondaryBackground': '#ffffff',
    'charts-red': '#b5200d',
    'charts-blue': '#0063d3',
    'charts-yellow': '#895503',
    'charts-green': '#374e06',
    'charts-purple': '#652d90',
    'dma-deviceOwned': '#8a4100',
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

  /** As it is shown again where the machine still stands. */
  async reopen(name) {
    this.#stops--;
    return this.open(name);
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
</style></head><body class="${kind}" data-view="${name}"><dma-view></dma-view><script type="module" src="page.js"></script></body></html>`;
}
