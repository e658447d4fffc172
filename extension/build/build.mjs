/** Bundles everything that runs outside the tests into dist/. Run as a program: `build.mjs [--production] [--watch]`. */
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build as bundle, context } from 'esbuild';
import { minify } from 'terser';
import { embedSources } from './embed-sources.mjs';
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

/** Every folder under extension/views with a `view.ts` is one script for a webview. */
function views() {
  const folder = join(root, 'extension', 'views');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => existsSync(join(folder, name, 'view.ts')))
    .map((name) => ({ in: `extension/views/${name}/view.ts`, out: `views/${name}` }));
}

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

/** Generated modules are data: they lie beside the bundles, packed more tightly than a VSIX packs. */
function packedData(production) {
  return {
    name: 'packed-data',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /embedded\.generated\.ts$/ }, ({ path }) => {
        packModule(path, production);
        return { contents: readsPacked };
      });
      onResolve({ filter: /compiled\.generated\.ts$/ }, ({ path, resolveDir }) => {
        packModule(join(resolveDir, path), production);
        return { path: join(root, 'extension', 'build', 'compiled-data.ts') };
      });
    },
  };
}

const readsPacked = `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
export const embeddedSources = JSON.parse(brotliDecompressSync(readFileSync(join(__dirname, 'embedded.json.br'))).toString());`;

/** Writes what `NAME.generated.ts` exports to `dist/NAME.json.br`. */
function packModule(path, production) {
  const [, json] = /^export const [^=]*= ([^]*);\n$/m.exec(readFileSync(path, 'utf8'));
  const text = JSON.stringify(new Function(`return ${json}`)());
  const quality = production ? constants.BROTLI_MAX_QUALITY : 4;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 };
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, `${basename(path, '.generated.ts')}.json.br`), brotliCompressSync(text, { params }));
}

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
    plugins: [sharedSimulator, sharedAdapter, sharedLanguage, packedData(production)],
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
      // What they have in common stands in scripts of its own.
      format: 'esm',
      splitting: true,
      chunkNames: 'views/common-[hash]',
      target: 'es2022',
      tsconfig: 'extension/tsconfig.json',
      entryPoints: views(),
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
  if (production) await Promise.all(['simulator', 'language', 'debug-adapter'].map(packBundle));
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

/** A bundle as its own loader and what that unpacks: a fifth smaller than a VSIX packs it. */
async function packBundle(name) {
  const bundle = join(dist, `${name}.cjs`);
  const code = await smallest(name, readFileSync(bundle, 'utf8'));
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: code.length };
  writeFileSync(join(dist, `${name}.js.br`), brotliCompressSync(code, { params }));
  writeFileSync(
    bundle,
    `const code = require('node:fs').readFileSync(require('node:path').join(__dirname, '${name}.js.br'));
module._compile(require('node:zlib').brotliDecompressSync(code).toString(), __filename);
`,
  );
}

function assertEntryPoints() {
  const missing = programs.map((program) => program.in).filter((file) => !existsSync(join(root, file)));
  if (views().length === 0) missing.push('extension/views/*/view.ts');
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

/** Terser takes out what esbuild leaves, a tenth of the language client's packages; the simulator stays as it was written for V8. */
async function smallest(name, code) {
  return name === 'simulator' ? code : (await minify(code, { ecma: 2020, compress: { passes: 2 } })).code;
}
