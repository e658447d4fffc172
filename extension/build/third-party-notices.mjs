/** The licences of the packages whose code ended up in a bundle, as those licences ask: one text for the VSIX. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `metafiles` are what esbuild says about its bundles. */
export function thirdPartyNotices(root, metafiles) {
  const packages = new Set(metafiles.flatMap((metafile) => Object.keys(metafile.inputs)).flatMap(packageFolder));
  const notices = [...packages].sort().map((folder) => notice(join(root, folder)));
  return `The DMA Debugger contains code of these packages.\n\n${notices.join('\n\n')}\n`;
}

/** `node_modules/a/node_modules/@b/c/x.js` → `node_modules/a/node_modules/@b/c`. */
function packageFolder(input) {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.slice(0, 1) ?? [];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `Licence: ${license}`;
  return `---- ${name} ${version} ----\n\n${text}`;
}
