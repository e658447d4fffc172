/** A kernel tree's own headers, as its build for x86-64 has them. */
import { join } from 'node:path';
import type { CheckOptions, SourceText } from '../../../simulator/index.ts';
import type { FileAccess } from '../../files.ts';
import { RequestError } from '../../request-error.ts';

const folders = [
  'arch/x86/include',
  'arch/x86/include/generated',
  'include',
  'arch/x86/include/uapi',
  'arch/x86/include/generated/uapi',
  'include/uapi',
  'include/generated/uapi',
];
const first = ['include/linux/compiler-version.h', 'include/linux/kconfig.h', 'include/linux/compiler_types.h'];

/** Throws `RequestError` for a folder that is no kernel tree with a configuration. */
export function kernelHeaders(files: FileAccess, tree: string): NonNullable<CheckOptions['kernelHeaders']> {
  const texts = new Map<string, SourceText | null>();
  const read = (path: string): SourceText | null => {
    let text = texts.get(path);
    if (text === undefined) {
      const found = files.isFolder(path) ? null : files.readText(path);
      texts.set(path, (text = found === null ? null : { path, text: found }));
    }
    return text;
  };
  const begin = first.flatMap((path) => read(join(tree, path)) ?? []);
  if (begin.length < first.length || !read(join(tree, 'include/generated/autoconf.h'))) {
    throw new RequestError(
      'unusableInput',
      `'${tree}' is no kernel tree that was configured (include/generated/autoconf.h)`,
    );
  }
  const find = (name: string): SourceText | null => {
    for (const folder of folders) {
      const text = read(join(tree, folder, name));
      if (text) return text;
    }
    return null;
  };
  return { find, first: begin };
}
