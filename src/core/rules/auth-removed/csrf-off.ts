import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import { isSetTo } from '../../parsers/source/values.ts';
import { runsNowhere } from '../code-weakening/_paths.ts';
import { report } from '../code-weakening/_report.ts';
import type { Rule } from '../rule.ts';

const SEARCH: Search = {
  keywords: /csrf|forgery|authenticity_token|checkOrigin|check_origin|xsrf/i,
  patterns: [
    {
      what: 'csrf',
      in: ['python'],
      find: /@(?:\w{1,30}\.){0,5}csrf_exempt\b|\bmethod_decorator\([ \t]{0,3}csrf_exempt\b|(?<![\w@.])csrf_exempt\([ \t]{0,3}\w|\bcsrf\.exempt\b|\bcheck_csrf[ \t]{0,3}=[ \t]{0,3}False\b|["']?\bWTF_CSRF_(?:ENABLED|CHECK_DEFAULT)["']?\]?[ \t]{0,3}[=:][ \t]{0,3}False\b|\bset_default_csrf_options\([^()\n]{0,100}require_csrf[ \t]{0,3}=[ \t]{0,3}False|\b(?:require_csrf|check_origin|csrf_protect|enable_csrf)[ \t]{0,3}=[ \t]{0,3}False\b/g,
      accept: ({ index }, { text }) =>
        !/\bTESTING["']?[ \t]{0,3}[=:][ \t]{0,3}True/.test(text.slice(Math.max(0, index - 80), index + 80)),
    },
    {
      what: 'csrf',
      in: ['ruby'],
      find: /\bskip_forgery_protection\b|\bskip_before_(?:action|filter)[ \t(]{1,3}:verify_authenticity_token\b|\ballow_forgery_protection[ \t]{0,3}=[ \t]{0,3}false\b|\bprotect_from_forgery\b[^\n]{0,60}with:[ \t]{0,3}:null_session\b/g,
      accept: (_match, { path }) => !/environments\/(?:test|development)\.rb$/.test(path),
    },
    {
      what: 'csrf',
      in: ['java'],
      masked: true,
      find: /\bcsrf\(\)\s{0,80}\.disable\(\)|\bcsrf\([ \t]{0,3}(?:\w{1,40}[ \t]{0,3}->[ \t]{0,3}\w{1,40}\.disable\(\)|\w{0,40}(?:::|->)\s{0,3}disable|(?:AbstractHttpConfigurer|CsrfConfigurer|ServerHttpSecurity\.CsrfSpec)::disable)|\bcsrf[ \t]{0,3}\{[ \t]{0,3}(?:it\.)?disable\(\)/g,
    },
    {
      what: 'csrf',
      in: ['csharp'],
      find: /\[(?:\w{1,40}, ?)?IgnoreAntiforgeryToken\b|\bIgnoreAntiforgeryTokenAttribute\(|\.DisableAntiforgery\(/g,
    },
    {
      what: 'csrf',
      in: ['php'],
      find: /["']csrf_protection["'][ \t]{0,5}=>[ \t]{0,5}false\b|\bwithoutMiddleware\([^()\n]{0,120}(?:VerifyCsrfToken|ValidateCsrfToken|csrf)|\bvalidateCsrfTokens\([ \t]{0,3}except:[^\n]{0,60}["']\*|\benableCsrfValidation[ \t]{0,3}=[ \t]{0,3}false\b|["']enableCsrfValidation["'][ \t]{0,3}=>[ \t]{0,3}false\b/gi,
    },
    {
      what: 'csrf',
      in: ['php'],
      find: /["']csrf_protection["'][ \t]{0,5}=>[ \t]{0,5}\$(\w{1,60})(?=[ \t]{0,3}[,)\]\n])/g,
      accept: ({ index, 1: name = '' }, code) => isSetTo('false', name, code, index),
    },
    {
      what: 'csrf',
      in: ['settings'],
      masked: true,
      find: /\bplay\.filters\.disabled[ \t]{0,3}\+?=[^\n]{0,100}\bCSRFFilter\b|\bbypassHeaders\b[^\n]{0,40}\s{0,200}(?:["']?[\w-]{1,40}["']?[ \t]{0,3}[=:][^\n]{0,60}\s{0,200}){0,4}?["']?(?:X-Requested-With|Csrf-Token)["']?[ \t]{0,3}[=:][ \t]{0,3}["']?(?:\*|nocheck)/g,
    },
    {
      what: 'csrf',
      in: ['js'],
      find: /\b(?:csrf|csrfProtection|checkOrigin|csrfPrevention|xsrf)["']?[ \t]{0,3}:[ \t]{0,3}false\b/g,
    },
    {
      what: 'csrf',
      in: ['yaml'],
      find: /\bcsrf_protection:[ \t]{0,3}(?:false|\{[ \t]{0,3}enabled:[ \t]{0,3}false)/g,
    },
  ],
  skips: runsNowhere,
};

export const csrfOff: Rule<Record<string, never>> = {
  id: 'csrf-off',
  family: 'auth-removed',
  summary: 'The protection against forged requests is switched off.',
  why: 'Without it, any page that a signed-in person opens can send requests in their name. It is often switched off because a form or a client fails; interfaces that take only tokens, and hooks that check a signature, can do without, and somebody has to know that this is one.',
  remediation:
    'Send the token with the request. If the endpoint takes no cookies, say so in the change and limit the exception to it.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      csrfOff,
      'medium',
      "Any page that a signed-in person opens can now send requests here in their name. Send the token with the request, or show that nobody's cookies count here.",
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'Django, Rails, Spring',
      files: [
        {
          path: 'shop/views.py',
          before: 'def pay(request):\n    pass\n',
          after: '@csrf_exempt\ndef pay(request):\n    pass\n',
        },
        {
          path: 'app/controllers/a_controller.rb',
          before: null,
          after:
            'class AController < ApplicationController\n  skip_before_action :verify_authenticity_token\nend\n',
        },
        {
          path: 'Security.java',
          before: null,
          after:
            'class Security {\n  void a(HttpSecurity http) {\n    http\n      .csrf(csrf -> csrf.disable());\n  }\n}\n',
        },
      ],
      places: [
        { path: 'shop/views.py', line: 1, side: 'head' },
        { path: 'app/controllers/a_controller.rb', line: 2, side: 'head' },
        { path: 'Security.java', line: 4, side: 'head' },
      ],
    },
    {
      name: 'Flask and ASP.NET',
      files: [
        { path: 'app.py', before: null, after: "app.config['WTF_CSRF_ENABLED'] = False\n" },
        {
          path: 'Pay.cs',
          before: null,
          after: 'class Pay {\n    [IgnoreAntiforgeryToken]\n    void A() {}\n}\n',
        },
      ],
      places: [
        { path: 'app.py', line: 1, side: 'head' },
        { path: 'Pay.cs', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'on, imported, talked about, or in a test',
      files: [
        {
          path: 'shop/views.py',
          before: null,
          after:
            'from django.views.decorators.csrf import csrf_exempt\n# @csrf_exempt\n@csrf_protect\ndef pay(request):\n    pass\n',
        },
        {
          path: 'config/environments/test.rb',
          before: null,
          after: 'config.action_controller.allow_forgery_protection = false\n',
        },
        { path: 'tests/settings.py', before: null, after: 'WTF_CSRF_ENABLED = False\n' },
      ],
    },
    {
      name: 'moved',
      files: [
        { path: 'a.py', before: '@csrf_exempt\ndef hook(request):\n    pass\n', after: '' },
        { path: 'b.py', before: null, after: '\n\n@csrf_exempt\ndef hook(request):\n    pass\n' },
      ],
    },
  ],
};
