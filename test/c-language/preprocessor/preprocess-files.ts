/** Preprocesses sources held in memory: what every test of the preprocessor calls. */
import type { PreprocessorResult } from '../../../simulator/c-language/preprocess.ts';
import { preprocess } from '../../../simulator/c-language/preprocess.ts';
import type { SourceFile } from '../../../simulator/c-language/source.ts';

export type Files = Readonly<Record<string, string>>;

export interface Setting {
  readonly defines?: readonly { readonly name: string; readonly value: string | null }[];
  readonly tolerateMissingIncludes?: boolean;
  /** Directories searched for `<…>`, and for `"…"` after the including file's own. */
  readonly directories?: readonly string[];
}

/** `files['main.c']` with the others at hand for inclusion. */
export function preprocessFiles(files: Files, setting: Setting = {}): PreprocessorResult {
  const sources = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(files)) sources.set(path, { path, text, builtIn: false });
  const directories = setting.directories ?? ['first', 'second'];
  return preprocess(sources.get('main.c')!, {
    defines: setting.defines ?? [],
    tolerateMissingIncludes: setting.tolerateMissingIncludes ?? false,
    findInclude: (name, form, from, next) => {
      const slash = from.path.lastIndexOf('/');
      const own = slash < 0 ? '' : from.path.slice(0, slash);
      const after = next ? directories.indexOf(own) + 1 : 0;
      const searched = [...(form === 'quote' && !next ? [own] : []), ...directories.slice(after)];
      const found = searched.map((directory) => (directory === '' ? name : `${directory}/${name}`));
      return found.map((path) => sources.get(path)).find((file) => file !== undefined) ?? null;
    },
  });
}

export function preprocessText(text: string, setting: Setting = {}): PreprocessorResult {
  return preprocessFiles({ 'main.c': text }, setting);
}

export function texts(result: PreprocessorResult): string[] {
  return result.tokens.filter((token) => token.kind !== 'end').map((token) => token.text);
}
