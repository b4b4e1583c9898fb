import { z } from 'zod';
import { addedSpots, searchNeeds } from '../../parsers/source/added.ts';
import type { Rule } from '../rule.ts';
import { LOGGED } from './_logged.ts';
import { report } from './_report.ts';

export const sensitiveDataLogged: Rule<Record<string, never>> = {
  id: 'sensitive-data-logged',
  family: 'code-weakening',
  summary: 'A password, token, key, card or social security number is written to a log.',
  why: 'Logs are read by more people and kept longer than any database, and they are shipped to other services. Big providers had to reset the passwords of all their users after finding them in logs. Names that only say whether or how long, and values that are masked or hashed, are left alone.',
  remediation: 'Log that it is there, or an identifier of its owner, and never the value.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, LOGGED) }),
  inspect: ({ files }) =>
    report(
      sensitiveDataLogged,
      'medium',
      'The value goes to a log, where more people and services read it than should, for as long as logs are kept. Leave it out, or log whose it is.',
      addedSpots(files, LOGGED),
    ),
  flagged: [
    {
      name: 'values, members and interpolations',
      files: [
        {
          path: 'src/login.ts',
          before: null,
          after:
            "console.log('login', user.email, req.body.password);\nlogger.info(`with ${accessToken}`);\nlogger.debug(req.headers['authorization']);\n",
        },
        {
          path: 'src/pay.py',
          before: 'def pay(card_number):\n    pass\n',
          after:
            'def pay(card_number):\n    logger.info(f"charging {card_number}")\n    logging.info("key %s", api_key)\n',
        },
        {
          path: 'Login.java',
          before: null,
          after: 'class Login { void a() { log.info("pw {}", user.getName(), password); } }\n',
        },
      ],
      places: [
        { path: 'src/login.ts', line: 1, side: 'head' },
        { path: 'src/login.ts', line: 2, side: 'head' },
        { path: 'src/login.ts', line: 3, side: 'head' },
        { path: 'src/pay.py', line: 2, side: 'head' },
        { path: 'src/pay.py', line: 3, side: 'head' },
        { path: 'Login.java', line: 1, side: 'head' },
      ],
    },
    {
      name: 'Go and Ruby',
      files: [
        {
          path: 'a.go',
          before: null,
          after: 'package a\n\nfunc a() { log.Printf("token %s", authToken) }\n',
        },
        { path: 'a.rb', before: null, after: 'Rails.logger.info "ssn #{user.ssn}"\n' },
      ],
      places: [
        { path: 'a.go', line: 3, side: 'head' },
        { path: 'a.rb', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'words, and what is only about a secret',
      files: [
        {
          path: 'src/login.ts',
          before: null,
          after:
            "console.log('password changed');\nlogger.info('token', token ? 'set' : 'missing');\nlogger.info(password.length, hasPassword, !!apiKey, tokenCount, mask(apiKey));\n// console.log(password)\nlogger.info({ password: '***' });\nlog.info(passwordResetUrl(user), resetPassword(user));\n",
        },
        {
          path: 'src/pay.py',
          before: null,
          after:
            'logger.info(f"{len(password)} {api_key[:4]} {password_hash}")\nprint("Enter your password:")\n',
        },
      ],
    },
    {
      name: 'moved, and a test',
      files: [
        {
          path: 'src/a.ts',
          before: 'console.log(password);\n',
          after: 'if (x) {\n  console.log(password);\n}\n',
        },
        { path: 'test/a.test.ts', before: null, after: 'console.log(password);\n' },
      ],
    },
  ],
};
