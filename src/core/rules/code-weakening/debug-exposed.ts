import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import type { Rule } from '../rule.ts';
import { isForDevelopment, runsNowhere } from './_paths.ts';
import { report } from './_report.ts';

/** A condition on the environment just above, or on the same line. */
const ONLY_IN_DEVELOPMENT =
  /IsDevelopment|IsStaging|development|\bdev\b|local|NODE_ENV|DJANGO_ENV|APP_ENV|#if DEBUG|\bargs?\b|getenv|environ/i;
const isUnconditional = ({ index, 0: found }: RegExpExecArray, { text }: Code): boolean => {
  const lines = text.slice(Math.max(0, index - 200), index).split('\n');
  const end = text.indexOf('\n', index + found.length);
  const line = text.slice(index, Math.min(end === -1 ? text.length : end, index + 300));
  return !ONLY_IN_DEVELOPMENT.test(`${lines.slice(-3).join('\n')}${line}`);
};

const isSettings = (_match: RegExpExecArray, { path, text }: Code): boolean =>
  /settings|config|production|base/i.test(path) || /\bINSTALLED_APPS\b|\bFlask\(/.test(text);

const SEARCH: Search = {
  keywords:
    /debug|pprof|exposure|actuator|consider_all_requests_local|DeveloperExceptionPage|customErrors|display_errors|phpinfo|--inspect|jdwp|remote-debugging|FLASK_ENV/i,
  patterns: [
    {
      what: 'debug',
      in: ['python'],
      find: /(?<=^|\n)DEBUG[ \t]{0,5}(?::[ \t]{0,3}bool[ \t]{0,3})?=[ \t]{0,5}True\b|(?<=\.)config\[["']DEBUG["']\][ \t]{0,5}=[ \t]{0,5}True\b/g,
      accept: isSettings,
    },
    {
      what: 'debug',
      in: ['python'],
      find: /\b(?:app|application|server|socketio|api)\.(?:run|run_server)\([^()\n]{0,200}?\bdebug[ \t]{0,3}=[ \t]{0,3}(?:True|1)\b|\b(?:app|application)\.debug[ \t]{0,3}=[ \t]{0,3}True\b|\b(?:FastAPI|Starlette)\([^()\n]{0,200}?\bdebug[ \t]{0,3}=[ \t]{0,3}True\b/g,
    },
    {
      what: 'debug',
      in: ['shell', 'yaml', 'settings', 'json'],
      find: /["']?\b(?:FLASK_DEBUG|APP_DEBUG|DJANGO_DEBUG|WERKZEUG_DEBUG|LARAVEL_DEBUG)["']?[ \t]{0,3}(?:[=:]|[ \t])[ \t]{0,3}["']?(?:1|true|on)\b|\bFLASK_ENV["']?[ \t]{0,3}[=: ][ \t]{0,3}["']?development\b/gi,
    },
    {
      what: 'debug',
      in: ['yaml'],
      find: /\bname:[ \t]{0,3}["']?(?:FLASK_DEBUG|APP_DEBUG|DJANGO_DEBUG|FLASK_ENV)["']?[ \t]{0,3}\r?\n[ \t]{1,40}value:[ \t]{0,3}["']?(?:1|true|on|development)\b/gi,
    },
    {
      what: 'debug',
      in: ['php'],
      find: /["']app\.debug["'][ \t]{0,3}=>[ \t]{0,3}["']?true\b|\bputenv\(["']APP_DEBUG=true|\$_ENV\[["']APP_DEBUG["']\][ \t]{0,3}=[ \t]{0,3}["']?true\b|["']debug["'][ \t]{0,3}=>[ \t]{0,3}(?:\(bool\)[ \t]{0,3})?env\(["']APP_DEBUG["'],[ \t]{0,3}true\b/gi,
    },
    {
      what: 'debug',
      in: ['php'],
      find: /\bini_set\([ \t]{0,3}["']display_errors["'],[ \t]{0,3}["']?(?:1|on|true)\b|(?<![\w>$:])phpinfo\(\)/gi,
      accept: isUnconditional,
    },
    {
      what: 'debug',
      in: ['settings'],
      find: /(?<=^|\n)(?:php_(?:admin_)?(?:value|flag)(?:\[|[ \t]))?display_errors\]?[ \t]{0,5}[= ][ \t]{0,5}["']?(?:on|1)\b/gi,
    },
    {
      what: 'debug',
      in: ['ruby'],
      find: /\bconsider_all_requests_local[ \t]{0,20}=[ \t]{0,5}true\b/g,
      accept: (_match, { path }) => !/(?:development|test)\.rb$/.test(path),
    },
    { what: 'debug', in: ['csharp'], find: /\bUseDeveloperExceptionPage\(/g, accept: isUnconditional },
    {
      what: 'debug',
      in: ['markup'],
      find: /<compilation\b[^<>]{0,200}\bdebug[ \t]{0,3}=[ \t]{0,3}["']true|<customErrors\b[^<>]{0,120}\bmode[ \t]{0,3}=[ \t]{0,3}["']Off|\bandroid:debuggable[ \t]{0,3}=[ \t]{0,3}["']true/gi,
    },
    {
      what: 'profiler',
      in: ['go'],
      find: /"net\/http\/pprof"/g,
      accept: ({ index }, { text }) => /_[ \t]{1,5}$/.test(text.slice(Math.max(0, index - 8), index)),
    },
    {
      what: 'profiler',
      in: ['go'],
      find: /\b\w{1,40}\.(?:HandleFunc|Handle|GET|Get|Group|Any)\([ \t]{0,3}"\/debug\/pprof/g,
    },
    {
      what: 'endpoints',
      in: ['settings'],
      find: /\bmanagement\.endpoints\.web\.exposure\.include[ \t]{0,3}=[ \t]{0,3}(?:["']?\*|[^\n]{0,120}\b(?:env|heapdump|threaddump|logfile|shutdown|configprops|beans|mappings|jolokia|loggers)\b)|\bmanagement\.security\.enabled[ \t]{0,3}=[ \t]{0,3}false\b|\bmanagement\.endpoint\.shutdown\.enabled[ \t]{0,3}=[ \t]{0,3}true\b/g,
    },
    {
      what: 'endpoints',
      in: ['yaml'],
      find: /\binclude:[ \t]{0,3}(?:["']?\*|(?:[^\n]|\n[ \t]{1,40}(?=-)){0,200}?\b(?:env|heapdump|threaddump|logfile|shutdown|configprops|jolokia|prometheus,logfile)\b)/g,
      accept: ({ index }, { code }) =>
        /\bexposure:[^:]{0,200}$/.test(code.slice(Math.max(0, index - 220), index)),
    },
    {
      what: 'debugger',
      in: ['shell', 'yaml', 'json', 'js', 'python'],
      where: 'string',
      find: /--remote-debugging-address[= ]0\.0\.0\.0\b/g,
    },
    {
      what: 'debugger',
      in: ['shell', 'yaml', 'json', 'settings'],
      find: /--inspect(?:-brk)?[= ]["']?0\.0\.0\.0\b|\bagentlib:jdwp=[^\s"']{0,120}\baddress=(?:\*|0\.0\.0\.0)/g,
    },
  ],
  skips: (path) => runsNowhere(path) || isForDevelopment(path),
};

export const debugExposed: Rule<Record<string, never>> = {
  id: 'debug-exposed',
  family: 'code-weakening',
  summary: 'A debug mode, profiler, debugger or management endpoint is switched on where the service runs.',
  why: 'Debug pages show settings, queries and source to whoever causes an error, and some run what they are sent; profilers and heap dumps hold the secrets of the process. Files whose name says that they are for development are left out.',
  remediation:
    'Read the switch from the environment with off as the default, and keep management endpoints on an internal port.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      debugExposed,
      'medium',
      'Where this runs, strangers may see internals of the process, and some debug pages run code for them. Read the switch from the environment, off by default, or keep the endpoint internal.',
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'Django and Flask',
      files: [
        {
          path: 'shop/settings.py',
          before: 'DEBUG = False\nINSTALLED_APPS = []\n',
          after: 'DEBUG = True\nINSTALLED_APPS = []\n',
        },
        {
          path: 'app.py',
          before: null,
          after: 'app = Flask(__name__)\napp.run(host="0.0.0.0", debug=True)\n',
        },
      ],
      places: [
        { path: 'shop/settings.py', line: 1, side: 'head' },
        { path: 'app.py', line: 2, side: 'head' },
      ],
    },
    {
      name: 'a profiler in Go and all endpoints of Spring',
      files: [
        {
          path: 'main.go',
          before: null,
          after: 'package main\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n)\n',
        },
        {
          path: 'src/main/resources/application.yml',
          before: null,
          after: 'management:\n  endpoints:\n    web:\n      exposure:\n        include: "*"\n',
        },
        {
          path: 'src/main/resources/application.properties',
          before: null,
          after: 'management.endpoints.web.exposure.include=health,env,heapdump\n',
        },
      ],
      places: [
        { path: 'main.go', line: 5, side: 'head' },
        { path: 'src/main/resources/application.yml', line: 5, side: 'head' },
        { path: 'src/main/resources/application.properties', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'off, from the environment, or for development',
      files: [
        {
          path: 'shop/settings.py',
          before: null,
          after: 'DEBUG = os.environ.get("DEBUG") == "1"\nTEMPLATE_DEBUG = DEBUG\n# DEBUG = True\n',
        },
        { path: 'shop/settings/development.py', before: null, after: 'DEBUG = True\n' },
        { path: 'docker-compose.dev.yml', before: null, after: 'environment:\n  FLASK_DEBUG: "1"\n' },
        {
          path: 'Program.cs',
          before: null,
          after: 'if (app.Environment.IsDevelopment())\n{\n    app.UseDeveloperExceptionPage();\n}\n',
        },
      ],
    },
    {
      name: 'only what is meant to be asked',
      files: [
        {
          path: 'src/main/resources/application.properties',
          before: null,
          after:
            'management.endpoints.web.exposure.include=health,info,prometheus\nlogging.level.root=DEBUG\n',
        },
        { path: 'app.py', before: null, after: 'app.run(debug=settings.debug)\nlogger.debug("True")\n' },
      ],
    },
  ],
};
