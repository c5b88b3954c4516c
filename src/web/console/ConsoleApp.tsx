// The console's frame: who is signed in, what they may open, and the addresses.

import { App, Button, ConfigProvider, Layout, Menu, Result, Spin } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect } from 'react';
import { Link, Route, Router, Switch, useLocation } from 'wouter';
import type { Answer } from '../client/call.ts';
import { useMe, useSend } from '../client/queries.ts';
import mark from '../design/mark.svg';
import { useWords, type Word } from '../texts/console.ts';
import { chooseLanguage } from '../texts/language.ts';
import { Head } from './parts.tsx';
import { AdmissionsPage } from './pages/AdmissionsPage.tsx';
import { AfterwardsPage } from './pages/AfterwardsPage.tsx';
import { AppealPage } from './pages/AppealPage.tsx';
import { AppealsPage } from './pages/AppealsPage.tsx';
import { AuditPage } from './pages/AuditPage.tsx';
import { CasePage } from './pages/CasePage.tsx';
import { CounterPage } from './pages/CounterPage.tsx';
import { DepartmentsPage } from './pages/DepartmentsPage.tsx';
import { HomePage } from './pages/HomePage.tsx';
import { PlanPage } from './pages/PlanPage.tsx';
import { RequestPage } from './pages/RequestPage.tsx';
import { RequestsPage } from './pages/RequestsPage.tsx';
import { RunsPage } from './pages/RunsPage.tsx';
import { SeasonPage } from './pages/SeasonPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { StaffPage } from './pages/StaffPage.tsx';
import { WorkOrdersPage } from './pages/WorkOrdersPage.tsx';
import { WorklistPage } from './pages/WorklistPage.tsx';

// Charts and maps are half of the weight and only these pages have them.
const CatchmentsPage = lazy(() =>
  import('./pages/CatchmentsPage.tsx').then(({ CatchmentsPage }) => ({ default: CatchmentsPage })),
);
const RunPage = lazy(() => import('./pages/RunPage.tsx').then(({ RunPage }) => ({ default: RunPage })));

// Draws are held on few days of a year.
const DrawsPage = lazy(() => import('./draws/DrawsPage.tsx').then(({ DrawsPage }) => ({ default: DrawsPage })));
const NewDrawPage = lazy(() =>
  import('./draws/DrawPlanPage.tsx').then(({ NewDrawPage }) => ({ default: NewDrawPage })),
);
const CeremonyPage = lazy(() =>
  import('./draws/CeremonyPage.tsx').then(({ CeremonyPage }) => ({ default: CeremonyPage })),
);
const RecordPage = lazy(() => import('./draws/RecordPage.tsx').then(({ RecordPage }) => ({ default: RecordPage })));

// Rules are read and changed by few, and bring an editor and charts.
const PoliciesPage = lazy(() =>
  import('./policies/PoliciesPage.tsx').then(({ PoliciesPage }) => ({ default: PoliciesPage })),
);
const PolicyPage = lazy(() => import('./policies/PolicyPage.tsx').then(({ PolicyPage }) => ({ default: PolicyPage })));
const TryPage = lazy(() => import('./policies/TryPage.tsx').then(({ TryPage }) => ({ default: TryPage })));
const ComparePage = lazy(() =>
  import('./policies/ComparePage.tsx').then(({ ComparePage }) => ({ default: ComparePage })),
);
const DraftPage = lazy(() => import('./policies/DraftPage.tsx').then(({ DraftPage }) => ({ default: DraftPage })));
const SimulationsPage = lazy(() =>
  import('./policies/SimulationsPage.tsx').then(({ SimulationsPage }) => ({ default: SimulationsPage })),
);
const SimulationPage = lazy(() =>
  import('./policies/SimulationPage.tsx').then(({ SimulationPage }) => ({ default: SimulationPage })),
);
const ProposalPage = lazy(() =>
  import('./policies/ProposalPage.tsx').then(({ ProposalPage }) => ({ default: ProposalPage })),
);

