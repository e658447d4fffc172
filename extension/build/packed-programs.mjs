/** Packs programs of a production build more tightly than a VSIX packs: those that need each other anyway as one text, of which each file in dist/ takes its part. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib';
import { minify } from 'terser';
import { encode } from './word-code.mjs';

/** The simulator's data lie in the pack of its program, whose names stand in them too: five kilobytes less. */
const packs = {
  machine: { programs: ['simulator', 'debug-adapter', 'charts'], data: 'embedded.br' },
  editor: { programs: ['extension', 'language', 'language-server'] },
};
const unpack = fileURLToPath(new URL('unpack.cjs', import.meta.url));

export async function packPrograms(dist) {
  copyFileSync(unpack, join(dist, 'unpack.cjs'));
  const packed = Object.entries(packs).map(([name, pack]) => packTogether(dist, name, pack));
  await Promise.all([...packed, packPage(join(dist, 'views', 'page.js'))]);
}

/** The extension puts it into the pages that it shows; what would end a script there must not stand in it. */
async function packPage(page) {
  const { code } = await minify(readFileSync(page, 'utf8'), { ecma: 2022, module: true, compress: { passes: 2 } });
  if (/<\/?script/i.test(code)) throw new Error(`${page} cannot stand in a page: it has a script element in it`);
  writeFileSync(page, code);
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  writeFileSync(`${page}.br`, await promisify(brotliCompress)(code, { params }));
}

async function packTogether(dist, name, { programs, data }) {
  const file = (program) => join(dist, `${program}.cjs`);
  const texts = await Promise.all(programs.map((program) => smallest(program, readFileSync(file(program), 'utf8'))));
  if (data) texts.push(...takeData(join(dist, data)));
  const coded = encode(texts);
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: coded.length };
  writeFileSync(join(dist, `${name}.js.br`), await promisify(brotliCompress)(coded, { params }));
  programs.forEach((program, part) =>
    writeFileSync(file(program), `require('./unpack.cjs').run('${name}', ${part}, module);\n`),
  );
}

/** The texts of packed-data.mjs. */
function takeData(path) {
  const texts = brotliDecompressSync(readFileSync(path)).toString().split('\0');
  rmSync(path);
  return texts;
}

/** Terser takes out what esbuild leaves, a tenth of the language client's packages; of the simulator, which stays as it was written for V8, only names get shorter. */
async function smallest(program, code) {
  const compress = program === 'simulator' ? false : { passes: 2 };
  return (await minify(code, { ecma: 2020, compress })).code;
}
