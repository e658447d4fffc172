/** The product's sources as text, and what can be read off text: imports, and code without its comments and strings. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** A path from the project's root, or a package's name. */
  readonly to: string;
  /** Gone when the program runs. */
  readonly typeOnly: boolean;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Its sources in one language, TypeScript or C. */
export function readRoom(room: string, extension: '.ts' | '.c' = '.ts'): SourceFile[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension) && !path.endsWith('.generated.ts') && !path.includes('node_modules'))
    .map((path) => ({
      path: `${room}/${path.split(sep).join('/')}`,
      text: readFileSync(join(root, room, path), 'utf8'),
    }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Static statements start a line (prettier sees to it); `import('…')` and import types stand anywhere. */
const importPattern =
  /^(?<statement>import|export)(?<type>\s+type)?\b[^'"`;]*?\bfrom\s+'(?<source>[^']+)'|^import\s+'(?<effect>[^']+)'|\bimport\(\s*['`](?<dynamic>[^'`]+)['`]/gm;

export function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(importPattern)].map(({ groups = {} }) => {
    const name = groups['source'] ?? groups['effect'] ?? groups['dynamic'] ?? '';
    const to = name.startsWith('.') ? posix.join(posix.dirname(path), name) : name;
    return { from: path, to, typeOnly: groups['type'] !== undefined };
  });
}

/** In the order in which a scanner must try them; a regular expression is told from a division by what stands before it. */
const notCode = new RegExp(
  [
    /\/\/[^\n]*/,
    /\/\*[^]*?\*\//,
    /'(?:\\.|[^'\\\n])*'/,
    /"(?:\\.|[^"\\\n])*"/,
    /`(?:\\[^]|[^`\\])*`/,
    /(?<=(?:[=(,:!&|?[{};]|=>|return)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'g',
);

/** Comments, strings and regular expressions become blanks; lines stay where they are. */
export function codeOf(text: string): string {
  return text.replace(notCode, (match) => match.replace(/[^\n]+/g, ' '));
}
