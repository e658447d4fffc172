/** Texts of a run as they stand in the editor, in place of those that it was launched with. */
import type { DriverSource, RunRequest, SourceText } from '../../simulator/index.ts';
import type { LaunchPlan } from '../launch/launch-plan.ts';

/** null: it is no part of the run. */
export function textOf({ request, included, edited }: LaunchPlan, path: string): string | null {
  const source = sourcesOf(request).find((each) => each.path === path);
  return source?.text ?? edited.get(path) ?? included.get(path) ?? null;
}

export function withTexts(plan: LaunchPlan, texts: ReadonlyMap<string, string>): LaunchPlan {
  const edited = new Map([...plan.edited, ...texts]);
  return { ...plan, request: editedRequest(plan.launched, edited), edited };
}

export function sourcesOf({ driver, app, moreApps }: RunRequest): readonly SourceText[] {
  return [...driver, ...(app ? [app] : []), ...(moreApps ?? [])];
}

function editedRequest(launched: RunRequest, edited: ReadonlyMap<string, string>): RunRequest {
  const { driver, app, moreApps, findInclude } = launched;
  const changed = <Source extends SourceText>(source: Source): Source => {
    const text = edited.get(source.path);
    return text === undefined ? source : { ...source, text };
  };
  const find =
    (asBefore: RunRequest['findInclude']): RunRequest['findInclude'] =>
    (name, from) => {
      const found = asBefore(name, from);
      return found && changed(found);
    };
  const ofDriver = (source: DriverSource): DriverSource =>
    source.findInclude ? { ...changed(source), findInclude: find(source.findInclude) } : changed(source);
  return {
    ...launched,
    driver: driver.map(ofDriver),
    app: app && changed(app),
    ...(moreApps ? { moreApps: moreApps.map(changed) } : {}),
    findInclude: find(findInclude),
  };
}
