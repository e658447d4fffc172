/** The functions of make that Kbuild files call. What asks the machine (`shell`) is empty; of kbuild's own tests of the compiler, each option is there. */

type Call = (...given: readonly string[]) => string;

/** Arguments are words between white space, and are joined by one blank. */
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const each =
  (change: (word: string) => string): Call =>
  (text = '') =>
    wordsOf(text).map(change).join(' ');

function matcher(pattern: string): RegExp {
  const parts = pattern.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts[0]}${parts.length > 1 ? `(.*)${parts.slice(1).join('%')}` : ''}$`);
}

function replaced(word: string, pattern: string, replacement: string): string {
  const found = matcher(pattern).exec(word);
  return found ? replacement.replace('%', () => found[1] ?? '') : word;
}

const chosen =
  (wanted: boolean): Call =>
  (patterns = '', text = '') => {
    const all = wordsOf(patterns).map(matcher);
    return wordsOf(text).filter((word) => all.some((one) => one.test(word)) === wanted).join(' '); // prettier-ignore
  };

const functions: Readonly<Record<string, Call>> = {
  subst: (from = '', to = '', text = '') => (from === '' ? text + to : text.split(from).join(to)),
  patsubst: (pattern = '', to = '', text = '') => each((word) => replaced(word, pattern.trim(), to.trim()))(text),
  strip: (text = '') => wordsOf(text).join(' '),
  findstring: (find = '', text = '') => (text.includes(find) ? find : ''),
  filter: chosen(true),
  'filter-out': chosen(false),
  sort: (text = '') => [...new Set(wordsOf(text))].sort().join(' '),
  word: (n = '', text = '') => wordsOf(text)[Number(n) - 1] ?? '',
  wordlist: (first = '', last = '', text = '') => wordsOf(text).slice(Number(first) - 1, Number(last)).join(' '), // prettier-ignore
  words: (text = '') => String(wordsOf(text).length),
  firstword: (text = '') => wordsOf(text)[0] ?? '',
  lastword: (text = '') => wordsOf(text).at(-1) ?? '',
  dir: each((word) => /^.*\//.exec(word)?.[0] ?? './'),
  notdir: each((word) => word.replace(/^.*\//, '')),
  suffix: each((word) => /\.[^./]*$/.exec(word)?.[0] ?? ''),
  basename: each((word) => word.replace(/\.[^./]*$/, '')),
  addsuffix: (suffix = '', text = '') => each((word) => word + suffix.trim())(text),
  addprefix: (prefix = '', text = '') => each((word) => prefix.trim() + word)(text),
  abspath: (text = '') => text,
  realpath: (text = '') => text,
  if: (condition = '', then = '', otherwise = '') => (condition.trim() !== '' ? then : otherwise),
  or: (...given) => given.map((one) => one.trim()).find((one) => one !== '') ?? '',
  and: (...given) => (given.every((one) => one.trim() !== '') ? (given.at(-1) ?? '').trim() : ''),
  call: (name = '', first = '') => (/^cc-(option|disable-warning)$/.test(name.trim()) ? first : ''),
};

/** What a call such as `patsubst %.c,%.o,a.c` gives; null where it is none. The arguments are expanded already. */
export function makeFunction(name: string, given: readonly string[]): string | null {
  const call = Object.hasOwn(functions, name) ? functions[name]! : null;
  if (call) return call(...given);
  return /^(shell|info|warning|file)$/.test(name) ? '' : null;
}
