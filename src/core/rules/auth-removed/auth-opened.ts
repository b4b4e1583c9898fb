import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import { runsNowhere } from '../code-weakening/_paths.ts';
import { report } from '../code-weakening/_report.ts';
import type { Rule } from '../rule.ts';
import { widenedSkips } from './_skips.ts';

/** What has to be open for people to sign in, and what says only that the service runs. */
const FOR_EVERYONE =
  /log_?in|log_?out|sign_?(?:in|up|out|on)|regist(?:er|ration)|health|ready|readiness|live(?:ness)?|ping\b|status\b|version|favicon|robots|password|forgot|reset|verify_?email|confirm|refresh|callback|oauth|token|webhook|swagger|openapi|api-docs|\bdocs\b|static|assets|css|js\/|images?|error|public|well-known|metrics|csrf|captcha|invit|session|home|index\.html|\/["'],|actuator\/(?:health|info)/i;

/** Everything from the match to the next declaration, and what it is in. */
const around = (
  { index, 0: found }: RegExpExecArray,
  { text }: Code,
  before: number,
  after: number,
): string => text.slice(Math.max(0, index - before), index + found.length + after);

const isForEveryone = (match: RegExpExecArray, code: Code): boolean => {
  const end = code.text.indexOf('\n', match.index);
  const line = code.text
    .slice(code.text.lastIndexOf('\n', match.index) + 1, end === -1 ? undefined : end)
    .slice(0, 400);
  return FOR_EVERYONE.test(line);
};

/** The decorators and the name of what follows, without its body. */
const isForEveryoneBelow = (match: RegExpExecArray, code: Code): boolean => {
  const below = around(match, code, 0, 400).split('\n').slice(1, 6).join('\n');
  const above = around(match, code, 200, 0)
    .split('\n')
    .slice(-3, -1)
    .join('\n')
    .replace(/[^]*[;}]\s*\n/, '');
  return FOR_EVERYONE.test(below.split('{')[0] ?? '') || FOR_EVERYONE.test(above);
};

