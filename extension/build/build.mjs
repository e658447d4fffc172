/** Bundles everything that runs outside the tests into dist/. Run as a program: `build.mjs [--production] [--watch]`. */
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, context } from 'esbuild';
import { embedSources } from './embed-sources.mjs';
import { packedData } from './packed-data.mjs';
import { packPrograms } from './packed-programs.mjs';
import { thirdPartyNotices } from './third-party-notices.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

/** For Node and for VS Code's extension host; `.cjs` because package.json makes `.js` an ES module. */
const programs = [
  { in: 'simulator/index.ts', out: 'simulator' },
  { in: 'debug-adapter/charts/index.ts', out: 'charts' },
  { in: 'extension/extension.ts', out: 'extension' },
  { in: 'extension/language-server/server.ts', out: 'language-server' },
  { in: 'extension/build/language.cjs', out: 'language' },
  { in: 'debug-adapter/compile-shipped.ts', out: 'compile-shipped' },
  { in: 'debug-adapter/shared.ts', out: 'debug-adapter' },
  { in: 'debug-adapter/stdio.ts', out: 'adapter' },
  { in: 'debug-adapter/command-line.ts', out: 'dma-debugger', executable: true },
];

/** The script of every view's page. */
const page = { in: 'extension/views/page.ts', out: 'views/page' };

/** All programs share one copy of the simulator, which carries the C code of the kernel model and weighs more than all the rest, and of the charts. */
const sharedSimulator = {
  name: 'shared-simulator',
  setup({ onResolve }) {
    onResolve({ filter: /\/simulator\/index\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? null : { path: './simulator.cjs', external: true },
    );
    onResolve({ filter: /\/charts\/index\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? null : { path: './charts.cjs', external: true },
    );
  },
};

/** So do adapter, command line and extension with what they have in common. */
const sharedAdapter = {
  name: 'shared-adapter',
  setup({ onResolve }) {
    onResolve({ filter: /\/(serve|inline|dispatch)\.ts$/ }, ({ importer }) =>
      /(stdio|command-line|adapter-factory)\.ts$/.test(importer)
        ? { path: './debug-adapter.cjs', external: true }
        : null,
    );
  },
};

/** The language client and server share what both are made of. */
const sharedLanguage = {
  name: 'shared-language',
  setup({ onResolve, onLoad, resolve }) {
    // The server's packages ask for the protocol in a version of their own, which says the same.
    onResolve(
      { filter: /^vscode-(languageserver-protocol|languageserver-types|jsonrpc)(\/|$)/ },
      ({ path, kind, importer, pluginData }) =>
        pluginData === 'shared' || !/node_modules.vscode-languageserver./.test(importer)
          ? null
          : resolve(path, { kind, resolveDir: root, pluginData: 'shared' }),
    );
    onResolve({ filter: /^vscode-language(client|server)\/node$/ }, ({ path, importer }) =>
      /extension\/language[^.]*\.ts$/.test(importer.replaceAll('\\', '/'))
        ? { path, namespace: 'shared-language' }
        : null,
    );
    onLoad({ filter: /./, namespace: 'shared-language' }, ({ path }) => ({
      contents: `module.exports = require('./language.cjs').${/client|server/.exec(path)[0]};`,
    }));
    onResolve({ filter: /^\.\/language\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** Of the language client and server, what neither of ours has: some kilobytes of a VSIX. */
const withoutUnused = {
  name: 'without-unused',
  setup({ onLoad }) {
    const names = (list) => new RegExp(`vscode-language${list.of}[\\\\/]lib[\\\\/]common[\\\\/](${list.files})\\.js$`);
    const server = { of: 'server', files: 'callHierarchy|inlineCompletion|inlineValue|linkedEditingRange|moniker|notebook|semanticTokens|textDocumentContent|typeHierarchy' }; // prettier-ignore
    const client = { of: 'client', files: 'callHierarchy|codeLens|colorProvider|declaration|diagnostic|documentLink|fileOperations|foldingRange|formatting|implementation|inlineCompletion|inlineValue|linkedEditingRange|notebook|selectionRange|semanticTokens|textDocumentContent|typeDefinition|typeHierarchy' }; // prettier-ignore
    onLoad({ filter: names(server) }, () => ({ contents: mixesInNothing }));
    onLoad({ filter: names(client) }, () => ({ contents: featureOfNothing }));
  },
};

/** There a feature is a function that adds to a class. */
const mixesInNothing = 'const same = (Base) => Base; module.exports = new Proxy({}, { get: () => same });';
/** Here it is a class that the client asks what it can do. */
const featureOfNothing =
  'class Feature { fillClientCapabilities() {} initialize() {} getState() { return { kind: "static" }; } clear() {} }' +
  'module.exports = new Proxy({}, { get: () => Feature });';

/** One esbuild configuration a bundle kind. */
function configurations(production) {
  const shared = {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    minify: production,
    sourcemap: !production,
    metafile: true,
    logLevel: 'warning',
  };
  const node = {
    ...shared,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    plugins: [sharedSimulator, sharedAdapter, sharedLanguage, withoutUnused, packedData(dist)],
    outExtension: { '.js': '.cjs' },
  };
  return [
    { ...node, entryPoints: programs.filter((program) => !program.executable).map(entry) },
    {
      ...node,
      entryPoints: programs.filter((program) => program.executable).map(entry),
      banner: { js: '#!/usr/bin/env node' },
    },
    {
      ...shared,
      platform: 'browser',
      format: 'esm',
      target: 'es2022',
      tsconfig: 'extension/tsconfig.json',
      entryPoints: [entry(page)],
    },
  ];
}

/** What package.json's `jsonValidation` names; the device models know their own fields. */
function writeMachineSchema() {
  const { machineSchema } = createRequire(import.meta.url)(join(dist, 'simulator.cjs'));
  writeFileSync(join(dist, 'machine.schema.json'), `${JSON.stringify(machineSchema())}\n`);
}

export async function build({ production = false } = {}) {
  embedSources();
  assertEntryPoints();
  rmSync(dist, { recursive: true, force: true });
  const results = await Promise.all(configurations(production).map((configuration) => bundle(configuration)));
  if (production) await packPrograms(dist);
  for (const { out, executable } of programs) if (executable) chmodSync(join(dist, `${out}.cjs`), 0o755);
  writeMachineSchema();
  if (production)
    writeFileSync(
      join(dist, 'third-party-notices.txt'),
      thirdPartyNotices(
        root,
        results.map((result) => result.metafile),
      ),
    );
}

/** Rebuilds whenever a source changes, until the process is ended. */
export async function watch() {
  embedSources();
  assertEntryPoints();
  for (const configuration of configurations(false))
    await (await context({ ...configuration, logLevel: 'info' })).watch();
}

function assertEntryPoints() {
  const missing = [...programs, page].map((each) => each.in).filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`cannot build: there is no ${missing.join(', no ')}`);
}

function entry({ in: source, out }) {
  return { in: source, out };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = new Set(process.argv.slice(2));
  try {
    if (flags.has('--watch')) await watch();
    else {
      await build({ production: flags.has('--production') });
      console.log(`built ${relative(process.cwd(), dist) || '.'}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
