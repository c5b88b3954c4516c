// The portal's frame and its addresses.

import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation, useRoute } from 'wouter';
import { assistingId } from '../client/assisting.ts';
import { useMe, useRead, useSend } from '../client/queries.ts';
import mark from '../design/mark.svg';
import { EmptyState, ButtonLink, Page, Skeleton } from '../parts/basic.tsx';
import { chooseLanguage } from '../texts/language.ts';
import { useTexts } from '../texts/texts.ts';
import { AddChildPage } from './AddChildPage.tsx';
import { AppealPage } from './AppealPage.tsx';
import { ApplicationPage } from './ApplicationPage.tsx';
import { ApplyPage } from './apply/ApplyPage.tsx';
import { BeginPage } from './apply/BeginPage.tsx';
import { ReceiptPage } from './apply/ReceiptPage.tsx';
import { CounterBar } from './CounterBar.tsx';
import { HomePage } from './HomePage.tsx';
import { MessagesPage } from './MessagesPage.tsx';
import { NoticePage } from './NoticePage.tsx';
import { SchoolFinderPage } from './SchoolFinderPage.tsx';
import { SchoolPage } from './SchoolPage.tsx';
import { SeasonPage } from './SeasonPage.tsx';
import { SecondGuardianPage } from './SecondGuardianPage.tsx';
import { SignInPage } from './SignInPage.tsx';
import { TasksPage } from './TasksPage.tsx';
import { VerifyNoticePage } from './VerifyNoticePage.tsx';

// Few come here, and nobody first.
const RatingsPage = lazy(() => import('./RatingsPage.tsx').then(({ RatingsPage }) => ({ default: RatingsPage })));
// Asked for by few.
const RequestsPage = lazy(() =>
  import('./requests/RequestsPage.tsx').then(({ RequestsPage }) => ({ default: RequestsPage })),
);
const RequestPage = lazy(() =>
  import('./requests/RequestPage.tsx').then(({ RequestPage }) => ({ default: RequestPage })),
);
// Draws bring a verifier and large screens that other pages do not need.
const DrawsPage = lazy(() => import('./draws/DrawsPage.tsx').then(({ DrawsPage }) => ({ default: DrawsPage })));
const DrawPage = lazy(() => import('./draws/DrawPage.tsx').then(({ DrawPage }) => ({ default: DrawPage })));
const PartyPage = lazy(() => import('./draws/PartyPage.tsx').then(({ PartyPage }) => ({ default: PartyPage })));
const HallPage = lazy(() => import('./draws/HallPage.tsx').then(({ HallPage }) => ({ default: HallPage })));

const TYPE_KEY = 'hjt.type';

export function PortalApp() {
  const { t, language } = useTexts();
  const options = useRead('GET /api/session/options', []).data;
  useEffect(() => chooseLanguage(language), [language]);
  const [onScreen, screen] = useRoute('/hall/:id');
  if (onScreen) {
    return (
      <Suspense fallback={<Skeleton />}>
        <HallPage id={screen.id} />
      </Suspense>
    );
  }
  return (
    <>
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <TopBar />
      <CounterBar />
      {options?.demo ? <aside className="demo-strip">{t.demoStrip}</aside> : null}
      <Pages />
      <Foot />
    </>
  );
}

function Pages() {
  const { t } = useTexts();
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/schools" component={SchoolFinderPage} />
      <Route path="/schools/:id">{({ id }) => <SchoolPage id={id} />}</Route>
      <Route path="/ratings">
        <Suspense fallback={<Skeleton />}>
          <RatingsPage />
        </Suspense>
      </Route>
      <Route path="/seasons/:id">{({ id }) => <SeasonPage id={id} />}</Route>
      <Route path="/draws">
        <Later>
          <DrawsPage />
        </Later>
      </Route>
      <Route path="/draws/:id">
        {({ id }) => (
          <Later>
            <DrawPage id={id} />
          </Later>
        )}
      </Route>
      <Route path="/draw-party/:key">
        {({ key }) => (
          <Later>
            <PartyPage partyKey={key} />
          </Later>
        )}
      </Route>
      <Route path="/v/:token">{({ token }) => <VerifyNoticePage token={token} />}</Route>
      <Route path="/tasks">
        <SignedIn>
          <TasksPage />
        </SignedIn>
      </Route>
      <Route path="/children/new">
        <SignedIn>
          <AddChildPage />
        </SignedIn>
      </Route>
      <Route path="/second-guardian">
        <SignedIn>
          <SecondGuardianPage />
        </SignedIn>
      </Route>
      <Route path="/apply">
        <SignedIn>
          <BeginPage />
        </SignedIn>
      </Route>
      <Route path="/messages">
        <SignedIn>
          <MessagesPage />
        </SignedIn>
      </Route>
      <Route path="/applications/:id">
        {({ id }) => (
          <SignedIn>
            <ApplicationPage id={id} />
          </SignedIn>
        )}
      </Route>
      <Route path="/applications/:id/appeal">
        {({ id }) => (
          <SignedIn>
            <AppealPage id={id} />
          </SignedIn>
        )}
      </Route>
      <Route path="/applications/:id/requests">
        {({ id }) => (
          <SignedIn>
            <Later>
              <RequestsPage id={id} />
            </Later>
          </SignedIn>
        )}
      </Route>
      <Route path="/applications/:id/requests/:kind">
        {({ id, kind }) => (
          <SignedIn>
            <Later>
              <RequestPage id={id} kind={kind} />
            </Later>
          </SignedIn>
        )}
      </Route>
      <Route path="/applications/:id/notice">
        {({ id }) => (
          <SignedIn>
            <NoticePage id={id} />
          </SignedIn>
        )}
      </Route>
      <Route path="/applications/:id/receipt">
        {({ id }) => (
          <SignedIn>
            <ReceiptPage id={id} />
          </SignedIn>
        )}
      </Route>
      <Route path="/applications/:id/edit/:step">
        {({ id, step }) => (
          <SignedIn>
            <ApplyPage id={id} step={step} />
          </SignedIn>
        )}
      </Route>
      <Route>
        <Page title={t.notFound.title}>
          <EmptyState title={t.notFound.title} words={t.notFound.words}>
            <ButtonLink to="/">{t.notFound.home}</ButtonLink>
          </EmptyState>
        </Page>
      </Route>
    </Switch>
  );
}

