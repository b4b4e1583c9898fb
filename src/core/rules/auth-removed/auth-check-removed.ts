import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { lostGuards } from './_compare.ts';
import { NOT_MISSED } from './_not-missed.ts';
import { guardNeeds } from './_sides.ts';

const express = (...middleware: readonly string[]): string =>
  `import { router } from './router';\n\nrouter.post('/orders/:id/refund', ${middleware.map((name) => `${name}, `).join('')}async (req, res) => {\n  res.json(await refund(req.params.id));\n});\n`;
const django = (decorator: string): string =>
  `${decorator}def invoices(request):\n    return render(request, "invoices.html")\n`;
const rails = (filter: string): string =>
  `class OrdersController < ApplicationController\n  ${filter}\n\n  def index\n  end\n\n  def update\n  end\n\n  private\n\n  def order\n  end\nend\n`;
const spring = (annotation: string): string =>
  `class Orders {\n${annotation}  @GetMapping("/orders")\n  public List<Order> all() {\n    return orders.all();\n  }\n}\n`;

const PLAN =
  '        if (plan is null || !plan.HasAccess)\n        {\n            throw new BadRequestException("Not in your plan.");\n        }\n';

export const authCheckRemoved: Rule<Record<string, never>> = {
  id: 'auth-check-removed',
  family: 'auth-removed',
  summary: 'A check of who may do something is deleted, while what it guarded stays.',
  why: 'A guard in the way of a feature or of a failing test is one line to delete, and nothing fails afterwards: everything works, for everyone. Both sides are compared. A check whose handler went with it, that another check took the place of, or that moved to the class, the router, a helper or another file of the change is not missed.',
  remediation: 'Put the check back. If others guard the code now, say in the change which.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: guardNeeds(file) }),
  inspect({ files }) {
    const places = lostGuards(files);
    if (places.length === 0) return [];
    return [
      {
        rule: 'auth-check-removed',
        family: 'auth-removed',
        severity: 'high',
        message:
          'A check of who may do this is gone while the code that it guarded stays, so people who were refused may get in. Put it back, or show in the change what guards the code now.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'a decorator, an annotation, an attribute',
      files: [
        { path: 'shop/views.py', before: django('@login_required\n'), after: django('') },
        { path: 'Orders.java', before: spring('  @PreAuthorize("hasRole(\'ADMIN\')")\n'), after: spring('') },
        {
          path: 'Orders.cs',
          before:
            '[Authorize(Roles = "admin")]\npublic class Orders : Controller\n{\n    public IActionResult All()\n    {\n        return Ok(orders);\n    }\n}\n',
          after:
            'public class Orders : Controller\n{\n    public IActionResult All()\n    {\n        return Ok(orders);\n    }\n}\n',
        },
      ],
      places: [
        { path: 'shop/views.py', line: 1, side: 'base' },
        { path: 'Orders.java', line: 2, side: 'base' },
        { path: 'Orders.cs', line: 1, side: 'base' },
      ],
    },
    {
      name: 'middleware of a route, and one of two',
      files: [
        { path: 'src/refund.ts', before: express('requireAuth'), after: express() },
        {
          path: 'src/other.ts',
          before: express('requireAuth', 'requireAdmin'),
          after: express('requireAuth'),
        },
      ],
      places: [
        { path: 'src/refund.ts', line: 3, side: 'base' },
        { path: 'src/other.ts', line: 3, side: 'base' },
      ],
    },
    {
      name: 'a guard statement, a filter, a dependency that asks for less',
      files: [
        {
          path: 'src/posts.ts',
          before:
            'export async function removePost(user: User, id: string) {\n  const post = await find(id);\n  if (post.ownerId !== user.id) {\n    throw new ForbiddenError();\n  }\n  await post.remove();\n}\n',
          after:
            'export async function removePost(user: User, id: string) {\n  const post = await find(id);\n  await post.remove();\n}\n',
        },
        {
          path: 'app/controllers/orders_controller.rb',
          before:
            'class OrdersController < ApplicationController\n  before_action :authenticate_user!\n\n  def index\n    @orders = Order.all\n  end\nend\n',
          after:
            'class OrdersController < ApplicationController\n  def index\n    @orders = Order.all\n  end\nend\n',
        },
        {
          path: 'app/api.py',
          before:
            '@router.delete("/users/{id}")\ndef remove(id: int, user=Depends(require_admin)):\n    users.remove(id)\n',
          after:
            '@router.delete("/users/{id}")\ndef remove(id: int, user=Depends(get_current_user)):\n    users.remove(id)\n',
        },
      ],
      places: [
        { path: 'src/posts.ts', line: 3, side: 'base' },
        { path: 'app/controllers/orders_controller.rb', line: 2, side: 'base' },
        { path: 'app/api.py', line: 2, side: 'base' },
      ],
    },
    {
      name: 'a filter for fewer actions, a route of a client, a field of a schema, an element around a page',
      files: [
        {
          path: 'app/controllers/orders_controller.rb',
          before: rails('before_action :require_recipient'),
          after: rails('before_action :require_recipient, only: [:index]'),
        },
        {
          path: 'src/app.routes.ts',
          before:
            "export const routes = [\n  {\n    canActivate: [AuthGuard],\n    path: 'orders',\n    component: Orders\n  }\n];\n",
          after: "export const routes = [\n  {\n    path: 'orders',\n    component: Orders\n  }\n];\n",
        },
        {
          path: 'api/schema.graphql',
          before: 'type Mutation {\n  removeOrder(id: ID!): Order @hasRole(role: ADMIN)\n}\n',
          after: 'type Mutation {\n  removeOrder(id: ID!): Order\n}\n',
        },
        {
          path: 'src/App.tsx',
          before:
            'export const App = () => (\n  <Routes>\n    <Route path="/orders" element={<RequireAuth><Orders /></RequireAuth>} />\n  </Routes>\n);\n',
          after:
            'export const App = () => (\n  <Routes>\n    <Route path="/orders" element={<Orders />} />\n  </Routes>\n);\n',
        },
      ],
      places: [
        { path: 'app/controllers/orders_controller.rb', line: 2, side: 'base' },
        { path: 'src/app.routes.ts', line: 3, side: 'base' },
        { path: 'api/schema.graphql', line: 2, side: 'base' },
        { path: 'src/App.tsx', line: 3, side: 'base' },
      ],
    },
    {
      name: 'a refusing condition that is turned into comments',
      files: [
        {
          path: 'Reports.cs',
          before: `class Reports {\n    void Check(Guid id) {\n        EnsureKnown(id);\n${PLAN}        Log(id);\n    }\n}\n`,
          after: `class Reports {\n    void Check(Guid id) {\n        EnsureKnown(id);\n${PLAN.replace(/^ {8}/gm, '        // ')}        Log(id);\n    }\n}\n`,
        },
      ],
      places: [{ path: 'Reports.cs', line: 4, side: 'base' }],
    },
    {
      name: 'a helper that asked goes with its only call',
      files: [
        {
          path: 'src/posts.ts',
          before:
            'async function ensureUserMayEdit(user: User, post: Post) {\n  if (post.author !== user.id) throw new Error("no");\n}\n\nexport async function removePost(user: User, post: Post) {\n  await ensureUserMayEdit(user, post);\n  await post.remove();\n}\n',
          after: 'export async function removePost(user: User, post: Post) {\n  await post.remove();\n}\n',
        },
      ],
      places: [{ path: 'src/posts.ts', line: 6, side: 'base' }],
    },
  ],
  clean: [
    ...NOT_MISSED,
    {
      name: 'a name with auth in it that asks nobody',
      files: [
        {
          path: 'src/upgrade.ts',
          before:
            'for (const [name, version] of entries) {\n  if (isBetterAuthPackage(name) && !version.startsWith("workspace:")) {\n    found.push({ name, version });\n  }\n}\n',
          after:
            'for (const [name, version] of entries) {\n  if (isSynchronized(name) && !version.startsWith("workspace:")) {\n    found.push({ name, version });\n  }\n}\n',
        },
      ],
    },
    {
      name: 'the route went with what guarded it, and a filter that holds for all that there was',
      files: [
        {
          path: 'src/App.tsx',
          before:
            'export const App = () => (\n  <Routes>\n    <Route path="/" element={<Home />} />\n    <Route path="/orders" element={<RequireAuth><Orders /></RequireAuth>} />\n  </Routes>\n);\n',
          after:
            'export const App = () => (\n  <Routes>\n    <Route path="/" element={<Home />} />\n  </Routes>\n);\n',
        },
        {
          path: 'app/controllers/orders_controller.rb',
          before: rails('before_action :require_recipient'),
          after: rails('before_action :require_recipient, only: [:index, :update]'),
        },
      ],
    },
    {
      name: 'the handler went, too, or the guard has another name',
      files: [
        {
          path: 'shop/views.py',
          before: `${django('@login_required\n')}\n\ndef home(request):\n    return page()\n`,
          after: 'def home(request):\n    return page()\n',
        },
        { path: 'src/refund.ts', before: express('requireAuth'), after: express('ensureSignedIn') },
      ],
    },
    {
      name: 'moved to the router, and to the class',
      files: [
        {
          path: 'src/refund.ts',
          before: express('requireAuth'),
          after: express().replace('\n\n', '\n\nrouter.use(requireAuth);\n'),
        },
        {
          path: 'Orders.java',
          before: spring('  @PreAuthorize("hasRole(\'ADMIN\')")\n'),
          after: `@PreAuthorize("hasRole('ADMIN')")\n${spring('')}`,
        },
      ],
    },
    {
      name: 'the whole handler moved to another file with its guard',
      files: [
        {
          path: 'src/refund.ts',
          before: express('requireAuth'),
          after: "import { router } from './router';\n",
        },
        { path: 'src/orders/refund.ts', before: null, after: express('requireAuth') },
      ],
    },
    {
      name: 'a test, and what a client makes of an answer',
      files: [
        { path: 'test/refund.test.ts', before: express('requireAuth'), after: express() },
        {
          path: 'src/client.ts',
          before:
            'async function load(url: string) {\n  const res = await fetch(url);\n  if (res.status === 401) throw new UnauthorizedError();\n  return res.json();\n}\n',
          after:
            'async function load(url: string) {\n  const res = await fetch(url);\n  return res.json();\n}\n',
        },
      ],
    },
  ],
};
