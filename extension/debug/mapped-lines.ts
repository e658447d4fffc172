/** In the editor, the lines that gave buffers to devices: marked while those live, with a lens that says whose they are now. */
import * as vscode from 'vscode';
import type { CustomRequests } from '../../debug-adapter/custom-requests.ts';
import { views } from '../names.ts';
import type { FollowedSession } from '../views/followed-session.ts';

/** Who steps fast is not asked for at each step: ms after a stop. */
const pauseAfterStop = 150;

type Mapping = CustomRequests['dma/mappings']['response']['mappings'][number];

export function registerMappedLines(followed: FollowedSession): vscode.Disposable[] {
  const lines = new MappedLines(followed);
  return [lines, vscode.languages.registerCodeLensProvider({ language: 'c' }, lines)];
}

class MappedLines implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #marks = [mark('dma.deviceOwned'), mark('charts.blue'), mark('errorForeground')] as const;
  readonly #subscriptions: vscode.Disposable[];
  /** Live ones, by path and line. */
  #byPlace = new Map<string, Mapping[]>();
  #questions = 0;
  #waiting: NodeJS.Timeout | undefined;

  constructor(private readonly followed: FollowedSession) {
    this.#subscriptions = [
      followed.onDidChange((state) => {
        clearTimeout(this.#waiting);
        if (state.kind === 'stopped') this.#waiting = setTimeout(() => void this.#load(), pauseAfterStop);
        else if (state.kind === 'none') this.#show([]);
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#decorate()),
    ];
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    for (const each of [...this.#subscriptions, ...this.#marks, this.#changed]) each.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.#placesIn(document).map(
      ([line, mappings]) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title: lensText(mappings),
          tooltip: 'Show DMA Mappings',
          command: `${views.mappings}.focus`,
        }),
    );
  }

  async #load(): Promise<void> {
    const { session } = this.followed;
    const question = ++this.#questions;
    if (!session) return;
    try {
      const answer = (await session.customRequest('dma/mappings', {})) as CustomRequests['dma/mappings']['response'];
      if (question === this.#questions) this.#show(answer.mappings.filter(({ owner }) => owner !== 'gone'));
    } catch {
      // The session has gone on or ended meanwhile.
    }
  }

  #show(mappings: readonly Mapping[]): void {
    this.#byPlace = new Map();
    for (const mapping of mappings) {
      if (!mapping.place) continue;
      const key = `${mapping.place.path}:${mapping.place.line}`;
      this.#byPlace.set(key, [...(this.#byPlace.get(key) ?? []), mapping]);
    }
    this.#changed.fire();
    this.#decorate();
  }

  #placesIn(document: vscode.TextDocument): (readonly [line: number, mappings: readonly Mapping[]])[] {
    return [...this.#byPlace.values()].flatMap((mappings) => {
      const place = mappings[0]!.place!;
      const isHere = place.path === document.uri.fsPath && place.line <= document.lineCount;
      return isHere ? [[place.line - 1, mappings] as const] : [];
    });
  }

  /** One colour for buffers that the device owns, one for those that the CPU may touch, one for those that are left behind. */
  #decorate(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const places = this.#placesIn(editor.document);
      this.#marks.forEach((type, index) =>
        editor.setDecorations(
          type,
          places
            .filter(([, mappings]) => kindOf(mappings) === index)
            .map(([line, mappings]) => ({
              range: editor.document.lineAt(line).range,
              hoverMessage: mappings.slice(0, 8).map(describe),
            })),
        ),
      );
    }
  }
}

function mark(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderWidth: '0 0 0 3px',
    borderStyle: 'solid',
    borderColor: new vscode.ThemeColor(color),
    overviewRulerColor: new vscode.ThemeColor(color),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
}

function kindOf(mappings: readonly Mapping[]): number {
  if (mappings.some(({ leaked }) => leaked)) return 2;
  return mappings.some(({ owner }) => owner === 'device' || owner === 'split') ? 0 : 1;
}

const ownerWords: Readonly<Record<Mapping['owner'], string>> = {
  device: 'the device’s now',
  cpu: 'the CPU’s now',
  split: 'the device’s in parts',
  shared: 'shared with the device',
  gone: 'ended',
};

function lensText(mappings: readonly Mapping[]): string {
  const bytes = mappings.reduce((sum, each) => sum + each.bytes, 0);
  const owners = [...new Set(mappings.map(({ owner }) => ownerWords[owner]))].join(', ');
  const left = mappings.some(({ leaked }) => leaked) ? ', left behind by the driver' : '';
  const what = mappings.length === 1 ? `DMA buffer at ${mappings[0]!.handle}` : `${mappings.length} live DMA buffers`;
  return `${what}, ${bytes.toLocaleString('en')} bytes: ${owners}${left}`;
}

function describe({ handle, bytes, kind, ownerText, device, physical }: Mapping): vscode.MarkdownString {
  const memory = physical === null ? '' : `, memory at \`${physical}\``;
  return new vscode.MarkdownString(
    `\`${handle}\` for ${device}: ${kind}, ${bytes} bytes${memory}; owner: ${ownerText}`,
  );
}
