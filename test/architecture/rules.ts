/** The rules themselves, each a function from sources to sentences about what breaks it; no sentence, no violation. */
import { codeOf, importsOf, type Import, type SourceFile } from './source-files.ts';

/** The first row whose `files` matches a file holds for it. `$1` in `mayImport` is what the group in `files` matched. */
export interface Wall {
  readonly files: RegExp;
  readonly mayImport: string;
}

export function wallsBroken(files: readonly SourceFile[], walls: readonly Wall[]): string[] {
  return files.flatMap((file) => {
    const wall = walls.find(({ files: row }) => row.test(file.path));
    if (wall === undefined) return [`${file.path} belongs to no room`];
    const own = wall.files.exec(file.path)?.[1] ?? '';
    const allowed = new RegExp(`^(?:${wall.mayImport.replace('$1', own)})`);
    return importsOf(file)
      .filter(({ to }) => !allowed.test(to))
      .map(({ from, to }) => `${from} must not import ${to}`);
  });
}

/**
 * Cycles among imports that exist when the program runs. `recursive`: folders whose files may call each other in circles, and why; a
 * cycle that leaves such a folder is reported all the same.
 */
export function importCycles(files: readonly SourceFile[], recursive: Readonly<Record<string, string>>): string[] {
  const graph = runtimeGraph(files);
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  const allowed = (cycle: readonly string[]): boolean =>
    Object.keys(recursive).some((folder) => cycle.every((file) => file.startsWith(folder)));
  return cycles.filter((cycle) => !allowed(cycle)).map((cycle) => cycle.join(' → '));
}

export function importersOf(files: readonly SourceFile[], name: string): string[] {
  return files.filter((file) => importsOf(file).some(({ to }) => to === name)).map(({ path }) => path);
}

/** What runs in a webview, and everything it pulls in, must do without VS Code and Node. */
export function viewsThatReachTheHost(files: readonly SourceFile[]): string[] {
  const graph = runtimeGraph(files);
  const views = files.filter(({ path }) => /^extension\/views\/[^/]+\/view\.ts$/.test(path));
  return views.flatMap(({ path }) =>
    [...reachable(graph, path)]
      .filter((module) => /^(vscode|node:.*)$/.test(module))
      .map((module) => `${path} reaches ${module}`),
  );
}

function runtimeGraph(files: readonly SourceFile[]): Map<string, readonly string[]> {
  const atRuntime = (found: readonly Import[]): string[] =>
    found.filter(({ typeOnly }) => !typeOnly).map(({ to }) => to);
  return new Map(files.map((file) => [file.path, atRuntime(importsOf(file))]));
}

function reachable(graph: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const found = new Set([start]);
  for (const file of found) for (const next of graph.get(file) ?? []) found.add(next);
  return found;
}

/** Code (not comments or strings) that matches one of the patterns, with its line. */
export function bannedWords(files: readonly SourceFile[], words: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    codeOf(text)
      .split('\n')
      .flatMap((line, index) => {
        const word = words.exec(line)?.[0];
        return word === undefined ? [] : [`${path}:${index + 1} says ${word.trim()}`];
      }),
  );
}

/** `reasons`: files that may be longer, and why. One that no longer is loses its place on the list. */
export function filesTooLong(
  files: readonly SourceFile[],
  limit: number,
  reasons: Readonly<Record<string, string>>,
): string[] {
  const lengths = new Map(files.map(({ path, text }) => [path, text.trimEnd().split('\n').length]));
  const long = [...lengths].filter(([path, lines]) => lines > limit && reasons[path] === undefined);
  const stale = Object.keys(reasons).filter((path) => (lengths.get(path) ?? 0) <= limit);
  return [
    ...long.map(([path, lines]) => `${path} has ${lines} lines, more than ${limit}`),
    ...stale.map((path) => `${path} needs no exception any more`),
  ];
}

/** All C that ships for one image is one translation unit: what is static in a file is seen in the others, too. */
export function staticsTwice(files: readonly SourceFile[]): string[] {
  const first = new Map<string, string>();
  return files.flatMap(({ path, text }) =>
    [...new Set(staticsOf(text))].flatMap((name) => {
      const other = first.get(name);
      if (other === undefined) first.set(name, path);
      return other === undefined
        ? []
        : [`static ${name} is in ${other} and in ${path}: one of them needs another name`];
    }),
  );
}

/** Macros that define something by their first argument count as what they are written. */
function staticsOf(text: string): string[] {
  const statics = codeOf(text).matchAll(
    /^static\s+(?:([A-Z_]+\(\w+)|[^=;({[]*?\b(?!struct\b)(\w+)\s*(?:[=;{[]|\((?!\*)))/gm,
  );
  return [...statics].map(([, made, name]) => (made === undefined ? name! : `${made})`));
}

/** Exports whose name stands nowhere else, in the product or the tests; `forOthers` are names that somebody outside asks for. */
export function unusedExports(
  files: readonly SourceFile[],
  tests: readonly SourceFile[],
  forOthers: readonly string[],
): string[] {
  const times = new Map<string, number>();
  for (const { text } of [...files, ...tests])
    for (const [word] of text.replace(comments, '').matchAll(/[A-Za-z_$][\w$]*/g))
      times.set(word, (times.get(word) ?? 0) + 1);
  return files.flatMap(({ path, text }) =>
    [...codeOf(text).matchAll(exportPattern)]
      .filter(([, name]) => times.get(name!) === 1 && !forOthers.includes(name!))
      .map(([, name]) => `${path} exports ${name}, which nothing uses`),
  );
}

/** Templates stay: what stands in their braces is code. */
const comments = /\/\*[^]*?\*\/|\/\/[^\n]*/g;
const exportPattern = /^export (?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
