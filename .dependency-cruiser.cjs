// The arrows of docs/architecture.md as a failing check.

/** Which module may open which other module's door (public.ts or contract.ts). */
const MODULE_ARROWS = {
  organizations: [],
  accounts: ['organizations'],
  seasons: ['organizations'],
  schools: ['organizations'],
  registration: ['seasons', 'schools', 'accounts'],
  verification: ['registration', 'seasons', 'schools', 'accounts', 'notices'],
  catchments: ['registration', 'seasons', 'schools', 'accounts'],
  review: ['registration', 'verification', 'seasons', 'schools', 'accounts'],
  notices: ['registration', 'seasons', 'schools', 'accounts'],
  ratings: ['registration', 'seasons', 'accounts'],
  counter: ['registration', 'accounts'],
  appeals: ['registration', 'review', 'placement', 'notices', 'seasons', 'accounts'],
  draws: ['registration', 'notices', 'seasons', 'schools', 'accounts'],
  requests: ['registration', 'review', 'placement', 'notices', 'seasons', 'schools', 'accounts'],
  placement: ['draws', 'registration', 'verification', 'review', 'notices', 'seasons', 'schools', 'accounts'],
  policies: ['registration', 'placement', 'seasons', 'schools', 'accounts'],
};

const moduleRules = Object.entries(MODULE_ARROWS).map(([name, others]) => ({
  name: `module-${name}`,
  comment: 'Between modules only along the listed arrows.',
  severity: 'error',
  from: { path: `^src/modules/${name}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/modules/', pathNot: `^src/modules/(${[name, ...others].join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files may know each other’s types; neither may need the other to run.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-is-the-ground',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/(?!kernel/)' },
    },
    {
      name: 'engines-are-pure',
      comment: 'Engines know the kernel and pure libraries: no platform, no module, no Node.',
      severity: 'error',
      from: { path: '^src/engines/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(?!kernel/|engines/)' },
    },
    {
      name: 'engines-do-no-io',
      severity: 'error',
      from: { path: '^src/engines/|^src/kernel/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'platform-knows-no-field',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(engines|modules|web|demo)/' },
    },
    {
      name: 'doors-between-modules',
      comment: 'Another module is entered by public.ts, contract.ts, workflow.ts or declaration.ts only.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/modules/(?!$1/)[^/]+/', pathNot: '/(public|contract|workflow|declaration)\\.ts$' },
    },
    ...moduleRules,
    {
      name: 'web-sees-contracts',
      comment: 'Pages see the kernel, engines that run in a browser, and what modules say of themselves.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/(platform|demo|cli|modules/[^/]+/(?!contract|workflow|declaration|web/))' },
    },
    { name: 'nothing-imports-web', severity: 'error', from: { path: '^src/(?!web/)' }, to: { path: '^src/web/' } },
    {
      name: 'sql-only-in-stores',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: '(store|seed)[^/]*\\.ts$|store/|\\.test\\.ts$' },
      to: { path: 'node_modules/kysely' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
