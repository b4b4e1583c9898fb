import type { Example } from '../rule.ts';

/** Calls that go without being missed: what they called still answers, or never asked anybody. */
export const NOT_MISSED: readonly Example[] = [
  {
    name: 'the same is still called: with another receiver and refusal, other arguments, in a helper',
    files: [
      {
        path: 'Seats.cs',
        before:
          'class Seats {\n    IResult Scale(int n) {\n        if (n > 0 && !_context.IsProviderAdmin(id))\n        {\n            return Error.Unauthorized("no");\n        }\n        return Buy(n);\n    }\n}\n',
        after:
          'class Seats {\n    IResult Scale(int n) {\n        if (n > 0 && !context.IsProviderAdmin(id))\n        {\n            return Results.Json(\n                new Message("no"),\n                statusCode: 401);\n        }\n        return Buy(n);\n    }\n}\n',
      },
      {
        path: 'src/passkey.ts',
        before:
          'class Form {\n  async submit(options) {\n    const passkey = await authenticate(options);\n    this.send(passkey);\n  }\n}\n',
        after:
          'class Form {\n  async submit(options) {\n    const passkey = await this.perform(options);\n    this.send(passkey);\n  }\n\n  async perform(options) {\n    return await authenticate(options, { silent: true });\n  }\n}\n',
      },
      {
        path: 'Plans.cs',
        before:
          'class Plans {\n    async Task Buy(User u) {\n        var ok = await checks.CheckUserPermissionsAsync(\n            u, 1);\n        if (!ok)\n        {\n            throw new BadRequestException("no");\n        }\n        await Pay(u);\n    }\n}\n',
        after:
          'class Plans {\n    async Task Buy(User u) {\n        if (!await checks.CheckUserPermissionsAsync(u, 2)) throw new BadRequestException("no");\n        await Pay(u);\n    }\n}\n',
      },
    ],
  },
  {
    name: 'what went asked nobody: it was made, stored, looked up, or switched',
    files: [
      {
        path: 'store.go',
        before:
          'package store\n\nfunc open(ctx C) (*S, error) {\n\ts := connect()\n\tif err := s.ensureUserAndPermissions(ctx); err != nil {\n\t\treturn nil, err\n\t}\n\treturn s, nil\n}\n\nfunc (s *S) ensureUserAndPermissions(ctx C) error {\n\treturn s.exec(ctx, grants)\n}\n',
        after: 'package store\n\nfunc open(ctx C) (*S, error) {\n\ts := connect()\n\treturn s, nil\n}\n',
      },
      {
        path: 'setup.go',
        before:
          'package setup\n\nfunc open(ctx C) (*S, error) {\n\ts := connect()\n\tif err := s.ensureSQLRoles(ctx); err != nil {\n\t\treturn nil, err\n\t}\n\treturn s, nil\n}\n',
        after: 'package setup\n\nfunc open(ctx C) (*S, error) {\n\ts := connect()\n\treturn s, nil\n}\n',
      },
      {
        path: 'update.go',
        before:
          'package update\n\nfunc run(ctx C) error {\n\tid, err := common.EnsureCurrentUserDraftVersionID(ctx)\n\tlog(ctx)\n\treturn err\n}\n',
        after: 'package update\n\nfunc run(ctx C) error {\n\tlog(ctx)\n\treturn nil\n}\n',
      },
      {
        path: 'Salt.cs',
        before:
          'class Salt {\n    void Set(User user) {\n        model.ValidateSaltUnchangedForUser(user);\n        await discounts.ValidateDiscountEligibilityForUserAsync(user);\n        Save(user);\n    }\n}\n',
        after: 'class Salt {\n    void Set(User user) {\n        Save(user);\n    }\n}\n',
      },
      {
        path: 'key.rb',
        before: 'class Key\n  def initialize(id, owner)\n    @id = id\n    @owner = owner\n  end\nend\n',
        after: 'class Key\n  def initialize(id)\n    @id = id\n  end\nend\n',
      },
      {
        path: 'src/scim.ts',
        before:
          'async function create(user: User) {\n  return store({\n    ...(isProviderOwnershipEnabled(options) ? { userId: user.id } : {}),\n    name\n  });\n}\n',
        after:
          'async function create(user: User) {\n  return store({\n    userId: user.id,\n    name\n  });\n}\n',
      },
    ],
  },
];
