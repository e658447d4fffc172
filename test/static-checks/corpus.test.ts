/** Every function of the corpus: what is wrong is found, by its rule and on its line, and nothing else is. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileUnit, preprocessorOptions } from '../../simulator/shipped-sources.ts';
import { checkUnit } from '../../simulator/static-checks/check.ts';
import { rules } from '../../simulator/static-checks/families.ts';

const folder = fileURLToPath(new URL('./corpus/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.c'));
const shared = { path: join(folder, 'corpus.h'), text: readFileSync(join(folder, 'corpus.h'), 'utf8') };

function read(name: string): { text: string; path: string } {
  return { path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') };
}

function expected(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const rule = /expect: ([a-z0-9-]+)/.exec(line)?.[1];
    return rule ? [`${index + 1} ${rule}`] : [];
  });
}

describe('the corpus', () => {
  test.each(names)('%s', (name) => {
    const source = read(name);
    const options = preprocessorOptions('kernel', { findInclude: () => shared, defines: [] });
    const { unit, diagnostics } = compileUnit({ ...source, builtIn: false }, options, true);
    expect(diagnostics.filter(({ code }) => code !== 'old-name')).toEqual([]);
    const { findings, crashes } = checkUnit(unit);
    expect(crashes).toEqual([]);
    const found = findings.map(({ rule, place }) => `${place.line} ${rule}`);
    expect(found.sort()).toEqual(expected(source.text).sort());
  });

  test('has at least 80 wrong and 80 right functions, and every rule among the wrong ones', () => {
    const text = names.map((name) => read(name).text).join('\n');
    const functions = [...text.matchAll(/^(?:static )?(?:struct )?\w+ \*?((?:bad|ok)_\w+)\(/gm)].map(
      (match) => match[1]!,
    );
    const wrong = functions.filter((name) => name.startsWith('bad_'));
    expect(wrong.length).toBeGreaterThanOrEqual(80);
    expect(functions.length - wrong.length).toBeGreaterThanOrEqual(80);
    const marked = new Set(expected(text).map((each) => each.split(' ')[1]));
    expect(rules.map(({ id }) => id).filter((id) => !marked.has(id))).toEqual([]);
  });
});