type Me = NonNullable<Answer<'GET /api/session'>['me']>;
const OFFICERS: readonly Me['role'][] = ['district_reviewer', 'district_admin', 'city_officer', 'auditor'];
const STAFF: readonly Me['role'][] = ['school_reviewer', ...OFFICERS];

/** What stands in the menu, and for whom; the server decides all the same. */
const MENU: readonly { path: string; word: Word; roles: readonly Me['role'][] }[] = [
  { path: '/', word: 'home', roles: STAFF },
  { path: '/worklist', word: 'worklist', roles: STAFF },
  { path: '/counter', word: 'counter', roles: ['school_reviewer', 'district_reviewer', 'district_admin'] },
  { path: '/appeals', word: 'appeals', roles: OFFICERS },
  { path: '/requests', word: 'requests', roles: OFFICERS },
  { path: '/work-orders', word: 'workOrders', roles: OFFICERS },
  { path: '/plan', word: 'plan', roles: STAFF },
  { path: '/draws', word: 'draws', roles: OFFICERS },
  { path: '/runs', word: 'runs', roles: OFFICERS },
  { path: '/afterwards', word: 'afterwards', roles: OFFICERS },
  { path: '/admissions', word: 'admissions', roles: STAFF },
  { path: '/catchments', word: 'catchments', roles: OFFICERS },
  { path: '/season', word: 'season', roles: ['district_admin', 'city_officer'] },
  { path: '/rules', word: 'rules', roles: OFFICERS },
  { path: '/departments', word: 'departments', roles: STAFF },
  { path: '/staff', word: 'staff', roles: ['district_admin', 'city_officer', 'auditor'] },
  { path: '/audit', word: 'audit', roles: ['district_admin', 'city_officer', 'auditor'] },
];

const THEME = {
  token: {
    // People who ask for less motion get none.
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    colorPrimary: '#12575a',
    colorInfo: '#12575a',
    colorError: '#b3261e',
    // The presets of tags, dark enough to read on their own tints.
    cyan: '#0a6468',
    green: '#2f6f1a',
    orange: '#a34a06',
    red: '#b3261e',
    colorLink: '#12575a',
    colorBgLayout: '#faf7f1',
    borderRadius: 8,
    colorText: '#16302f',
    colorTextSecondary: '#4b5f5d',
    colorTextDescription: '#5a6b69',
    colorTextTertiary: '#5a6b69',
    colorTextPlaceholder: '#5f6d6a',
    fontFamily: 'var(--font)',
  },
  components: {
    Layout: { siderBg: '#0d3f43', headerBg: '#ffffff' },
    Menu: { darkItemBg: '#0d3f43', darkItemSelectedBg: '#1c6a6b', darkItemColor: '#e6f0ee' },
  },
};

export function ConsoleApp() {
  const { w, language } = useWords();
  useEffect(() => {
    chooseLanguage(language);
    document.title = w('title');
  });
  return (
    <ConfigProvider button={{ autoInsertSpace: false }} theme={THEME} locale={language === 'en' ? enUS : zhCN}>
      <App>
        <Router base="/console">
          <Inside />
        </Router>
      </App>
    </ConfigProvider>
  );
}

function Inside() {
  const { w } = useWords();
  const me = useMe();
  if (me === undefined) return <Spin fullscreen />;
  if (me === null) return <SignInPage />;
  if (me.role === 'guardian') {
    return (
      <Result
        title={w('guardian')}
        extra={
          <Button type="primary" href="/">
            {w('toPortal')}
          </Button>
        }
      />
    );
  }
  return <Frame me={me} />;
}

