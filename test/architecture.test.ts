/** Holds the walls between the rooms and the rules that no compiler checks. The second half plants each fault and sees it reported. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands, debugType, views } from '../extension/names.ts';
import {
  bannedWords,
  filesTooLong,
  importCycles,
  importersOf,
  staticsTwice,
  viewsThatReachTheHost,
  wallsBroken,
  unusedExports,
  type Wall,
} from './architecture/rules.ts';
import { readRoom, root } from './architecture/source-files.ts';

const simulator = readRoom('simulator');
const product = [...simulator, ...readRoom('debug-adapter'), ...readRoom('extension')];
/** By image: scenarios and experiments are programs of their own, as long as such a program is. */
const shippedC = [readRoom('simulator/kernel', '.c'), readRoom('simulator/user', '.c')];

/** What both ends of a view's conversation share. */
const viewContract = 'debug-adapter/custom-requests\\.ts$|simulator/inspect/view-models\\.ts$';
const walls: readonly Wall[] = [
  { files: /^simulator\/c-language\//, mayImport: 'simulator/c-language/' },
  {
    files: /^simulator\/hardware\//,
    mayImport:
      'simulator/(hardware/|c-language/(memory-port|vm-contract)\\.ts$|devices/device\\.ts$|(journal|pending-events|machine)\\.ts$)',
  },
  { files: /^simulator\/devices\/([^/]+)\//, mayImport: 'simulator/devices/($1/|(device|stored-pages)\\.ts$)' },
  { files: /^simulator\/devices\//, mayImport: 'simulator/devices/' },
  {
    files: /^simulator\/kernel\//,
    mayImport: 'simulator/((kernel|hardware|c-language)/|devices/device\\.ts$|[^/]+\\.ts$)',
  },
  { files: /^simulator\//, mayImport: 'simulator/' },
  {
    files: /^debug-adapter\//,
    mayImport: `debug-adapter/|d3-(scale|shape)$|simulator/index\\.ts$|@vscode/debug(adapter|protocol)$|node:|${viewContract}`,
  },
  {
    files: /^extension\/language-server\//,
    // What a build says of a driver's files is read in one way, whoever asks.
    mayImport:
      'extension/language-server/|simulator/index\\.ts$|debug-adapter/(build-files/compil|files\\.ts$)|vscode-languageserver|node:',
  },
  {
    files: /^extension\/views\//,
    mayImport: `extension/(views/|names\\.ts$|page-script\\.ts$)|${viewContract}|vscode$|lit(/|$)`,
  },
  {
    files: /^extension\/(debug|scenarios)\//,
    mayImport: 'extension/|simulator/index\\.ts$|debug-adapter/(custom-requests|inline)\\.ts$|vscode$|node:',
  },
  {
    files: /^extension\/experiments\//,
    mayImport: 'extension/|simulator/index\\.ts$|debug-adapter/charts/index\\.ts$|vscode$',
  },
  { files: /^extension\//, mayImport: `extension/|${viewContract}|vscode$|vscode-languageclient/|node:` },
];

/** A second clock, dice, or a door to the world outside: the simulated world would no longer replay. */
const hiddenInputs =
  /\bDate\.now\b|\bnew Date\b|\bMath\.random\b|\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bperformance\.|\bconsole\.|\bglobalThis\b|\bprocess\.(env|argv|exit|std\w+|nextTick|hrtime|cwd|platform|memoryUsage)\b/;
const untyped = /(?:\bas |[:<|&] ?|, )any\b(?=\s*(?:[;,)\]>=|&[{]|$))/;
const lineLimit = 400;
const longFiles: Readonly<Record<string, string>> = {
  'simulator/c-language/vm/dispatch.ts':
    'one switch over all operations, because only one function is compiled as one loop',
  'simulator/user/libc/malloc.c': 'one heap, whose chunks nobody else may look into',
};
/** What VS Code asks for. */
const forOthers = ['activate', 'deactivate'];
/** The grammar of C is a circle: an expression has a type name, whose declarator has an array length, which is an expression. */
const recursive: Readonly<Record<string, string>> = {
  'simulator/c-language/parser/': 'recursive descent',
  'simulator/c-language/lowering/': 'a walk over what the parser built',
};

describe('the product', () => {
  test('keeps every room behind its walls', () => expect(wallsBroken(product, walls)).toEqual([]));
  test('has no import cycle', () => expect(importCycles(product, recursive)).toEqual([]));
  test('meets the DAP library in one file', () => {
    expect(importersOf(product, '@vscode/debugadapter').length).toBeLessThanOrEqual(1);
  });
  test('keeps webviews free of VS Code and Node', () => expect(viewsThatReachTheHost(product)).toEqual([]));
  test('has no hidden clock or dice in the simulator', () => expect(bannedWords(simulator, hiddenInputs)).toEqual([]));
  test('says no `any`', () => expect(bannedWords(product, untyped)).toEqual([]));
  test(`has no file above ${lineLimit} lines`, () =>
    expect(filesTooLong([...product, ...shippedC.flat()], lineLimit, longFiles)).toEqual([]));
  test('exports nothing in vain', () => expect(unusedExports(product, readRoom('test'), forOthers)).toEqual([]));
  test('has no static name twice in its C', () => expect(shippedC.flatMap(staticsTwice)).toEqual([]));

  test("has each of its rooms on the README's map", () => {
    const map = /## The code\n+```\n([^]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))![1]!;
    for (const room of ['simulator', 'debug-adapter', 'extension']) {
      const below = new RegExp(`^${room}/.*\\n((?: .*\\n)*)`, 'm').exec(map)![1]!;
      const told = [...below.matchAll(/^ {2}([\w-]+)\/ /gm)].map(([, folder]) => folder!);
      const folders = readdirSync(join(root, room), { withFileTypes: true }).filter((entry) => entry.isDirectory());
      expect(told.sort()).toEqual(folders.map(({ name }) => name).sort());
    }
  });

  test('contributes exactly the names in extension/names.ts', () => {
    const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      contributes: Contributions;
    };
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort());
    const contributedViews = Object.values(contributes.views).flat();
    expect(contributedViews.map(({ id }) => id).sort()).toEqual(Object.values(views).sort());
    expect(contributes.debuggers.map(({ type }) => type)).toEqual([debugType]);
  });
});

interface Contributions {
  readonly commands: readonly { readonly command: string }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly debuggers: readonly { readonly type: string }[];
}

describe('a planted fault is reported', () => {
  const view = 'extension/views/cache-lines/view.ts';
  test.each([
    ['simulator/hardware/tlb.ts', "import { x } from '../kernel/cma.ts';"],
    ['simulator/hardware/tlb.ts', "import type {\n  X,\n  Y,\n} from 'vscode';"],
    ['simulator/c-language/vm.ts', "export * from '../hardware/tlb.ts';"],
    ['simulator/devices/edu/device.ts', "import { x } from '../fpga-accelerator/device.ts';"],
    ['simulator/kernel/cma.ts', "import { x } from '../devices/edu/device.ts';"],
    ['simulator/world.ts', "import 'node:fs';"],
    ['debug-adapter/requests/threads.ts', "const x = await import('vscode');"],
    ['debug-adapter/requests/threads.ts', "import { x } from '../../simulator/kernel/cma.ts';"],
    ['extension/views/cache-lines/panel.ts', "import { x } from '../../../simulator/index.ts';"],
    ['somewhere/else.ts', ''],
  ])('%s: %s', (path, text) => expect(wallsBroken([{ path, text }], walls)).toHaveLength(1));

  test('a cycle, also where recursion is allowed but left', () => {
    const file = (from: string, to: string) => ({
      path: `simulator/${from}.ts`,
      text: `import { x } from '../${to}.ts';`,
    });
    const circle = [file('parser/a', 'parser/b'), file('parser/b', 'other/c'), file('other/c', 'parser/a')];
    expect(importCycles(circle, { 'simulator/parser/': '' })).toEqual([
      'simulator/parser/a.ts → simulator/parser/b.ts → simulator/other/c.ts → simulator/parser/a.ts',
    ]);
    expect(importCycles(circle, { 'simulator/': '' })).toEqual([]);
  });

  test('a view that reaches VS Code through its neighbour', () => {
    const files = [
      { path: view, text: "import { x } from './panel.ts';" },
      { path: 'extension/views/cache-lines/panel.ts', text: "import * as vscode from 'vscode';" },
    ];
    expect(viewsThatReachTheHost(files)).toEqual([`${view} reaches vscode`]);
  });

  test('a second file that knows the DAP library', () => {
    const text = "import { DebugSession } from '@vscode/debugadapter';";
    expect(
      importersOf(
        [
          { path: 'a.ts', text },
          { path: 'b.ts', text },
        ],
        '@vscode/debugadapter',
      ),
    ).toEqual(['a.ts', 'b.ts']);
  });

  test.each([
    ['a clock', hiddenInputs, 'const seed = 1 / 2; // a / b\nconst t = Date.now();', ['f.ts:2 says Date.now']],
    ['dice', hiddenInputs, 'const x = Math.random() + `${1}`;', ['f.ts:1 says Math.random']],
    [
      'nothing in text',
      hiddenInputs,
      "/* Date.now() */ const s = 'console.log'; const r = /new Date'/; // Math.random",
      [],
    ],
    ['a variable', untyped, 'let x: any;', ['f.ts:1 says : any']],
    ['a cast', untyped, 'const y =\n  z as any;', ['f.ts:2 says as any']],
    ['a type argument', untyped, 'const m = new Map<string, any>();', ['f.ts:1 says , any']],
    ['nothing in other words', untyped, "const anything: many = 'x: any;';", []],
  ])('%s', (_name, words, text, expected) => expect(bannedWords([{ path: 'f.ts', text }], words)).toEqual(expected));

  test('a static name of another file', () => {
    const c = (path: string, text: string) => ({ path, text });
    const files = [
      c('a.c', 'static int count;\nstatic void add(int n);\nstatic void add(int n) { }\nstatic LIST_HEAD(all);'),
      c(
        'b.c',
        '/* static int count; */\nstatic const struct table rows[] = { };\nstatic LIST_HEAD(all);\nstruct rows { };',
      ),
      c('c.c', 'static int *\nadd(int n)\n{ }\nint count;\nstatic struct table rows[2];'),
    ];
    expect(staticsTwice(files)).toEqual([
      'static LIST_HEAD(all) is in a.c and in b.c: one of them needs another name',
      'static add is in a.c and in c.c: one of them needs another name',
      'static rows is in b.c and in c.c: one of them needs another name',
    ]);
  });

  test('an export that nothing uses', () => {
    const files = [
      { path: 'a.ts', text: 'export function used(): void {}\nexport const lone = 1; // lone\nexport type Own = 1;' },
      { path: 'b.ts', text: 'used();\nexport const own: Own = 1;\nexport function activate(): void {}' },
    ];
    const tests = [{ path: 'c.test.ts', text: 'expect(own);' }];
    expect(unusedExports(files, tests, ['activate'])).toEqual(['a.ts exports lone, which nothing uses']);
  });

  test('a long file, and an exception that is needed no more', () => {
    const files = [
      { path: 'long.ts', text: 'x;\n'.repeat(11) },
      { path: 'listed.ts', text: 'x;\n' },
    ];
    expect(filesTooLong(files, 10, { 'listed.ts': 'a table' })).toEqual([
      'long.ts has 11 lines, more than 10',
      'listed.ts needs no exception any more',
    ]);
  });
});