const SEARCH: Search = {
  keywords:
    /permitAll|PermitAll|AllowAnonymous|AllowAny|skip_before|skip_authoriz|withoutMiddleware|anonymous|authentication_classes|permission_classes|AUTHENTICATION_CLASSES|allow-unauthenticated|skipAuth|SkipAuth|@Public|IsPublic|authorization_not_required|skip_load_and|unauthenticated|require_?auth\w*["']?[ \t]{0,3}[:=]|auth(?:entication)?["']?[ \t]{0,3}[:=][ \t]{0,3}(?:false|off|disabled)/i,
  patterns: [
    {
      what: 'everyone',
      in: ['java'],
      masked: true,
      find: /\.anyRequest\(\)\s{0,60}\.permitAll\(\)|\banyExchange\(\)\s{0,60}\.permitAll\(\)/g,
    },
    {
      what: 'everyone',
      in: ['java'],
      find: /\b(?:requestMatchers|antMatchers|mvcMatchers|pathMatchers|regexMatchers)\([^()\n]{1,300}\)\s{0,60}\.permitAll\(\)/g,
      accept: (match) =>
        [...match[0].matchAll(/["']([^"']*)["']/g)].some(
          ([, path = '']) => path !== '/' && !FOR_EVERYONE.test(path),
        ),
    },
    {
      what: 'everyone',
      in: ['java'],
      find: /@PermitAll\b|@PreAuthorize\([ \t]{0,3}["'](?:permitAll|true)\b|@AnonymousAllowed\b/g,
      accept: (match, code) => !isForEveryoneBelow(match, code),
    },
    {
      what: 'everyone',
      in: ['csharp'],
      find: /\[(?:\w{1,30}, ?)?AllowAnonymous\b|\.AllowAnonymous\(/g,
      accept: (match, code) => !isForEveryone(match, code) && !isForEveryoneBelow(match, code),
    },
    {
      what: 'everyone',
      in: ['python'],
      find: /\b(?:permission_classes|DEFAULT_PERMISSION_CLASSES|authentication_classes)["']?[ \t]{0,3}(?:[=:]|\()[ \t]{0,3}[[(]{1,2}[ \t]{0,3}(?:["']?(?:rest_framework\.)?(?:permissions\.)?AllowAny\b|[\])])/g,
      accept: (match, code) => !FOR_EVERYONE.test(classAround(match.index, code)),
    },
    {
      what: 'everyone',
      in: ['ruby'],
      find: /\bskip_before_(?:action|filter)[ \t(]{1,3}:(?:authenticate\w{0,40}!?|require_\w{0,40}|authorize\w{0,40}!?|login_required|ensure_\w{0,40}|check_(?:auth|perm|admin|login)\w{0,40}|verify_(?:auth|user|login|admin)(?!enticity)\w{0,40})|\bskip_(?:authorization_check|load_and_authorize_resource|authorize_resource|after_action[ (]:verify_authorized)\b|\ballow_unauthenticated_access\b/g,
      accept: (match, code) => !FOR_EVERYONE.test(code.path) && !isForEveryone(match, code),
    },
    {
      what: 'everyone',
      in: ['php'],
      find: /->withoutMiddleware\([^()\n]{0,100}["']?(?:auth|Authenticate|can:|role|verified)/gi,
      accept: (match, code) => !isForEveryone(match, code),
    },
    {
      what: 'everyone',
      in: ['js'],
      find: /@(?:Public|SkipAuth|AllowAnonymous|NoAuth|IsPublic|Unprotected|AllowUnauthorized)\(/g,
      accept: (match, code) => !isForEveryoneBelow(match, code),
    },
    {
      what: 'everyone',
      in: ['js', 'python', 'yaml', 'json', 'settings'],
      find: /["']?\b(?:require_?auth(?:entication)?|auth_?required|requiresAuth|authentication_?enabled|auth_?enabled|enable_?auth(?:entication)?|security_?enabled)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?(?:false|False|0)\b/gi,
      accept: ({ index }, { text }) => !/[\w.]$/.test(text.slice(Math.max(0, index - 1), index)),
    },
    {
      what: 'everyone',
      in: ['shell', 'yaml', 'json'],
      find: /\bgcloud\b[^\n;|&]{0,20}\b(?:run|functions)\b(?:[^\n;|&\\]|\\\r?\n|\\[^\n]){0,500}?--allow-unauthenticated\b/g,
    },
  ],
  skips: runsNowhere,
};

const isSearched = (file: FileChange): boolean => searchNeeds(file, SEARCH) === 'both';

/** The line of the class or function that a setting stands in, and the one after a decorator. */
function classAround(index: number, { text }: Code): string {
  const before = text.slice(Math.max(0, index - 1500), index);
  const above =
    before.slice(Math.max(0, before.search(/class \w[^\n]*(?![^]*\nclass )/))).split('\n')[0] ?? '';
  const below = /\n(?:async )?def \w+/.exec(text.slice(index, index + 300))?.[0] ?? '';
  return `${above} ${below}`;
}

export const authOpened: Rule<Record<string, never>> = {
  id: 'auth-opened',
  family: 'auth-removed',
  summary: 'An exception from signing in or from permissions is added: everyone may call this.',
  why: 'A skipped filter, `permitAll` or `AllowAny` opens a handler without taking any line away. What everyone needs before they are signed in (login, registration, health, hooks) is left alone.',
  remediation:
    'Keep the check and give those who need it the permission, or make the exception for the one action that needs it.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      authOpened,
      'high',
      'From now on this answers everyone, signed in or not. Keep the check, or limit the exception to the one action that needs it.',
      [...addedSpots(files, SEARCH), ...files.filter(isSearched).flatMap(widenedSkips)],
    ),
  flagged: [
    {
      name: 'Spring, ASP.NET, Django REST',
      files: [
        {
          path: 'Security.java',
          before:
            'class S { void a(H h) { h.authorizeHttpRequests(a -> a.anyRequest().authenticated()); } }\n',
          after: 'class S { void a(H h) { h.authorizeHttpRequests(a -> a.anyRequest().permitAll()); } }\n',
        },
        {
          path: 'Orders.cs',
          before: '[Authorize]\nclass Orders {\n    [HttpGet]\n    void All() {}\n}\n',
          after: '[Authorize]\nclass Orders {\n    [HttpGet]\n    [AllowAnonymous]\n    void All() {}\n}\n',
        },
        {
          path: 'api.py',
          before: 'class OrderView(APIView):\n    permission_classes = [IsAuthenticated]\n',
          after: 'class OrderView(APIView):\n    permission_classes = [AllowAny]\n',
        },
      ],
      places: [
        { path: 'Security.java', line: 1, side: 'head' },
        { path: 'Orders.cs', line: 4, side: 'head' },
        { path: 'api.py', line: 2, side: 'head' },
      ],
    },
    {
      name: 'a filter skipped for one more action',
      files: [
        {
          path: 'app/controllers/orders_controller.rb',
          before:
            'class OrdersController < ApplicationController\n  skip_before_action :authenticate_user!, only: [:index]\n\n  def index; end\n\n  def update; end\nend\n',
          after:
            'class OrdersController < ApplicationController\n  skip_before_action :authenticate_user!, only: [:index, :update]\n\n  def index; end\n\n  def update; end\nend\n',
        },
      ],
      places: [{ path: 'app/controllers/orders_controller.rb', line: 2, side: 'head' }],
    },
    {
      name: 'a filter skipped in Rails, a service of Google Cloud',
      files: [
        {
          path: 'app/controllers/orders_controller.rb',
          before: 'class OrdersController < ApplicationController\nend\n',
          after:
            'class OrdersController < ApplicationController\n  skip_before_action :authenticate_user!\nend\n',
        },
        {
          path: 'deploy.sh',
          before: null,
          after: 'gcloud run deploy api --image x --allow-unauthenticated\n',
        },
      ],
      places: [
        { path: 'app/controllers/orders_controller.rb', line: 2, side: 'head' },
        { path: 'deploy.sh', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'what has to be open',
      files: [
        {
          path: 'Security.java',
          before: null,
          after:
            'class S { void a(H h) { h.a(a -> a.requestMatchers("/login", "/actuator/health").permitAll().anyRequest().authenticated()); } }\n',
        },
        {
          path: 'Account.cs',
          before: null,
          after: 'class Account {\n    [AllowAnonymous]\n    void Login() {}\n}\n',
        },
        {
          path: 'api.py',
          before: null,
          after: 'class LoginView(APIView):\n    permission_classes = [AllowAny]\n',
        },
      ],
    },
    {
      name: 'it was open before',
      files: [
        {
          path: 'api.py',
          before: 'class OrderView(APIView):\n    permission_classes = [AllowAny]\n',
          after: 'class OrderView(APIView):\n    serializer = S\n    permission_classes = (AllowAny,)\n',
        },
      ],
    },
  ],
};
