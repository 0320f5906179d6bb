import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

export interface ToolEnd {
  code: number;
  output: string;
}

/** Runs a tool that the project brings in node_modules, on the same Node, and gathers what it says. */
export function runTool(root: string, script: string, args: string[]): Promise<ToolEnd> {
  return new Promise((done, fail) => {
    const tool = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const gather = (piece: Buffer): void => {
      output += piece.toString('utf8');
    };
    tool.stdout.on('data', gather);
    tool.stderr.on('data', gather);
    tool.on('error', fail);
    tool.on('close', (code) => {
      done({ code: code ?? 1, output });
    });
  });
}

/** Without colours: a tool may think that it writes to a terminal. */
export function linesOf(output: string): string[] {
  return stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.trim() !== '');
}
