/** Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code hosts and editors read. */
import { createHash } from 'node:crypto';
import { isAbsolute, normalize, relative } from 'node:path';
import type { StaticFinding, StaticRule } from '../../../simulator/index.ts';
import { version } from '../version.ts';

type Place = StaticFinding['place'];

export function sarifOf(
  findings: readonly StaticFinding[],
  rules: readonly StaticRule[],
  explain: (id: string) => string,
  unusable: readonly string[],
): object {
  const fingerprint = fingerprints();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'dma-debugger', version, rules: rules.map((rule) => descriptor(rule, explain(rule.id))) },
        },
        // What could not be read is told, so that nobody takes it for clean.
        invocations: [
          {
            executionSuccessful: unusable.length === 0,
            toolExecutionNotifications: unusable.map((text) => ({ level: 'error', message: { text } })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, rules, fingerprint(finding))),
      },
    ],
  };
}

/** As GitHub's code scanning names them. */
const problemSeverity = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

function descriptor({ id, title, severity }: StaticRule, markdown: string): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: markdown, markdown },
    defaultConfiguration: { level: severity },
    properties: { tags: ['dma', 'linux-driver'], precision: 'high', 'problem.severity': problemSeverity[severity] },
  };
}

/** What a finding is known by while lines come and go around it: its rule, function and line's text, and how many like it came before. `primaryLocationLineHash` is what code scanning looks at. */
function fingerprints(): (finding: StaticFinding) => Record<string, string> {
  const seen = new Map<string, number>();
  return ({ rule, function: name, place: { file, line } }) => {
    const text = (file.text.split('\n', line)[line - 1] ?? '').replace(/\s+/g, ' ').trim();
    const key = `${file.path}\n${rule}\n${name}\n${text}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    const hash = createHash('sha256').update(`${rule}\n${name}\n${text}`).digest('hex').slice(0, 16);
    return { primaryLocationLineHash: `${hash}:${count}`, 'rule/function/line/v2': `${rule}/${name}/${hash}:${count}` };
  };
}

function resultOf(finding: StaticFinding, rules: readonly StaticRule[], partialFingerprints: object): object {
  const { rule, message, notes, fixes, place } = finding;
  const index = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ruleIndex: index,
    level: rules[index]?.severity ?? 'warning',
    message: { text: message },
    locations: [locationOf(place)],
    ...(notes.length === 0
      ? {}
      : { codeFlows: [{ threadFlows: [{ locations: [...notes.map(step), step({ place, message })] }] }] }),
    partialFingerprints,
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(fix, place)) }),
  };
}

function step({ place, message }: { readonly place: Place; readonly message: string }): object {
  return { location: { ...locationOf(place), message: { text: message } } };
}

/** Below the folder that the command runs in, relative to it: code hosts find files by their paths in the repository. */
function uriOf(path: string): string {
  const below = isAbsolute(path) ? relative('.', path) : normalize(path);
  const slashes = (/^\.\.(?:[\\/]|$)/.test(below) ? path : below).replace(/\\/g, '/');
  const encoded = slashes.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(slashes)) return `file:///${slashes[0]!}:${encoded.slice(encoded.indexOf('/'))}`;
  return slashes.startsWith('/') ? `file://${encoded}` : encoded;
}

function locationOf({ file, line, column, length }: Place): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file.path) },
      region: { startLine: line, startColumn: column, endColumn: column + length },
    },
  };
}

function fixOf({ title, edits }: StaticFinding['fixes'][number], { file }: Place): object {
  const replacements = edits.map(({ from, to, text }) => ({
    deletedRegion: { charOffset: from, charLength: to - from },
    insertedContent: { text },
  }));
  return {
    description: { text: title },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file.path) }, replacements }],
  };
}
