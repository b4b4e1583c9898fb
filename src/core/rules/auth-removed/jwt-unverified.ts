import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import { isSetTo } from '../../parsers/source/values.ts';
import { runsNowhere } from '../code-weakening/_paths.ts';
import { report } from '../code-weakening/_report.ts';
import type { Rule } from '../rule.ts';

const SEARCH: Search = {
  keywords:
    /verif|none\b|unverified|\.decode\(|ignoreExpiration|jwt|jose|SigningMethodNone|ValidateLifetime|ValidateIssuer|RequireSigned|insecure_decode|insecure_disable/i,
  patterns: [
    {
      what: 'token',
      in: ['python'],
      find: /["']verify_(?:signature|exp)["'][ \t]{0,3}:[ \t]{0,3}False\b|\bverify_(?:signature|exp)[ \t]{0,3}=[ \t]{0,3}False\b|\bget_unverified_claims\(/g,
    },
    {
      what: 'token',
      in: ['python'],
      find: /["']verify_(?:signature|exp)["'][ \t]{0,3}:[ \t]{0,3}([A-Za-z_]\w{0,60})(?=[ \t]{0,3}[,}\n])/g,
      accept: ({ index, 1: name = '' }, code) => isSetTo('false', name, code, index),
    },
    {
      // A token that is made and not signed.
      what: 'token',
      in: ['java'],
      masked: true,
      find: /\bJwts\.builder\(\)[^;]{0,800}?\.compact\(\)/g,
      accept: ([found]) => !/\.(?:signWith|encryptWith)\(/.test(found),
    },
    {
      what: 'token',
      in: ['python'],
      find: /\bverify[ \t]{0,3}=[ \t]{0,3}False\b/g,
      accept: ({ index }, code) => /(?:jwt|jws|jose|token)\w{0,20}\.?decode$/i.test(code.calleeOf(index)),
    },
    {
      what: 'token',
      in: ['python', 'js', 'ruby', 'php'],
      find: /\balgorithms?["']?[ \t]{0,3}(?::|=>?)[ \t]{0,3}(?:\[[^\]\n]{0,80}?)?["']none["']/gi,
    },
    {
      what: 'token',
      in: ['python', 'ruby', 'php'],
      find: /\bJWT(?:::|\.)(?:encode|decode)[ (][^\n]{0,200}["']none["']/gi,
    },
    {
      what: 'token',
      in: ['js'],
      find: /\bignoreExpiration["']?[ \t]{0,3}:[ \t]{0,3}true\b|\bjwt\.decode\([^()\n]{1,120},[^()\n]{1,80},[ \t]{0,3}true\b/g,
    },
    {
      // Its third argument says not to verify, whatever it is.
      what: 'token',
      in: ['js'],
      find: /\bjwt\.decode\([^(),\n]{1,120},[^(),\n]{1,80},[ \t]{0,3}(?!false\b)["'\w]/g,
      accept: (_match, { text }) => text.includes('jwt-simple'),
    },
    {
      what: 'token',
      in: ['ruby'],
      find: /\bJWT\.decode[ (][^\n,]{1,80},[^\n,]{1,80},[ \t]{0,3}false\b|\bverify_expiration:[ \t]{0,3}false\b/g,
    },
    {
      what: 'token',
      in: ['java'],
      find: /\bAlgorithm\.none\(\)|\bSignatureAlgorithm\.NONE\b|\b(?:setSkipSignatureVerification|setSkipAllValidators|setDisableRequireSignature|setSkipAllDefaultValidators)\(\)|\bparseClaimsJwt\(|\bAlgorithmIdentifiers\.NONE\b/g,
    },
    {
      what: 'token',
      in: ['go'],
      find: /\bjwt\.(?:SigningMethodNone|UnsafeAllowNoneSignatureType)\b|\.ParseUnverified\(|\bUnsafeClaimsWithoutVerification\(|\bjwt\.WithoutClaimsValidation\(|\bjwt\.WithVerify\([ \t]{0,2}false|\bSkipClaimsValidation:[ \t]{0,3}true/g,
    },
    {
      what: 'token',
      in: ['csharp'],
      find: /\b(?:ValidateIssuerSigningKey|RequireSignedTokens|ValidateLifetime|RequireExpirationTime|SignatureValidator)[ \t]{0,3}=[ \t]{0,3}(?:false\b|(?:delegate|\(?[\w, ]{1,40}\)?[ \t]{0,3}=>)[^\n]{0,60}new Jwt)/g,
    },
    {
      what: 'token',
      in: ['js', 'java'],
      find: /(?<![\w.$])(?:jwt|jsonwebtoken|JWT)\.decode\(|\bJWK\.None\b/g,
      // Who verifies elsewhere in the file only looks into the token first.
      accept: ([found], { code, text }) =>
        found.endsWith('None') || (!/verif(?:y|ier)\b/i.test(code) && !text.includes('jwt-simple')),
    },
    {
      what: 'token',
      in: ['rust'],
      find: /\binsecure_(?:decode|disable_signature_validation)\b|\bvalidate_exp[ \t]{0,3}=[ \t]{0,3}false\b|\bdangerous_insecure_decode/g,
    },
    {
      what: 'token',
      in: ['settings', 'yaml', 'shell'],
      find: /\bverify_jwt[ \t]{0,3}[=:][ \t]{0,3}false\b|--no-verify-jwt\b/g,
    },
  ],
  skips: runsNowhere,
};

export const jwtUnverified: Rule<Record<string, never>> = {
  id: 'jwt-unverified',
  family: 'auth-removed',
  summary: "A token's signature or expiry is not checked, or the algorithm none is accepted.",
  why: 'A signed token is worth what its signature is worth. Where it is only decoded, or `none` is accepted, anyone writes their own and is whoever they like; without the expiry, a stolen token is good forever.',
  remediation: 'Verify with the key and a fixed list of algorithms, and keep the expiry.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      jwtUnverified,
      'high',
      'Anyone can write a token that passes here, or use a stolen one forever. Verify it with the key, a fixed list of algorithms, and its expiry.',
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'Python and JavaScript',
      files: [
        {
          path: 'auth.py',
          before: 'claims = jwt.decode(token, KEY, algorithms=["HS256"])\n',
          after:
            'claims = jwt.decode(token, options={"verify_signature": False})\nother = jwt.decode(token, KEY, verify=False)\n',
        },
        {
          path: 'auth.ts',
          before: null,
          after:
            "jwt.verify(token, key, { algorithms: ['HS256', 'none'] });\njwt.verify(token, key, { ignoreExpiration: true });\n",
        },
      ],
      places: [
        { path: 'auth.py', line: 1, side: 'head' },
        { path: 'auth.py', line: 2, side: 'head' },
        { path: 'auth.ts', line: 1, side: 'head' },
        { path: 'auth.ts', line: 2, side: 'head' },
      ],
    },
    {
      name: 'Go, Java, Ruby, C#, and the functions of Supabase',
      files: [
        { path: 'a.go', before: null, after: 'package a\n\nfunc a() { p.ParseUnverified(s, c) }\n' },
        { path: 'A.java', before: null, after: 'class A { Algorithm a = Algorithm.none(); }\n' },
        { path: 'a.rb', before: null, after: 'JWT.decode token, nil, false\n' },
        { path: 'A.cs', before: null, after: 'var p = new P { ValidateIssuerSigningKey = false };\n' },
        {
          path: 'supabase/config.toml',
          before: '[functions.pay]\nverify_jwt = true\n',
          after: '[functions.pay]\nverify_jwt = false\n',
        },
      ],
      places: [
        { path: 'a.go', line: 3, side: 'head' },
        { path: 'A.java', line: 1, side: 'head' },
        { path: 'a.rb', line: 1, side: 'head' },
        { path: 'A.cs', line: 1, side: 'head' },
        { path: 'supabase/config.toml', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'verified, and other things called so',
      files: [
        {
          path: 'auth.py',
          before: null,
          after:
            'claims = jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": True})\nheader = jwt.get_unverified_header(token)\n',
        },
        {
          path: 'auth.ts',
          before: null,
          after:
            "jwt.verify(token, key, { algorithms: ['RS256'] });\nconst style = { display: 'none' };\n// ignoreExpiration: true\n",
        },
      ],
    },
    {
      name: 'a test',
      files: [{ path: 'auth_test.go', before: null, after: 'package a\n\nvar m = jwt.SigningMethodNone\n' }],
    },
  ],
};
