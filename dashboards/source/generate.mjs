// Writes the boards in every language: node dashboards/source/generate.mjs
// With --check it writes nothing and says which files are not what the sources make.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { languageNames, render } from './board.mjs';
import { supervisor } from './supervisor.mjs';
import { agent } from './agent.mjs';
import { trainer } from './trainer.mjs';
import { engine } from './engine.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');
const stale = [];
for (const board of [supervisor, agent, trainer, engine]) {
  for (const language of languageNames) {
    const path = join(root, language, `${board.name}.json`);
    const json = JSON.stringify(render(board, language), null, 2) + '\n';
    if (!check) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, json);
    } else if (read(path) !== json) {
      stale.push(`${language}/${board.name}.json is not what dashboards/source makes; run node dashboards/source/generate.mjs`);
    }
  }
}

for (const line of stale)
  console.error(line);
process.exitCode = stale.length > 0 ? 1 : 0;

function read(path) {
  try {
    // A checkout may have other line ends.
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if (error.code === 'ENOENT')
      return null;
    throw error;
  }
}
