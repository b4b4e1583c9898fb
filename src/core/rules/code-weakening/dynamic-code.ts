import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import { lastValue, putInto } from '../../parsers/source/values.ts';
import type { Rule } from '../rule.ts';
import { runsNowhere } from './_paths.ts';
import { report } from './_report.ts';

/** Text that came over the network, from a request, or was made unreadable. */
const FOREIGN =
  /\b(?:fetch|axios|got|ky|superagent|urlopen|urlretrieve|curl_exec|Faraday|HTTParty|RestClient)\b|\b(?:requests|httpx|aiohttp|urllib3?|http|https|client|session)\.(?:get|post|request|urlopen)\b|Net::HTTP|URI\.open|\bfile_get_contents\s{0,3}\(\s{0,3}["'](?:https?:|php:)|\b(?:resp|response|res|reply)\.(?:text|data|body|content|read|json)\b|\b(?:atob|unescape|fromCharCode|gzinflate|gzuncompress|str_rot13|unhexlify|fromhex)\b|\bb(?:ase)?(?:64|32|85)_?(?:decode|::|\.)|b64decode|\bBase64\b|\bBuffer\.from\b|\bcodecs\.decode\b|\bzlib\.(?:decompress|inflate)|\b(?:req|request|ctx)\.(?:body|query|params|args|form|values|data|GET|POST|get_json|json|headers|cookies)\b|(?<![\w.])(?:params|cookies)(?:\[|\.(?:dig|fetch|delete|permit|require)\b)|\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\b|(?<![\w.])event\[|(?<![\w.])event\.(?:body|query)|(?<![\w.])(?:input|(?:window\.)?prompt)\(|\bprocess\.argv\b|\bsys\.argv\b|\bargv\[|\blocation\.(?:hash|search|href)|\.data\.toString\('?base64/;

const IDENTIFIER = /[A-Za-z_$][\w$]{0,60}/g;
const NOT_VALUES =
  /^(?:eval|exec|compile|new|Function|return|await|str|String|format|globals|locals|None|null|true|false|this|self|module|exports|require|name|file|string|code|mode)$/;
/** Whether a text holds something foreign, itself or in the last value its variables were given just before. */
function isForeign(text: string, code: Code, index: number, depth = 0): boolean {
  if (FOREIGN.test(text)) return true;
  if (depth >= 2) return false;
  const names = [...new Set(text.match(IDENTIFIER) ?? [])].filter(
    (name) => !NOT_VALUES.test(name) || name === 'code',
  );
  return names.slice(0, 8).some((name) => {
    const value = lastValue(name, code, index);
    return value !== null && isForeign(value.text, code, value.at, depth + 1);
  });
}

function runsForeignText({ index, 0: found }: RegExpExecArray, code: Code): boolean {
  const open = code.code.indexOf('(', index + found.length - 1);
  const end = open === index + found.length - 1 ? code.closerOf(open) : code.text.indexOf('\n', index);
  const from = index + found.length;
  // Strings are words, except what a template or a format puts into them; their text names nothing.
  const argument = code.code.slice(from, end === -1 ? from + 500 : end);
  const raw = code.text.slice(from, end === -1 ? from + 500 : end);
  return (
    isForeign(`${argument} ${putInto(raw)}`, code, index) ||
    /["']https?:|\$_/.test(code.text.slice(from, Math.min(from + 40, end)))
  );
}

/** A program of one line that is given to an interpreter as a string: `python -c "exec(...)"`, `[python, "-c", "exec(...)"]`. */
const isOneLiner = ({ index }: RegExpExecArray, { text }: Code): boolean =>
  /(?<![\w-])-c["']?[,\s]{1,5}[rb]?["'][^\n]*$/.test(text.slice(Math.max(0, index - 200), index));

const SEARCH: Search = {
  keywords:
    /\b(?:eval|exec|Function|runIn\w{0,10}Context|compileFunction|run_in_executor|vm\.Script|instance_eval|class_eval|create_function|setTimeout)[ \t]{0,3}\(|\beval[ \t]/,
  patterns: [
    {
      what: 'eval',
      in: ['js'],
      find: /(?<![\w$.])(?:(?:window\.|globalThis\.|global\.)?eval|(?:new[ \t]{1,3})?Function|(?:vm\.)?(?:runIn(?:New|This)?Context|compileFunction)|new[ \t]{1,3}vm\.Script)[ \t]{0,3}\(/g,
      accept: runsForeignText,
    },
    {
      what: 'eval',
      in: ['python'],
      find: /(?<![\w.])(?:builtins\.|__builtins__\.)?(?:eval|exec)[ \t]{0,3}\(|\brun_in_executor\([^,()\n]{1,40},[ \t]{0,3}(?:exec|eval),/g,
      accept: (match, code) =>
        !/\bdef[ \t]{1,3}$/.test(code.text.slice(Math.max(0, match.index - 6), match.index)) &&
        runsForeignText(match, code),
    },
    {
      what: 'eval',
      in: ['python', 'js', 'shell', 'yaml', 'json'],
      where: 'string',
      find: /(?<![\w.])(?:eval|exec)[ \t]{0,3}\([^\n"'`]{0,80}\b(?:b64decode|urlopen|decompress|fromhex|unhexlify)\(/g,
      accept: isOneLiner,
    },
    {
      what: 'eval',
      in: ['ruby'],
      find: /(?<![\w.:])eval[ \t(]|\.(?:instance|class|module)_eval[ \t]{0,3}\(/g,
      accept: runsForeignText,
    },
    {
      what: 'eval',
      in: ['php'],
      find: /(?<![\w>$:])(?:eval|create_function|assert)[ \t]{0,3}\(/g,
      accept: runsForeignText,
    },
    {
      what: 'eval',
      in: ['java'],
      find: /\b(?:engine|scriptEngine|nashorn|shell|groovyShell)\.(?:eval|evaluate)\(/g,
      accept: runsForeignText,
    },
  ],
  skips: runsNowhere,
};

export const dynamicCode: Rule<Record<string, never>> = {
  id: 'dynamic-code',
  family: 'code-weakening',
  summary: 'Text from the network, a request or an encoding is run as code.',
  why: 'What eval is given becomes part of the program. When it comes from outside, so does the program; when it was encoded, somebody did not want it to be read. Only what can be seen to come from there, in the call or just before it, counts.',
  remediation:
    'Parse the text as data (`JSON.parse`, `ast.literal_eval`), or look the wanted function up in a table.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      dynamicCode,
      'high',
      'Text that comes from outside, or was encoded, is run as code here, so whoever writes it controls the program. Parse it as data, or choose among known functions.',
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'fetched, and decoded',
      files: [
        {
          path: 'src/plugins.ts',
          before: null,
          after:
            "const source = await (await fetch(url)).text();\neval(source);\nnew Function(Buffer.from(blob, 'base64').toString())();\n",
        },
        {
          path: 'src/load.py',
          before: 'def load(blob):\n    return json.loads(blob)\n',
          after: 'def load(blob):\n    code = base64.b64decode(blob)\n    exec(code)\n',
        },
      ],
      places: [
        { path: 'src/plugins.ts', line: 2, side: 'head' },
        { path: 'src/plugins.ts', line: 3, side: 'head' },
        { path: 'src/load.py', line: 3, side: 'head' },
      ],
    },
    {
      name: 'a program of one line for another interpreter, in a file that Python reads on every start',
      files: [
        {
          path: 'client_init.pth',
          before: null,
          after:
            'import subprocess, sys; subprocess.Popen([sys.executable, "-c", "import base64; exec(base64.b64decode(\'cHJpbnQoMSk=\'))"])\n',
        },
        {
          path: 'scripts/setup.sh',
          before: null,
          after: 'python3 -c "import zlib, base64; exec(zlib.decompress(base64.b64decode(\'$BLOB\')))"\n',
        },
      ],
      places: [
        { path: 'client_init.pth', line: 1, side: 'head' },
        { path: 'scripts/setup.sh', line: 1, side: 'head' },
      ],
    },
    {
      name: 'from a request',
      files: [
        { path: 'src/calc.php', before: null, after: "<?php\neval($_POST['formula']);\n" },
        { path: 'app/calc.rb', before: null, after: 'def calc\n  eval(params[:formula])\nend\n' },
      ],
      places: [
        { path: 'src/calc.php', line: 2, side: 'head' },
        { path: 'app/calc.rb', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'own text, own files, and other things of that name',
      files: [
        {
          path: 'src/load.py',
          before: null,
          after:
            'exec(compile(open("version.py").read(), "version.py", "exec"))\nmodel.eval()\ncursor.exec(query)\nast.literal_eval(request.data)\n# eval(request.data)\nx = "eval(request.data)"\nHELP = "never write exec(base64.b64decode(x))"\n',
        },
        {
          path: 'src/a.ts',
          before: null,
          after:
            "const match = /a(b)/.exec(req.body.text);\neval('1 + 1');\nawait redis.eval(script, req.body.key);\n",
        },
      ],
    },
    {
      name: 'moved',
      files: [
        { path: 'src/a.js', before: 'eval(atob(x));\n', after: '' },
        { path: 'src/b.js', before: null, after: '  eval(atob(x));\n' },
      ],
    },
  ],
};
