/** Packs programs of a production build more tightly than a VSIX packs: those that need each other anyway as one text, of which each file in dist/ takes its part. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { minify } from 'terser';

const packs = {
  machine: ['simulator', 'debug-adapter', 'charts'],
  editor: ['extension', 'language', 'language-server'],
};
const separator = '\0';

/** Reads a pack once, whichever of its programs is asked for first. */
const unpack = `const { readFileSync } = require('node:fs');
const { brotliDecompressSync } = require('node:zlib');
const packs = {};
exports.run = (pack, part, module) => {
  packs[pack] ??= brotliDecompressSync(readFileSync(__dirname + '/' + pack + '.js.br')).toString().split('\\0');
  module._compile(packs[pack][part], module.filename);
};
`;

export async function packPrograms(dist) {
  writeFileSync(join(dist, 'unpack.cjs'), unpack);
  const packed = Object.entries(packs).map(([pack, programs]) => packTogether(dist, pack, programs));
  await Promise.all([...packed, shrinkPage(join(dist, 'views', 'page.js'))]);
}

/** A browser reads that one as it is. */
async function shrinkPage(page) {
  const { code } = await minify(readFileSync(page, 'utf8'), { ecma: 2022, module: true, compress: { passes: 2 } });
  writeFileSync(page, code);
}

async function packTogether(dist, pack, programs) {
  const file = (program) => join(dist, `${program}.cjs`);
  const texts = await Promise.all(programs.map((program) => smallest(program, readFileSync(file(program), 'utf8'))));
  if (texts.some((text) => text.includes(separator)))
    throw new Error(`a program of ${pack} contains what separates them`);
  const text = texts.join(separator);
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  writeFileSync(join(dist, `${pack}.js.br`), await promisify(brotliCompress)(text, { params }));
  programs.forEach((program, part) =>
    writeFileSync(file(program), `require('./unpack.cjs').run('${pack}', ${part}, module);\n`),
  );
}

/** Terser takes out what esbuild leaves, a tenth of the language client's packages; of the simulator, which stays as it was written for V8, only names get shorter. */
async function smallest(program, code) {
  const compress = program === 'simulator' ? false : { passes: 2 };
  return (await minify(code, { ecma: 2020, compress })).code;
}
