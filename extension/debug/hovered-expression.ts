/** What the pointer stands on while debugging: a name with the members that lead to it, without what an operator before it would make of it. */
import * as vscode from 'vscode';
import { debugType } from '../names.ts';

export class HoveredExpression implements vscode.EvaluatableExpressionProvider {
  provideEvaluatableExpression(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.EvaluatableExpression | undefined {
    if (vscode.debug.activeDebugSession?.type !== debugType) return undefined;
    const word = document.getWordRangeAtPosition(position, /[A-Za-z_]\w*/);
    const whole = document.getWordRangeAtPosition(position, /[A-Za-z_]\w*(?:(?:->|\.)\w+|\[\w+\])*/);
    if (!word || !whole) return undefined;
    const path = new vscode.Range(whole.start, word.end);
    // An index stands for itself.
    return new vscode.EvaluatableExpression(/\[\w*$/.test(document.getText(path)) ? word : path);
  }
}
