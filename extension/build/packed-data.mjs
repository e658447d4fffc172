/** Generated modules are data: in a bundle they lie beside it, packed more tightly than a VSIX packs, and a module of this folder stands in for each. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));

/** The esbuild plugin that writes the data to `dist`. */
export function packedData(dist) {
  const standIn =
    (generated, pack) =>
    async ({ path, resolveDir }) => {
      mkdirSync(dist, { recursive: true });
      await pack(valueOf(join(resolveDir, path)), dist);
      return { path: join(here, `${generated}-data.ts`) };
    };
  return {
    name: 'packed-data',
    setup({ onResolve }) {
      onResolve({ filter: /embedded\.generated\.ts$/ }, standIn('embedded', packTexts));
      onResolve({ filter: /compiled\.generated\.ts$/ }, standIn('compiled', packCompiled));
    },
  };
}

/** What the one constant of a generated module is. */
function valueOf(path) {
  const [, json] = /^export const [^=]*= ([^]*);\n$/m.exec(readFileSync(path, 'utf8'));
  return new Function(`return ${json}`)();
}

/** Texts of one kind beside each other, which is where their likes are found; a NUL between; and last what they are called, a line each. */
function packTexts(sources, dist) {
  const kind = ([path]) => extname(path);
  const files = Object.entries(sources).sort((one, other) =>
    kind(one) < kind(other) ? -1 : kind(one) > kind(other) ? 1 : 0,
  );
  const names = files.map(([path]) => path).join('\n');
  return writePacked(join(dist, 'embedded.br'), [...files.map(([, text]) => text), names].join('\0'));
}

/** Not part of the VSIX: an installed extension makes its own. */
function packCompiled(units, dist) {
  return writePacked(join(dist, 'compiled.json.br'), JSON.stringify(units));
}

/** For a VSIX packed-programs.mjs packs it once more, and well. */
async function writePacked(path, data) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 24 };
  writeFileSync(path, await promisify(brotliCompress)(data, { params }));
}