function Frame({ me }: { me: Me }) {
  const { w, say, language } = useWords();
  const [path] = useLocation();
  const signOut = useSend('DELETE /api/session', () => location.assign('/console/'));
  const items = MENU.filter(({ roles }) => roles.includes(me.role));
  const at = [...items].reverse().find((item) => path === item.path || path.startsWith(`${item.path}/`)) ?? items[0];
  return (
    <Layout style={{ minHeight: '100vh' }}>
      <Layout.Sider breakpoint="lg" collapsedWidth={0} width={200} zeroWidthTriggerStyle={{ top: 12 }}>
        <div className="brand">
          <img src={mark} alt="" /> 淮教通
        </div>
        <div className="menu-who">
          {me.name} · {w(me.role as Word)}
        </div>
        <Menu
          theme="dark"
          mode="inline"
          selectedKeys={[
            path.startsWith('/cases') ? '/worklist' : path.startsWith('/rule-') ? '/rules' : (at?.path ?? '/'),
          ]}
          items={items.map((item) => ({ key: item.path, label: <Link href={item.path}>{w(item.word)}</Link> }))}
        />
      </Layout.Sider>
      <Layout>
        <Layout.Header className="console-bar">
          <strong>{me.organization ? say(me.organization.name, me.organization.nameEn) : ''}</strong>
          <span className="who">
            {me.name} · {w(me.role as Word)}
          </span>
          <Button type="text" onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}>
            {w('other')}
          </Button>
          <Button type="text" onClick={() => signOut.mutate([])}>
            {w('signOut')}
          </Button>
        </Layout.Header>
        <Layout.Content>
          <div className="console-main">
            <Suspense fallback={<Spin />}>
              <Switch>
                <Route path="/" component={HomePage} />
                <Route path="/worklist" component={WorklistPage} />
                <Route path="/cases/:id">{({ id }) => <CasePage key={id} id={id} />}</Route>
                <Route path="/counter" component={CounterPage} />
                <Route path="/appeals" component={AppealsPage} />
                <Route path="/appeals/:id">{({ id }) => <AppealPage id={id} />}</Route>
                <Route path="/requests" component={RequestsPage} />
                <Route path="/requests/:id">{({ id }) => <RequestPage key={id} id={id} />}</Route>
                <Route path="/work-orders" component={WorkOrdersPage} />
                <Route path="/plan" component={PlanPage} />
                <Route path="/draws" component={DrawsPage} />
                <Route path="/draws/new" component={NewDrawPage} />
                <Route path="/draws/:id">{({ id }) => <CeremonyPage key={id} id={id} />}</Route>
                <Route path="/draws/:id/record">{({ id }) => <RecordPage id={id} />}</Route>
                <Route path="/runs" component={RunsPage} />
                <Route path="/runs/:id">{({ id }) => <RunPage id={id} />}</Route>
                <Route path="/afterwards" component={AfterwardsPage} />
                <Route path="/admissions" component={AdmissionsPage} />
                <Route path="/catchments" component={CatchmentsPage} />
                <Route path="/season" component={SeasonPage} />
                <Route path="/rules" component={PoliciesPage} />
                <Route path="/rules/:hash">{({ hash }) => <PolicyPage key={hash} hash={hash} />}</Route>
                <Route path="/rules/:hash/try">{({ hash }) => <TryPage key={hash} hash={hash} />}</Route>
                <Route path="/rules/:hash/compare">{({ hash }) => <ComparePage key={hash} hash={hash} />}</Route>
                <Route path="/rule-drafts/:id">{({ id }) => <DraftPage key={id} id={id} />}</Route>
                <Route path="/rule-simulations" component={SimulationsPage} />
                <Route path="/rule-simulations/:id">{({ id }) => <SimulationPage key={id} id={id} />}</Route>
                <Route path="/rule-changes/:id">{({ id }) => <ProposalPage key={id} id={id} />}</Route>
                <Route path="/departments" component={DepartmentsPage} />
                <Route path="/staff" component={StaffPage} />
                <Route path="/audit" component={AuditPage} />
                <Route>
                  <Head title={w('noPage')} />
                  <Link href="/">{w('home')}</Link>
                </Route>
              </Switch>
            </Suspense>
          </div>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