/** A page whose program comes when it is opened. */
function Later({ children }: { children: ReactNode }) {
  return (
    <Suspense
      fallback={
        <main id="main">
          <Skeleton />
        </main>
      }
    >
      {children}
    </Suspense>
  );
}

/** Pages of the family; others are asked to sign in and come back. Staff belong to the console. */
function SignedIn({ children }: { children: ReactNode }) {
  const me = useMe();
  const [path] = useLocation();
  if (me === undefined) {
    return (
      <main id="main">
        <Skeleton />
      </main>
    );
  }
  if (me === null) return <Redirect to={`/sign-in?to=${encodeURIComponent(path)}`} replace />;
  if (me.role !== 'guardian') return <StaffHere />;
  return <>{children}</>;
}

function StaffHere() {
  const { t } = useTexts();
  return (
    <Page title={t.forStaff}>
      <div>
        <a className="button" href="/console/">
          {t.forStaff}
        </a>
      </div>
    </Page>
  );
}

function TopBar() {
  const { t, language } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const unread = useRead('GET /api/messages', [], { off: me?.role !== 'guardian', every: 60_000 }).data?.unread ?? 0;
  const signOut = useSend('DELETE /api/session', () => go('/'));
  return (
    <header className={`bar ${me ? 'signed' : ''}`}>
      <nav className="bar-inner">
        <Link href="/" className="brand">
          <img src={mark} alt="" />
          <span className="brand-word">{t.brand}</span> <small>{t.tagline}</small>
        </Link>
        {me ? (
          <>
            <Link href="/tasks" className="bar-button">
              {t.menu.tasks}
            </Link>
            <Link href="/messages" className="bar-button">
              {t.menu.messages}
              {unread > 0 ? <span className="count">{unread}</span> : null}
            </Link>
            {assistingId() === null ? (
              <button className="bar-button" type="button" onClick={() => signOut.mutate([])}>
                {t.menu.signOut}
              </button>
            ) : null}
          </>
        ) : me === null ? (
          <Link href="/sign-in" className="bar-button">
            {t.menu.signIn}
          </Link>
        ) : null}
        <TypeSwitch />
        <button
          className="bar-button"
          type="button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {t.menu.language}
        </button>
      </nav>
    </header>
  );
}

/** The larger type for older readers, kept on the device. */
function TypeSwitch() {
  const { t } = useTexts();
  const [large, setLarge] = useState(() => {
    try {
      return localStorage.getItem(TYPE_KEY) === 'large';
    } catch {
      return false;
    }
  });
  useEffect(() => {
    document.documentElement.dataset['type'] = large ? 'large' : 'normal';
    try {
      localStorage.setItem(TYPE_KEY, large ? 'large' : 'normal');
    } catch {
      // A device without storage forgets the choice; that is all.
    }
  }, [large]);
  return (
    <button className="bar-button" type="button" aria-pressed={large} onClick={() => setLarge(!large)}>
      {t.menu.larger}
    </button>
  );
}

function Foot() {
  const { t, say } = useTexts();
  const city = useRead('GET /api/session/options', []).data?.city;
  return (
    <footer className="foot">
      <div>
        {city ? (
          <>
            <span>{say(city.bureau, city.bureauEn)}</span>
            <a href={`tel:${city.helpline}`}>
              {t.helpline} {city.helpline}
            </a>
          </>
        ) : null}
        <Link href="/ratings">{t.ratings.publicTitle}</Link>
        <Link href="/draws">{t.draws}</Link>
        <a href="/console/">{t.forStaff}</a>
      </div>
    </footer>
  );
}
