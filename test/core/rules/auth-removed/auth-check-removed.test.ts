import { authCheckRemoved } from '../../../../src/core/rules/auth-removed/auth-check-removed.ts';
import { authOpened } from '../../../../src/core/rules/auth-removed/auth-opened.ts';
import { csrfOff } from '../../../../src/core/rules/auth-removed/csrf-off.ts';
import { jwtUnverified } from '../../../../src/core/rules/auth-removed/jwt-unverified.ts';
import type { Example, Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const told = (...files: Example['files']): string[] =>
  authCheckRemoved
    .inspect(changeFacts(files), {})
    .flatMap(({ places }) => places.map(({ path, line, side }) => `${path}:${line}:${side}`));

const change = (path: string, before: string, after: string): Example['files'][number] => ({
  path,
  before,
  after,
});

describe('a check that is taken from what stays', () => {
  test.each<[string, string, string]>([
    ['a.ts', "app.get('/a', passport.authenticate('jwt'), show);\n", "app.get('/a', show);\n"],
    ['a.ts', 'router.use(requireAuth);\nrouter.get("/a", show);\n', 'router.get("/a", show);\n'],
    [
      'a.ts',
      '  list: protectedProcedure.query(() => all()),\n',
      '  list: publicProcedure.query(() => all()),\n',
    ],
    ['a.ts', 'export const GET = withAuth(async () => all());\n', 'export const GET = async () => all();\n'],
    [
      'a.controller.ts',
      'class A {\n  @UseGuards(JwtAuthGuard)\n  @Get()\n  all() {\n    return this.a.all();\n  }\n}\n',
      'class A {\n  @Get()\n  all() {\n    return this.a.all();\n  }\n}\n',
    ],
    [
      'a.go',
      'package a\n\nfunc Remove(w http.ResponseWriter, r *http.Request) {\n\tif !user(r).IsAdmin {\n\t\thttp.Error(w, "no", http.StatusForbidden)\n\t\treturn\n\t}\n\tremove(r)\n}\n',
      'package a\n\nfunc Remove(w http.ResponseWriter, r *http.Request) {\n\tremove(r)\n}\n',
    ],
    [
      'main.go',
      'package a\n\nfunc routes() {\n\tr.Use(AuthMiddleware())\n\tr.GET("/a", show)\n}\n',
      'package a\n\nfunc routes() {\n\tr.GET("/a", show)\n}\n',
    ],
    [
      'views.py',
      'class Orders(LoginRequiredMixin, ListView):\n    model = Order\n\n    def get(self):\n        return 1\n',
      'class Orders(ListView):\n    model = Order\n\n    def get(self):\n        return 1\n',
    ],
    [
      'A.php',
      "<?php\nclass A {\n  public function update(Post $post) {\n    $this->authorize('update', $post);\n    $post->save();\n  }\n}\n",
      '<?php\nclass A {\n  public function update(Post $post) {\n    $post->save();\n  }\n}\n',
    ],
    [
      'web.php',
      "<?php\nRoute::get('/a', [A::class, 'a'])->middleware('auth');\n",
      "<?php\nRoute::get('/a', [A::class, 'a']);\n",
    ],
    [
      'Program.cs',
      'app.MapGet("/a", () => all()).RequireAuthorization();\n',
      'app.MapGet("/a", () => all());\n',
    ],
    [
      'a.rb',
      'class A < B\n  def destroy\n    authorize @post\n    @post.destroy\n  end\nend\n',
      'class A < B\n  def destroy\n    @post.destroy\n  end\nend\n',
    ],
    [
      'a.ex',
      'defmodule A do\n  plug :require_authenticated_user\n  def index(c, _), do: c\nend\n',
      'defmodule A do\n  def index(c, _), do: c\nend\n',
    ],
    [
      'a.rs',
      'pub async fn a(u: User) -> R {\n  is_admin(&u)?;\n  check_access(&u)?;\n  remove().await\n}\n',
      'pub async fn a(u: User) -> R {\n  is_admin(&u)?;\n  remove().await\n}\n',
    ],
    // Commented out is taken away.
    [
      'a.py',
      '@login_required\ndef a(request):\n    return 1\n',
      '# @login_required\ndef a(request):\n    return 1\n',
    ],
  ])('%s: %s', (path, before, after) => {
    expect(told(change(path, before, after))).toHaveLength(1);
  });
});

describe('a check that is not missed', () => {
  const view = (decorator: string, name = 'a'): string => `${decorator}def ${name}(request):\n    return 1\n`;
  test.each<[string, string, string]>([
    [
      'indented',
      view('@login_required\n'),
      `if True:\n    @login_required\n    def a(request):\n        return 1\n`,
    ],
    ['another decorator', view('@login_required\n'), view('@permission_required("x")\n')],
    [
      'moved with its function',
      `${view('@login_required\n')}\nX = 1\n`,
      `X = 1\n\n${view('@login_required\n')}`,
    ],
    ['reworded around', view('@login_required\n'), view('@login_required\n@cached\n')],
    ['imports', 'from a import login_required\n', ''],
    [
      'a helper',
      'def a(user):\n    if not user.is_admin:\n        raise PermissionDenied()\n    go()\n',
      'def guarded(user):\n    if not user.is_admin:\n        raise PermissionDenied()\n\n\ndef a(user):\n    guarded(user)\n    go()\n',
    ],
    ['words', '# login_required\nx = "requireAuth"\n', '\n'],
  ])('%s', (_name, before, after) => {
    expect(told(change('a.py', before, after))).toEqual([]);
  });

  test('moved to the middleware of the whole', () => {
    const handler = (guard: string): string =>
      `export async function GET(request) {\n${guard}  return all();\n}\n`;
    expect(
      told(
        change('src/a/route.ts', handler('  await requireUser(request);\n'), handler('')),
        change('src/b/route.ts', handler('  await requireUser(request);\n'), handler('')),
        { path: 'src/app.ts', before: null, after: 'app.use(requireUser);\n' },
      ),
    ).toEqual([]);
  });

  test('of several that are the same, those that are taken away', () => {
    const update = (...checks: readonly string[]): string =>
      `<?php\nclass A {\n  public function update(Page $page) {\n${checks.map((each) => `    $this->checkPermission('${each}');\n`).join('')}    $page->save();\n  }\n}\n`;
    expect(told(change('A.php', update('settings', 'users'), update('users')))).toEqual(['A.php:4:base']);
  });
  test.each([
    ['a filter', 'before_action :require_moderator', ', only: [:index]', ['a_controller.rb:2:base']],
    ['for an action that is new', 'before_action :require_moderator', ', except: [:preview]', []],
    ['for nothing that is there', 'before_action :require_moderator, only: [:gone]', '', []],
  ])('%s holds for fewer actions', (_name, filter, added, expected) => {
    const text = (line: string, action: string): string =>
      `class AController < ApplicationController\n  ${line}\n\n  def index\n  end\n\n  def ${action}\n  end\n\n  private\n\n  def find\n  end\nend\n`;
    expect(
      told(
        change(
          'a_controller.rb',
          text(filter, 'update'),
          text(filter + added, added.includes('preview') ? 'preview' : 'update'),
        ),
      ),
    ).toEqual(expected);
  });
  test('a filter that goes with all the actions it was for', () => {
    const before =
      'class A < B\n  before_action :require_admin, only: [:edit]\n\n  def show\n  end\n\n  def edit\n  end\nend\n';
    expect(told(change('a.rb', before, 'class A < B\n  def show\n  end\nend\n'))).toEqual([]);
  });
  test.each([
    ['a.ex', 'defmodule A do\n  @oauth_scope "read"\n\n  def all do\n    1\n  end\nend\n'],
    [
      'web.php',
      "<?php\nclass R {\n  function a() {\n    Route::get('/a', [Auth\\AController::class, 'a']);\n    more();\n  }\n}\n",
    ],
    ['a.rb', 'class A < B\n  before_action :ensure_page_exists\n\n  def show\n  end\nend\n'],
    ['a.py', 'class A:\n  x = 1\n\nclass Checks(admin.ModelAdmin):\n  y = 2\n'],
    [
      'A.java',
      'class R {\n  void a() {\n    route.GET("auth-providers", this::listAuthProviders);\n    more();\n  }\n}\n',
    ],
  ])('what is no check in %s', (path, before) => {
    expect(
      told(change(path, before, before.replace(/\n.*(?:@oauth|Route|before_|admin|route).*/, ''))),
    ).toEqual([]);
  });
  test('five taken away and one added are four', () => {
    const handlers = (guard: string): string =>
      [1, 2, 3, 4, 5].map((n) => `export async function a${n}() {\n${guard}  return go(${n});\n}\n`).join('');
    const after = handlers('').replace('return go(3)', 'await requireUser();\n  return go(3)');
    expect(told(change('a.ts', handlers('  await requireUser();\n'), after))).toHaveLength(4);
  });
});

describe('hostile text ends soon', () => {
  const repeated = (piece: string): string => piece.repeat(Math.ceil(1_000_000 / piece.length));
  test.each([
    ['a long line', repeated('requireAuth(')],
    ['many checks', repeated('@login_required\ndef a():\n  pass\n')],
    [
      'nested',
      Array.from({ length: 1200 }, (_, i) => `${' '.repeat(i)}def requireAuth${i}(user):`).join('\n'),
    ],
    ['conditions', repeated('if (user.role(\n')],
  ])('%s', (_name, text) => {
    const rules = [authCheckRemoved, authOpened, csrfOff, jwtUnverified] as readonly Rule[];
    for (const path of ['a.py', 'a.ts', 'A.java', 'a.rb']) {
      const facts = changeFacts([{ path, before: text, after: 'login()\n' }]);
      const start = performance.now();
      for (const rule of rules) rule.inspect(facts, {});
      expect(performance.now() - start).toBeLessThan(8000);
    }
  });
});
